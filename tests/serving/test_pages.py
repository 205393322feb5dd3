"""The coordinators' pages: true figures, missing said as missing, nothing served by accident."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path

import pytest
import requests

from center.web import words
from db import journal
from db.journal import Edit
from db.store import Store
from resources.targets import Target
from rules.record import Value
from rules.scoring import Result
from sync.round import run
from tests.support.centre import CentreProcess, serving
from tests.support.desk import desk

SET = "vn-ntm-xa-2021-2025"
HERE, AWAY, SILENT = "19753", "19774", "19777"


def say(store: Store, indicator: str, set_id: str = SET, **values: Value) -> None:
    key: dict[str, Value] = {"set": set_id, "indicator": indicator, "period": "2025"}
    journal.commit(store, "o1", [Edit("assessment", None, {**key, **values})])


def attached(store: Store, folder: Path, name: str) -> None:
    from db.commands import evidence

    path = folder / name
    path.write_bytes(b"noi dung minh chung")
    record = store.value("SELECT record FROM assessment WHERE indicator = '8.4'")
    evidence.attach(store, "o1", "assessment", record, path)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CentreProcess]:
    """A centre with two communes that sent something and one that did not."""
    folder = tmp_path_factory.mktemp("pages")
    with serving(folder / "centre") as centre:
        with desk(folder / "here", HERE) as here, desk(folder / "second", HERE) as second:
            journal.commit(here, "o1", [Edit("person", "o1", {"full_name": "Nguyễn Thị Hạnh"})])
            say(here, "8.4", passed=True, note="Có phần mềm <quản lý> văn bản")
            say(here, "8.1", passed=True)
            say(here, "8.2", passed=False)
            say(here, "T08", "hue-kh132-2021-2025", passed=True)
            attached(here, folder, "Quyết định 145.pdf")
            told = {"set": SET, "indicator": "8.4", "period": "2024", "origin": "19756"}
            whole = {**told, "passed": True}
            journal.commit(here, "o1", [Edit("former_assessment", "cu", whole)])
            with centre.way_of(here) as near, centre.way_of(second) as far:
                run(here, near)
                run(second, far)
                say(here, "8.1", passed=True, note="Bưu điện xã")
                say(second, "8.1", note="Chưa có điểm phục vụ")
                run(here, near)
                run(second, far)
        with desk(folder / "away", AWAY) as away:
            say(away, "8.4", passed=False)
            with centre.way_of(away) as way:
                run(away, way)
        centre.code(SILENT)
        about = ["--set", SET, "--indicator", "8.4", "--period", "2025"]
        centre.run("review", HERE, *about, "--return", "Thiếu quy chế sử dụng")
        yield centre


def page(centre: CentreProcess, path: str) -> str:
    """A page's text, as it is read."""
    answer = requests.get(centre.url + path, timeout=30)
    assert answer.status_code == 200, answer.text
    return answer.text


def text_of(html: str) -> str:
    without = re.sub(r"<(style|svg|select).*?</\1>|<[^>]*>", " ", html, flags=re.DOTALL)
    return re.sub(r"\s+", " ", unescape(without))


def article(html: str, words: str) -> str:
    """The text of the one article with these words in its head."""
    articles = re.findall(r"<article.*?</article>", html, re.DOTALL)
    (found,) = [each for each in map(text_of, articles) if each.strip().startswith(f"{words} ")]
    return found


def test_every_commune_is_listed_with_what_it_sent(filled: CentreProcess) -> None:
    text = text_of(page(filled, "/"))
    assert "3 xã, phường đã đăng ký" in text
    assert "1 nơi chưa gửi gì trong 7 ngày qua" in text
    assert re.search(r"Phường Phú Xuân hôm nay hôm nay 2 2/57", text)
    assert re.search(r"Phường Kim Long hôm nay hôm nay 1 0/57", text)
    assert re.search(r"Phường Vỹ Dạ chưa gửi lần nào chưa gửi lần nào 0 chưa có số liệu", text)


