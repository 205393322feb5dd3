"""A programme that works on a profile until it is killed, and tells what it was promised.

    python -m tests.support.victim save|attach|migrate FOLDER SEED

A line goes out only after the journal has said that something is kept; whoever reads the lines
may hold the journal to them.
"""

from __future__ import annotations

import os
import random
import sys
from collections.abc import Callable
from pathlib import Path

import sqlite_utils

from db import history, journal, migrations
from db import store as stores
from db.commands import evidence
from db.journal import Edit
from db.store import Store
from rules.change import Change, encode
from rules.clock import Clock
from rules.record import Values, identity
from rules.records import ASSESSMENT

OFFICER = "can-bo-hoa"
FOREIGN = "another0"  # the replica of another PC
RECORDS = 6


def tell(word: str, *promised: str) -> None:
    """One whole line, past every buffer of this process."""
    os.write(1, f"{word} {' '.join(promised)}\n".encode())


def key(number: int) -> Values:
    """The key of one of the few answers that are edited over and over."""
    return {"set": "bo-thu", "indicator": f"1.{number}", "period": "2026", "village": None}


def save(store: Store, chance: random.Random) -> None:
    """One deed of an officer, or a page of the stream."""
    deed = chance.choices(("edit", "many", "delete", "undo", "take"), (10, 2, 1, 2, 2))[0]
    number = chance.randrange(RECORDS)
    values: Values = {"number": chance.randrange(1000), "note": "số liệu " * chance.randrange(60)}
    if deed == "edit":
        _told(journal.commit(store, OFFICER, [Edit("assessment", None, key(number) | values)]))
    elif deed == "many":
        edits = [Edit("assessment", None, key(each) | values) for each in range(RECORDS)]
        _told(journal.commit(store, OFFICER, edits))
    elif deed == "delete":
        record = identity(ASSESSMENT, journal.commune(store), key(number))
        if store.row("SELECT 1 FROM assessment WHERE record = ?", (record,)):
            _told(journal.commit(store, OFFICER, [Edit("assessment", record, delete=True)]))
    elif deed == "undo":
        history.undo(store, OFFICER)
    else:
        _take(store, chance)


def _told(changes: list[Change]) -> None:
    tell("saved", *(change.id for change in changes))


def _take(store: Store, chance: random.Random) -> None:
    """The next page of what another PC of the commune writes."""
    start = journal.cursor(store)
    page: list[tuple[int | None, str]] = []
    for position in range(start + 1, start + chance.randint(2, 8)):
        change_id = Clock(FOREIGN, now=lambda at=position: 1_795_000_000_000 + at).tick()  # type: ignore[misc]
        values = key(position % RECORDS) | {"text": f"vị trí {position}"}
        record = identity(ASSESSMENT, journal.commune(store), values)
        at = "2026-11-23T08:00:00.000+07:00"
        change = Change(change_id, "assessment", record, values, {}, "can-bo-binh", at, 1)
        page.append((position, encode(change)))
    journal.receive(store, page, to=start + len(page))
    tell("taken", str(start + len(page)))


def attach(store: Store, chance: random.Random) -> None:
    """A new file as evidence."""
    content = chance.randbytes(chance.randint(1, 3_000_000))
    source = store.folder.with_name(f"{store.folder.name}.scan")
    source.write_bytes(content)
    piece = evidence.attach(store, OFFICER, "assessment", "any", source)
    tell("attached", piece)


def become_the_next_version() -> None:
    """Let this process be a newer programme, whose tables need two more steps."""

    def first(db: sqlite_utils.Database) -> None:
        db.execute("ALTER TABLE assessment ADD COLUMN weight REAL")
        db.execute("UPDATE assessment SET weight = 1")

    def second(db: sqlite_utils.Database) -> None:
        db.execute("CREATE TABLE extra(id INTEGER PRIMARY KEY) STRICT")
        db.execute("CREATE INDEX change_type ON change(type)")

    first.__module__, second.__module__ = "m0002_first", "m0003_second"
    stores.VERSION += 1
    migrations.STEPS += (first, second)


def main(what: str, folder: Path, seed: int) -> None:
    """Work until somebody kills us."""
    if what == "migrate":
        become_the_next_version()
        tell("ready")
        stores.open_(folder).close()
        tell("migrated")
        return
    chance = random.Random(seed)
    work: Callable[[Store, random.Random], None] = save if what == "save" else attach
    with stores.open_(folder) as store:
        tell("ready")
        while True:
            work(store, chance)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
