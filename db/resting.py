"""What costs the line much and comes to nothing: it is tried again, in rounds ever further apart.

Changes that were more than the line bore; files that came and were not what they are called, and
such as the centre lacks; packages that came damaged, all of them as one; a piece of the stream,
named by the position before it, that never comes whole.

Rounds are counted and not hours: a clock may say anything, and what is tried in vain costs the line
as many bytes as the change has.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct, json

from db.store import Store, set_setting, setting

CHANGES, FILES, LACKING = "resting", "resting_files", "resting_lacking"  # settings
PACKAGES, PULL = "resting_packages", "resting_pull"
_NOT_HERE = "SELECT value FROM json_each(?) WHERE value NOT IN (SELECT sha256 FROM blob WHERE here)"
_OPEN = {  # those that still wait, of some
    CHANGES: "SELECT id FROM change WHERE state = 0 AND id IN (SELECT value FROM json_each(?))",
    FILES: _NOT_HERE,
    LACKING: _NOT_HERE,
    PACKAGES: "SELECT value FROM json_each(?) WHERE EXISTS"
    " (SELECT 1 FROM package_aside WHERE reader = '')",
    PULL: "SELECT value FROM json_each(?) WHERE value ="
    " coalesce((SELECT value FROM setting WHERE name = 'cursor'), '0')",
}
_FURTHEST = 64  # rounds between two tries
_NEARER = {LACKING: 8}  # to ask costs little, and most are on their way from another PC


class Rest(Struct, frozen=True):
    """How it went with one of them so far."""

    tries: int  # in vain
    rounds: int  # that pass before the next try


def of_this_round(store: Store, kind: str) -> Mapping[str, bool]:
    """Those that came to nothing lately, by id, and whether this round leaves them alone.

    To be asked once a round, for it counts the rounds.
    """
    before = _known(store, kind)
    _keep(
        store,
        kind,
        {each: Rest(rest.tries, max(0, rest.rounds - 1)) for each, rest in before.items()},
    )
    return {each: rest.rounds > 0 for each, rest in before.items()}


def wake(store: Store) -> None:
    """Let the next round try them all, whatever came of it before: an officer asked for it."""
    for kind in _OPEN:
        known = _known(store, kind)
        _keep(store, kind, {each: Rest(rest.tries, 0) for each, rest in known.items()})


def note(store: Store, kind: str, stuck: Sequence[str]) -> None:
    """These were tried in vain: the next try comes twice as many rounds later as the last."""
    if not stuck:
        return
    known = _known(store, kind)
    for each in stuck:
        tries = known[each].tries + 1 if each in known else 1
        known[each] = Rest(tries, min(2 ** (tries - 1), _NEARER.get(kind, _FURTHEST)) - 1)
    _keep(store, kind, known)


def _known(store: Store, kind: str) -> dict[str, Rest]:
    """Those that still wait; the others need no more patience."""
    kept = setting(store, kind)
    if kept is None:
        return {}
    found = json.decode(kept, type=dict[str, Rest])
    rows = store.rows(_OPEN[kind], (json.encode(list(found)).decode(),))
    return {row[0]: found[row[0]] for row in rows}


def _keep(store: Store, kind: str, resting: Mapping[str, Rest]) -> None:
    kept = json.encode(resting).decode() if resting else None
    if setting(store, kind) != kept:
        set_setting(store, kind, kept)
