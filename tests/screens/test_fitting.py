"""Nothing is cut off: in every place, at the sizes and text sizes there are, in both languages."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from tests.support import walking
from tests.support.crowded import COMMUNE, crowd
from tests.support.fitting import misfits
from tests.support.pictures import ADVANCED
from tests.support.window import SET, Office, office, restyle

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

LARGE, MIDDLE = ((1366, 768), 150), ((1280, 720), 125)
SCALED = ((911, 512), 100)  # what a screen of 1366x768 has at 150 % in Windows
VARIANTS = [
    ("vi", *LARGE, (SET, ADVANCED)),
    *(("vi", *each, (SET,)) for each in (MIDDLE, SCALED)),
    *(("en", *each, (SET,)) for each in (LARGE, MIDDLE, SCALED)),
]


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory, qapp: QApplication) -> Iterator[Office]:
    """A PC on which everything is long, filled once for all windows."""
    with office(tmp_path_factory.mktemp("full") / "profile", COMMUNE) as pc:
        crowd(pc)
        yield pc


@pytest.mark.parametrize(("language", "size", "scale", "sets"), VARIANTS)
def test_nothing_is_cut_off(
    full: Office, language: str, size: tuple[int, int], scale: int, sets: tuple[str, ...]
) -> None:
    full.preferences.kept = {"language": language, "scale": str(scale)}
    restyle(full.preferences)
    shell = full.open("today", size)
    assert shell.size().toTuple() == size
    found = [f"{place}: {told}" for place in walking.places(shell, sets) for told in misfits(shell)]
    full.shut(shell)
    assert found == []
