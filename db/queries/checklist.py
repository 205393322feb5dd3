"""The checklist as it stands: every indicator of a set in a period, judged, with what is beside it.

A fixed number of statements, however many indicators, villages and files there are.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from msgspec import Struct, field

from db import journal
from db.folding import log_of
from db.projection import number_of
from db.queries import people, places
from db.queries.places import Commune, Village
from db.store import Store
from resources.criteria import Comparison, CriteriaSet, Indicator
from rules.answer import NOTHING, Answer
from rules.bounds import LocalBound
from rules.periods import Period
from rules.progress import Progress, count
from rules.record import identity
from rules.records import ASSESSMENT
from rules.scoring import Result, Verdict, judge_set
from rules.villages import VillageAnswer


class Review(Struct, frozen=True):
    """What the centre said of an indicator."""

    verdict: str  # accepted, returned
    words: str | None
    reviewer: str | None
    at: str | None
    answered: bool  # the commune has changed its answer since


class LocalThreshold(Struct, frozen=True):
    """A threshold this commune entered itself."""

    record: str
    bound: LocalBound


class Line(Struct, frozen=True):
    """One indicator (or part of a composite) with everything the screen shows of it."""

    indicator: Indicator
    criterion: str  # code
    record: str  # id of its assessment
    answer: Answer  # what was typed for the commune itself
    verdict: Verdict
    note: str | None = None
    as_of: str | None = None
    baseline: Verdict | None = None  # at the end of last year
    baseline_answer: Answer = NOTHING
    evidence: int = 0
    evidence_expired: int = 0
    review: Review | None = None
    owner: str | None = None
    owner_name: str | None = None
    due: str | None = None
    conflicts: tuple[str, ...] = ()  # fields of the commune's answer with differing answers
    village_conflicts: int = 0
    villages: tuple[VillageAnswer, ...] = ()
    local: LocalThreshold | None = None

    @property
    def returned(self) -> bool:
        """The centre gave it back and the commune has not changed it since."""
        return (
            self.review is not None
            and self.review.verdict == "returned"
            and not self.review.answered
        )

    @property
    def disputed(self) -> bool:
        """Somebody has to choose between answers."""
        return bool(self.conflicts or self.village_conflicts)


class Checklist(Struct, frozen=True):
    """A set in a period, for this commune."""

    criteria: CriteriaSet
    period: Period
    commune: Commune
    villages: tuple[Village, ...]
    lines: Mapping[str, Line]  # by code, in the set's order, parts before their composite
    progress: Progress
    by_criterion: Mapping[str, Progress] = field(default_factory=dict)


def read(store: Store, criteria: CriteriaSet, period: Period) -> Checklist:
    """Everything the checklist screen shows of this set in this period."""
    commune = places.commune(store)
    villages = tuple(places.villages(store, period.end.isoformat()))
    now = _judged(store, criteria, period, commune, villages)
    before = _judged(store, criteria, period.baseline(), commune, villages)
    gather = _Beside(store, criteria, period)
    lines = {
        code: gather.line(indicator, criterion, now, before)
        for criterion, indicator in _in_order(criteria)
        for code in (indicator.code,)
    }
    results = {code: line.verdict.result for code, line in lines.items()}
    return Checklist(
        criteria,
        period,
        commune,
        villages,
        lines,
        count(results[indicator.code] for indicator in criteria.indicators()),
        {
            criterion.code: count(results[each.code] for each in criterion.indicators)
            for criterion in criteria.criteria
        },
    )


class _Judged(Struct, frozen=True):
    """The answers of one period and what they amount to."""

    answers: Mapping[str, Answer]
    villages: Mapping[str, tuple[VillageAnswer, ...]]
    notes: Mapping[str, tuple[str | None, str | None]]  # code -> note, as_of
    verdicts: Mapping[str, Verdict]
    local: Mapping[str, LocalThreshold]


def _judged(
    store: Store,
    criteria: CriteriaSet,
    period: Period,
    commune: Commune,
    villages: tuple[Village, ...],
) -> _Judged:
    answers: dict[str, Answer] = {}
    notes: dict[str, tuple[str | None, str | None]] = {}
    by_village: dict[str, dict[str, Answer]] = {}
    for row in store.rows(
        "SELECT indicator, village, passed, numerator, denominator, number, text, note, as_of"
        ' FROM assessment WHERE "set" = ? AND period = ? AND NOT deleted',
        (criteria.id, str(period)),
    ):
        passed = None if row["passed"] is None else bool(row["passed"])
        answer = Answer(
            passed,
            number_of(row["numerator"]),
            number_of(row["denominator"]),
            number_of(row["number"]),
            row["text"],
        )
        if row["village"] is None:
            answers[row["indicator"]] = answer
            notes[row["indicator"]] = (row["note"], row["as_of"])
        else:
            by_village.setdefault(row["indicator"], {})[row["village"]] = answer
    sheets = {
        code: tuple(VillageAnswer(v.id, v.name, found.get(v.id, NOTHING)) for v in villages)
        for code, found in by_village.items()
    }
    local = _local(store, criteria, period.year)
    verdicts = judge_set(
        criteria,
        answers,
        places.context(commune, period.year),
        local={code: each.bound for code, each in local.items()},
        villages=sheets,
    )
    return _Judged(answers, sheets, notes, verdicts, local)


def _local(store: Store, criteria: CriteriaSet, year: int) -> dict[str, LocalThreshold]:
    rows = store.rows(
        "SELECT record, indicator, comparison, value, source FROM threshold"
        ' WHERE "set" = ? AND year = ? AND NOT deleted AND comparison IS NOT NULL',
        (criteria.id, year),
    )
    return {
        row["indicator"]: LocalThreshold(
            row["record"], LocalBound(Comparison(row["comparison"]), row["value"], row["source"])
        )
        for row in rows
    }


def _in_order(criteria: CriteriaSet) -> Iterable[tuple[str, Indicator]]:
    for criterion in criteria.criteria:
        for indicator in criterion.indicators:
            for one in (*indicator.parts, indicator):
                yield criterion.code, one


class _Beside:
    """What stands beside the answers: evidence, reviews, owners, conflicts."""

    def __init__(self, store: Store, criteria: CriteriaSet, period: Period) -> None:
        commune = journal.commune(store)
        key = {"set": criteria.id, "period": str(period), "village": None}
        self.records = {
            indicator.code: identity(ASSESSMENT, commune, {**key, "indicator": indicator.code})
            for _criterion, indicator in _in_order(criteria)
        }
        self.evidence = self._evidence(store, period)
        self.reviews = self._reviews(store, criteria, period)
        self.tasks = self._tasks(store, criteria, period)
        self.conflicts, self.village_conflicts = self._conflicts(store, criteria, period)

    def line(self, indicator: Indicator, criterion: str, now: _Judged, before: _Judged) -> Line:
        """One indicator with all that belongs to it."""
        code = indicator.code
        record = self.records[code]
        baseline = before.verdicts.get(code)
        if baseline is not None and baseline.result is Result.MISSING and baseline.value is None:
            baseline = None
        note, as_of = now.notes.get(code, (None, None))
        owner, owner_name, due = self.tasks.get(code, (None, None, None))
        evidence, expired = self.evidence.get(record, (0, 0))
        return Line(
            indicator=indicator,
            criterion=criterion,
            record=record,
            answer=now.answers.get(code, NOTHING),
            verdict=now.verdicts[code],
            note=note,
            as_of=as_of,
            baseline=baseline,
            baseline_answer=before.answers.get(code, NOTHING),
            evidence=evidence,
            evidence_expired=expired,
            review=self.reviews.get(code),
            owner=owner,
            owner_name=owner_name,
            due=due,
            conflicts=self.conflicts.get(record, ()),
            village_conflicts=self.village_conflicts.get(code, 0),
            villages=now.villages.get(code, ()),
            local=now.local.get(code),
        )

    def _evidence(self, store: Store, period: Period) -> dict[str, tuple[int, int]]:
        rows = store.rows(
            "SELECT target, count(*), sum(coalesce(expires < ?, 0)) FROM evidence"
            " WHERE target IN (SELECT value FROM json_each(?)) AND NOT deleted GROUP BY target",
            (period.end.isoformat(), json.dumps(list(self.records.values()))),
        )
        return {row[0]: (row[1], row[2]) for row in rows}

    def _reviews(self, store: Store, criteria: CriteriaSet, period: Period) -> dict[str, Review]:
        rows = store.rows(
            f"SELECT r.*, (SELECT max(seq) FROM {log_of('r.record')}) AS seq"
            ' FROM review r WHERE r."set" = ? AND r.period = ? AND NOT r.deleted ORDER BY seq',
            (criteria.id, str(period)),
        )
        reviews = {}
        for row in rows:  # the newest of an indicator stays
            later = store.value(
                "SELECT 1 FROM log WHERE record = ? AND seq > ?",
                (self.records.get(row["indicator"]), row["seq"]),
            )
            reviews[row["indicator"]] = Review(
                row["verdict"], row["words"], row["reviewer"], row["reviewed_at"], bool(later)
            )
        return reviews

    def _tasks(
        self, store: Store, criteria: CriteriaSet, period: Period
    ) -> dict[str, tuple[str | None, str | None, str | None]]:
        rows = store.rows(
            "SELECT t.indicator, t.owner, p.full_name, t.due FROM task t"
            " LEFT JOIN person p ON p.record = t.owner"
            ' WHERE t."set" = ? AND t.period = ? AND NOT t.deleted',
            (criteria.id, str(period)),
        )
        same = people.standing(store)  # whoever was merged into another answers under one id
        return {row[0]: (same.get(row[1], row[1]), row[2], row[3]) for row in rows}

    def _conflicts(
        self, store: Store, criteria: CriteriaSet, period: Period
    ) -> tuple[dict[str, tuple[str, ...]], dict[str, int]]:
        own: dict[str, tuple[str, ...]] = {}
        villages: dict[str, int] = {}
        rows = store.rows(
            "SELECT c.record, c.field, a.indicator, a.village FROM conflict c"
            " JOIN assessment a ON a.record = c.record"
            " WHERE c.type = 'assessment' AND a.\"set\" = ? AND a.period = ?",
            (criteria.id, str(period)),
        )
        for record, name, indicator, village in rows:
            if village is None:
                own[record] = (*own.get(record, ()), name)
            else:
                villages[indicator] = villages.get(indicator, 0) + 1
        return own, villages
