"""Profiles for tests: real databases in real folders, made quickly."""

from __future__ import annotations

import functools
import os
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from db import journal, projection
from db import store as stores
from db.heads import HeadIds
from db.journal import Received
from db.queries import replica
from db.store import Store, set_setting
from rules.change import Change, encode
from rules.clock import Clock
from rules.record import Value, Values, identity
from rules.records import ASSESSMENT, REGISTRY

COMMUNE = "20107"  # xã Phú Lộc, thành phố Huế
HOA, BINH = "can-bo-hoa", "can-bo-binh"  # two officers
KEY: Values = {"set": "bo-thu", "indicator": "1.1", "period": "2026", "village": None}
RECORD = identity(ASSESSMENT, COMMUNE, KEY)


def profile(folder: Path, commune: str = COMMUNE, *, key: bytes | None = None) -> Store:
    """A new profile in this folder; close it when done."""
    if key is None:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / stores.NAME).write_bytes(_empty())
        store = stores.open_(folder)
    else:
        store = stores.create(folder, key)
    set_setting(store, "commune", commune)
    return store


def unguard(store: Store) -> None:
    """Let a test do to the log what the database refuses everybody else."""
    with store.write() as connection:
        connection.execute("DROP TRIGGER IF EXISTS change_is_never_deleted")


def quick_folder() -> tempfile.TemporaryDirectory[str]:
    """A folder in memory where there is one: for tests that wait for a thousand commits."""
    memory = Path("/dev/shm")
    return tempfile.TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else None)


@functools.cache
def _empty() -> bytes:
    """A database nobody has written to; making one by its migrations takes longer."""
    with tempfile.TemporaryDirectory() as folder:
        stores.create(Path(folder)).close()
        return (Path(folder) / stores.NAME).read_bytes()


def answer(store: Store, actor: str = HOA, **values: Value) -> Change | None:
    """Answer the one indicator these tests are about."""
    return journal.amend(store, actor, ASSESSMENT, None, {**KEY, **values})


def shown(store: Store, record: str = RECORD, type_name: str = "assessment") -> Values:
    """The values of a record; empty where there is none."""
    return replica.values(store, type_name, record) or {}


def conflicts(
    store: Store, record: str = RECORD, type_name: str = "assessment"
) -> dict[str, set[object]]:
    """The open conflicts of a record: field -> the answers to choose from."""
    found = replica.conflicts_of(store, type_name, record)
    return {field: {answer.value for answer in answers} for field, answers in found.items()}


def tables(store: Store) -> dict[str, list[tuple[object, ...]]]:
    """Every projected row, to the last column."""
    return {
        name: [tuple(row) for row in store.rows(f'SELECT * FROM "{name}" ORDER BY 1, 2, 3')]
        for name in (*REGISTRY, "conflict")
    }


def bodies(store: Store) -> list[bytes]:
    """The whole log, in the order it came."""
    return [row[0] for row in store.rows("SELECT CAST(body AS BLOB) FROM change ORDER BY seq")]


def own(store: Store) -> list[str]:
    """What this PC wrote itself, in the order it was written."""
    return [row[0] for row in store.rows("SELECT body FROM change WHERE action > 0 ORDER BY seq")]


def hand_over(source: Store, target: Store) -> Received:
    """Give one PC everything another one knows."""
    return journal.receive(target, [(None, body) for body in bodies(source)])


def meet(*desks: Store) -> None:
    """Let all these PCs learn what any of them knows."""
    everything = [body for desk in desks for body in bodies(desk)]
    for desk in desks:
        journal.receive(desk, [(None, body) for body in everything])


def take(store: Store, changes: Iterable[Change]) -> Received:
    """Let changes arrive in one page."""
    return journal.receive(store, [(None, encode(change)) for change in changes])


def heads(store: Store, type_name: str = "assessment", record: str = RECORD) -> HeadIds:
    """The heads the row of a record keeps."""
    return projection.read(store, REGISTRY[type_name], [record])[record].heads


def set_clock(store: Store, times: Sequence[int] | int) -> None:
    """Let this PC's wall clock stand still at these milliseconds since 1970."""
    moments = iter([times] if isinstance(times, int) else times)
    now = next(moments)

    def tell() -> int:
        nonlocal now
        now = next(moments, now)
        return now

    store.clock = Clock(journal.wind(store).replica, now=tell)
