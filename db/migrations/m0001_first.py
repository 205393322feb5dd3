"""The first tables: the log, its projections, and what surrounds them."""

from __future__ import annotations

import sqlite_utils

_TABLES = """
CREATE TABLE change (
    seq INTEGER PRIMARY KEY,        -- order of arrival here
    id TEXT NOT NULL UNIQUE,
    type TEXT NOT NULL,
    record TEXT NOT NULL,
    body TEXT NOT NULL,             -- the change itself, canonical JSON, never altered
    action INTEGER,                 -- which action of this PC made it; NULL when received
    state INTEGER NOT NULL,         -- 0 waits for the centre, 1 the centre has it, 2 refused
    position INTEGER,               -- the centre's proof: place in the commune's stream
    applied_at TEXT                 -- and the centre's time
) STRICT;
CREATE INDEX change_record ON change(record);
CREATE INDEX change_waiting ON change(seq) WHERE state = 0;

CREATE TABLE held (                 -- known changes that take no part in the tables yet
    change TEXT PRIMARY KEY,
    reason TEXT NOT NULL            -- newer: for a newer programme; bad: does not fit its type
) STRICT, WITHOUT ROWID;
CREATE TABLE refusal (
    change TEXT PRIMARY KEY,
    code TEXT NOT NULL,
    sentence TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE action (               -- what officers of this PC did, for undo
    id INTEGER PRIMARY KEY,
    actor TEXT NOT NULL,
    at TEXT NOT NULL,
    last TEXT NOT NULL,             -- its last change id: the clock goes on from here
    undoes INTEGER,
    undone INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE conflict (
    type TEXT NOT NULL,
    record TEXT NOT NULL,
    field TEXT NOT NULL,
    PRIMARY KEY (type, record, field)
) STRICT, WITHOUT ROWID;

CREATE TABLE unit (
    record TEXT PRIMARY KEY,
    name TEXT, kind TEXT, parent TEXT, valid_from TEXT, valid_to TEXT,
    "group" TEXT, group_from TEXT, region TEXT, successors TEXT, sort INTEGER, sample INTEGER,
    deleted INTEGER NOT NULL, heads TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX unit_parent ON unit(parent);
CREATE TABLE person (
    record TEXT PRIMARY KEY,
    full_name TEXT, birth_year INTEGER, sex TEXT, position TEXT, unit TEXT, phone TEXT,
    roles TEXT, roster_from TEXT, roster_to TEXT,
    deleted INTEGER NOT NULL, heads TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE assessment (
    record TEXT PRIMARY KEY,
    "set" TEXT, indicator TEXT, period TEXT, village TEXT, version INTEGER,
    passed INTEGER, numerator REAL, denominator REAL, number REAL, text TEXT,
    as_of TEXT, note TEXT,
    deleted INTEGER NOT NULL, heads TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX assessment_period ON assessment("set", period);
CREATE TABLE threshold (
    record TEXT PRIMARY KEY,
    "set" TEXT, indicator TEXT, year INTEGER, comparison TEXT, value REAL, source TEXT,
    deleted INTEGER NOT NULL, heads TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE evidence (
    record TEXT PRIMARY KEY,
    target_type TEXT, target TEXT, title TEXT, name TEXT, document_no TEXT, document_date TEXT,
    issuer TEXT, expires TEXT, sha256 TEXT, size INTEGER, media_type TEXT,
    deleted INTEGER NOT NULL, heads TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX evidence_target ON evidence(target);
CREATE TABLE submission (
    record TEXT PRIMARY KEY,
    "set" TEXT, period TEXT, state TEXT, version INTEGER, submitted_at TEXT, submitted_by TEXT,
    snapshot TEXT, words TEXT,
    deleted INTEGER NOT NULL, heads TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE review (
    record TEXT PRIMARY KEY,
    "set" TEXT, indicator TEXT, period TEXT, verdict TEXT, words TEXT, reviewer TEXT,
    reviewed_at TEXT,
    deleted INTEGER NOT NULL, heads TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX review_period ON review("set", period);
CREATE TABLE task (
    record TEXT PRIMARY KEY,
    "set" TEXT, indicator TEXT, period TEXT, owner TEXT, due TEXT,
    deleted INTEGER NOT NULL, heads TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX task_period ON task("set", period);

CREATE TABLE blob (                 -- evidence files, by what is in them
    sha256 TEXT PRIMARY KEY,
    size INTEGER NOT NULL,
    here INTEGER NOT NULL,          -- 1: the file lies in blobs/
    sent INTEGER NOT NULL           -- 1: the centre has it
) STRICT, WITHOUT ROWID;
CREATE TABLE package (
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    source TEXT NOT NULL,           -- file, centre
    installed_at TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (kind, id, version)
) STRICT, WITHOUT ROWID;
CREATE TABLE round (                -- what each round with the centre did
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    outcome TEXT NOT NULL,          -- done, or the code of what stopped it
    sentence TEXT,
    pushed INTEGER NOT NULL, pulled INTEGER NOT NULL, refused INTEGER NOT NULL,
    files_up INTEGER NOT NULL, files_down INTEGER NOT NULL,
    bytes_up INTEGER NOT NULL, bytes_down INTEGER NOT NULL,
    requests INTEGER NOT NULL, seconds REAL NOT NULL
) STRICT;
CREATE TABLE setting (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
"""


def step(db: sqlite_utils.Database) -> None:
    """Create every table."""
    for statement in _TABLES.split(";\n"):
        if statement.strip():
            db.execute(statement)
