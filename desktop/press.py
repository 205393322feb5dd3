"""Papers of a class for the window: their room is read when the first one is asked for."""

from __future__ import annotations

from pathlib import Path

from db.store import Store


class Press:
    """What `ui.desk` asks of it."""

    def write(self, store: Store, actor: str, kind: str, course: str, path: Path) -> int:
        """See the desk."""
        from desktop import papers

        return papers.write(store, actor, kind, course, path)
