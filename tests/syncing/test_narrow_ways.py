"""Proxies that take less at once than the centre does, or do not wait so long."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest

from db import blobs, journal, rounds
from db.store import Store, setting
from sync import errors
from sync.center import Answers
from sync.http import Begun, HttpCenter
from sync.memory import MemoryCenter
from sync.pace import PIECES, Pace
from sync.round import Wish, run
from sync.steps.files import bring
from tests.support.centre import CentreProcess, serving
from tests.support.desk import COMMUNE, answer, attach, heavy, people, shown
from tests.support.line import line_to, portal
from tests.support.narrow import Door, door_to


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[CentreProcess]:
    with serving(tmp_path / "centre") as running:
        yield running


@pytest.fixture
def door(centre: CentreProcess) -> Iterator[Door]:
    with door_to(centre.url) as door:
        yield door


@pytest.fixture
def way(centre: CentreProcess, one: Store, door: Door) -> Iterator[HttpCenter]:
    """The first PC's way, through the door."""
    with HttpCenter(door.url, centre.enrol(journal.wind(one).replica).token) as way:
        yield way


def at_centre(centre: CentreProcess) -> list[str]:
    return centre.run("dump", COMMUNE).stdout.splitlines()


@pytest.mark.parametrize("status", [413, 504, 502, 408])
def test_what_does_not_pass_at_once_goes_in_smaller_pages_in_the_same_round(
    centre: CentreProcess, one: Store, door: Door, way: HttpCenter, status: int
) -> None:
    people(one, 1500)
    door.up, door.status = 20_000, status
    assert run(one, way).pushed == 1500
    assert 0 < door.refused < 6
    assert rounds.latest(one)[0].outcome == rounds.DONE
    assert shown(one) == at_centre(centre)


def test_a_stream_that_does_not_pass_at_once_comes_in_smaller_pages(
    centre: CentreProcess, one: Store, two: Store, door: Door, way: HttpCenter
) -> None:
    run(one, way)  # so that it takes the stream, and no snapshot
    people(two, 1500)
    with centre.way_of(two) as near:
        run(two, near)
    door.down, door.status = 20_000, 504
    assert run(one, way).pulled == 1500
    assert door.refused
    assert shown(one) == shown(two)


def test_a_change_larger_than_the_way_lets_through_stops_nothing_and_waits(
    centre: CentreProcess, one: Store, two: Store, door: Door, way: HttpCenter, tmp_path: Path
) -> None:
    people(two, 3)
    with centre.way_of(two) as near:
        run(two, near)
    answer(one, passed=True)
    heavy(one, 300_000)
    people(one, 200)
    name = attach(one, tmp_path, random.Random(1).randbytes(500_000))
    door.up = 100_000
    done = run(one, way)
    assert (done.pushed, done.refused, done.pulled, done.files_up) == (202, 0, 3, 1)
    assert way.have([name]) == {name}
    (told,) = rounds.latest(one)
    assert told.outcome == rounds.DONE
    assert "1 thay đổi lớn chưa qua được" in (told.sentence or "")
    assert len(journal.waiting(one, 10)) == 1
    door.up = None
    assert run(one, way).pushed == 1
    assert shown(one) == at_centre(centre)


def test_a_change_that_never_passes_is_tried_further_and_further_apart_and_is_told_of(
    one: Store, door: Door, way: HttpCenter
) -> None:
    heavy(one, 300_000)
    door.up = 100_000
    tried = []
    for n in range(20):
        answer(one, number=n)  # each round has something else to do
        before = way.traffic.up
        assert run(one, way).pushed == 1
        assert "1 thay đổi lớn chưa qua được" in (rounds.latest(one)[0].sentence or "")
        if way.traffic.up - before > 100_000:
            tried.append(n)
    assert tried == [0, 1, 3, 7, 15]
    assert len(journal.waiting(one, 10)) == 1
    door.up = None
    rounds_waited = 0
    while journal.waiting(one, 1):
        run(one, way)
        rounds_waited += 1
    assert rounds_waited == 12
    assert rounds.latest(one)[0].sentence is None
    run(one, way)
    assert setting(one, "resting") is None


def test_whoever_asks_for_a_round_has_all_of_it_tried(
    one: Store, door: Door, way: HttpCenter
) -> None:
    heavy(one, 300_000)
    door.up = 100_000
    for n in range(6):
        answer(one, number=n)
        run(one, way)
    door.up = None
    run(one, way)
    assert len(journal.waiting(one, 10)) == 1
    assert run(one, way, wish=Wish(insist=True)).pushed == 1


