"""Satisfaction surveys: what villages counted, what single sheets add up to, and the result."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from db import journal
from db.queries import forms, people, places
from db.queries.places import Village
from db.store import Store
from resources.surveys import SurveyForm
from rules import keying, tally
from rules.numbers import Number
from rules.record import Values, identity
from rules.records import ANSWERS, TALLY
from rules.tally import Count, Result, Tally, Terms
from rules.text import fold

TYPED, SHEETS = "tally", "sheets"  # where a village's counts come from


class Survey(Struct, frozen=True):
    """One survey of the commune."""

    id: str
    title: str
    form: str  # id of the package of questions
    version: int | None
    period: str | None
    opens: str | None  # ISO
    closes: str | None
    method: str | None
    seed: str | None  # of the drawing of households
    signed_at: str | None
    signed_by: str | None  # name
    snapshot: str | None  # JSON of the result that was signed
    least_households: float | None
    least_overall: float | None
    least_each: float | None
    terms_source: str | None
    folded: str  # what a search looks through

    @property
    def signed(self) -> bool:
        """Whether the Front has signed it: then nothing of it can be changed."""
        return self.signed_at is not None


Answered = tuple[int | None, int | None, int | None]  # satisfied, dissatisfied, silent


class VillageCount(Struct, frozen=True):
    """What one village brought, and how."""

    village: str
    name: str
    record: str  # id of its tally, there or not
    answers: Mapping[str, str]  # ids of its answers by question, likewise
    tally: Tally
    typed: Mapping[str, Answered]  # by question, as it was typed
    source: str  # TYPED or SHEETS
    keyed: int  # single sheets, second entries aside
    held_on: str | None = None
    signatories: str | None = None
    comments: str | None = None


class Bounds(Struct, frozen=True):
    """The least shares that hold for a survey, and who said so."""

    terms: Terms
    source: str
    own: bool  # entered by the commune from paper


class Signed(Struct, frozen=True):
    """The figures that were signed, as they are kept with the signature."""

    households: int | None
    represented: int | None
    issued: int | None
    collected: int | None
    valid: int | None
    invalid: int | None
    answers: Mapping[str, tuple[int, int, int]]  # satisfied, dissatisfied, silent


def surveys(store: Store) -> list[Survey]:
    """All surveys, the latest first; those without a closing day before all."""
    rows = store.rows(
        "SELECT * FROM survey WHERE NOT deleted"
        " ORDER BY closes IS NOT NULL, closes DESC, title, record"
    )
    signers = people.names(store, [row["signed_by"] for row in rows if row["signed_by"]])
    return [_survey(row, signers) for row in rows]


def form_of(store: Store, survey: Survey) -> SurveyForm | None:
    """The questions it was opened with; None where their package is not at hand."""
    return forms.form(store, survey.form, survey.version)


def villages(store: Store, survey: Survey, form: SurveyForm, today: date) -> list[VillageCount]:
    """Every village of the survey's last day, and any other that brought figures."""
    day = min(survey.closes or today.isoformat(), today.isoformat())
    rows = {row["village"]: row for row in _of(store, "tally", survey)}
    sheets = _sheets(store, survey)
    answers = _answers(store, survey)
    everywhere = places.villages(store)
    here = [
        each
        for each in everywhere
        if places.exists(each, day) or each.id in rows or each.id in sheets
    ]
    commune = journal.commune(store)
    codes = [question.code for question in form.questions]
    return [
        _count(
            commune,
            survey,
            each,
            rows.get(each.id),
            answers.get(each.id, {}),
            sheets.get(each.id, []),
            codes,
        )
        for each in here
    ]


def result(counts: list[VillageCount], form: SurveyForm, bounds: Bounds) -> Result:
    """The commune's result, computed from its villages."""
    codes = [question.code for question in form.questions]
    return tally.result([each.tally for each in counts], codes, bounds.terms)


