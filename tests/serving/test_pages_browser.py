"""The pages as a coordinator sees them, at a desk and on a phone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright

from sync.round import run
from tests.support.centre import CentreProcess
from tests.support.desk import COMMUNE, answer, desk

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Chromium"),
]


@pytest.fixture(scope="module")
def filled(centre: CentreProcess, tmp_path_factory: pytest.TempPathFactory) -> CentreProcess:
    with desk(tmp_path_factory.mktemp("desk") / "one") as one, centre.way_of(one) as way:
        answer(one, "8.4", passed=True, note="Một ghi chú dài. " * 40)
        answer(one, "8.1", passed=False)
        run(one, way)
    return centre


@pytest.fixture(params=[(1366, 768), (390, 800)], ids=["desk", "phone"])
def window(request: pytest.FixtureRequest) -> Iterator[tuple[Page, list[str]]]:
    """An empty page of a browser, and everything it complains about."""
    width, height = request.param
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page(viewport={"width": width, "height": height})
        complaints: list[str] = []
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        yield page, complaints
        browser.close()


def is_too_wide(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > innerWidth"))


def test_from_the_list_to_a_commune_and_its_indicators(
    filled: CentreProcess, window: tuple[Page, list[str]]
) -> None:
    page, complaints = window
    page.goto(filled.url)
    assert page.get_by_role("heading", name="Các xã, phường").is_visible()
    assert not is_too_wide(page)
    page.get_by_role("link", name="Phường Phong Điền").click()
    assert page.url.startswith(f"{filled.url}/communes/{COMMUNE}")
    line = page.locator("article.line", has_text="8.4")
    assert line.get_by_text("Đạt", exact=True).first.is_visible()
    assert not is_too_wide(page)
    assert complaints == []


def test_choosing_another_period_keeps_the_set(
    filled: CentreProcess, window: tuple[Page, list[str]]
) -> None:
    page, complaints = window
    page.goto(f"{filled.url}/communes/{COMMUNE}")
    page.get_by_label("Bộ tiêu chí").select_option("vn-ntm-xa-nang-cao-2021-2025")
    page.get_by_role("button", name="Xem").click()
    assert "set=vn-ntm-xa-nang-cao-2021-2025" in page.url
    assert page.get_by_label("Bộ tiêu chí").input_value() == "vn-ntm-xa-nang-cao-2021-2025"
    assert complaints == []


def test_everything_can_be_reached_by_keyboard(
    filled: CentreProcess, window: tuple[Page, list[str]]
) -> None:
    page, _complaints = window
    page.goto(filled.url)
    reached = []
    for _n in range(8):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.textContent.trim().slice(0, 30)"))
    assert "Làng Số" in reached
    assert "Xem" in reached
    assert "Phường Phong Điền" in reached


def test_the_styles_and_the_font_are_loaded(
    filled: CentreProcess, window: tuple[Page, list[str]]
) -> None:
    page, complaints = window
    page.goto(filled.url)
    style = page.locator(".brand").evaluate("each => getComputedStyle(each).color")
    assert style == "rgb(13, 109, 101)"
    assert complaints == []
