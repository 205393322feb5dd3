"""The record of lists that left the programme."""

from __future__ import annotations

from collections.abc import Sequence

from db import journal
from db.store import Store
from rules.record import Values
from rules.records import EXPORT


def note(
    store: Store, actor: str, name: str, *, rows: int, fields: Sequence[str], purpose: str | None
) -> None:
    """Who took which list out, how much of it and what for."""
    values: Values = {"list": name, "rows": rows, "fields": list(fields), "purpose": purpose}
    journal.amend(store, actor, EXPORT, None, values)
