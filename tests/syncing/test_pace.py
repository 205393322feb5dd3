"""How much is carried at once, on lines that are quick, slow, broken, or narrow somewhere."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from db.store import setting
from sync import errors, wire
from sync.errors import SyncError
from sync.pace import PAGES, PIECES, Measure, Pace, remembered
from tests.support.desk import desk


def failing(error: SyncError) -> Callable[[], None]:
    """An exchange that ends like this."""

    def exchange() -> None:
        raise error

    return exchange


def test_pages_grow_on_a_quick_line_and_shrink_on_a_slow_one() -> None:
    pace = Pace.of(PAGES)
    pace.felt(0.1)
    assert pace.size == 2000
    pace.felt(3.0)
    assert pace.size == 2000
    for _n in range(20):
        pace.felt(0.1)
    assert pace.size == wire.PAGE_CHANGES
    for _n in range(20):
        pace.felt(60.0)
    assert pace.size == PAGES.least


def test_pages_that_may_grow_more_do_so_and_never_beyond_the_most() -> None:
    pace = Pace.of(PAGES, growth=4)
    pace.felt(0.1)
    assert pace.size == 4000
    pace.felt(0.1)
    assert pace.size == wire.PAGE_CHANGES
    assert (pace.quick(500), pace.quick(wire.PAGE_CHANGES)) == (2000, wire.PAGE_CHANGES)


def test_a_line_that_broke_off_is_trusted_with_twice_as_much_at_most(tmp_path: Path) -> None:
    with desk(tmp_path / "pc") as store:
        with pytest.raises(errors.NoConnection), remembered(store, PAGES, 4) as pace:
            pace.timed(failing(errors.no_connection()))
        assert pace.quick(500) == 1000
        with remembered(store, PAGES, 4) as pace:
            assert pace.quick(pace.size) == 2 * pace.size


def test_after_a_break_pages_are_as_small_as_the_last_that_went_through() -> None:
    pace = Pace.of(PAGES)
    pace.timed(lambda: None)
    assert pace.size == 2000
    pace.broke()
    assert pace.size == 1000
    pace.broke()
    assert pace.size == 500
    for _n in range(20):
        pace.broke()
    assert pace.size == PAGES.least


def test_little_that_came_over_quickly_makes_nothing_larger() -> None:
    pace = Pace.of(PIECES, PIECES.least)
    pace.timed(lambda: None, PIECES.least - 1)
    assert pace.size == PIECES.least
    pace.timed(lambda: None, PIECES.least)
    assert pace.size == 2 * PIECES.least


@pytest.mark.parametrize("error", [errors.too_large_for_the_way(), errors.unanswered(504)])
def test_what_somebody_on_the_way_refused_is_not_grown_to_again(error: SyncError) -> None:
    pace = Pace.of(PAGES)
    with pytest.raises(type(error)):
        pace.timed(failing(error))
    for _n in range(5):
        pace.timed(lambda: None)
    assert pace.size == 500


def test_what_was_refused_counts_as_it_was_and_not_as_it_might_have_been() -> None:
    pace = Pace.of(PAGES)
    with pytest.raises(errors.TooLarge):
        pace.timed(failing(errors.too_large_for_the_way()), 300)
    assert pace.size == 150


def test_a_page_that_does_not_come_is_asked_for_in_smaller_ones_at_once() -> None:
    asked: list[int] = []

    def ask(size: int) -> str:
        asked.append(size)
        if size > 300:
            raise errors.unanswered(504)
        return "page"

    assert Pace.of(PAGES).asked(ask) == "page"
    assert asked == [1000, 500, 250]


def test_it_is_not_asked_for_ever() -> None:
    asked: list[int] = []

    def ask(size: int) -> None:
        asked.append(size)
        raise errors.unanswered(502)

    with pytest.raises(errors.Unanswered):
        Pace.of(PAGES).asked(ask)
    assert asked == [1000, 500, 250, 125, 62, 60]


@pytest.mark.parametrize("measure", [PAGES, PIECES])
def test_what_the_line_bore_is_remembered_and_a_quick_line_found_again(
    tmp_path: Path, measure: Measure
) -> None:
    with desk(tmp_path / "pc") as store:
        with pytest.raises(errors.NoConnection), remembered(store, measure) as pace:
            pace.timed(failing(errors.no_connection()))
        assert int(setting(store, measure.remembered) or 0) == measure.first // 2
        with remembered(store, measure) as pace:
            assert pace.size == measure.first // 2
            for _n in range(9):
                pace.timed(lambda: None)
            assert pace.size == measure.most
        with remembered(store, measure) as pace:
            assert pace.size == measure.first
