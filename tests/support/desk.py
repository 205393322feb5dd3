"""A commune's PC without its window: a profile and a few edits to send."""

from __future__ import annotations

import hashlib
import random
from pathlib import Path

from msgspec.structs import replace

from db import blobs, journal
from db import store as stores
from db.journal import Edit
from db.queries import replica
from db.store import Store, set_setting
from rules.change import Change, encode
from rules.clock import Clock, draw_replica
from rules.record import Value, identity
from rules.records import ASSESSMENT, SCHEMA

COMMUNE = "19819"
OFFICER = "can-bo"


def desk(folder: Path, commune: str = COMMUNE) -> Store:
    """A new profile of a commune; close it when done."""
    store = stores.create(folder)
    set_setting(store, "commune", commune)
    return store


def answer(store: Store, indicator: str = "8.4", **values: Value) -> None:
    """One answer of the checklist."""
    key = {"set": "vn-ntm-xa-2021-2025", "indicator": indicator, "period": "2025"}
    journal.commit(store, OFFICER, [Edit("assessment", None, {**key, **values})])


def people(store: Store, count: int) -> None:
    """So many people, each a change of its own, in one action."""
    edits = [Edit("person", None, {"full_name": f"Người {n:05}"}) for n in range(count)]
    journal.commit(store, OFFICER, edits)


def heavy(store: Store, size: int) -> None:
    """A change of so many bytes, which cannot be packed."""
    text = random.Random(size).randbytes(size // 2).hex()
    clock = journal.wind(store)  # the profile's own: another would give ids twice
    change = replace(Pen(clock.replica).change("later", set={"text": text}), id=clock.tick())
    with store.write() as connection:
        connection.execute(
            "INSERT INTO change(id, type, record, body, state) VALUES (?, ?, ?, ?, 0)",
            (change.id, change.type, change.record, encode(change).decode()),
        )


def attach(store: Store, folder: Path, content: bytes) -> str:
    """A file as evidence of something; its sha256."""
    source = folder / hashlib.sha256(content).hexdigest()[:8]
    source.write_bytes(content)
    blob = blobs.take(store, source)
    values = {
        "target_type": "assessment",
        "target": "any",
        "name": source.name,
        "sha256": blob.sha256,
        "size": blob.size,
    }
    journal.commit(store, OFFICER, [Edit("evidence", None, values)])
    return blob.sha256


def shown(store: Store) -> list[str]:
    """What this PC shows, as canonical lines."""
    return list(replica.dump(store))


class Pen:
    """Writes changes by hand, as one replica would, without a profile."""

    def __init__(self, name: str | None = None) -> None:
        self.replica = name or draw_replica()
        self._clock = Clock(self.replica)

    def change(self, type: str = "person", record: str = "", **more: object) -> Change:
        """A change; of a person unless said otherwise."""
        change_id = self._clock.tick()
        parts: dict[str, object] = {
            "set": {"full_name": "Người thử"},
            "base": {},
            "actor": OFFICER,
            "at": "2026-11-23T08:00:00.000+07:00",
            "schema": SCHEMA,
            **more,
        }
        return Change(id=change_id, type=type, record=record or f"r-{change_id}", **parts)  # type: ignore[arg-type]

    def body(self, type: str = "person", record: str = "", **more: object) -> bytes:
        """The same as it travels."""
        return encode(self.change(type, record, **more))

    def answer(self, commune: str = COMMUNE, **more: Value) -> str:
        """An answer of the checklist under its right id, as it travels."""
        values = {"set": "bo", "indicator": "1.1", "period": "2026", **more}
        return self.body("assessment", identity(ASSESSMENT, commune, values), set=values)
