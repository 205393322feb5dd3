"""What an officer corrected of the columns: a field is in one column alone, the last one said."""

from __future__ import annotations

from collections.abc import Mapping

Columns = Mapping[str, str | None]  # letters of a column: its field, None where it is not taken


class Corrected:
    """Keeps what was proposed: who only walks through the meanings takes none from its column."""

    def __init__(self) -> None:
        self._proposed: Columns | None = None
        self._told: dict[str, str | None] = {}  # the latest last

    def take(self, shown: Columns, letters: str, field: str | None) -> None:
        """This column is that; `shown` is how the columns stood before the first correction."""
        if self._proposed is None:
            self._proposed = dict(shown)
        self._told.pop(letters, None)
        self._told[letters] = field

    def columns(self) -> dict[str, str | None]:
        """What to tell of the columns that are not as proposed."""
        found: dict[str, str | None] = {}
        taken: set[str | None] = set()
        for letters, field in reversed(self._told.items()):
            found[letters] = None if field in taken else field
            taken.add(field)
        for letters, field in (self._proposed or {}).items():
            if letters not in found:
                found[letters] = None if field in taken else field
        return found
