"""Which indicators a filter shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from db.queries.checklist import Checklist, Line
from resources.words import _
from rules.scoring import Result
from ui.widgets.chips import Chip

ALL, MISSING, FAILED, RETURNED, MINE = "all", "missing", "failed", "returned", "mine"
KEYS = (ALL, MISSING, FAILED, RETURNED, MINE)


def shown(key: str, actor: str) -> Callable[[Checklist, Line], bool]:
    """Whether an indicator is shown; a composite also for the sake of one of its parts."""

    def holds(line: Line) -> bool:
        match key:
            case "missing":
                return line.verdict.result is Result.MISSING
            case "failed":
                return line.verdict.result in (Result.FAILED, Result.NEEDS_REVIEW)
            case "returned":
                return line.returned or line.disputed
            case "mine":
                return line.owner == actor
        return True

    def any_holds(checklist: Checklist, line: Line) -> bool:
        parts = (checklist.lines[part.code] for part in line.indicator.parts)
        return holds(line) or (key in (RETURNED, MINE) and any(holds(part) for part in parts))

    return any_holds


def chips(checklist: Checklist, actor: str) -> list[Chip]:
    """The filters with how many indicators each would show."""
    words = {
        ALL: _("Tất cả"),
        MISSING: _("Thiếu"),
        FAILED: _("Chưa đạt"),
        RETURNED: _("Trả lại"),
        MINE: _("Của tôi"),
    }
    lines = list(of_indicators(checklist))
    return [
        Chip(key, words[key], sum(shown(key, actor)(checklist, line) for line in lines))
        for key in KEYS
    ]


def of_indicators(checklist: Checklist) -> Iterator[Line]:
    """The lines of whole indicators, parts not among them, in the set's order."""
    for indicator in checklist.criteria.indicators():
        yield checklist.lines[indicator.code]
