"""Lists that go out into a spreadsheet: read, written, and noted, for the window and commands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from db.commands import exporting
from db.queries import listing
from db.store import Store
from desktop import atomic
from reports import lists, xlsx
from rules.record import Values

KINDS: Mapping[str, Callable[[Store], list[Values]]] = {
    "people": listing.people,
    "training": listing.training,
    "assessments": listing.assessments,
}


def export(
    store: Store,
    actor: str,
    kind: str,
    path: Path,
    *,
    phones: bool = False,
    purpose: str | None = None,
) -> int:
    """Write a whole list into this file; how many rows it has.

    The file appears whole, after it was noted that it left; telephone numbers stay here unless
    they are asked for.  OSError where the folder takes no file.
    """
    rows = KINDS[kind](store)
    with atomic.appearing(path) as fresh:
        xlsx.write(fresh, lists.table(kind, rows, phones=phones))
        fields = lists.fields_of(kind, phones=phones)
        exporting.note(store, actor, kind, rows=len(rows), fields=fields, purpose=purpose)
    return len(rows)
