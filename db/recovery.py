"""How far the recovery code of a profile has come; the code itself is nowhere but on paper."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from db.store import Store, set_setting, setting

_RECIPIENT, _TESTED = "recovery", "recovery_tested"


class State(Struct, frozen=True):
    """Whether there is a code, and whether somebody typed it from the paper."""

    recipient: str | None  # the public half of the code in use; None where none was made
    tested: str | None  # ISO date


def state(store: Store) -> State:
    """How things stand now."""
    return State(setting(store, _RECIPIENT), setting(store, _TESTED))


def made(store: Store, recipient: str) -> None:
    """A new code is in use; nobody has typed it yet."""
    with store.write():
        set_setting(store, _RECIPIENT, recipient)
        set_setting(store, _TESTED, None)


def tested(store: Store, day: date) -> None:
    """Somebody typed the code from the paper, and it works."""
    set_setting(store, _TESTED, day.isoformat())
