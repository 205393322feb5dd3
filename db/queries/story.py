"""What happened to an indicator: who, when, from what to what, over all that belongs to it."""

from __future__ import annotations

import json
from collections.abc import Sequence

from msgspec import Struct

from db import history
from db.queries import frameworks, people, places
from db.store import Store
from rules.record import DELETED, Value

# what a person did not do: keys, and what the programme measures by itself
_SILENT = frozenset(
    {"set", "indicator", "period", "village", "version", "year", "target_type", "target"}
    | {"origin"}
    | {"survey", "question", "second_of", "course", "session", "person"}
    | {"package", "sha256", "size", "media_type", "snapshot", "submitted_by", "parent", "sort"}
)
_POINTING = frozenset(
    {"owner", "unit", "merged_into", "not_same", "successors", "topic", "signed_by"}
)


class Event(Struct, frozen=True):
    """One field of one change; `about` names the village, part, file or person it is about."""

    change: str
    at: str  # ISO, with the device's offset
    actor: str  # a person's name, or "" where nobody knows
    type: str
    field: str
    before: Value
    after: Value
    about: str | None = None
    created: bool = False  # the change brought the record into being


class Chapter(Struct, frozen=True):
    """A record that belongs to the story."""

    type: str
    record: str
    about: str | None = None


def of(store: Store, chapters: Sequence[Chapter], most: int | None = None) -> list[Event]:
    """Everything that happened to these records, the latest first."""
    told = [
        (chapter, entry, entry.change == entries[-1].change)
        for chapter in _written(store, chapters)
        for entries in [history.of(store, chapter.record)]
        for entry in entries
        if entry.field not in _SILENT and not _nothing(entry)
    ]
    names = _names(store, [entry for _chapter, entry, _created in told])
    events = [
        Event(
            change=entry.change,
            at=entry.at,
            actor=names.get(entry.actor, ""),
            type=chapter.type,
            field=entry.field,
            before=_named(names, entry.field, entry.before),
            after=_named(names, entry.field, entry.after),
            about=chapter.about,
            created=created,
        )
        for chapter, entry, created in told
    ]
    events.sort(key=lambda event: event.change, reverse=True)
    return events[:most]


def evidence_of(store: Store, targets: Sequence[str]) -> list[Chapter]:
    """The files that are or were bound to these records."""
    rows = store.rows(
        "SELECT record, coalesce(title, name, sha256) FROM evidence"
        " WHERE target IN (SELECT value FROM json_each(?)) ORDER BY record",
        (json.dumps(list(targets)),),
    )
    return [Chapter("evidence", row[0], row[1]) for row in rows]


def _written(store: Store, chapters: Sequence[Chapter]) -> list[Chapter]:
    """Those that anything was ever written to: most villages' records do not exist."""
    rows = store.rows(
        "SELECT DISTINCT record FROM log WHERE record IN (SELECT value FROM json_each(?))",
        (json.dumps([chapter.record for chapter in chapters]),),
    )
    known = {row[0] for row in rows}
    return [chapter for chapter in chapters if chapter.record in known]


def _nothing(entry: history.Entry) -> bool:
    """Whether the entry says no more than that a field stayed empty."""
    return entry.field != DELETED and entry.before is None and entry.after is None


def _names(store: Store, entries: Sequence[history.Entry]) -> dict[str, str]:
    """Of those who wrote, and of the people and villages that are pointed to."""
    ids = {entry.actor for entry in entries}
    for entry in entries:
        if entry.field in _POINTING:
            for value in (entry.before, entry.after):
                ids |= set(value) if isinstance(value, list) else {str(value)}
    topics = frameworks.topic_titles(store) if any(e.field == "topic" for e in entries) else {}
    return {**topics, **people.names(store, ids), **places.names(store)}


def _named(names: dict[str, str], field: str, value: Value) -> Value:
    """People and villages by their names, not their ids."""
    if field not in _POINTING:
        return value
    if isinstance(value, list):
        return [names.get(each, each) for each in value]
    return names.get(value, value) if isinstance(value, str) else value