def test_a_change_heavier_than_a_line_bears_stops_nothing(
    centre: CentreProcess, one: Store, tmp_path: Path
) -> None:
    heavy(one, 1_200_000)
    people(one, 200)
    name = attach(one, tmp_path, b"anh chup")
    token = centre.enrol(journal.wind(one).replica).token
    with line_to(centre.url) as line, HttpCenter(line.url, token) as way:
        line.up = 240_000
        done = run(one, way)
        assert (done.pushed, done.files_up, line.cuts) == (201, 1, 1)
        assert "chưa qua được" in (rounds.latest(one)[0].sentence or "")
        assert never_offered(one) == 0  # a part of it left, and perhaps all
        assert way.have([name]) == {name}
        line.up = None
    with HttpCenter(centre.url, token) as way:
        assert run(one, way).pushed == 1
    assert shown(one) == at_centre(centre)


def never_offered(store: Store) -> int:
    """How many changes have not left this PC."""
    count: int = store.value("SELECT count(*) FROM change WHERE state = 0 AND offered_at IS NULL")
    return count


class Silent(MemoryCenter):
    """The line breaks under whatever is sent."""

    def push(self, _bodies: Sequence[bytes], *, returned: bool = False) -> Answers:
        raise errors.no_connection()


def test_a_heavy_change_whose_turn_never_came_has_not_left(one: Store) -> None:
    people(one, 3)
    heavy(one, 1_200_000)
    people(one, 3)
    with pytest.raises(errors.NoConnection):
        run(one, Silent(commune=COMMUNE))
    assert never_offered(one) == 4  # it, and what was made after it


def test_a_change_of_others_heavier_than_a_line_bears_stops_no_file_and_is_tried_ever_less(
    centre: CentreProcess, one: Store, two: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Begun, "asking", lambda _begun: {})  # somebody passes no Range on
    heavy(two, 1_200_000)
    people(two, 5)
    with centre.way_of(two) as near:
        run(two, near)
    name = attach(one, tmp_path, b"anh chup")
    token = centre.enrol(journal.wind(one).replica).token
    tried = []
    with line_to(centre.url) as line:
        line.down = 100_000
        for n in range(16):
            with HttpCenter(line.url, token) as way:
                with suppress(errors.NoConnection):
                    run(one, way)
                    assert "chưa về được qua đường truyền này" in told(one)
                if way.traffic.down > 50_000:
                    tried.append(n)
                answer(one, number=n)
    assert len(tried) < 10
    assert tried[-1] - tried[-2] > tried[1] - tried[0] == 1
    with HttpCenter(centre.url, token) as way:
        assert way.have([name]) == {name}
        while journal.cursor(one) < 6:
            run(one, way)
        run(one, way)
    assert rounds.latest(one)[0].sentence is None
    assert shown(one) == at_centre(centre)


def told(store: Store) -> str:
    return rounds.latest(store)[0].sentence or ""


def test_who_refuses_the_smallest_change_is_told_of_and_nothing_is_set_aside(
    one: Store, door: Door, way: HttpCenter
) -> None:
    people(one, 40)
    door.up = 0
    with pytest.raises(errors.TooLargeForTheWay):
        run(one, way)
    assert len(journal.waiting(one, 100)) == 40
    assert one.value("SELECT count(*) FROM refusal") == 0


def test_a_file_no_piece_of_which_passes_stops_no_other(
    one: Store, door: Door, way: HttpCenter, tmp_path: Path
) -> None:
    large = attach(one, tmp_path, random.Random(2).randbytes(40_000))
    attach(one, tmp_path, b"nho")
    door.up = 10_000
    assert run(one, way).files_up == 1
    assert [blob.sha256 for blob in blobs.unsent(one)] == [large]
    assert "trung gian" in (rounds.latest(one)[0].sentence or "")


def test_a_file_gets_up_through_who_knows_but_get_and_post_also_after_a_break(
    centre: CentreProcess, one: Store, door: Door, way: HttpCenter, tmp_path: Path
) -> None:
    name = attach(one, tmp_path, random.Random(3).randbytes(700_000))
    door.methods = ("GET", "POST")
    with pytest.raises(errors.Stopped):
        bring(
            way,
            blobs.unsent(one)[0],
            partial(blobs.opened, one, name),
            Pace.of(PIECES),
            stop=once(),
        )
    assert run(one, way).files_up == 1
    assert door.refused == 1
    with HttpCenter(centre.url, way._token) as near:
        assert near.have([name]) == {name}


def once() -> Callable[[], bool]:
    """Says stop after the second time it is asked."""
    answers = iter([False, False])
    return lambda: next(answers, True)


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (413, "too_large_for_the_way"),
        (408, "unanswered"),
        (502, "unanswered"),
        (504, "unanswered"),
        (500, "centre_trouble"),
        (503, "centre_trouble"),
        (511, "not_the_centre"),
    ],
)
def test_nobody_is_asked_to_log_in_by_a_proxy_in_trouble(
    one: Store, status: int, code: str
) -> None:
    with (
        portal(status) as url,
        HttpCenter(url, "token") as way,
        pytest.raises(errors.SyncError) as told,
    ):
        run(one, way)
    assert told.value.code == code
    assert ("đăng nhập" in str(told.value)) == (code == "not_the_centre")
