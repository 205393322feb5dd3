"""Finding anything by what it is called, accents aside: indicators, notes, files, people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from heapq import nsmallest

from msgspec import Struct

from db import journal
from db.queries import people, places, sets, survey, training
from db.store import Store
from resources.criteria import CriteriaSet
from rules.periods import Period
from rules.record import identity
from rules.records import ASSESSMENT
from rules.text import fold


class Hit(Struct, frozen=True):
    """One thing that can be found, and where it is."""

    kind: str  # indicator, note, evidence, village, person, course, survey
    title: str
    remark: str
    folded: str  # what is searched
    set: str = ""
    indicator: str = ""
    period: str = ""
    record: str = ""  # of a person, a village, a class, a survey


def everything(store: Store, criteria: Sequence[CriteriaSet], period: Period) -> tuple[Hit, ...]:
    """All that can be found: the indicators of these sets, and what was written this period."""
    titles = {each.id: sets.short_title(each.title) for each in criteria}
    return (
        *(hit for each in criteria for hit in _indicators(each, period)),
        *_notes(store, titles, period),
        *_evidence(store, criteria, titles, period),
        *_villages(store),
        *_people(store),
        *_courses(store),
        *_surveys(store),
    )


def matching(hits: Iterable[Hit], query: str, most: int = 40) -> list[Hit]:
    """Those with every word of the query, the closest first; nothing for an empty query."""
    wanted = fold(query)
    words = wanted.split()
    if not words:
        return []
    first, *others = words  # most queries are one word, and a list may be long
    found = [hit for hit in hits if first in hit.folded]
    if others:
        found = [hit for hit in found if all(word in hit.folded for word in others)]
    return nsmallest(most, found, key=lambda hit: _distance(hit, wanted))


def _distance(hit: Hit, wanted: str) -> int:
    """Whose beginning is asked for comes first, then whose words begin so, then the rest."""
    if hit.indicator == wanted or hit.folded == wanted:
        return 0
    if hit.folded.startswith(wanted):
        return 1
    return 2 if f" {wanted}" in hit.folded else 3


def _indicators(criteria: CriteriaSet, period: Period) -> Iterator[Hit]:
    for criterion in criteria.criteria:
        for indicator in criterion.indicators:
            for one in (indicator, *indicator.parts):
                title = f"{one.code} {one.title}"
                yield Hit(
                    "indicator",
                    title,
                    sets.short_title(criteria.title),
                    fold(title),
                    criteria.id,
                    indicator.code,
                    str(period),
                )


def _notes(store: Store, titles: dict[str, str], period: Period) -> Iterator[Hit]:
    rows = store.rows(
        'SELECT "set", indicator, note FROM assessment'
        " WHERE period = ? AND note IS NOT NULL AND NOT deleted ORDER BY indicator",
        (str(period),),
    )
    for set_id, indicator, note in rows:
        if set_id in titles:
            words = " ".join(note.split())
            remark = f"{indicator} · {titles[set_id]}"
            yield Hit("note", words, remark, fold(words), set_id, indicator, str(period))


def _evidence(
    store: Store, criteria: Sequence[CriteriaSet], titles: dict[str, str], period: Period
) -> Iterator[Hit]:
    """Files of indicators, also of those nobody has answered yet."""
    commune = journal.commune(store)
    places = {
        identity(ASSESSMENT, commune, {"set": each.id, "indicator": code, "period": str(period)}): (
            each.id,
            code,
        )
        for each in criteria
        for indicator in each.indicators()
        for code in (indicator.code, *(part.code for part in indicator.parts))
    }
    rows = store.rows(
        "SELECT target, title, name, document_no FROM evidence"
        " WHERE target_type = 'assessment' AND NOT deleted ORDER BY record"
    )
    for target, title, name, number in rows:
        if target in places:
            set_id, code = places[target]
            shown = " · ".join(part for part in (title, number, name) if part)
            remark = f"{code} · {titles[set_id]}"
            yield Hit("evidence", shown, remark, fold(shown), set_id, code, str(period))


def _villages(store: Store) -> Iterator[Hit]:
    for village in places.villages(store):
        yield Hit("village", village.name, "", fold(village.name), record=village.id)


def _courses(store: Store) -> Iterator[Hit]:
    for course in training.courses(store):
        remark = " · ".join(part for part in (course.code, course.place) if part)
        yield Hit("course", course.title, remark, course.folded, record=course.id)


def _surveys(store: Store) -> Iterator[Hit]:
    for each in survey.surveys(store):
        yield Hit("survey", each.title, each.period or "", each.folded, record=each.id)


def _people(store: Store) -> Iterator[Hit]:
    """Everybody once: who was merged into another is found as that one."""
    gone = people.standing(store)
    rows = store.rows(
        "SELECT p.record, p.full_name, p.position, u.name FROM person p"
        " LEFT JOIN unit u ON u.record = p.unit WHERE NOT p.deleted ORDER BY p.full_name"
    )
    for record, name, position, village in rows:
        if record not in gone:
            remark = " · ".join(part for part in (position, village) if part)
            yield Hit("person", name, remark, fold(name), record=record)
