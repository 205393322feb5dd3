"""Which records tell what happened to an indicator."""

from __future__ import annotations

from db.commands import assess
from db.queries import story
from db.queries.story import Chapter
from rules.record import Values, identity
from rules.records import TASK, THRESHOLD
from ui.screens.checklist.case import Case


def chapters_of(case: Case) -> list[Chapter]:
    """The records it is about: answer, parts, villages, files, owner and threshold."""
    store, criteria, period = case.desk.store, case.checklist.criteria, case.checklist.period
    commune = case.checklist.commune.code
    chapters = [Chapter("assessment", case.line.record)]
    for line in case.lines:
        part = line.indicator.code if line is not case.line else None
        if part:
            chapters.append(Chapter("assessment", line.record, part))
        year: Values = {
            "set": criteria.id,
            "indicator": line.indicator.code,
            "year": period.year,
        }
        chapters.append(Chapter("threshold", identity(THRESHOLD, commune, year), part))
        if line.indicator.by_village:
            chapters += [
                Chapter(
                    "assessment",
                    assess.record_of(store, case.place(line.indicator.code, village.id)),
                    village.name,
                )
                for village in case.checklist.villages
            ]
    task: Values = {
        "set": criteria.id,
        "indicator": case.line.indicator.code,
        "period": str(period),
    }
    chapters.append(Chapter("task", identity(TASK, commune, task)))
    return chapters + story.evidence_of(store, [case.line.record])
