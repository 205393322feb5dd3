"""A clock is believed unless something known speaks against it; only a wrong one is to be set."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from rules.belief import CERTAINLY_PAST, Doubt, Sort, doubt, words

TOLD = datetime(2026, 11, 23, 8, tzinfo=UTC)
HOUR, DAY, YEAR = timedelta(hours=1), timedelta(days=1), timedelta(days=365.25)
DAILY = [TOLD - n * DAY for n in range(20, 0, -1)]


def sort(found: Doubt | None) -> Sort | None:
    return found and found.sort


@pytest.mark.parametrize("later", [timedelta(), HOUR, 20 * DAY, 300 * DAY])
def test_a_clock_that_went_on_since_the_centre_was_heard_is_believed(later: timedelta) -> None:
    assert doubt(TOLD + later, TOLD, None, DAILY) is None


def test_work_without_a_network_for_years_is_believed_while_it_goes_on() -> None:
    weekly = [TOLD + n * 7 * DAY for n in range(150)]
    assert doubt(weekly[-1] + DAY, TOLD, None, weekly) is None
    assert doubt(weekly[-1] + DAY, None, None, weekly) is None


def test_a_clock_before_what_the_centre_told_is_certainly_wrong() -> None:
    found = doubt(TOLD - 3 * DAY, TOLD, None, DAILY)
    assert sort(found) is Sort.PAST
    assert found is not None
    assert "chậm ít nhất 3 ngày. Hãy đặt lại" in words(found)


def test_a_clock_before_the_communes_of_today_is_wrong_also_where_there_is_no_centre() -> None:
    assert sort(doubt(CERTAINLY_PAST - YEAR, None, None, [])) is Sort.PAST
    assert doubt(CERTAINLY_PAST + YEAR, None, None, []) is None


@pytest.mark.parametrize("told", [TOLD, None])
@pytest.mark.parametrize("saved", [[], [TOLD + 16 * YEAR, TOLD + 16 * YEAR + DAY]])
def test_a_jump_far_ahead_is_doubted_also_after_something_was_saved(
    told: datetime | None, saved: list[datetime]
) -> None:
    found = doubt(TOLD + 16 * YEAR + 2 * DAY, told, None, [*DAILY, *saved])
    assert sort(found) is Sort.FUTURE
    assert found is not None
    assert "25/11/2042, 16 năm sau lần lưu" in words(found)
    assert "nếu sai thì đặt lại" in words(found)


@pytest.mark.parametrize("told", [TOLD, None])
def test_nobody_is_told_to_spoil_a_clock_that_was_set_right_again(told: datetime | None) -> None:
    found = doubt(TOLD + DAY, told, None, [*DAILY, TOLD + 16 * YEAR])
    assert sort(found) is Sort.BACK
    assert found is not None
    assert "lùi lại 16 năm" in words(found)
    assert "24/11/2026. Nếu ngày giờ này đúng thì không phải làm gì" in words(found)
    assert "đặt lại" not in words(found)


def test_one_that_jumped_back_from_far_to_less_far_is_doubted_still() -> None:
    saved = [*DAILY, TOLD + 50 * YEAR]
    assert sort(doubt(TOLD + 16 * YEAR, TOLD, None, saved)) is Sort.FUTURE


def test_what_the_centre_measured_holds_until_the_clock_is_set() -> None:
    fast = doubt(TOLD + 16 * YEAR + HOUR, TOLD, 16 * YEAR, DAILY)
    assert sort(fast) is Sort.FAST
    assert doubt(TOLD + HOUR, TOLD, 16 * YEAR, DAILY) is None
    slow = doubt(TOLD - 2 * HOUR, TOLD, -3 * HOUR, DAILY)
    assert sort(slow) is Sort.SLOW
    assert doubt(TOLD + HOUR, TOLD, -3 * HOUR, DAILY) is None


@pytest.mark.parametrize(
    ("sort", "by", "told"),
    [
        (Sort.FAST, timedelta(days=5844), "nhanh hơn trung tâm 16 năm"),
        (Sort.FAST, timedelta(minutes=25), "nhanh hơn trung tâm 25 phút"),
        (Sort.SLOW, timedelta(days=30), "chậm hơn trung tâm 30 ngày"),
        (Sort.BACK, timedelta(hours=5), "lùi lại 5 giờ so với lần lưu trước"),
    ],
)
def test_the_clock_is_told_in_its_largest_unit(sort: Sort, by: timedelta, told: str) -> None:
    assert told in words(Doubt(sort, by, TOLD))
