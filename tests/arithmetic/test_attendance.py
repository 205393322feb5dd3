"""Who came, however the list was ticked."""

from __future__ import annotations

import pytest

from rules import attendance
from rules.attendance import ABSENT, EXCUSED, LETTERS, PRESENT


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("C", PRESENT),
        ("x", PRESENT),
        ("Có mặt", PRESENT),
        ("✓", PRESENT),
        ("v", ABSENT),
        ("Vắng", ABSENT),
        ("(P)", EXCUSED),
        ("Vắng có phép", EXCUSED),
        ("  ", None),
    ],
)
def test_the_usual_ticks_are_understood(written: str, meant: str | None) -> None:
    assert attendance.read(written) == meant


@pytest.mark.parametrize("state", [PRESENT, ABSENT, EXCUSED])
def test_our_own_letters_come_back_as_they_went(state: str) -> None:
    assert attendance.read(LETTERS[state]) == state


def test_anything_else_is_not_guessed() -> None:
    with pytest.raises(ValueError, match="muộn"):
        attendance.read("muộn")
