"""What the communes that became this one had answered; read beside an indicator, never counted."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from msgspec import Struct

from db import journal
from db.projection import number_of
from db.store import Store
from resources import units
from resources.units import Unit, Units
from rules import lineage
from rules.answer import Answer
from rules.lineage import WHOLE, Link
from rules.numbers import Number
from rules.periods import Period, PeriodError


class Village(Struct, frozen=True):
    """What a former commune had entered for one of its villages."""

    numerator: Number | None
    denominator: Number | None


class Former(Struct, frozen=True):
    """What one former commune answered to an indicator in one period."""

    records: tuple[str, ...]  # of its own answer and those for its villages
    origin: str  # its code
    commune: str  # its name
    indicator: str
    period: Period
    answer: Answer
    as_of: str | None
    note: str | None
    evidence: int  # files
    villages: tuple[Village, ...] = ()


class Joined(Struct, frozen=True):
    """An answer of all the parts together; the numbers are None unless every part has told one."""

    indicator: str
    period: Period
    numerator: Number | None
    denominator: Number | None
    missing: tuple[str, ...] = ()  # names of parts that answered nothing
    split: tuple[str, ...] = ()  # names of parts that went into several communes, how much unknown
    unknown: tuple[str, ...] = ()  # names of units nobody published the parts of


class Before(Struct, frozen=True):
    """All of it, the latest period first."""

    answers: tuple[Former, ...] = ()
    joined: tuple[Joined, ...] = ()


NOTHING = Before()


def has_any(store: Store) -> bool:
    """Whether former answers came along at all; hardly any profile has some."""
    return store.row("SELECT 1 FROM former_assessment WHERE NOT deleted LIMIT 1") is not None


def read(store: Store, set_id: str, indicators: Sequence[str]) -> Before:
    """What former communes answered to these indicators, in every period."""
    found = _rows(store, set_id, indicators)
    if not found:
        return NOTHING
    heir = journal.commune(store)
    known = units.hue() if units.hue().holders(heir) else units.country()
    answers = tuple(_told(known, found))
    own = _Own(store, set_id)
    return Before(answers, tuple(_joined(known, heir, answers, own)))


def _rows(store: Store, set_id: str, indicators: Sequence[str]) -> list[Mapping[str, object]]:
    rows = store.rows(
        "SELECT f.*, (SELECT count(*) FROM evidence e WHERE e.target = f.record AND NOT e.deleted)"
        ' AS files FROM former_assessment f WHERE NOT f.deleted AND f."set" = ?'
        " AND f.indicator IN (SELECT value FROM json_each(?))"
        " ORDER BY f.indicator, f.period DESC, f.origin, f.village, f.record",
        (set_id, json.dumps(list(indicators))),
    )
    return [dict(row) for row in rows if _period(str(row["period"])) is not None]


def _told(known: Units, rows: Sequence[Mapping[str, object]]) -> Iterator[Former]:
    """A former commune's own answer, and beside it those for its villages, in one."""
    places: dict[tuple[str, str, str], list[Mapping[str, object]]] = {}
    for row in rows:
        key = str(row["indicator"]), str(row["period"]), str(row["origin"])
        places.setdefault(key, []).append(row)
    for (indicator, text, origin), told in places.items():
        whole = next((row for row in told if row["village"] is None), None)
        period = Period.parse(text)
        yield Former(
            records=tuple(str(row["record"]) for row in told),
            origin=origin,
            commune=_name(known, origin, period),
            indicator=indicator,
            period=period,
            answer=_answer(whole) if whole else Answer(),
            as_of=_text(whole, "as_of"),
            note=_text(whole, "note"),
            evidence=sum(int(str(row["files"])) for row in told),
            villages=tuple(
                Village(_number(row, "numerator"), _number(row, "denominator"))
                for row in told
                if row["village"] is not None
            ),
        )


def _answer(row: Mapping[str, object]) -> Answer:
    passed = row["passed"]
    return Answer(
        None if passed is None else bool(passed),
        _number(row, "numerator"),
        _number(row, "denominator"),
        _number(row, "number"),
        _text(row, "text"),
    )


def _number(row: Mapping[str, object], name: str) -> Number | None:
    held = row[name]
    return number_of(held) if isinstance(held, float) else None


def _text(row: Mapping[str, object] | None, name: str) -> str | None:
    held = row[name] if row else None
    return None if held is None else str(held)


def _period(text: str) -> Period | None:
    try:
        return Period.parse(text)
    except PeriodError:
        return None


