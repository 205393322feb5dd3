"""A photo of 20 MB, or a change of 3 MB, over the only line there is.

It gets on with every second the line holds.

A line of 64 kbit/s that drops each 30 s carries 240 kB before a connection is lost.  The bytes here
are as many; they pass as quickly as this machine hands them on.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from db import blobs, journal, rounds
from db.store import Store, setting
from sync import errors
from sync.http import Begun, HttpCenter
from sync.pace import PIECES
from sync.round import Wish, run
from tests.support.centre import CentreProcess, serving
from tests.support.desk import attach, heavy, people, shown
from tests.support.line import Line, line_to

PHOTO = 20_000_000  # bytes
DROPS = 240_000  # bytes a connection carries
HEADS = 5_000  # bytes of all requests of one connection


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[CentreProcess]:
    with serving(tmp_path / "centre") as running:
        yield running


@pytest.fixture
def line(centre: CentreProcess) -> Iterator[Line]:
    with line_to(centre.url) as line:
        yield line


def way_through(line: Line, centre: CentreProcess, store: Store) -> HttpCenter:
    """This PC's way to the centre, over the line."""
    return HttpCenter(line.url, centre.enrol(journal.wind(store).replica).token)


def photo(size: int = PHOTO) -> bytes:
    return random.Random(132).randbytes(size)


def test_a_photo_of_20_mb_gets_up_a_line_that_drops_each_30_s(
    centre: CentreProcess, one: Store, line: Line, tmp_path: Path
) -> None:
    name = attach(one, tmp_path, photo())
    with way_through(line, centre, one) as way:
        line.up = DROPS
        with pytest.raises(errors.NoConnection):
            run(one, way)  # only now the line is known
        assert run(one, way).files_up == 1
        assert line.cuts >= PHOTO // DROPS
        assert way.traffic.up < PHOTO + line.cuts * (PIECES.most + HEADS)  # a piece for each cut
        assert line.carried["up"] < 2 * PHOTO  # at least half of the line is put to use
        assert way.have([name]) == {name}


def test_a_photo_of_20_mb_comes_down_it_without_a_byte_twice(
    centre: CentreProcess, one: Store, two: Store, line: Line, tmp_path: Path
) -> None:
    name = attach(two, tmp_path, photo())
    with centre.way_of(two) as near:
        run(two, near)
    with way_through(line, centre, one) as way:
        run(one, way, wish=Wish(data_only=True))
        way.close()  # the next connections are of the line as it is now
        line.down = DROPS
        assert run(one, way).files_down == 1
        assert line.cuts >= PHOTO // DROPS - 1
        assert line.carried["down"] < PHOTO + (line.cuts + 2) * HEADS
    assert not blobs.wanted(one)
    assert [each.sha256 for each in blobs.damaged(one)] == []
    assert blobs.state_of(one, name, PHOTO) == "here"


def test_a_piece_the_line_does_not_bear_is_sent_once_a_round_and_then_made_smaller(
    centre: CentreProcess, one: Store, line: Line, tmp_path: Path
) -> None:
    attach(one, tmp_path, photo(PIECES.most))
    with way_through(line, centre, one) as way:
        run(one, way, wish=Wish(data_only=True))
        way.close()
        line.up, sent = PIECES.least, []
        for _try in range(3):
            with pytest.raises(errors.NoConnection) as broken:
                run(one, way)
            assert not broken.value.moved
            sent.append(rounds.latest(one)[0].bytes_up)
    for size, up in zip((PIECES.most, PIECES.most // 2, PIECES.most // 4), sent, strict=True):
        assert size <= up < size + HEADS
    assert setting(one, PIECES.remembered) == str(PIECES.most // 8)


def test_what_arrived_without_its_answer_is_not_sent_again(
    centre: CentreProcess, one: Store, line: Line, tmp_path: Path
) -> None:
    content = photo(2 * PIECES.most)
    name = attach(one, tmp_path, content)
    with way_through(line, centre, one) as way:
        line.down = 0
        with pytest.raises(errors.NoConnection):
            way.send_piece(name, len(content), 0, content[: PIECES.most])
        line.down = None
        assert run(one, way).files_up == 1
    assert line.carried["up"] < len(content) + 2 * HEADS


# -- a change that is larger than what the line carries at once -----------------------------------


@pytest.fixture
def large(centre: CentreProcess, two: Store) -> int:
    """A change of 2.9 MB behind a few others, at the centre; its bytes when it is packed."""
    heavy(two, 2_900_000)
    people(two, 5)
    with centre.way_of(two) as near:
        run(two, near)
        before = near.traffic.down
        near.since(5, 1)
        return near.traffic.down - before


def test_a_change_of_3_mb_comes_down_a_line_that_drops_each_30_s_without_a_byte_twice(
    centre: CentreProcess, one: Store, two: Store, line: Line, large: int
) -> None:
    with way_through(line, centre, one) as way:
        line.down = DROPS
        assert run(one, way).pulled == 6
    assert line.cuts >= large // DROPS > 4
    assert line.carried["down"] < large + (line.cuts + 2) * HEADS
    assert shown(one) == shown(two)


class Gone(HttpCenter):
    """A way on which nothing gets through any more, once it broke in a round."""

    gone = False

    def _rest(self, begun: Begun, target: str) -> bytes:
        if self.gone:
            raise errors.no_connection()
        try:
            return super()._rest(begun, target)
        except errors.NoConnection:
            self.gone = True
            raise


def test_what_came_of_a_change_of_3_mb_stays_for_the_next_round(
    centre: CentreProcess, one: Store, two: Store, line: Line, large: int
) -> None:
    token = centre.enrol(journal.wind(one).replica).token
    begun, broken = Begun(), 0
    line.down = DROPS
    while journal.cursor(one) < 6:
        with Gone(line.url, token, begun=begun) as way:
            with suppress(errors.NoConnection):
                run(one, way)
            broken += way.gone
    assert broken == line.cuts >= large // DROPS
    assert line.carried["down"] < large + (broken + 2) * HEADS
    assert setting(one, "resting_pull") is None
    assert shown(one) == shown(two)


def test_an_answer_that_is_another_by_now_comes_from_its_beginning(
    centre: CentreProcess, one: Store, two: Store, line: Line
) -> None:
    heavy(two, 2_900_000)
    token = centre.enrol(journal.wind(one).replica).token
    begun = Begun()
    with centre.way_of(two) as near:
        run(two, near)
        line.down = DROPS
        with Gone(line.url, token, begun=begun) as way, pytest.raises(errors.NoConnection):
            run(one, way)
        assert begun.size
        people(two, 1)  # now the page says that more follows
        run(two, near)
    line.down = None
    with HttpCenter(line.url, token, begun=begun) as way:
        assert run(one, way).pulled == 2
    assert shown(one) == shown(two)
