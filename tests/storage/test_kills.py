"""Killed at any moment: what was acknowledged is there, and nothing is there by half."""

from __future__ import annotations

import hashlib
import random
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from db import blobs, check, errors, journal, migrations
from db import store as stores
from db.journal import Edit
from db.queries import replica
from db.store import Store
from tests.support import killing, profiles, victim

LANES, KILLS = 4, 55  # profiles side by side, and kills on each


def test_nothing_acknowledged_is_lost_when_the_programme_is_killed_while_saving(
    tmp_path: Path,
) -> None:
    with ThreadPoolExecutor(LANES) as lanes:
        kept = list(lanes.map(_killed_while_saving, [tmp_path / str(n) for n in range(LANES)]))
    assert all(count > KILLS for count in kept)


def _killed_while_saving(folder: Path) -> int:
    """Kill one programme after the other on one profile; how many changes were acknowledged."""
    chance = random.Random(folder.name)
    profiles.profile(folder).close()
    saved: list[str] = []
    cursor = 0
    for turn in range(1, KILLS + 1):
        for word, *promised in killing.kill("save", folder, chance, longest=0.05):
            if word == "saved":
                saved += promised
            elif word == "taken":
                cursor = int(promised[0])
        with stores.open_(folder) as store:
            _has_all(store, saved, cursor)
            if turn % 20 == 0 or turn == KILLS:
                assert check.check(store).fine
    return len(saved)


def _has_all(store: Store, saved: list[str], cursor: int) -> None:
    assert store.value("PRAGMA quick_check") == "ok"
    waiting = [each.id for each in journal.waiting(store, 10**6)]
    promised = set(saved)
    assert [each for each in waiting if each in promised] == saved
    assert journal.cursor(store) >= cursor
    positions = store.rows("SELECT position FROM change WHERE position > 0 ORDER BY position")
    assert [row[0] for row in positions] == list(range(1, journal.cursor(store) + 1))


def test_evidence_is_whole_or_absent_when_the_programme_is_killed_while_attaching(
    tmp_path: Path,
) -> None:
    with ThreadPoolExecutor(2) as lanes:
        kept = list(lanes.map(_killed_while_attaching, [tmp_path / "a", tmp_path / "b"]))
    assert sum(kept) > 0


def _killed_while_attaching(folder: Path) -> int:
    chance = random.Random(folder.name)
    profiles.profile(folder).close()
    attached: list[str] = []
    for _turn in range(12):
        lines = killing.kill("attach", folder, chance, longest=0.08)
        attached += [promised[0] for word, *promised in lines if word == "attached"]
        with stores.open_(folder) as store:
            blobs.sweep(store)
            there = {row[0] for row in store.rows("SELECT record FROM evidence")}
            assert there.issuperset(attached)
            for path in (folder / "blobs").rglob("*"):
                if path.is_file():
                    assert hashlib.sha256(path.read_bytes()).hexdigest() == path.name
    with stores.open_(folder) as store:
        assert check.check(store).fine
    return len(attached)


def test_a_profile_is_old_or_new_when_the_programme_is_killed_while_migrating(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random("migrating")
    with profiles.profile(tmp_path / "old") as store:
        for turn in range(300):
            key = victim.key(turn % victim.RECORDS)
            journal.commit(store, "can-bo", [Edit("assessment", None, key | {"number": turn})])
        before = list(replica.dump(store))
    copies = [tmp_path / f"copy-{number}" for number in range(24)]
    for copy in copies:
        shutil.copytree(tmp_path / "old", copy)
        killing.kill("migrate", copy, chance, longest=0.1)
    old, new = [], []
    for copy in copies:
        try:
            with stores.open_(copy) as store:
                assert list(replica.dump(store)) == before
                assert check.check(store).fine
            old.append(copy)
        except errors.NewerDatabase:
            new.append(copy)
    assert old
    assert new
    monkeypatch.setattr(stores, "VERSION", stores.VERSION)
    monkeypatch.setattr(migrations, "STEPS", migrations.STEPS)
    victim.become_the_next_version()
    for copy in copies:
        with stores.open_(copy) as store:
            assert list(replica.dump(store)) == before
            assert store.value("SELECT count(*) FROM extra") == 0
            assert check.check(store).fine
