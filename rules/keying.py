"""Keying a sheet by figures alone: one key a question, and no way past a sheet half keyed.

1 satisfied, 2 dissatisfied, 0 left open; + answers what is left with 1; * marks a sheet that does
not count.  A sheet of 11 questions takes 11 keys and Enter.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from rules.tally import Count, Tally

YES, NO, OPEN = "1", "2", "0"
REST, INVALID, BACK = "+", "*", "back"


class Draft(Struct, frozen=True):
    """A sheet that is being keyed."""

    answers: str = ""  # a figure a question
    invalid: bool = False


def press(draft: Draft, key: str, questions: int) -> Draft:
    """The sheet after one more key; a key that says nothing here leaves it as it is."""
    room = questions - len(draft.answers)
    if key in (YES, NO, OPEN) and room and not draft.invalid:
        return replace(draft, answers=draft.answers + key)
    if key == REST and not draft.invalid:
        return replace(draft, answers=draft.answers + YES * room)
    if key == INVALID:
        return replace(draft, invalid=not draft.invalid)
    if key == BACK:
        return replace(draft, answers=draft.answers[:-1])
    return draft


def is_whole(draft: Draft, questions: int) -> bool:
    """Whether the sheet can be kept: every question has its figure, or it does not count."""
    return draft.invalid or len(draft.answers) == questions


def counted(tally: Tally, sheets: Sequence[str], questions: Sequence[str]) -> Tally:
    """A village's tally with valid sheets and answers counted from its single sheets.

    Every question of the form is told, also where there is no sheet yet; a figure that a sheet
    lacks was left open.
    """
    answers = {}
    for at, code in enumerate(questions):
        figures = [sheet[at : at + 1] for sheet in sheets]
        yes, no = figures.count(YES), figures.count(NO)
        answers[code] = Count(yes, no, len(figures) - yes - no)
    return replace(tally, valid=len(sheets), answers=answers)


def differences(one: str, other: str) -> tuple[int, ...]:
    """At which questions, from 0, two entries of the same sheet differ."""
    longest = max(len(one), len(other))
    return tuple(at for at in range(longest) if one[at : at + 1] != other[at : at + 1])
