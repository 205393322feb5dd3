"""A new PC takes the records as they stand; whatever comes later is as if it knew everything."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from pathlib import Path

import pytest

from db import check, history, journal
from db.journal import Edit
from db.queries import replica
from db.queries.digests import digests
from db.store import Store
from rules.records import SCHEMA
from sync import errors, memory, snapshot
from sync.memory import MemoryCenter
from sync.round import run
from sync.snapshot import Place, Portion
from sync.steps import Progress, fill
from tests.support.desk import COMMUNE, OFFICER, Pen, answer, desk, people, shown


@pytest.fixture(autouse=True)
def short_streams_too(monkeypatch: pytest.MonkeyPatch) -> None:
    for room in (snapshot, memory):
        monkeypatch.setattr(room, "WORTH_IT", 3)


@pytest.fixture
def new(tmp_path: Path) -> Iterator[Store]:
    with desk(tmp_path / "new") as store:
        yield store


@pytest.fixture
def centre() -> MemoryCenter:
    return MemoryCenter(commune=COMMUNE)


def edited(store: Store, times: int) -> None:
    """One answer with a long history."""
    answer(store, numerator=0, denominator=10, note="đầu")
    for number in range(1, times + 1):
        answer(store, numerator=number)


def agree(*stores: Store) -> None:
    for store in stores:
        assert shown(store) == shown(stores[0])
        assert digests(store) == digests(stores[0])
        assert check.check(store).fine


def log(store: Store) -> int:
    count: int = store.value("SELECT count(*) FROM log")
    return count


def test_a_new_pc_takes_what_stands_and_not_how_it_came_about(
    one: Store, new: Store, centre: MemoryCenter
) -> None:
    edited(one, 50)
    run(one, centre)
    done = run(new, centre)
    assert (done.pulled, log(new), journal.cursor(new)) == (2, 2, 51)
    agree(one, new)
    assert run(new, centre).requests == 1


def test_what_it_takes_is_proven_by_when_the_centre_took_the_last_change(
    one: Store, new: Store, centre: MemoryCenter
) -> None:
    edited(one, 3)
    run(one, centre)
    run(new, centre)
    assert journal.proof(new) == centre.hello(journal.cursor(new)).taken_at


def test_what_stands_costs_the_same_however_long_the_history(
    one: Store, new: Store, centre: MemoryCenter
) -> None:
    edited(one, 3)
    run(one, centre)
    short = len(centre.snapshot(None, 1000).pieces[0].at)
    edited(one, 40)
    run(one, centre)
    assert len(centre.snapshot(None, 1000).pieces[0].at) == short


def test_a_short_stream_is_taken_with_its_history(
    one: Store, new: Store, centre: MemoryCenter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshot, "WORTH_IT", 100)
    edited(one, 50)
    run(one, centre)
    assert run(new, centre).pulled == 51


def test_what_it_wrote_before_is_sent_and_meets_the_others(
    one: Store, new: Store, centre: MemoryCenter
) -> None:
    edited(one, 10)
    run(one, centre)
    answer(new, note="máy mới")
    people(new, 2)
    assert run(new, centre).conflicts == 1
    run(one, centre)
    agree(one, new)
    assert not journal.waiting(new, 10)


def test_its_own_change_that_others_have_overtaken_is_no_rival(
    one: Store, new: Store, centre: MemoryCenter
) -> None:
    answer(new, numerator=0, denominator=10)
    centre.push([each.body for each in journal.waiting(new, 10)])  # and the answer was lost
    run(one, centre)
    for number in range(1, 6):
        answer(one, numerator=number)
    run(one, centre)
    assert run(new, centre).conflicts == 0
    agree(one, new)


def test_a_late_edit_on_what_was_overtaken_long_ago_is_a_conflict_on_every_pc(
    one: Store, two: Store, new: Store, centre: MemoryCenter
) -> None:
    edited(one, 1)
    run(one, centre)
    run(two, centre)
    answer(two, numerator=77)  # offline for a while
    for number in range(5, 9):
        answer(one, numerator=number)
    run(one, centre)
    run(new, centre)
    run(two, centre)
    for store in (one, new):
        assert run(store, centre).conflicts == 1
    agree(one, two, new)


def test_what_is_deleted_stays_deleted_and_a_late_edit_disputes_it(
    one: Store, two: Store, new: Store, centre: MemoryCenter
) -> None:
    edited(one, 3)
    run(one, centre)
    run(two, centre)
    ((record,),) = one.rows("SELECT record FROM assessment")
    journal.commit(one, OFFICER, [Edit("assessment", record, delete=True)])
    run(one, centre)
    run(new, centre)
    assert shown(new) == []
    answer(two, numerator=9)
    run(two, centre)
    assert run(new, centre).conflicts == 1
    run(one, centre)
    agree(one, two, new)


def test_what_a_newer_programme_wrote_comes_with_all_its_history(
    new: Store, centre: MemoryCenter
) -> None:
    pen = Pen()
    bodies = [pen.body("person", "p", set={"full_name": name}) for name in "ABC"]
    bodies += [pen.body("person", "p", set={"full_name": "D"}, schema=SCHEMA + 1)]
    bodies += [pen.body("planet", "q", set={"moons": n}) for n in range(3)]
    centre.push(bodies)
    assert run(new, centre).pulled == 7
    assert sorted(replica.log(new)) == sorted(bodies)
    assert new.value("SELECT count(*) FROM held") == 4
    assert check.check(new).fine


def test_the_history_of_a_record_begins_where_the_snapshot_does(
    one: Store, new: Store, centre: MemoryCenter
) -> None:
    edited(one, 5)
    run(one, centre)
    run(new, centre)
    ((record,),) = one.rows("SELECT record FROM assessment")
    known = {entry.change for entry in history.of(new, record)}
    assert known < {entry.change for entry in history.of(one, record)}
    answer(one, numerator=6)
    run(one, centre)
    run(new, centre)
    assert history.of(new, record)[0] == history.of(one, record)[0]


def test_rebuilding_from_the_log_gives_the_same_tables(
    one: Store, new: Store, centre: MemoryCenter
) -> None:
    edited(one, 5)
    run(one, centre)
    run(new, centre)
    before = shown(new)
    journal.rebuild(new)
    assert shown(new) == before
    agree(one, new)


# -- in pages, and broken off --------------------------------------------------------------------


class Breaking(MemoryCenter):
    """The line breaks after so many pages; what happens at the centre meanwhile is told."""

    def __init__(self, like: MemoryCenter, pages: int) -> None:
        super().__init__(like.province, commune=COMMUNE)
        self.asked: list[Place | None] = []
        self._pages = pages

    def snapshot(self, after: Place | None, limit: int) -> Portion:
        if len(self.asked) == self._pages:
            raise errors.no_connection()
        self.asked.append(after)
        return super().snapshot(after, 2)


def test_a_filling_that_broke_off_goes_on_where_it_was(
    one: Store, new: Store, centre: MemoryCenter
) -> None:
    people(one, 9)
    run(one, centre)
    told: list[Progress] = []
    with pytest.raises(errors.NoConnection):
        run(new, Breaking(centre, 2), progress=told.append)
    assert (log(new), journal.cursor(new)) == (4, 0)
    line = Breaking(centre, 9)
    run(new, line, progress=told.append)
    filled = [(each.done, each.whole) for each in told if each.phase == "fill"]
    assert filled == [(2, 9), (4, 9), (6, 9), (8, 9), (9, 9)]
    assert line.asked[0] is not None
    assert len(line.asked) == 3
    agree(one, new)


def test_what_is_written_while_pages_come_is_there_in_the_end(
    one: Store, two: Store, new: Store, centre: MemoryCenter
) -> None:
    people(one, 11)
    edited(one, 4)
    run(one, centre)
    run(two, centre)
    for pages in (1, 2, 1):
        with pytest.raises(errors.NoConnection):
            run(new, Breaking(centre, pages))
        for number in (1, 2):
            answer(two, numerator=100 * pages + number)
            people(two, 1)
        answer(new, note=f"trang {pages}")
        run(two, centre)
        assert check.check(new).fine
    run(new, centre)
    run(one, centre)
    run(two, centre)
    run(new, centre)
    agree(one, two, new)


def test_a_record_too_large_for_a_page_comes_in_parts(new: Store, centre: MemoryCenter) -> None:
    pen = Pen()
    centre.push([pen.body("person", "p", set={"full_name": f"N{n}"}) for n in range(7)])
    run(new, Breaking(centre, 9))
    assert new.value("SELECT count(*) FROM conflict") == 1
    assert len(replica.conflicts_of(new, "person", "p")["full_name"]) == 7
    assert check.check(new).fine


@pytest.mark.parametrize("wrong", ["at", "order", "standing still", "stranger"])
def test_a_page_that_makes_no_sense_is_not_kept(
    one: Store, new: Store, centre: MemoryCenter, monkeypatch: pytest.MonkeyPatch, wrong: str
) -> None:
    people(one, 4)
    run(one, centre)
    whole = centre.snapshot(None, 2)
    first, second = whole.pieces
    pages = {
        "at": Portion(whole.at + 1, whole.pieces, whole.next),
        "order": Portion(whole.at, (second, first), whole.next),
        "standing still": Portion(whole.at, (), Place(whole.at)),
        "stranger": Portion(
            whole.at,
            (type(first)("person", "x", first.at, {}, first.changes),),
            None,
        ),
    }
    asked = Place(whole.at)
    monkeypatch.setattr(fill, "resumed", lambda _store: asked)
    monkeypatch.setattr(centre, "snapshot", lambda _after, _limit: pages[wrong])
    with pytest.raises(errors.Garbled):
        run(new, centre)
    assert log(new) == 0


def test_a_page_from_before_the_place_that_was_asked_for_is_not_kept(
    one: Store, new: Store, centre: MemoryCenter, monkeypatch: pytest.MonkeyPatch
) -> None:
    people(one, 4)
    run(one, centre)
    before = centre.snapshot(None, 2)
    monkeypatch.setattr(fill, "resumed", lambda _store: before.next)
    monkeypatch.setattr(
        centre, "snapshot", lambda _after, _limit: Portion(before.at, before.pieces, None)
    )
    with pytest.raises(errors.Garbled):
        run(new, centre)
    assert log(new) == 0


def test_a_filling_whose_centre_was_put_back_meanwhile_begins_anew(
    one: Store, new: Store, centre: MemoryCenter
) -> None:
    people(one, 5)
    run(one, centre)
    yesterday = copy.deepcopy(centre.province)
    people(one, 4)
    run(one, centre)
    with pytest.raises(errors.NoConnection):
        run(new, Breaking(centre, 2))
    centre.province.streams = yesterday.streams
    run(new, centre)
    assert fill.resumed(new) is None
    for store in (one, new):
        run(store, centre)
    agree(one, new)
    assert journal.cursor(new) == 9
