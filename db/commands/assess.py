"""Answering indicators, and what belongs to an answer: thresholds, owners, due dates."""

from __future__ import annotations

import functools
from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from db import errors, journal
from db.journal import Edit
from db.queries import places, rulebook
from db.store import Store
from resources.criteria import CriteriaSet, Indicator
from resources.words import _
from rules import limits, thresholds
from rules.answer import Answer
from rules.change import Change
from rules.numbers import Number
from rules.periods import Period, PeriodError
from rules.record import Problem, RecordError, Value, Values, identity
from rules.records import ASSESSMENT, TASK, THRESHOLD

_ANSWER = ("passed", "numerator", "denominator", "number", "text")


class Place(Struct, frozen=True):
    """Where an answer stands: one indicator of a set, in a period, of the commune or a village."""

    set: str
    indicator: str
    period: str
    village: str | None = None

    def key(self) -> Values:
        """The values the record's identity is computed from."""
        return {
            "set": self.set,
            "indicator": self.indicator,
            "period": self.period,
            "village": self.village,
        }


def record_of(store: Store, place: Place) -> str:
    """The id of the assessment at this place, whether anything was answered yet or not."""
    return identity(ASSESSMENT, journal.commune(store), place.key())


def answer(store: Store, actor: str, place: Place, values: Values) -> Change | None:
    """Keep an answer, or a part of one; None when nothing differs from what is kept.

    Raises Refused for an unknown set, indicator or period and RecordError for what cannot be
    true (130 %, a numerator above its denominator); then nothing is written.
    """
    done = answer_all(store, actor, [(place, values)])
    return done[0] if done else None


def answer_all(store: Store, actor: str, answers: Sequence[tuple[Place, Values]]) -> list[Change]:
    """Keep many answers as one action: a pasted block, a whole village sheet."""
    edits = (edit_for(store, place, values) for place, values in answers)  # each sees the last
    done = journal.commit_each(store, actor, edits)
    return [change for change in done if change is not None]


def edit_for(store: Store, place: Place, values: Values, *, resolve: bool = False) -> Edit:
    """The checked edit that keeps this answer."""
    rules = rulebook.criteria(store, place.set)
    indicator = indicator_of(rules, place.indicator)
    if place.village is not None:
        _refuse_village(store, place.village)
    if values.get("text") is not None and (told := limits.no_remark(indicator)):
        raise RecordError((Problem("text", "wrong_kind", told),))
    place = replace(place, period=str(_period(place.period)))
    record = record_of(store, place)
    whole: Values = {**place.key(), "version": rules.version, **values}
    refuse = None
    if not values.keys().isdisjoint(_ANSWER):
        refuse = functools.partial(_refuse_impossible, indicator)
    return Edit(ASSESSMENT.name, record, whole, resolve=resolve, refuse=refuse)


def enter_threshold(
    store: Store, actor: str, place: Place, *, comparison: str, value: float | None, source: str
) -> Change | None:
    """Copy a threshold from the decision on the desk; its source is asked for.

    It judges until the centre publishes one.
    """
    values: Values = {
        "set": place.set,
        "indicator": place.indicator,
        "year": _period(place.period).year,
        "comparison": comparison,
        "value": value,
        "source": source,
    }
    edit = Edit(THRESHOLD.name, None, values, refuse=functools.partial(refuse_threshold, store))
    done = journal.commit(store, actor, [edit])
    return done[0] if done else None


def refuse_threshold(store: Store, values: Values) -> None:
    """RecordError for a threshold that names no paper or cannot be one of its indicator."""
    rules = rulebook.criteria(store, str(values.get("set")))
    indicator = indicator_of(rules, str(values.get("indicator")))
    comparison, source = values.get("comparison"), values.get("source")
    found = thresholds.problems(
        indicator,
        comparison if isinstance(comparison, str) else None,
        _number(values.get("value")),
        source if isinstance(source, str) else None,
    )
    if found:
        raise RecordError(found)


def remove_threshold(store: Store, actor: str, record: str) -> None:
    """Take back a threshold the commune had entered."""
    journal.commit(store, actor, [Edit(THRESHOLD.name, record, delete=True)])


def assign(
    store: Store, actor: str, place: Place, *, owner: str | None, due: str | None
) -> Change | None:
    """Say who answers an indicator, and by when (ISO date)."""
    values: Values = {
        "set": place.set,
        "indicator": place.indicator,
        "period": place.period,
        "owner": owner,
        "due": due,
    }
    return journal.amend(store, actor, TASK, None, values)


def resolve(store: Store, actor: str, type_name: str, record: str, values: Values) -> None:
    """Settle a conflict: these values answer every differing one."""
    journal.commit(store, actor, [Edit(type_name, record, values, resolve=True)])


def indicator_of(rules: CriteriaSet, code: str) -> Indicator:
    """The indicator of a set with this code; Refused where it has none."""
    indicator = rules.find(code)
    if indicator is None:
        raise errors.Refused(
            _("Bộ tiêu chí “{set}” không có chỉ tiêu {code}; hãy kiểm tra lại mã.").format(
                set=rules.title, code=code
            )
        )
    return indicator


def _refuse_village(store: Store, village: str) -> None:
    """Whoever answers is a village of this commune, though it may have ended."""
    if not places.is_village(store, village):
        raise errors.Refused(
            _("Xã không có thôn mang mã “{id}”; hãy kiểm tra lại mã thôn.").format(id=village)
        )


def _period(text: str) -> Period:
    try:
        return Period.parse(text)
    except PeriodError as error:
        raise errors.Refused(error.advice) from error


def _refuse_impossible(indicator: Indicator, values: Values) -> None:
    """What cannot be true is refused where it is typed, together with what stands beside it."""
    severe = tuple(
        Problem(problem.field, str(problem.code), problem.sentence)
        for problem in limits.problems(indicator, answer_of(values))
        if problem.severe
    )
    if severe:
        raise RecordError(severe)


def answer_of(values: Values) -> Answer:
    """The answer in an assessment's values."""

    passed, text = values.get("passed"), values.get("text")
    return Answer(
        passed=passed if isinstance(passed, bool) else None,
        numerator=_number(values.get("numerator")),
        denominator=_number(values.get("denominator")),
        number=_number(values.get("number")),
        text=text if isinstance(text, str) else None,
    )


def _number(value: Value) -> Number | None:
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None
