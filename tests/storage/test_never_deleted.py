"""Nothing unconfirmed can be deleted or altered, whatever a clean-up or repair tries."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlite

from db import blobs, history, journal, release
from db import store as stores
from db.commands import quarantine
from db.journal import Receipt
from db.store import Store
from tests.support import desk, profiles
from tests.support.profiles import HOA, answer, bodies


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A profile with something to lose."""
    with profiles.profile(tmp_path / "pc") as opened:
        answer(opened, number=1)
        desk.attach(opened, tmp_path, b"minh chung")
        yield opened


@pytest.mark.parametrize(
    "attack",
    [
        "DELETE FROM change",
        "UPDATE change SET body = '{}'",
        "UPDATE change SET id = 'x' || id",
        "UPDATE change SET action = NULL",
        "DELETE FROM blob",
    ],
)
def test_the_database_itself_refuses(store: Store, attack: str) -> None:
    before = bodies(store)
    with pytest.raises(sqlite.IntegrityError, match="never"), store.write() as connection:
        connection.execute(attack)
    assert bodies(store) == before


def test_no_way_of_tidying_up_takes_anything_that_waits(store: Store, tmp_path: Path) -> None:
    refused = answer(store, number=2)
    assert refused is not None
    journal.acknowledge(store, [Receipt(refused.id, None, "2026-11-26T08:00:00Z", "late", "Trễ.")])
    before, files = bodies(store), blobs.unsent(store)
    history.undo(store, HOA)
    blobs.sweep(store)
    quarantine.dismiss(store, refused.id)
    release.release(store)
    journal.rebuild(store)
    journal.offer_everything(store)
    store.close()
    with stores.open_(tmp_path / "pc") as again:
        assert bodies(again)[: len(before)] == before
        assert blobs.unsent(again) == files
        assert blobs.damaged(again) == []
