"""Where a commune stands: its records judged by the same rules its own PC uses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import TypeVar

from msgspec import Struct

from center.store import Store, records, rulebook
from center.store.enrolment import commune_unit
from center.store.records import Record
from center.web.words import HOME
from resources import units
from resources.criteria import Comparison, CriteriaSet
from resources.regions import region_of
from resources.targets import TargetSet
from rules.answer import NOTHING, Answer
from rules.bounds import Context, LocalBound
from rules.periods import Period, PeriodError
from rules.record import Value, Values, identity
from rules.records import (
    ASSESSMENT,
    EVIDENCE,
    FORMER_ASSESSMENT,
    PERSON,
    REVIEW,
    THRESHOLD,
    UNIT,
)
from rules.records.unit import VILLAGE_KINDS
from rules.scoring import Verdict, judge_set
from rules.villages import VillageAnswer

_T = TypeVar("_T")
_TYPES = tuple(
    each.name for each in (ASSESSMENT, FORMER_ASSESSMENT, EVIDENCE, PERSON, REVIEW, THRESHOLD, UNIT)
)


class Book(Struct, frozen=True):
    """A commune's live records that its pages are made of."""

    commune: str
    name: str
    records: tuple[Record, ...]

    def of(self, type_name: str, **values: Value) -> Iterator[Record]:
        """Records of a type in which these fields have these values."""
        for record in self.records:
            if record.type == type_name and values.items() <= record.values.items():
                yield record


class Sheet(Struct, frozen=True):
    """One set in one period, judged for one commune."""

    criteria: CriteriaSet
    period: Period
    verdicts: Mapping[str, Verdict]  # by code, parts of composites too
    given: Mapping[str, Record]  # the commune's own answers, by code


def read(store: Store, commune: str, name: str) -> Book:
    """The commune's records as of now."""
    records.catch_up(store, commune)
    with store.reading() as connection:
        found = records.all_of(connection, commune, *_TYPES)
    return Book(commune, name, tuple(each for each in found if not each.deleted))


def judge(book: Book, criteria: CriteriaSet, period: Period) -> Sheet:
    """Judge what the commune answered to a set in a period."""
    given: dict[str, Record] = {}
    by_village: dict[str, dict[str, Answer]] = {}
    for record in book.of(ASSESSMENT.name, set=criteria.id, period=str(period)):
        code, village = str(record.values["indicator"]), record.values["village"]
        if village is None:
            given[code] = record
        else:
            by_village.setdefault(code, {})[str(village)] = _answer(record.values)
    villages = _villages(book, period)
    verdicts = judge_set(
        criteria,
        {code: _answer(record.values) for code, record in given.items()},
        _context(book, period),
        local=_thresholds(book, criteria, period),
        villages={
            code: [VillageAnswer(each, name, found.get(each, NOTHING)) for each, name in villages]
            for code, found in by_village.items()
        },
    )
    return Sheet(criteria, period, verdicts, given)


def former(book: Book, criteria: CriteriaSet) -> Mapping[str, Sequence[tuple[Record, Answer]]]:
    """What communes had answered before they became this one, by code; judged by nobody."""
    found: dict[str, list[tuple[Record, Answer]]] = {}
    for record in book.of(FORMER_ASSESSMENT.name, set=criteria.id, village=None):
        told = (record, _answer(record.values))
        found.setdefault(str(record.values["indicator"]), []).append(told)
    for each in found.values():
        each.sort(key=_latest_first)
    return found


def _latest_first(told: tuple[Record, Answer]) -> tuple[int, str, str]:
    values = told[0].values
    period = _period(str(values["period"]))
    return -(period.end.toordinal() if period else 0), str(values["origin"]), told[0].record


def record_of(book: Book, criteria: CriteriaSet, period: Period, code: str) -> str:
    """The id of the commune's answer to an indicator, whether it was given or not."""
    key: Values = {"set": criteria.id, "indicator": code, "period": str(period)}
    return identity(ASSESSMENT, book.commune, key)


def periods(books: Sequence[Book], set_id: str) -> list[Period]:
    """The periods for which somebody answered this set, newest first."""
    found = {
        str(record.values["period"])
        for book in books
        for record in book.of(ASSESSMENT.name, set=set_id)
    }
    return sorted((period for period in map(_period, found) if period), reverse=True)


def this_year() -> Period:
    """What is shown where nobody has answered anything yet."""
    return Period(datetime.now(HOME).year)


def _period(text: str) -> Period | None:
    try:
        return Period.parse(text)
    except PeriodError:
        return None  # a newer programme's way to write one; its answers wait for the update


def _answer(values: Values) -> Answer:
    return Answer(
        passed=_of(values, "passed", bool),
        numerator=_number(values, "numerator"),
        denominator=_number(values, "denominator"),
        number=_number(values, "number"),
        text=_of(values, "text", str),
    )


def _number(values: Values, name: str) -> int | float | None:
    value = values[name]
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def _of(values: Values, name: str, kind: type[_T]) -> _T | None:
    value = values[name]
    return value if isinstance(value, kind) else None


def _context(book: Book, period: Period) -> Context:
    own = next((each.values for each in book.of(UNIT.name) if each.record == book.commune), {})
    region = own.get("region") or region_of(commune_unit(book.commune).parent)
    group = own.get("group")
    return Context(str(region or ""), None if group is None else str(group), period.year)


def _villages(book: Book, period: Period) -> list[tuple[str, str]]:
    day = period.end.isoformat()
    return [
        (each.record, str(each.values["name"] or each.record))
        for each in book.of(UNIT.name, parent=book.commune)
        if each.values["kind"] in VILLAGE_KINDS
        and str(each.values["valid_from"] or day) <= day <= str(each.values["valid_to"] or day)
    ]


def _thresholds(book: Book, criteria: CriteriaSet, period: Period) -> dict[str, LocalBound]:
    return {
        str(each.values["indicator"]): LocalBound(
            Comparison(str(each.values["comparison"])),
            _number(each.values, "value"),
            _of(each.values, "source", str),
        )
        for each in book.of(THRESHOLD.name, set=criteria.id, year=period.year)
        if each.values["comparison"] is not None
    }


# -- what is published ---------------------------------------------------------------------------


def criteria_sets(store: Store) -> list[CriteriaSet]:
    """The newest version of every set that communes answer, by title."""
    with store.reading() as connection:
        found = rulebook.criteria(connection).values()
    answered = [each for each in found if each.level == "commune" and any(each.indicators())]
    return sorted(answered, key=lambda each: each.title)


def criteria_set(store: Store, set_id: str) -> CriteriaSet | None:
    """The newest version of a set."""
    with store.reading() as connection:
        return rulebook.criteria(connection).get(set_id)


def plans(store: Store) -> list[TargetSet]:
    """The newest version of every plan's targets."""
    with store.reading() as connection:
        return list(rulebook.plans(connection).values())


def district(commune: str) -> str | None:
    """The last district this commune lay in, where its land lay in one alone."""
    former = units.hue().former_districts(commune)
    return next(iter(former)) if len(former) == 1 else None
