"""The disk is full, here or at the centre: a sentence, nothing confirmed lost, and it goes on."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from db import check, journal
from db.errors import CannotWrite
from db.store import Store
from sync import errors
from sync.round import run
from tests.support import hardship
from tests.support.centre import COMMUNE, CentreProcess, serving
from tests.support.desk import attach, people, shown

PHOTO = random.Random(20).randbytes(600_000)


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[CentreProcess]:
    """A centre that serves."""
    with serving(tmp_path / "centre") as running:
        yield running


# -- here ----------------------------------------------------------------------------------------


def test_a_pc_whose_disk_is_full_takes_the_rest_when_there_is_room(
    centre: CentreProcess, one: Store, two: Store
) -> None:
    people(one, 3000)
    with centre.way_of(one) as near, centre.way_of(two) as far:
        run(one, near)
        with hardship.largest_file(700_000), pytest.raises(CannotWrite, match="hãy"):
            run(two, far)
        cursor = journal.cursor(two)
        assert cursor < 3000
        assert two.value("SELECT count(*) FROM change") == cursor
        assert check.check(two).fine
        run(two, far)
    assert shown(one) == shown(two)


def test_a_file_that_does_not_fit_is_fetched_on_when_there_is_room(
    centre: CentreProcess, one: Store, two: Store, tmp_path: Path
) -> None:
    attach(one, tmp_path, PHOTO)
    with centre.way_of(one) as near, centre.way_of(two) as far:
        run(one, near)
        with hardship.largest_file(300_000), pytest.raises(CannotWrite, match="giải phóng"):
            run(two, far)
        done = run(two, far)
    assert done.files_down == 1
    assert done.bytes_down < len(PHOTO) - 100_000
    assert check.check(two).fine


# -- at the centre -------------------------------------------------------------------------------


def test_a_centre_that_cannot_write_keeps_what_it_confirmed(
    centre: CentreProcess, one: Store, tmp_path: Path
) -> None:
    people(one, 3000)
    attach(one, tmp_path, PHOTO)
    with centre.way_of(one) as way:
        centre.limit_files(700_000)
        with pytest.raises(errors.CentreTrouble):
            run(one, way)
        assert len(journal.waiting(one, 5000)) > 0
        assert centre.has_what_it_confirmed(one)
        centre.limit_files(-1)
        run(one, way)
    _all_is_there(centre, one)


@pytest.mark.skipif(not hardship.may_mount(), reason="only root can make a small file system")
def test_a_centre_whose_disk_is_full_goes_on_when_there_is_room(one: Store, tmp_path: Path) -> None:
    people(one, 3000)
    attach(one, tmp_path, PHOTO)
    with (
        hardship.small_disk(tmp_path / "disk", 8_000_000) as disk,
        serving(disk / "centre") as centre,
        centre.way_of(one) as way,
    ):
        room = shutil.disk_usage(disk).free
        (disk / "in the way").write_bytes(bytes(room - 900_000))
        with pytest.raises(errors.CentreTrouble, match="Trung tâm"):
            run(one, way)
        assert len(journal.waiting(one, 5000)) > 0
        assert centre.has_what_it_confirmed(one)
        (disk / "in the way").unlink()
        run(one, way)
        _all_is_there(centre, one)


def _all_is_there(centre: CentreProcess, store: Store) -> None:
    assert journal.waiting(store, 1) == []
    assert store.value("SELECT count(*) FROM blob WHERE NOT sent") == 0
    assert centre.has_what_it_confirmed(store)
    assert centre.run("dump", COMMUNE).stdout.splitlines() == shown(store)
    assert centre.run("check").returncode == 0
