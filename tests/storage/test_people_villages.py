"""Villages that become others: dates, names, what is known of their shares, and sums."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from db import errors, history
from db.commands import places as deeds
from db.commands import profile
from db.queries import places
from db.store import Store

JULY = date(2026, 7, 1)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with profile.found(tmp_path / "p", "19819", "Trần Thị Bình") as made:
        yield made


def villages(store: Store, *names: str) -> list[str]:
    return deeds.add_villages(store, profile.actor(store), list(names))


def names(store: Store, on: str | None = None) -> list[str]:
    return [village.name for village in places.villages(store, on)]


def test_merged_villages_end_the_day_before_the_new_one_begins(store: Store) -> None:
    old = villages(store, "Hà Giữa", "Phú Mai", "Kế Võ")
    deeds.merge_villages(store, profile.actor(store), old[:2], "Hà Mai", JULY)
    assert set(names(store, "2026-06-30")) == {"Hà Giữa", "Phú Mai", "Kế Võ"}
    assert set(names(store, "2026-07-01")) == {"Hà Mai", "Kế Võ"}


def test_a_new_village_may_take_the_name_of_one_that_went_into_it(store: Store) -> None:
    old = villages(store, "Hà Giữa", "Phú Mai")
    deeds.merge_villages(store, profile.actor(store), old, "Hà Giữa", JULY)
    assert names(store, "2026-07-01") == ["Hà Giữa"]


def test_a_new_village_may_not_take_the_name_of_one_that_stays(store: Store) -> None:
    old = villages(store, "Hà Giữa", "Phú Mai", "Kế Võ")
    with pytest.raises(errors.Refused, match="kế võ"):
        deeds.merge_villages(store, profile.actor(store), old[:2], "kế võ", JULY)


def test_what_has_ended_cannot_end_again(store: Store) -> None:
    old = villages(store, "Hà Giữa", "Phú Mai", "Kế Võ")
    deeds.merge_villages(store, profile.actor(store), old[:2], "Hà Mai", JULY)
    with pytest.raises(errors.Refused, match="đã kết thúc"):
        deeds.merge_villages(store, profile.actor(store), old[1:], "Mai Võ", JULY)


def test_one_village_is_no_merger_and_one_name_no_split(store: Store) -> None:
    (old,) = villages(store, "Hà Giữa")
    with pytest.raises(errors.Refused, match="hai thôn"):
        deeds.merge_villages(store, profile.actor(store), [old, old], "Hà", JULY)
    with pytest.raises(errors.Refused, match="hai thôn"):
        deeds.split_village(store, profile.actor(store), old, ["Hà"], JULY)


def test_one_undo_takes_a_merger_back(store: Store) -> None:
    old = villages(store, "Hà Giữa", "Phú Mai")
    deeds.merge_villages(store, profile.actor(store), old, "Hà Mai", JULY)
    history.undo(store, profile.actor(store))
    assert names(store, "2026-07-01") == ["Hà Giữa", "Phú Mai"]
    assert all(not village.successors for village in places.villages(store))


def test_a_village_is_at_home_where_all_of_it_went_also_through_two_mergers(store: Store) -> None:
    one, two, three = villages(store, "A", "B", "C")
    middle = deeds.merge_villages(store, profile.actor(store), [one, two], "AB", JULY)
    last = deeds.merge_villages(
        store, profile.actor(store), [middle, three], "ABC", date(2026, 9, 1)
    )
    homes = places.homes(store, date(2026, 11, 1))
    assert {homes[each] for each in (one, two, three, middle, last)} == {last}


def test_a_sum_is_made_only_when_every_part_is_there(store: Store) -> None:
    one, two = villages(store, "A", "B")
    new = deeds.merge_villages(store, profile.actor(store), [one, two], "AB", JULY)
    assert places.carried(store, new, {one: 3, two: 4}).value == 7
    lacking = places.carried(store, new, {one: 3})
    assert (lacking.value, lacking.missing) == (None, (two,))


def test_a_split_by_an_unknown_share_gives_no_sum(store: Store) -> None:
    (old,) = villages(store, "A")
    parts = deeds.split_village(store, profile.actor(store), old, ["A1", "A2"], JULY)
    told = places.carried(store, parts[0], {old: 10})
    assert (told.value, told.unshared) == (None, (old,))


def test_a_village_that_ends_before_it_begins_is_refused(store: Store) -> None:
    (old,) = villages(store, "A")
    with pytest.raises(errors.Refused, match="trước ngày đầu tiên"):
        deeds.describe_village(
            store,
            profile.actor(store),
            old,
            {"valid_from": "2026-02-01", "valid_to": "2026-01-01"},
        )
