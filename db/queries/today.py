"""What an officer should look at first: what is due, what came back, what is missing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from msgspec import Struct

from db import errors
from db.queries import checklist as checklists
from db.queries import rulebook, sets
from db.queries.checklist import Checklist, Line
from db.store import Store
from resources.criteria import CriteriaSet
from rules.periods import Period
from rules.progress import Progress
from rules.scoring import Result


class Duty(Struct, frozen=True):
    """An indicator that waits for somebody."""

    set: str
    period: str
    indicator: str
    title: str
    owner: str | None  # id
    owner_name: str | None
    due: str | None = None  # ISO
    days: int = 0  # until it is due; below zero: since
    words: str | None = None  # of the reviewer


class Standing(Struct, frozen=True):
    """How far a set has come in a period."""

    criteria: CriteriaSet
    period: Period
    progress: Progress
    passed_criteria: int


class Day(Struct, frozen=True):
    """All of it."""

    due: tuple[Duty, ...]  # overdue first
    returned: tuple[Duty, ...]
    disputed: tuple[Duty, ...]
    disputed_elsewhere: int  # records with open conflicts that are no answers
    standings: tuple[Standing, ...]  # the set in hand first, then the plan's own
    answered: bool  # whether anything was ever answered


def read(store: Store, criteria: CriteriaSet, period: Period, today: date) -> Day:
    """The day of whoever works on this set and period; other periods' duties are told as well."""
    plan = sets.plan_set(store)
    wanted = [(criteria.id, str(period))]
    if plan is not None and plan.id != criteria.id:
        wanted.append((plan.id, str(sets.usual_period(plan, today))))
    read = {key: _read(store, *key) for key in dict.fromkeys([*wanted, *_elsewhere(store)])}
    known = {key: each for key, each in read.items() if each is not None}
    return Day(
        due=tuple(sorted(_due(known.values(), today), key=lambda duty: (duty.days, duty.title))),
        returned=tuple(_where(known.values(), lambda line: line.returned)),
        disputed=tuple(_where(known.values(), lambda line: line.disputed)),
        disputed_elsewhere=store.value(
            "SELECT count(DISTINCT record) FROM conflict WHERE type != 'assessment'"
        ),
        standings=tuple(_standing(known[key]) for key in wanted if key in known),
        answered=store.value("SELECT 1 FROM assessment WHERE NOT deleted LIMIT 1") is not None,
    )


def _elsewhere(store: Store) -> list[tuple[str, str]]:
    """Sets and periods somebody expects something of."""
    rows = store.rows(
        'SELECT "set", period FROM task WHERE due IS NOT NULL AND NOT deleted'
        " UNION SELECT \"set\", period FROM review WHERE verdict = 'returned' AND NOT deleted"
        ' UNION SELECT a."set", a.period FROM conflict c JOIN assessment a ON a.record = c.record'
        " ORDER BY 1, 2"
    )
    return [(row[0], row[1]) for row in rows]


def _read(store: Store, set_id: str, period: str) -> Checklist | None:
    """The checklist; None where the set or the period is not known to this programme."""
    when = sets.read_period(period)
    if when is None:
        return None
    try:
        criteria = rulebook.criteria(store, set_id)
    except errors.Refused:
        return None
    return checklists.read(store, criteria, when)


def _due(read: Iterable[Checklist], today: date) -> Iterator[Duty]:
    for checklist in read:
        for line in checklist.lines.values():
            open_ = line.verdict.result is Result.MISSING or line.returned
            if line.due is not None and open_:
                days = (date.fromisoformat(line.due) - today).days
                yield _duty(checklist, line, days)


def _where(read: Iterable[Checklist], holds: Callable[[Line], bool]) -> Iterator[Duty]:
    for checklist in read:
        yield from (_duty(checklist, line) for line in checklist.lines.values() if holds(line))


def _duty(checklist: Checklist, line: Line, days: int = 0) -> Duty:
    return Duty(
        set=checklist.criteria.id,
        period=str(checklist.period),
        indicator=line.indicator.code,
        title=line.indicator.title,
        owner=line.owner,
        owner_name=line.owner_name,
        due=line.due,
        days=days,
        words=line.review.words if line.returned and line.review else None,
    )


def _standing(checklist: Checklist) -> Standing:
    passed = sum(each.complete for each in checklist.by_criterion.values())
    return Standing(checklist.criteria, checklist.period, checklist.progress, passed)