def test_a_criterion_nobody_answered_is_missing_and_not_zero(filled: CentreProcess) -> None:
    text = text_of(page(filled, "/"))
    assert "9 Nhà ở dân cư: chưa có số liệu" in text
    assert "9 Nhà ở dân cư: thiếu, đạt 0/" not in text
    assert "8 Thông tin và Truyền thông: chưa đạt, đạt 2/4 chỉ tiêu" in text


def test_targets_tell_numerator_denominator_and_who_is_behind(filled: CentreProcess) -> None:
    html = page(filled, f"/?set={SET}&period=2025")
    first = article(html, "T01")
    assert "Chưa đạt mục tiêu" in first
    assert "≥ 100 %" in first
    assert "33,3 % (1/3)" in first
    assert "Chưa đạt: Phường Kim Long" in first
    assert "Chưa có số liệu: Phường Vỹ Dạ" in first
    eighth = article(html, "T08")
    assert "Chưa xác định" in eighth
    assert "33,3 % (1/3)" in eighth


def test_a_target_nobody_answered_has_no_number(filled: CentreProcess) -> None:
    third = article(page(filled, "/?period=2025"), "T03")
    assert "chưa có số liệu" in third
    assert "0 %" not in third.replace("50 %", "")


def test_a_closed_target_stays_readable(filled: CentreProcess) -> None:
    assert "Đã khép lại" in article(page(filled, "/"), "T04")


def test_a_commune_is_shown_in_depth(filled: CentreProcess) -> None:
    html = page(filled, f"/communes/{HERE}")
    shown = article(html, "8.4")
    assert "Có phần mềm <quản lý> văn bản" in shown
    assert "Quyết định 145.pdf" in shown
    assert "Nguyễn Thị Hạnh" in shown
    assert "Trả lại “Thiếu quy chế sử dụng” Văn phòng Điều phối" in shown
    assert "<quản lý>" not in html  # what officers typed never becomes markup
    assert "chưa có số liệu" in article(html, "9.1")
    assert "Thiếu" in article(html, "9.1")


def test_what_was_answered_before_a_merger_stands_apart(filled: CentreProcess) -> None:
    html = page(filled, f"/communes/{HERE}?set={SET}&period=2025")
    text = article(html, "8.4")
    assert "Trước sáp nhập, không tính cho xã này Phường Gia Hội, kỳ 2024: Đạt" in text
    assert "Trước sáp nhập" not in article(html, "8.1")
    other = article(page(filled, f"/communes/{HERE}?set={SET}&period=2024"), "8.4")
    assert "Giá trị chưa có số liệu" in other


def test_conflicts_are_shown_with_every_answer(filled: CentreProcess) -> None:
    shown = article(page(filled, f"/communes/{HERE}"), "8.1")
    assert "Xung đột: Ghi chú" in shown
    assert "Bưu điện xã" in shown
    assert "Chưa có điểm phục vụ" in shown


def test_another_period_has_answers_of_its_own(filled: CentreProcess) -> None:
    assert "chưa có số liệu" in article(page(filled, f"/communes/{HERE}?period=2024"), "8.4")


