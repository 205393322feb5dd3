"""Lists that go out into a spreadsheet: read, written, and noted, for the window and commands."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path

from db.commands import exporting
from db.queries import listing
from db.store import Store
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
    fresh = path.with_name(f".{path.name}.{os.urandom(4).hex()}")
    try:
        fresh.touch(0o600, exist_ok=False)  # says in one line why, where nothing can be written
        xlsx.write(fresh, lists.table(kind, rows, phones=phones))
        fields = lists.fields_of(kind, phones=phones)
        exporting.note(store, actor, kind, rows=len(rows), fields=fields, purpose=purpose)
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)
    return len(rows)
