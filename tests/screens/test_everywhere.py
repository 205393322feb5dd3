"""Wherever one goes, in every size and language: nothing is cut off, no key means two things."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from msgspec import Struct
from PySide6.QtWidgets import QApplication

from tests.support import walking
from tests.support.crowded import COMMUNE, crowd
from tests.support.fitting import misfits
from tests.support.letters import doubled
from tests.support.pictures import ADVANCED
from tests.support.window import SET, Office, office, restyle

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


class Variant(Struct, frozen=True):
    """One window: its language, its size, the size of its text, and whose indicators it shows."""

    language: str
    size: tuple[int, int]
    scale: int = 100
    sets: tuple[str, ...] = (SET,)

    def __str__(self) -> str:
        return f"{self.language}-{self.size[0]}-{self.scale}"


class Found(Struct, frozen=True):
    """What a walk through a window has met, each with its place."""

    size: tuple[int, int]
    cut: list[str]
    doubled: list[str]


SMALL = (911, 512)  # what a screen of 1366x768 has left at 150 % in Windows
VARIANTS = [
    Variant("vi", (1366, 768), 150, (SET, ADVANCED)),
    Variant("vi", (1280, 720), 125),
    Variant("vi", SMALL),
    Variant("en", (1366, 768), 150),
    Variant("en", (1280, 720), 125),
    Variant("en", SMALL),
]


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory, qapp: QApplication) -> Iterator[Office]:
    """A PC on which everything is long, filled once for all windows."""
    with office(tmp_path_factory.mktemp("full") / "profile", COMMUNE) as pc:
        crowd(pc)
        yield pc


@pytest.fixture(scope="module", params=VARIANTS, ids=str)
def found(full: Office, request: pytest.FixtureRequest) -> Found:
    """A walk through one window, done once for all that is asked of it."""
    variant: Variant = request.param
    full.preferences.kept = {"language": variant.language, "scale": str(variant.scale)}
    restyle(full.preferences)
    shell = full.open("today", variant.size)
    found = Found((shell.width(), shell.height()), [], [])
    for place in walking.places(shell, variant.sets):
        found.cut.extend(f"{place}: {told}" for told in misfits(shell))
        found.doubled.extend(f"{place}: {told}" for told in doubled(shell))
    full.shut(shell)
    assert found.size == variant.size
    return found


def test_nothing_is_cut_off(found: Found) -> None:
    assert found.cut == []


def test_no_letter_means_two_things(found: Found) -> None:
    assert found.doubled == []
