"""Bringing an old profile to today's tables: a backup first, then all of it or nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlite
import sqlite_utils

from db import check, errors, migrations
from db import store as stores
from db.queries import replica
from rules import fitting
from rules.change import Change
from rules.record import Field, Kind, RecordType
from rules.records import ASSESSMENT, REGISTRY, SCHEMA
from tests.support import hardship, logs, profiles
from tests.support.profiles import HOA, KEY, RECORD, answer, shown

SECRET = bytes(range(32))
Update = Callable[[Callable[[sqlite_utils.Database], None]], None]


@pytest.fixture
def update(monkeypatch: pytest.MonkeyPatch) -> Update:
    """Make this programme the next version, whose tables need one more step."""

    def to(step: Callable[[sqlite_utils.Database], None]) -> None:
        monkeypatch.setattr(stores, "VERSION", stores.VERSION + 1)
        monkeypatch.setattr(migrations, "STEPS", (*migrations.STEPS, step))

    return to


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A profile of this version, with an answer in it."""
    with profiles.profile(tmp_path / "pc") as store:
        answer(store, number=1, note="trước khi nâng cấp")
    return tmp_path / "pc"


def backups(folder: Path) -> list[Path]:
    """The safety copies of a profile."""
    return sorted((folder / "backups").glob("*")) if (folder / "backups").exists() else []


def add_column(db: sqlite_utils.Database) -> None:
    """A step that works."""
    db.execute("ALTER TABLE assessment ADD COLUMN weight REAL")


def break_off(db: sqlite_utils.Database) -> None:
    """A step that does half of its work."""
    db.execute("DELETE FROM assessment")
    db.execute("ALTER TABLE assessment ADD COLUMN weight REAL")
    raise ZeroDivisionError


def test_an_old_profile_is_brought_up_and_shows_what_it_showed(old: Path, update: Update) -> None:
    update(add_column)
    with stores.open_(old) as store:
        assert store.value("PRAGMA user_version") == stores.VERSION
        assert "weight" in [row["name"] for row in store.rows("PRAGMA table_info(assessment)")]
        assert shown(store)["note"] == "trước khi nâng cấp"
        assert check.check(store).fine
        assert answer(store, number=2) is not None


def test_a_backup_is_taken_first_and_is_a_profile_of_the_old_version(
    old: Path, update: Update, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    version = stores.VERSION
    update(add_column)
    stores.open_(old).close()
    (copy,) = backups(old)
    assert copy.name.startswith(f"before-v{version + 1}-from-v{version}-")
    monkeypatch.undo()
    (tmp_path / "restored").mkdir()
    (tmp_path / "restored" / stores.NAME).write_bytes(copy.read_bytes())
    with stores.open_(tmp_path / "restored") as store:
        assert shown(store)["note"] == "trước khi nâng cấp"
        assert check.check(store).fine


def test_no_backup_is_taken_where_nothing_changes(old: Path) -> None:
    stores.open_(old).close()
    assert backups(old) == []


def test_a_step_that_fails_leaves_the_profile_as_it_was(
    old: Path, update: Update, monkeypatch: pytest.MonkeyPatch
) -> None:
    update(break_off)
    with pytest.raises(ZeroDivisionError):
        stores.open_(old)
    assert len(backups(old)) == 1
    monkeypatch.undo()
    with stores.open_(old) as store:
        assert shown(store)["note"] == "trước khi nâng cấp"
        assert check.check(store).fine


def test_a_step_that_failed_is_tried_again(
    old: Path, update: Update, monkeypatch: pytest.MonkeyPatch
) -> None:
    update(break_off)
    with pytest.raises(ZeroDivisionError):
        stores.open_(old)
    monkeypatch.undo()
    update(add_column)
    with stores.open_(old) as store:
        assert store.value("PRAGMA user_version") == stores.VERSION


def test_changes_held_for_the_new_version_are_applied_by_the_update(
    old: Path, update: Update, monkeypatch: pytest.MonkeyPatch
) -> None:
    newer = Change(
        logs.ids(1)[0],
        "assessment",
        RECORD,
        {**KEY, "weight": 2.5},
        {},
        HOA,
        logs.AT,
        SCHEMA + 1,
    )
    with stores.open_(old) as store:
        assert profiles.take(store, [newer]).held == 1
    grown = RecordType(
        ASSESSMENT.name,
        (*ASSESSMENT.fields, Field("weight", Kind.NUMBER)),
        ASSESSMENT.identity,
        ASSESSMENT.key,
    )
    monkeypatch.setitem(REGISTRY, ASSESSMENT.name, grown)
    monkeypatch.setattr(fitting, "SCHEMA", SCHEMA + 1)
    update(add_column)
    with stores.open_(old) as store:
        assert store.value("SELECT count(*) FROM held") == 0
        assert shown(store)["weight"] == 2.5
        assert check.check(store).fine


def test_the_backup_of_an_encrypted_profile_is_encrypted(tmp_path: Path, update: Update) -> None:
    with profiles.profile(tmp_path, key=SECRET) as store:
        answer(store, note="Bí mật của xã")
        before = list(replica.dump(store))
    update(add_column)
    stores.open_(tmp_path, SECRET).close()
    (copy,) = backups(tmp_path)
    content = copy.read_bytes()
    assert b"SQLite" not in content
    assert "Bí mật".encode() not in content
    connection = sqlite.connect(str(copy))
    connection.execute(f"PRAGMA key=\"x'{SECRET.hex()}'\"")
    assert connection.execute("SELECT note FROM assessment").fetchone() == ("Bí mật của xã",)
    connection.close()
    with stores.open_(tmp_path, SECRET) as store:
        assert list(replica.dump(store)) == before


def test_a_profile_whose_backup_does_not_fit_is_not_touched(old: Path, update: Update) -> None:
    before = (old / stores.NAME).read_bytes()
    update(add_column)
    with hardship.largest_file(20_000), pytest.raises(errors.CannotWrite, match="hãy"):
        stores.open_(old)
    assert (old / stores.NAME).read_bytes() == before
    assert backups(old) == []
    with stores.open_(old) as store:
        assert shown(store)["note"] == "trước khi nâng cấp"
