"""A data budget: known before what goes and what stays, and never passed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db import blobs, journal, rounds
from db.journal import Edit
from db.queries import outgoing
from db.store import Store
from rules.budget import LEAST, STEP, Load, plan, plan_words
from sync import errors
from sync.http import HttpCenter
from sync.memory import MemoryCenter
from sync.round import BUDGET, Wish, run
from sync.steps import Progress
from tests.support.centre import CentreProcess, serving
from tests.support.desk import COMMUNE, OFFICER, attach, desk, heavy, people, shown
from tests.support.line import line_to

MB = 1_000_000
sizes = st.lists(st.integers(1, 3 * MB), max_size=6).map(tuple)
loads = st.builds(
    Load,
    changes=st.integers(0, 10_000),
    bytes=st.integers(0, 2 * MB),
    up=sizes,
    down=sizes,
    coming=st.none() | st.integers(0, 10_000),
    coming_bytes=st.integers(0, 2 * MB),
)


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
    assert (made.up, made.down, made.changes_left) == (2, 0, 0)
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
    assert (made.changes_left, made.coming_left) == (0, 0)
    assert made.bytes >= load.bytes + load.coming_bytes + sum((*load.up, *load.down))


@given(loads, st.integers(0, 20 * MB))
def test_a_plan_loses_no_file_and_keeps_to_the_budget(load: Load, most: int) -> None:
    made = plan(load, most)
    assert made.up + made.up_left == len(load.up)
    assert made.down + made.down_left == len(load.down)
    assert made.bytes <= most
    assert 0 <= made.bytes_left <= sum((*load.up, *load.down))
    assert 0 <= made.changes_left <= load.changes
    assert 0 <= made.coming_left <= (load.coming or 0)


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


# -- what others wrote -----------------------------------------------------------------------------


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Store]:
    """Another PC of the commune."""
    with desk(tmp_path / "other") as opened:
        yield opened


def foreseen(store: Store, most: int | None = None) -> str:
    load = outgoing.load(store)
    return plan_words(plan(load, most), load)


def test_before_the_first_greeting_nobody_knows_what_will_come(other: Store) -> None:
    assert outgoing.load(other).coming is None
    assert "Chưa biết trung tâm có bao nhiêu thay đổi" in foreseen(other)


def test_what_others_wrote_is_foreseen_from_the_last_greeting(store: Store, other: Store) -> None:
    centre = MemoryCenter(commune=COMMUNE)
    people(store, 3000)
    run(store, centre, wish=Wish(data_only=True))
    run(other, centre, wish=Wish(data_only=True, budget=200_000))
    load = outgoing.load(other)
    assert load.coming is not None
    assert 0 < load.coming < 3009
    assert f"nhận khoảng {load.coming:,} thay đổi".replace(",", ".") in foreseen(other)
    (told,) = rounds.latest(other)
    assert f"{load.coming:,} thay đổi chờ nhận".replace(",", ".") in (told.sentence or "")
    run(other, centre, wish=Wish(data_only=True))
    assert outgoing.load(other).coming == 0
    assert "nhận" not in foreseen(other)


def test_what_this_pc_has_sent_is_not_foreseen_to_come_back(store: Store, other: Store) -> None:
    centre = MemoryCenter(commune=COMMUNE)
    run(store, centre, wish=Wish(data_only=True))
    people(other, 500)
    with pytest.MonkeyPatch.context() as line:
        line.setattr(centre, "since", lambda *_asked: _break())
        with pytest.raises(errors.NoConnection):
            run(other, centre)
    load = outgoing.load(other)
    assert (load.changes, load.coming) == (0, 9)
    assert run(other, centre, wish=Wish(data_only=True)).pulled == 9
    assert outgoing.load(other).coming == 0


def _break() -> None:
    raise errors.no_connection()


def test_what_does_not_fit_is_told_before(other: Store) -> None:
    made = plan(Load(1000, 400_000, coming=13_000, coming_bytes=4 * MB), MB)
    assert made.changes_left == 0
    assert 11_000 < made.coming_left < 13_000
    made = plan(Load(1000, 4 * MB, coming=13_000, coming_bytes=4 * MB), MB)
    assert 700 < made.changes_left < 1000
    assert made.coming_left == 13_000


def test_who_begins_foresees_the_records_and_not_the_history_behind_them(
    store: Store, other: Store, tmp_path: Path
) -> None:
    centre = MemoryCenter(commune=COMMUNE)
    people(store, 1000)
    ids = [row[0] for row in store.rows("SELECT record FROM person")]
    for n in range(5):
        edits = [Edit("person", each, {"position": f"Chức vụ {n}"}) for each in ids]
        journal.commit(store, OFFICER, edits)
    run(store, centre, wish=Wish(data_only=True))
    run(other, centre, wish=Wish(budget=20_000))
    before = outgoing.load(other)
    assert before.coming is not None
    assert before.coming <= 1009
    run(other, centre, wish=Wish(budget=100_000))
    assert 0 < (outgoing.load(other).coming or 0) < before.coming
    assert "thay đổi chờ nhận" in (rounds.latest(other)[0].sentence or "")
    run(other, centre, wish=Wish(data_only=True))
    assert outgoing.load(other).coming == 0
    people(store, 7)
    run(store, centre)
    run(other, centre, wish=Wish(budget=1_000))
    assert outgoing.load(other).coming == 7


# -- over a real line, which counts along --------------------------------------------------------


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[CentreProcess]:
    """A centre that serves."""
    with serving(tmp_path / "centre") as running:
        yield running


def scribble(store: Store, count: int) -> None:
    """So many people with names that hardly pack."""
    draw = random.Random(count)
    letters = [chr(code) for code in range(0x4E00, 0x9FFF)]
    notes = ("".join(draw.choices(letters, k=200)) for _n in range(count))
    edits = [Edit("person", None, {"full_name": note}) for note in notes]
    journal.commit(store, OFFICER, edits)


class Frugal:
    """Rounds of one PC over a line that counts what goes over."""

    def __init__(self, centre: CentreProcess, store: Store) -> None:
        self.store, self._url = store, centre.url
        self._token = centre.enrol(journal.wind(store).replica).token

    def run(self, budget: int | None = None) -> int:
        """One round; the bytes that went over the line."""
        with line_to(self._url) as line, HttpCenter(line.url, self._token) as way:
            run(self.store, way, wish=Wish(budget=budget))
        return sum(line.carried.values())


@pytest.mark.parametrize("budget", [60_000, 300_000])
def test_changes_that_hardly_pack_keep_to_the_budget_both_ways(
    centre: CentreProcess, tmp_path: Path, other: Store, budget: int
) -> None:
    with desk(tmp_path / "writer") as writer:
        scribble(writer, 2000)
        ours, theirs = Frugal(centre, writer), Frugal(centre, other)
        went = ours.run(budget)
        assert budget - 2 * LEAST < went <= budget
        assert 0 < len(journal.waiting(writer, 2001)) < 2000
        ours.run()
        came = theirs.run(budget)
        assert budget - 2 * LEAST < came <= budget
        assert rounds.latest(other)[0].outcome == BUDGET
        theirs.run()
        assert shown(other) == shown(writer)


def test_a_file_comes_as_far_as_the_budget_goes_and_goes_on_there(
    centre: CentreProcess, tmp_path: Path, other: Store
) -> None:
    with desk(tmp_path / "writer") as writer:
        attach(writer, tmp_path, random.Random(9).randbytes(MB))
        ours, theirs = Frugal(centre, writer), Frugal(centre, other)
        first = ours.run(700_000)
        assert 700_000 - STEP - 2 * LEAST < first <= 700_000
        assert ours.run() < MB - first + STEP
        came = theirs.run(600_000)
        assert 600_000 - 2 * LEAST < came <= 600_000
        assert theirs.run() < MB - came + 2 * LEAST
        assert not blobs.wanted(other)


def test_a_budget_for_which_nothing_can_be_begun_says_so(
    centre: CentreProcess, tmp_path: Path
) -> None:
    with desk(tmp_path / "writer") as writer:
        people(writer, 1)
        assert Frugal(centre, writer).run(10_000) < 2_000
        (told,) = rounds.latest(writer)
        assert told.outcome == BUDGET
        assert "vì 10 kB là quá ít" in (told.sentence or "")
        assert "1 thay đổi chờ gửi" in (told.sentence or "")


def test_no_request_is_sent_and_no_answer_read_beyond_what_may_go_over(
    centre: CentreProcess, tmp_path: Path
) -> None:
    with desk(tmp_path / "writer") as writer, centre.way_of(writer) as way:
        scribble(writer, 200)
        bodies = [each.body for each in journal.waiting(writer, 200)]
        way.hello()
        way.traffic.most = 60_000
        with pytest.raises(errors.Stopped):
            way.push(bodies)
        assert way.traffic.up < 2_000
        way.traffic.most = None
        way.push(bodies)
        way.traffic.most = way.traffic.up + way.traffic.down + 30_000
        with pytest.raises(errors.Stopped):
            way.since(0, 1000)
        assert way.traffic.left >= -1


@pytest.mark.parametrize("size", [300_000, 1_400_000])
def test_a_change_that_is_more_than_the_budget_stops_nothing_behind_it(
    centre: CentreProcess, tmp_path: Path, size: int
) -> None:
    with desk(tmp_path / "pc") as writer, desk(tmp_path / "other") as other:
        with centre.way_of(other) as way:
            people(other, 3)
            run(other, way)
        heavy(writer, size)
        people(writer, 5)
        attach(writer, tmp_path, b"bien ban")
        with centre.way_of(writer) as way:
            done = run(writer, way, wish=Wish(budget=100_000))
            assert (done.pushed, done.pulled, done.files_up) == (6, 3, 1)
            assert way.traffic.up + way.traffic.down < 100_000
            (told,) = rounds.latest(writer)
            assert (told.outcome, "1 thay đổi lớn hơn" in (told.sentence or "")) == (BUDGET, True)
            assert [each.id for each in journal.waiting(writer, 9)] == never_offered(writer)
            assert run(writer, way).pushed == 1


def never_offered(store: Store) -> list[str]:
    """The changes that have not left this PC."""
    return [
        row[0] for row in store.rows("SELECT id FROM change WHERE offered_at IS NULL AND state = 0")
    ]


def test_a_small_budget_is_enough_for_a_few_changes(centre: CentreProcess, tmp_path: Path) -> None:
    with desk(tmp_path / "writer") as writer:
        people(writer, 20)
        assert Frugal(centre, writer).run(30_000) < 10_000
        assert rounds.latest(writer)[0].outcome == rounds.DONE
        assert not journal.waiting(writer, 1)


def test_packages_of_unknown_size_are_not_begun_with_little_left(store: Store) -> None:
    centre = MemoryCenter(commune=COMMUNE)
    centre.province.publish('{"kind": "targets", "id": "x", "version": 1}')
    run(store, centre, wish=Wish(budget=100_000))
    (told,) = rounds.latest(store)
    assert told.outcome == BUDGET
