"""A commune's records without their history, for a PC that begins."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import sqlalchemy as sql
from msgspec.structs import replace
from sqlalchemy import Connection

from center.store import Store, bulk, records, streams
from center.store.records import Standing
from center.store.tables import CHANGE
from rules import snapshot
from rules.change import Change, decode
from rules.snapshot import Folded, Piece
from sync.snapshot import Place, Portion, portion

_AT_ONCE = 200  # records looked up together: more are looked up in vain at a page's end
_Key = tuple[str, str]  # type and record
_Found = dict[_Key, dict[int, tuple[Change, bytes]]]  # of each record, by position


def page(
    store: Store,
    commune: str,
    after: Place | None,
    limit: int,
    schema: int,
    *,
    folded: bool = False,
) -> Portion:
    """The first page, or the one after a place, for a reader who understands this schema.

    `folded`: the reader takes records that are folded.
    """
    records.catch_up(store, commune)
    with store.reading() as connection:
        place = after or Place(at=records.projected(connection, commune))
        return portion_of(connection, commune, place, limit, schema, folded=folded)


def portion_of(
    connection: Connection,
    commune: str,
    after: Place,
    limit: int,
    schema: int,
    *,
    folded: bool = False,
) -> Portion:
    """The page after a place, of what is there when this connection reads."""
    pieces = _pieces(connection, commune, after, min(limit, _AT_ONCE), schema, folded)
    taken_at = streams.taken_at(connection, commune, after.at)
    return replace(portion(pieces, after, limit), taken_at=taken_at)


def _pieces(
    connection: Connection, commune: str, after: Place, at_once: int, schema: int, folded: bool
) -> Iterator[Piece | Folded]:
    """The records from a place on, by type and id."""
    key, inclusive = (after.type, after.record), True
    while found := records.standings_from(connection, commune, key, at_once, inclusive):
        heads = [
            {each for ids in one.heads.values() for each in ids}
            if snapshot.is_short(one.newest, schema)
            else set()
            for one in found
        ]
        bodies = records.bodies(connection, commune, set().union(*heads))
        lines: dict[_Key, Folded] = {}
        if folded:
            several = [one for one, ids in zip(found, heads, strict=True) if len(ids) > 1]
            lines = _folded(several, bodies, after)
        rest = [each for each in found if (each.type, each.record) not in lines]
        others = _told(connection, commune, rest, bodies, after.at, schema)
        for each in found:
            yield lines.get((each.type, each.record)) or next(others)
        key, inclusive = (found[-1].type, found[-1].record), False


def _folded(
    standings: Sequence[Standing], bodies: Mapping[str, tuple[int, bytes]], after: Place
) -> dict[_Key, Folded]:
    """Those of these records that may go folded: nothing of them came after the snapshot."""
    found = {}
    for each in standings:
        key = (each.type, each.record)
        if each.past or each.position > after.at or key == (after.type, after.record):
            continue
        made = snapshot.fold(key, each.heads, bodies, each.newest)
        if made is not None:
            found[key] = made
    return found


def _told(
    connection: Connection,
    commune: str,
    standings: Sequence[Standing],
    bodies: Mapping[str, tuple[int, bytes]],
    at: int,
    schema: int,
) -> Iterator[Piece]:
    """A record goes by its heads, and with all that came after position `at`.

    So a reader who goes on from there has each record as it was at one moment.
    """
    short = [each for each in standings if snapshot.is_short(each.newest, schema)]
    whole = [each for each in standings if not snapshot.is_short(each.newest, schema)]
    found: _Found = {(each.type, each.record): {} for each in standings}
    for one in short:
        for head in {each for ids in one.heads.values() for each in ids}:
            position, body = bodies[head]
            found[one.type, one.record][position] = decode(body), body
    moved = [each.record for each in short if each.position > at]
    _add(connection, commune, moved, at, found)
    _add(connection, commune, [each.record for each in whole], 0, found)
    for each in standings:
        changes = found[each.type, each.record]
        if snapshot.is_short(each.newest, schema):
            yield snapshot.short(changes, each.heads, each.past)
        else:
            yield snapshot.whole(changes)


def _add(
    connection: Connection, commune: str, names: Sequence[str], after: int, found: _Found
) -> None:
    """The changes of these records after a position."""
    if not names:
        return
    rows = connection.execute(
        sql.select(CHANGE.c.position, CHANGE.c.body).where(
            CHANGE.c.commune == commune,
            bulk.among(CHANGE.c.record, names),
            CHANGE.c.position > after,
        )
    )
    for position, body in rows:
        change = decode(body)
        if (change.type, change.record) in found:
            found[change.type, change.record][position] = change, body
