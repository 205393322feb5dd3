"""A data budget: known before what goes and what stays, and never passed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db import blobs, journal, rounds
from db.queries import outgoing
from db.store import Store
from rules.budget import STEP, Load, plan
from sync.memory import MemoryCenter
from sync.round import BUDGET, Wish, run
from sync.steps import Progress
from tests.support.desk import COMMUNE, attach, desk, people

MB = 1_000_000
sizes = st.lists(st.integers(1, 3 * MB), max_size=6).map(tuple)
loads = st.builds(Load, st.integers(0, 10_000), st.integers(0, 2 * MB), sizes, sizes)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A PC with a change and eight files of 200 kB."""
    with desk(tmp_path / "pc") as opened:
        people(opened, 1)
        for n in range(8):
            attach(opened, tmp_path, bytes([n]) * 200_000)
        yield opened


def test_changes_go_first_and_files_in_their_order() -> None:
    load = Load(10, 1_000, up=(100_000, 300_000), down=(700_000,))
    made = plan(load, MB)
    assert (made.up, made.down, made.changes_left) == (2, 0, False)
    assert (made.up_left, made.down_left, made.bytes_left) == (0, 1, 700_000)


def test_small_files_come_before_large_ones_of_either_direction() -> None:
    load = Load(0, 0, up=(3_000_000, 10_000), down=(20_000, 2_000_000))
    made = plan(load, MB)
    assert (made.up, made.down, made.bytes_left) == (1, 1, 5_000_000)


def test_without_files_all_of_them_are_left() -> None:
    made = plan(Load(10, 1_000, (100_000,), (50_000,)), data_only=True)
    assert (made.up_left, made.down_left, made.bytes_left) == (1, 1, 150_000)


@given(loads)
def test_without_a_budget_everything_goes(load: Load) -> None:
    made = plan(load)
    assert (made.up_left, made.down_left, made.bytes_left) == (0, 0, 0)
    assert not made.changes_left
    assert made.bytes >= load.bytes + sum((*load.up, *load.down))


@given(loads, st.integers(0, 20 * MB))
def test_a_plan_loses_no_file_and_keeps_to_the_budget(load: Load, most: int) -> None:
    made = plan(load, most)
    assert made.up + made.up_left == len(load.up)
    assert made.down + made.down_left == len(load.down)
    assert made.bytes <= most
    assert 0 <= made.bytes_left <= sum((*load.up, *load.down))


@given(loads, st.integers(0, 10 * MB), st.integers(0, 10 * MB))
def test_more_room_never_leaves_more(load: Load, most: int, more: int) -> None:
    assert plan(load, most + more).bytes_left <= plan(load, most).bytes_left


def test_a_round_keeps_to_its_budget_and_tells_what_is_left(store: Store) -> None:
    centre = MemoryCenter(commune=COMMUNE)
    foreseen = plan(outgoing.load(store), MB)
    done = run(store, centre, wish=Wish(budget=MB))
    assert not journal.waiting(store, 10)
    assert done.files_up == foreseen.up
    assert MB - 2 * STEP < done.bytes_up + done.bytes_down <= MB
    (told,) = rounds.latest(store)
    assert told.outcome == BUDGET
    assert "còn 4 tệp" in (told.sentence or "")
    assert "(800 kB)" in (told.sentence or "")


def test_the_next_round_goes_on_with_the_rest(store: Store) -> None:
    centre = MemoryCenter(commune=COMMUNE)
    run(store, centre, wish=Wish(budget=MB))
    assert run(store, centre).files_up == 4
    assert not blobs.unsent(store)
    assert rounds.latest(store)[0].outcome == rounds.DONE


def test_a_budget_that_suffices_is_not_spoken_of(store: Store) -> None:
    run(store, MemoryCenter(commune=COMMUNE), wish=Wish(budget=10 * MB))
    assert rounds.latest(store)[0].outcome == rounds.DONE


def test_the_progress_tells_the_bytes_that_went_over(store: Store) -> None:
    told: list[Progress] = []
    done = run(store, MemoryCenter(commune=COMMUNE), progress=told.append)
    assert [each.bytes for each in told] == sorted(each.bytes for each in told)
    assert told[-1].bytes == done.bytes_up + done.bytes_down
