"""A pull that would take much away, held back until an officer has looked."""

from __future__ import annotations

from msgspec import Struct, json

from db.store import Store, set_setting, setting

_ASKED = "mass_change"  # setting


class Question(Struct, frozen=True):
    """A pull that waits for an officer's word."""

    newest: int  # position of the stream it was asked at
    deleted: int  # records
    blanked: int  # others that would lose a value
    whole: int  # live records of the commune
    actors: tuple[str, ...]  # names of the officers whose changes these are


def standing(store: Store) -> Question | None:
    """The question that waits for an answer."""
    kept = setting(store, _ASKED)
    return json.decode(kept, type=Question) if kept else None


def ask(store: Store, question: Question) -> None:
    """Keep it until it is settled."""
    set_setting(store, _ASKED, json.encode(question).decode())


def settle(store: Store) -> None:
    """It was taken in, or no longer takes much away."""
    if setting(store, _ASKED) is not None:
        set_setting(store, _ASKED, None)