def _name(known: Units, code: str, period: Period) -> str:
    """As it was called then: a code outlives its unit."""
    then = known.find(code, period.end)
    gone = [unit for unit in known.holders(code) if unit.valid_to is not None]
    unit = then if then is not None and then.valid_to is not None else next(reversed(gone), None)
    return unit.name if unit else code


class _Own:
    """This commune's own answers, of which those from before it began are a former unit's.

    A commune may have kept the code of one of its parts; then it went on in the same profile.
    """

    def __init__(self, store: Store, set_id: str) -> None:
        self._store, self._set = store, set_id

    def of(self, indicator: str, period: Period) -> Answer | None:
        """What was answered for the whole commune."""
        row = self._store.row(
            'SELECT * FROM assessment WHERE "set" = ? AND indicator = ? AND period = ?'
            " AND village IS NULL AND NOT deleted",
            (self._set, indicator, str(period)),
        )
        return _answer(dict(row)) if row else None


def _joined(known: Units, heir: str, answers: Sequence[Former], own: _Own) -> Iterator[Joined]:
    """For every indicator and period that a former commune answered with a part of a whole."""
    unit = known.find(heir)
    shares = [each for each in answers if _is_share(each.answer)]
    for indicator, period in dict.fromkeys((each.indicator, each.period) for each in shares):
        if unit is None or unit.valid_to is not None:
            return
        family = _Family(known, unit, period)
        if not family.is_known:
            continue
        given = {
            each.origin: each.answer
            for each in answers
            if (each.indicator, each.period) == (indicator, period)
        }
        if period.end < unit.valid_from and (kept := own.of(indicator, period)) is not None:
            given.setdefault(heir, kept)
        yield family.joined(indicator, period, given)


def _is_share(answer: Answer) -> bool:
    return answer.numerator is not None and answer.denominator is not None


class _Family:
    """The communes that lie in this one now, as they were at the end of a period."""

    def __init__(self, known: Units, heir: Unit, period: Period) -> None:
        self._known = known
        day = min(period.end, heir.valid_from - timedelta(days=1))
        old = {_node(unit): unit for unit in known.all if unit.is_commune and unit.exists(day)}
        parts = lineage.parts_of(_node(heir), old, _links(known))
        self._parts = tuple(each for each in parts if each.unit != _node(heir))
        self._units = {each.unit: old[each.unit] for each in self._parts}
        self._nameless = tuple(_nameless(known, heir, day))

    @property
    def is_known(self) -> bool:
        """Whether the published units reach back so far."""
        return bool(self._parts)

    def joined(self, indicator: str, period: Period, given: Mapping[str, Answer]) -> Joined:
        """The answers of all of them as one."""
        answers = {node: given.get(unit.code, Answer()) for node, unit in self._units.items()}
        above = self._sum({node: each.numerator for node, each in answers.items()})
        below = self._sum({node: each.denominator for node, each in answers.items()})
        missing = tuple(dict.fromkeys((*above.missing, *below.missing)))
        split = tuple(dict.fromkeys((*above.unshared, *below.unshared)))
        whole = not (missing or split or self._nameless)
        return Joined(
            indicator,
            period,
            above.value if whole else None,
            below.value if whole else None,
            self._names(missing),
            self._names(split),
            self._nameless,
        )

    def _sum(self, values: Mapping[str, Number | None]) -> lineage.Sum:
        return lineage.sum_through(self._parts, values)

    def _names(self, nodes: Sequence[str]) -> tuple[str, ...]:
        return tuple(self._units[node].name for node in nodes)


def _node(unit: Unit) -> str:
    """One holder of a code."""
    return f"{unit.code}@{unit.valid_from.isoformat()}"


def _links(known: Units) -> list[Link]:
    """What every old commune went into; of a part of one, nobody wrote down how much."""
    return [
        Link(_node(old), _node(unit), None if origin.partial else WHOLE)
        for unit in known.all
        if unit.is_commune
        for origin in unit.origins
        if origin.code and (old := known.find(origin.code, _eve(unit))) is not None
    ]


def _nameless(known: Units, unit: Unit, day: date) -> Iterator[str]:
    """Parts that the published units name without telling which units they were."""
    if unit.valid_from <= day:
        return
    if not unit.origins_complete:
        yield unit.name
    for origin in unit.origins:
        old = known.find(origin.code, _eve(unit)) if origin.code else None
        if old is None:
            yield origin.text
        else:
            yield from _nameless(known, old, day)


def _eve(unit: Unit) -> date:
    return unit.valid_from - timedelta(days=1)
