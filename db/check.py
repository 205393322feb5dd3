"""Is everything whole?  The file, the log, the tables as a reading of it, the evidence."""

from __future__ import annotations

import contextlib

from msgspec import Struct

from db import blobs, errors, folding, journal
from db.store import Store, copied, translated
from resources.words import _
from rules.records import REGISTRY

_Tables = dict[str, list[tuple[object, ...]]]


class Report(Struct, frozen=True):
    """What a check found; empty tuples and True mean all is well."""

    intact: bool  # SQLite's own check of the file
    changes: int
    records: int
    tables_differ: tuple[str, ...]  # tables that are not what the log says
    held: int  # changes kept for a newer programme, or set aside
    damaged: tuple[blobs.Damage, ...]

    @property
    def fine(self) -> bool:
        """Whether nothing needs attention."""
        return self.intact and not self.tables_differ and not self.damaged


class _Back(Exception):
    """Leaves a transaction without keeping anything."""


def check(store: Store) -> Report:
    """Look at everything and change nothing.

    Raises NotAProfile, which tells what cannot be read, where the file is too damaged for more.
    """
    try:
        return _looked_through(store)
    except errors.NotAProfile as error:
        lost = [name for name in ("change", "folded", *REGISTRY) if not _is_readable(store, name)]
        if not lost:
            raise
        raise errors.NotAProfile(
            _(
                "Tệp cơ sở dữ liệu trong {folder} bị hỏng, không đọc được bảng {tables}; đừng xoá"
                " gì, hãy khôi phục từ bản sao lưu."
            ).format(folder=store.folder, tables=", ".join(lost))
        ) from error


def _is_readable(store: Store, table: str) -> bool:
    try:
        store.rows(f'SELECT * FROM "{table}"')
    except errors.NotAProfile:
        return False
    return True


def _looked_through(store: Store) -> Report:
    with translated(store.folder):
        intact = store.value("PRAGMA quick_check") == "ok"
        before, after = _tables(store), _tables_of_the_log(store)
        return Report(
            intact=intact,
            changes=store.value("SELECT count(*) FROM change") + folding.count(store),
            records=sum(len(before[name]) for name in REGISTRY),
            tables_differ=tuple(name for name in before if before[name] != after[name]),
            held=store.value("SELECT count(*) FROM held"),
            damaged=tuple(blobs.damaged(store)),
        )


def _tables_of_the_log(store: Store) -> _Tables:
    """What the tables would be, made anew; in a copy where the profile's disk takes nothing."""
    try:
        return _made_anew(store)
    except errors.CannotWrite:
        with copied(store) as copy:
            return _made_anew(copy)


def _made_anew(store: Store) -> _Tables:
    made: _Tables = {}
    with contextlib.suppress(_Back), store.write():
        journal.rebuild(store)
        made = _tables(store)
        raise _Back
    return made


def _tables(store: Store) -> _Tables:
    names = (*REGISTRY, "conflict")
    return {name: [tuple(row) for row in store.rows(f'SELECT * FROM "{name}"')] for name in names}