def bounds(survey: Survey, form: SurveyForm) -> Bounds:
    """What the commune entered from paper holds before what the package says."""
    own = (survey.least_households, survey.least_overall, survey.least_each)
    if any(each is not None for each in own):
        return Bounds(Terms(*own), survey.terms_source or "", own=True)
    told = (form.households, form.overall, form.each)
    sources = dict.fromkeys(least.source for least in told if least)
    values: list[Number | None] = [least.value if least else None for least in told]
    return Bounds(Terms(*values), "; ".join(sources), own=False)


def signed_figures(survey: Survey) -> Signed | None:
    """What was signed; None where nothing is, or it cannot be read."""
    if survey.snapshot is None:
        return None
    try:
        return msgspec.json.decode(survey.snapshot, type=Signed)
    except msgspec.MsgspecError:
        return None


def figures_of(found: Result) -> Signed:
    """A result as it is kept with a signature."""
    total = found.total
    return Signed(
        total.households,
        total.represented,
        total.issued,
        total.collected,
        total.valid,
        total.invalid,
        {
            code: (count.satisfied, count.dissatisfied, count.silent)
            for code, count in total.answers.items()
        },
    )


def _of(store: Store, table: str, survey: Survey) -> list[Any]:
    return store.rows(f"SELECT * FROM {table} WHERE survey = ? AND NOT deleted", (survey.id,))


def _answers(store: Store, survey: Survey) -> dict[str, dict[str, Answered]]:
    """What was typed for each question, by village; one of which nothing is left says nothing."""
    found: dict[str, dict[str, Answered]] = {}
    for row in _of(store, "answers", survey):
        told = (row["satisfied"], row["dissatisfied"], row["silent"])
        if any(each is not None for each in told):
            found.setdefault(row["village"], {})[row["question"]] = told
    return found


def _sheets(store: Store, survey: Survey) -> dict[str, list[tuple[str, bool]]]:
    """Answers of single sheets and whether they do not count, by village."""
    found: dict[str, list[tuple[str, bool]]] = {}
    rows = store.rows(
        "SELECT village, answers, invalid FROM sheet"
        " WHERE survey = ? AND second_of IS NULL AND NOT deleted",
        (survey.id,),
    )
    for village, answers, invalid in rows:
        found.setdefault(village, []).append((answers or "", bool(invalid)))
    return found


def _count(
    commune: str,
    survey: Survey,
    village: Village,
    row: Any,
    typed: Mapping[str, Answered],
    sheets: list[tuple[str, bool]],
    codes: list[str],
) -> VillageCount:
    told = dict(row) if row is not None else {}
    counted: dict[str, int | None] = {name: told.get(name) for name in tally.FIGURES}
    told_answers = {code: Count(*(each or 0 for each in given)) for code, given in typed.items()}
    figures = Tally(village=village.id, answers=told_answers, **counted)
    source = told.get("source") or (SHEETS if sheets else TYPED)
    if source == SHEETS:
        valid = [answers for answers, invalid in sheets if not invalid]
        figures = keying.counted(figures, valid, codes)
        figures = replace(figures, invalid=len(sheets) - len(valid))
    key: Values = {"survey": survey.id, "village": village.id}
    return VillageCount(
        village.id,
        village.name,
        identity(TALLY, commune, key),
        {code: identity(ANSWERS, commune, {**key, "question": code}) for code in codes},
        figures,
        typed,
        source,
        len(sheets),
        told.get("held_on"),
        told.get("signatories"),
        told.get("comments"),
    )


def _survey(row: Any, signers: Mapping[str, str]) -> Survey:
    wanted = Survey.__struct_fields__
    told = {name: row[name] for name in wanted if name not in ("id", "signed_by", "folded")}
    by = row["signed_by"]
    return Survey(
        id=row["record"],
        signed_by=signers.get(by, by),
        folded=fold(" ".join(part for part in (row["title"], row["period"]) if part)),
        **told,
    )
