"""A commune's records without their history, for a PC that begins."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import sqlalchemy as sql
from msgspec.structs import replace
from sqlalchemy import Connection

from center.store import Store, bulk, records, streams
from center.store.records import Standing
from center.store.tables import CHANGE
from rules import snapshot
from rules.change import Change, decode
from rules.snapshot import Piece
from sync.snapshot import Place, Portion, portion

_AT_ONCE = 300  # records looked up together
_Found = dict[tuple[str, str], dict[int, tuple[Change, str]]]  # of each record, by position


def page(store: Store, commune: str, after: Place | None, limit: int, schema: int) -> Portion:
    """The first page, or the one after a place, for a reader who understands this schema."""
    records.catch_up(store, commune)
    with store.reading() as connection:
        place = after or Place(at=records.projected(connection, commune))
        return portion_of(connection, commune, place, limit, schema)


def portion_of(
    connection: Connection, commune: str, after: Place, limit: int, schema: int
) -> Portion:
    """The page after a place, of what is there when this connection reads."""
    pieces = _pieces(connection, commune, after, min(limit, _AT_ONCE), schema)
    taken_at = streams.taken_at(connection, commune, after.at)
    return replace(portion(pieces, after, limit), taken_at=taken_at)


def _pieces(
    connection: Connection, commune: str, after: Place, at_once: int, schema: int
) -> Iterator[Piece]:
    """The records from a place on, by type and id."""
    key, inclusive = (after.type, after.record), True
    while found := records.standings_from(connection, commune, key, at_once, inclusive):
        yield from _told(connection, commune, found, after.at, schema)
        key, inclusive = (found[-1].type, found[-1].record), False


def _told(
    connection: Connection, commune: str, standings: Sequence[Standing], at: int, schema: int
) -> Iterator[Piece]:
    """A record goes by its heads, and with all that came after position `at`.

    So a reader who goes on from there has each record as it was at one moment.
    """
    short = [each for each in standings if snapshot.is_short(each.newest, schema)]
    whole = [each for each in standings if not snapshot.is_short(each.newest, schema)]
    found: _Found = {(each.type, each.record): {} for each in standings}
    heads = {each for one in short for ids in one.heads.values() for each in ids}
    for position, change, body in records.by_id(connection, commune, heads):
        found[change.type, change.record][position] = change, body
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
