"""Taking much away at once, by whichever way it comes: all of it is kept, or nothing and one asks.

What deletes or blanks is told by reading each change; how much it comes to, by the tables before
and after.  What was taken in without a question is remembered, with its place in the stream, until
an officer agrees to something or the stream has gone far beyond it: so a loss that comes in slices
asks as well.  Places are counted and not hours, for a clock may say anything.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from msgspec import json

from db import journal
from db.commands import question
from db.commands.question import Question
from db.queries import losses, people
from db.queries.losses import Spot
from db.store import Store, set_setting, setting
from rules import brake
from rules.change import Change
from rules.record import DELETED, holds_blank
from rules.records import REGISTRY

_Done = TypeVar("_Done")

_UNSEEN = "lost_unseen"  # setting: records and the position up to which they had lost something
_AGREED = "losses_agreed"  # setting: up to which position an officer agreed to whatever comes


class TooMuch(Exception):
    """It would take so much away that an officer should look first; nothing of it was kept."""

    def __init__(self, question: Question) -> None:
        self.question = question
        super().__init__()


def takes_away(change: Change) -> bool:
    """Whether a change may delete a record or blank a value of it."""
    return bool(change.set.get(DELETED)) or holds_blank(change.set.values())


def checked(
    store: Store,
    taking: Sequence[Change],
    newest: int,
    do: Callable[[], _Done],
    *,
    accept: bool,
) -> _Done:
    """Do it in one commit, unless it takes too much away and nobody agreed; then TooMuch.

    What was taken away lately without anybody's word counts with it.
    `taking`: those of its changes that may; `newest`: what the question will be asked at.
    """
    with store.write():
        spots: list[Spot] = [(each.type, each.record) for each in taking if each.type in REGISTRY]
        before, whole = losses.shown(store, spots), losses.live(store)
        unseen = _unseen(store, journal.cursor(store) - brake.span(whole))
        done = do()
        deleted, blanked = losses.between(before, losses.shown(store, spots))
        lost = dict.fromkeys(map(_name, deleted | blanked), journal.cursor(store))
        together = {**unseen, **lost}
        if accept:
            together = {}
        elif lost and brake.is_mass(len(together), whole):
            names = people.names(store, (each.actor for each in taking))
            actors = sorted({names.get(each.actor) or each.actor for each in taking})
            earlier = len(together) - len(lost)
            raise TooMuch(
                Question(newest, len(deleted), len(blanked), whole, tuple(actors), earlier)
            )
        _remember(store, together)
    return done


def agree(store: Store, newest: int) -> None:
    """An officer was asked and agreed to what comes up to here, however many rounds it takes."""
    with store.write():
        set_setting(store, _AGREED, str(newest))
        _remember(store, {})


def agreed(store: Store) -> int:
    """Up to which position nothing needs to be asked about."""
    return int(setting(store, _AGREED) or 0)


def begin_anew(store: Store) -> None:
    """The centre's stream is another: what was asked or agreed about the one before is void."""
    set_setting(store, _AGREED, None)
    question.settle(store)


def _unseen(store: Store, after: int) -> dict[str, int]:
    """What was lost after this position, and no officer was asked about."""
    kept = setting(store, _UNSEEN)
    found = json.decode(kept, type=dict[str, int]) if kept else {}
    return {name: at for name, at in found.items() if at > after}


def _remember(store: Store, unseen: dict[str, int]) -> None:
    kept = json.encode(unseen).decode() if unseen else None
    if setting(store, _UNSEEN) != kept:
        set_setting(store, _UNSEEN, kept)


def _name(spot: Spot) -> str:
    return " ".join(spot)
