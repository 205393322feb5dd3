"""A centre made by an older programme is brought up to date, and loses nothing."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from msgspec.structs import replace

from center import admin
from center import store as stores
from center.store import devices, enrolment, lineages
from center.store.streams import append
from rules.change import encode
from rules.clock import draw_replica
from sync.center import Applicant
from sync.wire import to_json
from tests.support.desk import COMMUNE, Pen

_LATER = {  # what version 2 added
    "device": [
        "lineage",
        "verify",
        "recipient",
        "last_own",
        "next_token_hash",
        "past_token_hash",
        "token_since",
        "note",
        "origin",
        "returned",
    ],
    "record": ["heads", "past", "digest", "newest", "position"],
    "package": ["signature"],
}


def _made_old(folder: Path) -> None:
    """Take away from a centre's tables what the first version did not have."""
    with closing(sqlite3.connect(folder / stores.NAME)) as connection:
        for table, columns in _LATER.items():
            for column in columns:
                connection.execute(f'ALTER TABLE "{table}" DROP COLUMN "{column}"')
        connection.execute("DROP TABLE replica")
        connection.execute("DROP TABLE bundle")
        connection.execute("DELETE FROM fact WHERE name IN ('signing', 'identity', 'schema')")
        connection.execute("UPDATE fact SET value = '1' WHERE name = 'version'")
        connection.commit()


def test_an_older_centre_keeps_its_devices_and_streams(tmp_path: Path) -> None:
    store = stores.open_(tmp_path)
    code, pen = enrolment.issue_code(store, COMMUNE), Pen()
    enrolled = enrolment.enrol(store, code, Applicant(pen.replica, "máy"))
    assert enrolled is not None
    with store.reading() as connection:
        device = devices.find(connection, enrolled.token)
    assert device is not None
    append(store, device, [encode(pen.change())])
    store.close()
    before = admin.dump_lines(tmp_path, COMMUNE)
    _made_old(tmp_path)

    assert admin.dump_lines(tmp_path, COMMUNE) == before
    store = stores.open_(tmp_path)
    with store.reading() as connection:
        found = devices.find(connection, enrolled.token)
        assert found == replace(device, token_since=None, last_own=None)
        assert lineages.owners(connection, COMMUNE, [pen.replica]) == {pen.replica: found.lineage}
        assert stores.own_keys(connection).public.recipient.startswith("age1")
    assert enrolment.enrol(store, enrolment.issue_code(store, COMMUNE), _newcomer()) is not None
    store.close()
    assert to_json(admin.check_up(tmp_path, rebuild=False).troubles) == "[]"


def _newcomer() -> Applicant:
    return Applicant(draw_replica(), "máy mới")
