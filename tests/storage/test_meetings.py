"""Edits of two PCs in different fields of a record: both hold, and the officer can look at them."""

from __future__ import annotations

from pathlib import Path

from db.queries import merged
from db.store import Store
from sync.memory import MemoryCenter, Province
from sync.round import run
from tests.support import profiles
from tests.support.profiles import BINH, COMMUNE, HOA, answer, shown


def two(tmp_path: Path) -> tuple[Store, Store, MemoryCenter]:
    """Two PCs of a commune and its centre."""
    return (
        profiles.profile(tmp_path / "a"),
        profiles.profile(tmp_path / "b"),
        MemoryCenter(Province(), commune=COMMUNE),
    )


def test_the_pc_that_was_later_lists_what_the_other_put_beside(tmp_path: Path) -> None:
    one, other, centre = two(tmp_path)
    with one, other:
        answer(one, HOA, number=1)
        run(one, centre)
        run(other, centre)
        answer(one, HOA, note="xã viết")
        answer(other, BINH, number=2)
        run(one, centre)
        run(other, centre)
        run(one, centre)
        (met,) = merged.latest(other)
        assert met.theirs == {"note": "xã viết"}
        assert merged.latest(one) == []
        assert shown(one)["note"] == shown(other)["note"] == "xã viết"
        assert shown(one)["number"] == shown(other)["number"] == 2


def test_an_edit_that_had_seen_ours_met_nothing(tmp_path: Path) -> None:
    one, other, centre = two(tmp_path)
    with one, other:
        answer(one, HOA, number=1)
        run(one, centre)
        run(other, centre)
        answer(other, BINH, note="thêm sau")
        run(other, centre)
        run(one, centre)
        assert merged.latest(one) == merged.latest(other) == []


def test_an_open_conflict_is_no_silent_meeting(tmp_path: Path) -> None:
    one, other, centre = two(tmp_path)
    with one, other:
        answer(one, HOA, number=1, note="cùng")
        answer(other, BINH, number=2)
        run(one, centre)
        run(other, centre)
        assert profiles.conflicts(other) == {"number": {1, 2}}
        assert merged.latest(other) == []


def test_records_both_made_under_one_key_are_listed_without_the_key(tmp_path: Path) -> None:
    one, other, centre = two(tmp_path)
    with one, other:
        answer(one, HOA, note="của máy một")
        answer(other, BINH, number=2)
        run(one, centre)
        run(other, centre)
        (met,) = merged.latest(other)
        assert met.theirs == {"note": "của máy một"}
        assert met.subject.spot is not None