def test_evidence_is_handed_out_to_be_saved(filled: CentreProcess) -> None:
    html = page(filled, f"/communes/{HERE}")
    found = re.search(rf'href="(/communes/{HERE}/evidence/[^"]+)"', html)
    assert found
    answer = requests.get(filled.url + found[1], timeout=30)
    assert answer.content == b"noi dung minh chung"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "145.pdf" in answer.headers["Content-Disposition"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    stolen = found[1].replace(HERE, AWAY)
    assert requests.get(filled.url + stolen, timeout=30).status_code == 404


@pytest.mark.parametrize(
    "path",
    ["/communes/99999", "/?set=none", "/?period=when", "/communes/19753?set=none"],
)
def test_what_is_not_there_is_said_with_a_way_back(filled: CentreProcess, path: str) -> None:
    answer = requests.get(filled.url + path, timeout=30)
    assert answer.status_code == 404
    assert "Về danh sách các xã" in answer.text


def test_pages_run_no_script_and_load_nothing_from_elsewhere(filled: CentreProcess) -> None:
    for path in ("/", f"/communes/{HERE}"):
        answer = requests.get(filled.url + path, timeout=30)
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "<script" not in answer.text
        assert " style=" not in answer.text
        assert not re.search(r'(?:href|src|action)="(?!/)', answer.text)


def test_pages_stay_shut_on_a_network_unless_opened(tmp_path: Path) -> None:
    with serving(tmp_path / "shut", "--host", "0.0.0.0") as centre:  # noqa: S104
        near = centre.url.replace("0.0.0.0", "127.0.0.1")  # noqa: S104
        for path in ("/", f"/communes/{HERE}"):
            answer = requests.get(near + path, timeout=30)
            assert answer.status_code == 403
            assert "--open-pages" in answer.text
        assert requests.get(near + "/v1/hello", timeout=30).status_code == 401
    with serving(tmp_path / "open", "--host", "0.0.0.0", "--open-pages") as centre:  # noqa: S104
        near = centre.url.replace("0.0.0.0", "127.0.0.1")  # noqa: S104
        assert requests.get(near, timeout=30).status_code == 200


def test_an_empty_centre_says_what_to_do_first(tmp_path: Path) -> None:
    with serving(tmp_path / "data") as centre:
        text = text_of(page(centre, "/"))
    assert "Chưa có xã nào ở trung tâm này" in text
    assert "langso-center code" in text


# -- words ---------------------------------------------------------------------------------------

NOW = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)  # already the 24th at home


@pytest.mark.parametrize(
    ("back", "said"),
    [
        (timedelta(0), "hôm nay"),
        (timedelta(hours=2), "hôm nay"),
        (timedelta(hours=4), "hôm qua"),
        (timedelta(days=3), "3 ngày trước"),
        (-timedelta(days=400), "hôm nay"),  # a clock of the future
    ],
)
def test_how_long_ago_is_counted_in_days_at_home(back: timedelta, said: str) -> None:
    assert words.ago((NOW - back).isoformat(), NOW) == said


def test_a_week_without_a_sending_is_late() -> None:
    assert not words.is_late((NOW - timedelta(days=6)).isoformat(), NOW)
    assert words.is_late((NOW - timedelta(days=8)).isoformat(), NOW)
    assert words.is_late(None, NOW)


def test_times_are_told_as_people_read_them() -> None:
    assert words.moment("2026-11-23T20:05:00+00:00") == "24/11/2026 03:05"
    assert words.moment(None) == "chưa có"
    assert words.moment("9999-12-31T23:00:00-12:00") == "9999-12-31T23:00:00-12:00"
    assert words.day("2026-01-05") == "5/1/2026"
    assert words.day("someday") == "someday"


def test_sizes_are_told_in_vietnamese_numbers() -> None:
    assert [words.size(n) for n in (10, 2048, 1_300_000)] == ["10 B", "2 kB", "1,2 MB"]


def test_every_result_has_an_icon_and_a_word_of_its_own() -> None:
    marks = [words.result_mark(result) for result in Result]
    assert len({mark.icon for mark in marks}) == len({mark.word for mark in marks}) == len(marks)


def test_values_are_told_as_people_read_them() -> None:
    said = [words.value_word(value) for value in (None, "", True, False, 1234.5, "chữ")]
    assert said == ["chưa có số liệu", "chưa có số liệu", "Đạt", "Chưa đạt", "1.234,5", "chữ"]


def test_a_target_without_a_number_says_so() -> None:
    fields: dict[str, object] = dict.fromkeys(Target.__struct_fields__)
    assert words.wanted(Target(**fields)) == "không nêu con số"  # type: ignore[arg-type]
