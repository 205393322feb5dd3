"""What the rehearsal of an appraisal looks at, gathered from the commune's memory."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date

from db import blobs
from db.queries import checklist as checklists
from db.queries import rulebook
from db.queries.checklist import Checklist, Line
from db.store import Store
from rules import rehearsal
from rules.periods import Period
from rules.rehearsal import Evidence, Finding, Known, Material


def rehearse(store: Store, set_id: str, period: Period) -> tuple[Finding, ...]:
    """Everything that stands between this commune and passing.

    Raises Refused where there is no such set.
    """
    criteria = rulebook.criteria(store, set_id)
    return of(store, checklists.read(store, criteria, period))


def of(store: Store, checklist: Checklist) -> tuple[Finding, ...]:
    """The same for a checklist that was read already."""
    return rehearsal.rehearse(checklist.criteria, material(store, checklist))


def material(store: Store, checklist: Checklist) -> Material:
    """What is known of every indicator and part, with the state of its evidence files."""
    evidence = _evidence(store, checklist.lines.values())
    known = {
        code: Known(
            verdict=line.verdict,
            baseline=line.baseline,
            evidence=tuple(evidence.get(line.record, ())),
            conflicts=len(line.conflicts) + line.village_conflicts,
            returned=(line.review.words or "") if line.returned and line.review else None,
            as_of=date.fromisoformat(line.as_of) if line.as_of else None,
        )
        for code, line in checklist.lines.items()
    }
    return Material(checklist.period, known)


def _evidence(store: Store, lines: Iterable[Line]) -> dict[str, list[Evidence]]:
    """By record; a file is looked at by its size, reading them all is the check's work."""
    rows = store.rows(
        "SELECT target, coalesce(title, name, sha256) AS title, expires, sha256, size"
        " FROM evidence WHERE target IN (SELECT value FROM json_each(?)) AND NOT deleted"
        " ORDER BY record",
        (json.dumps([line.record for line in lines]),),
    )
    found: dict[str, list[Evidence]] = {}
    for target, title, expires, sha256, size in rows:
        state = blobs.state_of(store, sha256, size)
        found.setdefault(target, []).append(
            Evidence(
                title=title,
                expires=date.fromisoformat(expires) if expires else None,
                file_missing=state == "missing",
                file_altered=state == "altered",
            )
        )
    return found
