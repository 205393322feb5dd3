"""People who may be listed twice are shown to the officer, the likeliest first."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules import matching
from rules.matching import Entry, Likeness, Pair

HOA = Entry("1", "Hồ Thị Hoa", 1980, "thon-1", "0914 000 111")


@pytest.mark.parametrize(
    ("other", "likeness"),
    [
        (Entry("2", "HỒ THỊ HOA", 1980, "thon-1"), Likeness.SAME),
        (Entry("2", "Ho Thi  Hoa", 1980), Likeness.LIKELY),
        (Entry("2", "Hồ Thị Hoa", None, "thon-1"), Likeness.LIKELY),
        (Entry("2", "Hồ Thị Hoa"), Likeness.DOUBTFUL),
        (Entry("2", "Hồ Thị Hoa", 1981, "thon-1"), Likeness.DOUBTFUL),
        (Entry("2", "Hồ Thị Hoa", 1981, "thon-2", "+84 914000111"), Likeness.LIKELY),
        (Entry("2", "Hồ Thị Hòa Bình", 1980, "thon-1"), Likeness.NO),
    ],
)
def test_how_alike_two_entries_are(other: Entry, likeness: Likeness) -> None:
    assert matching.likeness(HOA, other) == likeness
    assert matching.likeness(other, HOA) == likeness


def test_the_most_alike_is_found_and_two_alike_are_left_to_the_officer() -> None:
    namesake = Entry("3", "Hồ Thị Hoa", 1999, "thon-2")
    again = Entry("new", "Hồ Thị Hoa", 1980, "thon-1")
    assert matching.best(again, [namesake, HOA]) == (HOA, Likeness.SAME)
    assert matching.best(Entry("new", "Hồ Thị Hoa"), [namesake, HOA]) is None
    assert matching.best(Entry("new", "Lê Văn An"), [HOA]) is None
    assert matching.best(HOA, [HOA]) is None


def test_pairs_come_with_the_likeliest_first() -> None:
    entries = [
        HOA,
        Entry("2", "Ho Thi Hoa", 1975, "thon-1"),
        Entry("0", "Hồ Thị Hoa", 1980, "thon-1"),
        Entry("3", "Hồ Thị Hoa", 1975),
        Entry("9", "Lê Văn An", 1980, "thon-1"),
    ]
    assert matching.duplicates(entries) == [
        Pair("0", "1", Likeness.SAME),
        Pair("2", "3", Likeness.LIKELY),
    ]


entries = st.builds(
    Entry,
    id=st.uuids().map(str),
    name=st.sampled_from(["Hoa", "hòa", "An"]),
    birth_year=st.none() | st.integers(1980, 1981),
    unit=st.none() | st.sampled_from(["a", "b"]),
    phone=st.none() | st.sampled_from(["0905 1", "+84 9051", "0905 2"]),
)


@given(st.lists(entries, max_size=8))
def test_every_pair_that_is_likely_is_listed_once(found: list[Entry]) -> None:
    pairs = matching.duplicates(found)
    alike = {
        (*sorted((one.id, other.id)),)
        for one in found
        for other in found
        if one.id < other.id and matching.likeness(one, other) >= Likeness.LIKELY
    }
    assert sorted((pair.one, pair.other) for pair in pairs) == sorted(alike)


def test_whoever_was_merged_twice_counts_for_the_last():
    assert matching.standing({"1": "2", "2": "3"}) == {"1": "3", "2": "3"}


@given(st.dictionaries(st.sampled_from("abcde"), st.sampled_from("abcde")))
def test_however_people_were_merged_somebody_stands_for_each(merged: dict[str, str]) -> None:
    standing = matching.standing(merged)
    assert all(kept not in standing for kept in standing.values())
    assert set(merged.values()) - set(merged) <= {standing.get(each, each) for each in "abcde"}
