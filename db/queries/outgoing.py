"""What waits to go over the line, here and as far as is known at the centre, and its weight."""

from __future__ import annotations

import zlib

from db import blobs, filling, journal
from db.store import Store, setting
from rules.budget import Load

TOLD = "told_position"  # setting: how far the commune's stream went when the centre greeted last
RECORDS = "told_records"  # setting: and how many records there were, when this PC began
_SAMPLE = 200  # changes; so many tell how well all pack
_TYPICAL = 120  # bytes of a packed change, where there is none to look at


def load(store: Store) -> Load:
    """What waits here, and what waited at the centre when it was last heard of."""
    row = store.row(
        "SELECT count(*), coalesce(sum(length(CAST(body AS BLOB))), 0) FROM change WHERE state = 0"
    )
    coming = _coming(store)
    return Load(
        changes=row[0],
        bytes=_packed(store, "WHERE state = 0 ORDER BY seq", of=row[1]),
        up=tuple(blob.size for blob in blobs.unsent(store)),
        down=tuple(blob.size for blob in blobs.wanted(store)),
        coming=coming,
        coming_bytes=_packed(store, "ORDER BY seq DESC", changes=coming or 0),
    )


def _packed(store: Store, these: str, *, of: int = 0, changes: int = 0) -> int:
    """What so many bytes of changes, or so many changes, weigh if they pack like the first of
    these; about as well as on the line.
    """
    bodies = [row[0] for row in store.rows(f"SELECT body FROM change {these} LIMIT {_SAMPLE}")]
    if not bodies:
        return changes * _TYPICAL
    whole = "\n".join(bodies).encode()
    packed = len(zlib.compress(whole))
    return changes * packed // len(bodies) + of * packed // len(whole)


def _coming(store: Store) -> int | None:
    """Changes of others that are still to be fetched.

    Who begins takes records as they stand: each is about one change, however long its history.
    """
    told, records = setting(store, TOLD), setting(store, RECORDS)
    if told is None:
        return None
    if records is not None and (filling.is_new(store) or filling.resume(store) is not None):
        return max(0, int(records) - records_of_others(store))
    cursor = journal.cursor(store)
    ahead = max(int(told), journal.reached(store)[0]) - cursor
    return ahead - len(journal.confirmed(store, cursor))


def records_in_all(store: Store) -> int:
    """How many a PC that begins will be told of, with those it made; 0 where nobody told."""
    told = int(setting(store, RECORDS) or 0)
    own = "SELECT count(*) FROM (SELECT DISTINCT type, record FROM change WHERE action NOT NULL)"
    return told + store.value(own) if told else 0


def records_of_others(store: Store) -> int:
    """Records that others' changes have brought here so far."""
    count: int = store.value(
        "SELECT count(*) FROM (SELECT type, record FROM change WHERE action IS NULL"
        " UNION SELECT type, record FROM folded)"
    )
    return count
