"""Which indicators a filter shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from db.queries.checklist import Checklist, Line
from resources.words import _
from rules.scoring import Result
from ui.widgets.chips import Chip

ALL, MISSING, FAILED, RETURNED, MINE = "all", "missing", "failed", "returned", "mine"
CONFLICTS = "conflicts"
KEYS = (ALL, MISSING, FAILED, RETURNED, MINE, CONFLICTS)
_OF_PARTS = (RETURNED, MINE, CONFLICTS)  # what makes a composite shown for one of its parts


def shown(key: str, actor: str) -> Callable[[Checklist, Line], bool]:
    """Whether an indicator is shown; a composite also for the sake of one of its parts."""

    def holds(line: Line) -> bool:
        match key:
            case "missing":
                return line.verdict.result is Result.MISSING
            case "failed":
                return line.verdict.result in (Result.FAILED, Result.NEEDS_REVIEW)
            case "returned":
                return line.returned
            case "conflicts":
                return line.disputed
            case "mine":
                return line.owner == actor
        return True

    def any_holds(checklist: Checklist, line: Line) -> bool:
        parts = (checklist.lines[part.code] for part in line.indicator.parts)
        return holds(line) or (key in _OF_PARTS and any(holds(part) for part in parts))

    return any_holds


def chips(checklist: Checklist, actor: str, chosen: str = ALL) -> list[Chip]:
    """The filters with how many indicators each would show; conflicts where there are any.

    The chosen one stays: what it has shown is still there.
    """
    words = {
        ALL: _("Tất cả"),
        MISSING: _("Thiếu"),
        FAILED: _("Chưa đạt"),
        RETURNED: _("Trả lại"),
        MINE: _("Của tôi"),
        CONFLICTS: _("Xung đột"),
    }
    return [
        Chip(key, words[key], count(checklist, key, actor))
        for key in KEYS
        if key == chosen or offered(checklist, key)
    ]


def offered(checklist: Checklist, key: str) -> bool:
    """Whether a filter is to be seen: all of them are, conflicts where there are any."""
    return key != CONFLICTS or bool(count(checklist, CONFLICTS))


def count(checklist: Checklist, key: str, actor: str = "") -> int:
    """How many indicators a filter shows."""
    holds = shown(key, actor)
    return sum(holds(checklist, line) for line in of_indicators(checklist))


def of_indicators(checklist: Checklist) -> Iterator[Line]:
    """The lines of whole indicators, parts not among them, in the set's order."""
    for indicator in checklist.criteria.indicators():
        yield checklist.lines[indicator.code]
