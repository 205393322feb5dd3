"""Changes that were more than the line bore: they are tried again, in rounds ever further apart.

Rounds are counted and not hours: a clock may say anything, and what is tried in vain costs the line
as many bytes as the change has.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct, json

from db.store import Store, set_setting, setting

_RESTING = "resting"  # setting
_FURTHEST = 64  # rounds between two tries


class Rest(Struct, frozen=True):
    """How it went with one change so far."""

    tries: int  # in vain
    rounds: int  # that pass before the next try


def of_this_round(store: Store) -> Mapping[str, bool]:
    """The changes that did not get over lately, by id, and whether this round leaves them alone.

    To be asked once a round, for it counts the rounds.
    """
    before = _known(store)
    _keep(store, {each: Rest(rest.tries, max(0, rest.rounds - 1)) for each, rest in before.items()})
    return {each: rest.rounds > 0 for each, rest in before.items()}


def note(store: Store, stuck: Sequence[str]) -> None:
    """The line did not bear these: the next try comes twice as many rounds later as the last."""
    if not stuck:
        return
    known = _known(store)
    for each in stuck:
        tries = known[each].tries + 1 if each in known else 1
        known[each] = Rest(tries, min(2 ** (tries - 1), _FURTHEST) - 1)
    _keep(store, known)


def _known(store: Store) -> dict[str, Rest]:
    """Those that still wait for the centre; the others need no more patience."""
    kept = setting(store, _RESTING)
    if kept is None:
        return {}
    found = json.decode(kept, type=dict[str, Rest])
    rows = store.rows(
        "SELECT id FROM change WHERE state = 0 AND id IN (SELECT value FROM json_each(?))",
        (json.encode(list(found)).decode(),),
    )
    return {row[0]: found[row[0]] for row in rows}


def _keep(store: Store, resting: Mapping[str, Rest]) -> None:
    kept = json.encode(resting).decode() if resting else None
    if setting(store, _RESTING) != kept:
        set_setting(store, _RESTING, kept)
