"""What would take much away, held back until an officer has looked."""

from __future__ import annotations

from msgspec import Struct, json

from db.store import Store, set_setting, setting

PULL = "mass_change"  # setting: a pull asks
RELEASE = "mass_release"  # setting: changes ask that were kept for a newer programme
ASKED = PULL, RELEASE


class Question(Struct, frozen=True):
    """What waits for an officer's word."""

    newest: int  # position of the stream it was asked at; of a release, `seq` of the log
    deleted: int  # records
    blanked: int  # others that would lose a value
    whole: int  # live records of the commune
    actors: tuple[str, ...]  # names of the officers whose changes these are
    earlier: int = 0  # other records that were deleted or blanked lately without a question


def standing(store: Store, asks: str = PULL) -> Question | None:
    """The question that waits for an answer."""
    kept = setting(store, asks)
    return json.decode(kept, type=Question) if kept else None


def ask(store: Store, question: Question, asks: str = PULL) -> None:
    """Keep it until it is settled."""
    set_setting(store, asks, json.encode(question).decode())


def settle(store: Store, asks: str = PULL) -> None:
    """It was taken in, or no longer takes much away."""
    if setting(store, asks) is not None:
        set_setting(store, asks, None)
