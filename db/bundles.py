"""Which bundles went out of this profile and came in."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import astuple

from db.store import Store


class Kept(Struct, frozen=True):
    """A bundle, as it is remembered."""

    id: str  # the name its files carry
    kind: str  # up, answer; void: an up whose answer tells nothing any more
    at: str  # ISO
    name: str  # of its file
    changes: int
    files: int  # evidence files


def keep(store: Store, bundle: Kept) -> None:
    """Remember a bundle; one that comes again is known already."""
    with store.write() as connection:
        connection.execute(
            "INSERT OR IGNORE INTO bundle VALUES (?, ?, ?, ?, ?, ?)", astuple(bundle)
        )


def is_known(store: Store, id: str) -> bool:
    """Whether this bundle went out or came in before."""
    return store.row("SELECT 1 FROM bundle WHERE id = ?", (id,)) is not None


def void(store: Store) -> None:
    """The centre was put back: an answer to what went out before may confirm what it has lost."""
    with store.write() as connection:
        connection.execute("UPDATE bundle SET kind = 'void' WHERE kind = 'up'")


def is_void(store: Store, id: str) -> bool:
    """Whether this bundle went out before the centre was put back."""
    return store.row("SELECT 1 FROM bundle WHERE id = ? AND kind = 'void'", (id,)) is not None


def latest(store: Store, most: int = 20) -> list[Kept]:
    """The last bundles, the latest first."""
    columns = ", ".join(Kept.__struct_fields__)
    rows = store.rows(f"SELECT {columns} FROM bundle ORDER BY at DESC LIMIT ?", (most,))
    return [Kept(*row) for row in rows]
