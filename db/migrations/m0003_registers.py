"""Registers: people told apart, training, satisfaction surveys, lists that left the programme."""

from __future__ import annotations

import sqlite_utils

_TABLES = """
ALTER TABLE person ADD COLUMN ethnicity TEXT;
ALTER TABLE person ADD COLUMN merged_into TEXT;
ALTER TABLE person ADD COLUMN keep_until TEXT;
CREATE TABLE course (
    record TEXT PRIMARY KEY,
    title TEXT, code TEXT, topic TEXT, package TEXT, programme TEXT, decision_no TEXT,
    decision_date TEXT, invitation_no TEXT, invitation_date TEXT, organiser TEXT, trainers TEXT,
    place TEXT, form TEXT, budget TEXT, hours REAL, note TEXT, keep_until TEXT, sample INTEGER,
    deleted INTEGER NOT NULL, heads TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE session (
    record TEXT PRIMARY KEY,
    course TEXT, day TEXT, begins TEXT, ends TEXT, hours REAL, content TEXT,
    deleted INTEGER NOT NULL, heads TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX session_course ON session(course);
CREATE TABLE enrolment (
    record TEXT PRIMARY KEY,
    course TEXT, person TEXT, result TEXT, mark TEXT, certificate_no TEXT, certificate_date
    TEXT, certificate_issuer TEXT, note TEXT,
    deleted INTEGER NOT NULL, heads TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX enrolment_course ON enrolment(course);
CREATE INDEX enrolment_person ON enrolment(person);
CREATE TABLE attendance (
    record TEXT PRIMARY KEY,
    session TEXT, person TEXT, state TEXT,
    deleted INTEGER NOT NULL, heads TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX attendance_session ON attendance(session);
CREATE INDEX attendance_person ON attendance(person);
CREATE TABLE survey (
    record TEXT PRIMARY KEY,
    title TEXT, form TEXT, version INTEGER, period TEXT, opens TEXT, closes TEXT, method TEXT,
    least_households REAL, least_overall REAL, least_each REAL, terms_source TEXT, seed TEXT,
    note TEXT, signed_at TEXT, signed_by TEXT, snapshot TEXT, sample INTEGER,
    deleted INTEGER NOT NULL, heads TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE tally (
    record TEXT PRIMARY KEY,
    survey TEXT, village TEXT, households INTEGER, represented INTEGER, issued INTEGER,
    collected INTEGER, valid INTEGER, invalid INTEGER, source TEXT, held_on TEXT, signatories
    TEXT, comments TEXT,
    deleted INTEGER NOT NULL, heads TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX tally_survey ON tally(survey);
CREATE TABLE answers (
    record TEXT PRIMARY KEY,
    survey TEXT, village TEXT, question TEXT, satisfied INTEGER, dissatisfied INTEGER, silent
    INTEGER,
    deleted INTEGER NOT NULL, heads TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX answers_survey ON answers(survey);
CREATE TABLE sheet (
    record TEXT PRIMARY KEY,
    survey TEXT, village TEXT, number TEXT, answers TEXT, invalid INTEGER, comment TEXT,
    second_of TEXT,
    deleted INTEGER NOT NULL, heads TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX sheet_survey ON sheet(survey);
CREATE TABLE export (
    record TEXT PRIMARY KEY,
    list TEXT, rows INTEGER, fields TEXT, purpose TEXT,
    deleted INTEGER NOT NULL, heads TEXT NOT NULL
) STRICT, WITHOUT ROWID
"""


def step(db: sqlite_utils.Database) -> None:
    """Add the columns and tables."""
    for statement in _TABLES.split(";\n"):
        db.execute(statement)
