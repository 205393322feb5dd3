"""Taking much away at once, by whichever way it comes: all of it is kept, or nothing and one asks.

What deletes or blanks is told by reading each change; how much it comes to, by the tables before
and after.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from db.commands.question import Question
from db.queries import losses, people
from db.queries.losses import Spot
from db.store import Store
from rules import brake
from rules.change import Change
from rules.record import DELETED, holds_blank
from rules.records import REGISTRY

_Done = TypeVar("_Done")


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

    `taking`: those of its changes that may; `newest`: what the question will be asked at.
    """
    with store.write():
        spots: list[Spot] = [(each.type, each.record) for each in taking if each.type in REGISTRY]
        before, whole = losses.shown(store, spots), losses.live(store)
        done = do()
        deleted, blanked = losses.between(before, losses.shown(store, spots))
        if not accept and brake.is_mass(deleted + blanked, whole):
            names = people.names(store, (each.actor for each in taking))
            actors = sorted({names.get(each.actor) or each.actor for each in taking})
            raise TooMuch(Question(newest, deleted, blanked, whole, tuple(actors)))
    return done
