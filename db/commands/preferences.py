"""What the profile remembers of how it is used, where that may tell of people: behind the key."""

from __future__ import annotations

from collections.abc import Mapping

from db.store import Store, set_setting

_MARK = "preference/"  # begins the names of these settings


def every(store: Store) -> dict[str, str]:
    """All that is remembered, by name."""
    rows = store.rows("SELECT name, value FROM setting WHERE name GLOB ?", (f"{_MARK}*",))
    return {row[0].removeprefix(_MARK): row[1] for row in rows}


def keep(store: Store, values: Mapping[str, str]) -> None:
    """Remember these, all in one commit; an empty one is forgotten."""
    with store.write():
        for name, value in values.items():
            set_setting(store, _MARK + name, value or None)
