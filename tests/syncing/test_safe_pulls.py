"""Before much is taken in at once a copy of the database is kept; the last three of them stay."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from db import journal, safety
from db import store as stores
from db.store import Store
from sync import errors
from sync.memory import MemoryCenter, Province
from sync.pace import PAGES
from sync.round import run
from sync.steps import send, take
from tests.support.desk import COMMUNE, answer, desk, people, shown
from tests.support.frail import CUT, OK, Line
from tests.support.sticks import Office, meeting

FEW = 20


@pytest.fixture(autouse=True)
def few_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small pages, and a large pull at twenty changes."""
    monkeypatch.setattr(safety, "LARGE_PULL", FEW)
    for step in (send, take):
        monkeypatch.setattr(step, "PAGES", replace(PAGES, first=10))


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[tuple[Store, Store, Province]]:
    """Two PCs that know the same, and their province."""
    with desk(tmp_path / "one") as one, desk(tmp_path / "two") as two:
        province = Province()
        answer(one, passed=True)
        run(one, MemoryCenter(province, commune=COMMUNE))
        run(two, MemoryCenter(province, commune=COMMUNE))
        yield one, two, province


def copies(store: Store) -> list[Path]:
    """The safety copies of a profile."""
    return sorted((store.folder / "backups").glob("before-pull-*.db"))


def write(store: Store, province: Province, count: int = FEW) -> None:
    """So many changes reach the centre."""
    people(store, count)
    run(store, MemoryCenter(province, commune=COMMUNE))


def test_the_copy_shows_what_stood_before(
    pair: tuple[Store, Store, Province], tmp_path: Path
) -> None:
    one, two, province = pair
    before = shown(two)
    write(one, province)
    run(two, MemoryCenter(province, commune=COMMUNE))
    (copy,) = copies(two)
    (tmp_path / "copy").mkdir()
    copy.rename(tmp_path / "copy" / stores.NAME)
    with stores.open_(tmp_path / "copy") as old:
        assert shown(old) == before
    assert shown(two) == shown(one)


def test_a_small_pull_and_the_first_one_need_none(pair: tuple[Store, Store, Province]) -> None:
    one, two, province = pair
    write(one, province, FEW - 1)
    run(two, MemoryCenter(province, commune=COMMUNE))
    assert copies(one) == copies(two) == []


def test_a_pull_that_breaks_off_and_goes_on_is_preceded_by_one_copy(
    pair: tuple[Store, Store, Province],
) -> None:
    one, two, province = pair
    write(one, province, 3 * FEW)
    for _try in range(3):
        with pytest.raises(errors.NoConnection):
            run(two, Line(MemoryCenter(province, commune=COMMUNE), [OK, OK, CUT]))
    run(two, MemoryCenter(province, commune=COMMUNE))
    assert journal.cursor(two) == 3 * FEW + 1
    assert len(copies(two)) == 1


def test_a_large_answer_by_stick_is_preceded_by_a_copy_and_a_small_one_needs_none(
    tmp_path: Path,
) -> None:
    with meeting(tmp_path) as (centre, (one, two)):

        def trip(office: Office, name: str) -> None:
            up = office.export(tmp_path / f"{name}.lsb")
            centre.exchange(up, tmp_path / f"{name}-back.lsb")
            office.take(tmp_path / f"{name}-back.lsb")

        people(one.store, 1)
        for office in (one, two):
            trip(office, f"first{office.given.device}")
        people(one.store, FEW - 1)
        trip(one, "few")
        trip(two, "taken")
        assert copies(two.store) == []
        people(one.store, FEW)
        trip(one, "many")
        trip(two, "all taken")
        assert len(copies(two.store)) == 1
        assert two.shown() == one.shown()


def test_only_the_last_three_are_kept(
    pair: tuple[Store, Store, Province], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two, province = pair
    for hour in range(5):
        monkeypatch.setattr("db.safety.time.strftime", lambda _f, hour=hour: f"20261126-0{hour}")
        write(one, province)
        run(two, MemoryCenter(province, commune=COMMUNE))
    names = [path.name for path in copies(two)]
    assert names == [f"before-pull-20261126-0{hour}.db" for hour in (2, 3, 4)]
