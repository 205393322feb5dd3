"""Spreadsheets for the window; readers and writers are loaded when they are first needed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from db.store import Store

if TYPE_CHECKING:
    from rules.worksheet import Worksheet


class Spreadsheets:
    """What `ui.desk` asks of it."""

    def read(self, path: Path) -> tuple[Worksheet, ...]:
        """Every sheet of a file; Unreadable where that cannot be."""
        from reports.spreadsheets import reading

        return reading.read(path)

    def export(
        self,
        store: Store,
        actor: str,
        kind: str,
        path: Path,
        *,
        phones: bool = False,
        purpose: str | None = None,
    ) -> int:
        """Write a whole list into a file and note that it left; how many rows it has."""
        from desktop import lists

        return lists.export(store, actor, kind, path, phones=phones, purpose=purpose)
