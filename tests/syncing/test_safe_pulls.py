"""Before much is taken in at once a copy of the database is kept; the last three of them stay."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from db import journal, rounds, safety
from db import store as stores
from db.store import Store
from rules.change import decode
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


@pytest.mark.parametrize("years", [(2022, 2023, 2024, 2025, 2026), (2026, 2026, 2026, 2010, 2010)])
def test_only_the_last_three_are_kept_whatever_the_clock_says(
    pair: tuple[Store, Store, Province],
    monkeypatch: pytest.MonkeyPatch,
    years: tuple[int, ...],
) -> None:
    one, two, province = pair
    for year in years:
        monkeypatch.setattr("db.safety.time.strftime", lambda _f, year=year: f"{year}1126-08")
        write(one, province)
        run(two, MemoryCenter(province, commune=COMMUNE))
    names = [f"before-pull-{n:06}-{years[n - 1]}1126-08.db" for n in (3, 4, 5)]
    assert [path.name for path in copies(two)] == names


def test_copies_an_older_programme_named_by_the_clock_alone_go_first(
    pair: tuple[Store, Store, Province],
) -> None:
    one, two, province = pair
    (two.folder / "backups").mkdir()
    old = [two.folder / "backups" / f"before-pull-2026112{n}-080000.db" for n in range(3)]
    for path in old:
        path.touch()
    write(one, province)
    run(two, MemoryCenter(province, commune=COMMUNE))
    assert [path.exists() for path in old] == [False, True, True]
    assert len(copies(two)) == 3


def test_what_a_pc_wrote_before_its_first_pull_is_copied_too(
    tmp_path: Path, pair: tuple[Store, Store, Province], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, _two, province = pair
    monkeypatch.setattr("sync.snapshot.WORTH_IT", FEW)
    write(one, province)
    with desk(tmp_path / "alone") as alone:
        people(alone, 3)
        before = shown(alone)
        run(alone, MemoryCenter(province, commune=COMMUNE))
        (copy,) = copies(alone)
        (tmp_path / "copy").mkdir()
        copy.rename(tmp_path / "copy" / stores.NAME)
    with stores.open_(tmp_path / "copy") as old:
        assert shown(old) == before


def test_when_all_is_taken_anew_from_a_centre_put_back_another_copy_comes_first(
    pair: tuple[Store, Store, Province],
) -> None:
    one, two, province = pair
    write(one, province, 2 * FEW)
    run(two, MemoryCenter(province, commune=COMMUNE))
    stream = province.stream(COMMUNE)
    for times in (2, 3):
        del stream.positions[decode(stream.bodies.pop()).id]
        stream.taken_at.pop()
        run(two, MemoryCenter(province, commune=COMMUNE))
        assert "Trung tâm vừa được khôi phục" in (rounds.latest(two)[0].sentence or "")
        assert len(copies(two)) == times
