"""What former communes had answered: told apart, summed only when all of it is there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from db import journal
from db.journal import Edit
from db.queries import former
from db.queries.former import Former, Joined
from db.store import Store
from resources import units
from resources.units import Origin, Unit, Units
from rules.record import Value
from tests.support import profiles
from tests.support.profiles import HOA

HEIR = "20122"  # Vinh Lộc: Vinh Hưng, Vinh Mỹ, Vinh Hiền, and Giang Hải, whose code it kept
HUNG, MY, HIEN = "20116", "20113", "20125"
SET = "vn-ntm-xa-2021-2025"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with profiles.profile(tmp_path / "heir", HEIR) as opened:
        yield opened


def told(store: Store, origin: str, period: str = "2024", **values: Value) -> None:
    """An answer that came along."""
    key: dict[str, Value] = {"set": SET, "indicator": "15.1", "period": period, "origin": origin}
    village = values.get("village") or ""
    record = f"{origin}-{period}-{village}"
    journal.commit(store, HOA, [Edit("former_assessment", record, {**key, **values})])


def own(store: Store, period: str = "2024", **values: Value) -> None:
    """An answer of the profile's own."""
    key: dict[str, Value] = {"set": SET, "indicator": "15.1", "period": period}
    journal.commit(store, HOA, [Edit("assessment", None, {**key, **values})])


def joined(store: Store) -> list[Joined]:
    return list(former.read(store, SET, ["15.1"]).joined)


def answers(store: Store) -> list[Former]:
    return list(former.read(store, SET, ["15.1"]).answers)


class TestAnswers:
    def test_most_communes_have_none(self, store: Store) -> None:
        own(store, numerator=1, denominator=2)
        assert not former.has_any(store)
        assert former.read(store, SET, ["15.1"]) == former.NOTHING

    def test_the_latest_period_comes_first_with_the_name_of_then(self, store: Store) -> None:
        told(store, HUNG, "2023", passed=True, note="đã họp")
        told(store, HUNG, "2024", passed=False, as_of="2024-12-31")
        found = answers(store)
        assert [(each.commune, str(each.period)) for each in found] == [
            ("Xã Vinh Hưng", "2024"),
            ("Xã Vinh Hưng", "2023"),
        ]
        assert (found[0].answer.passed, found[0].as_of) == (False, "2024-12-31")
        assert found[1].note == "đã họp"

    def test_the_name_is_that_of_the_unit_and_not_of_who_has_its_code_now(
        self, store: Store
    ) -> None:
        told(store, HEIR, "2024", passed=True)
        assert [each.commune for each in answers(store)] == ["Xã Giang Hải"]

    def test_what_was_answered_for_villages_stands_beside_the_whole(self, store: Store) -> None:
        told(store, HUNG, numerator=9, denominator=10)
        told(store, HUNG, village="thon-1", numerator=4, denominator=5)
        told(store, HUNG, village="thon-2", numerator=5)
        (found,) = answers(store)
        assert (found.answer.numerator, len(found.villages), len(found.records)) == (9, 2, 3)

    def test_of_another_indicator_nothing_is_told(self, store: Store) -> None:
        told(store, HUNG, passed=True)
        assert former.read(store, SET, ["8.4"]).answers == ()


class TestAllTogether:
    def test_numerators_over_denominators_when_every_part_has_told(self, store: Store) -> None:
        for number, origin in enumerate((HUNG, MY, HIEN), 1):
            told(store, origin, numerator=number, denominator=10)
        own(store, numerator=4, denominator=10)  # of Giang Hải: the year was over before
        (found,) = joined(store)
        assert (found.numerator, found.denominator) == (10, 40)
        assert (found.missing, found.split, found.unknown) == ((), (), ())

    def test_who_lacks_is_named_and_nothing_is_summed(self, store: Store) -> None:
        told(store, HUNG, numerator=1, denominator=10)
        told(store, MY, numerator=2)
        (found,) = joined(store)
        assert (found.numerator, found.denominator) == (None, None)
        assert set(found.missing) == {"Xã Vinh Mỹ", "Xã Vinh Hiền", "Xã Giang Hải"}

    def test_what_the_heir_answers_itself_is_no_part(self, store: Store) -> None:
        for origin in (HUNG, MY, HIEN):
            told(store, origin, "2025", numerator=1, denominator=10)
        own(store, "2025", numerator=4, denominator=10)
        (found,) = joined(store)
        assert found.missing == ("Xã Giang Hải",)

    def test_a_yes_or_no_is_not_summed(self, store: Store) -> None:
        for origin in (HUNG, MY, HIEN):
            told(store, origin, passed=True)
        assert joined(store) == []

    def test_a_year_the_units_do_not_reach_back_to_is_left_out(self, store: Store) -> None:
        told(store, HUNG, "2020", numerator=1, denominator=10)
        assert joined(store) == []

    def test_each_period_is_one_of_its_own(self, store: Store) -> None:
        told(store, HUNG, "2024", numerator=1, denominator=10)
        told(store, HUNG, "2025-H1", numerator=1, denominator=10)
        assert [str(each.period) for each in joined(store)] == ["2025-H1", "2024"]


def unit(code: str, since: date, until: date | None, *origins: Origin, whole: bool = True) -> Unit:
    """A commune of an invented province."""
    return Unit(code, f"Xã {code}", "xa", "99", since, until, origins, whole)


FIRST, LAST, NOW = date(2024, 1, 1), date(2025, 6, 30), date(2025, 7, 1)


@pytest.fixture
def invented(monkeypatch: pytest.MonkeyPatch) -> list[Unit]:
    """Units a test makes up; the heir is still 20122."""
    made: list[Unit] = []
    monkeypatch.setattr(units, "hue", lambda: Units("thu", 1, "Thử", tuple(made)))
    return made


class TestPartsThatWereSplit:
    def test_a_share_nobody_wrote_down_is_not_guessed(
        self, store: Store, invented: list[Unit]
    ) -> None:
        split = Origin("một phần xã 2", "2", partial=True)
        invented += [
            unit("1", FIRST, LAST),
            unit("2", FIRST, LAST),
            unit(HEIR, NOW, None, Origin("xã 1", "1"), split),
            unit("9", NOW, None, split),
        ]
        told(store, "1", numerator=1, denominator=10)
        told(store, "2", numerator=2, denominator=10)
        (found,) = joined(store)
        assert (found.numerator, found.split) == (None, ("Xã 2",))

    def test_a_split_part_whose_share_cannot_matter_does_not_stand_in_the_way(
        self, store: Store, invented: list[Unit]
    ) -> None:
        split = Origin("một phần xã 2", "2", partial=True)
        invented += [
            unit("1", FIRST, LAST),
            unit("2", FIRST, LAST),
            unit(HEIR, NOW, None, Origin("xã 1", "1"), split),
            unit("9", NOW, None, split),
        ]
        told(store, "1", numerator=1, denominator=10)
        told(store, "2", numerator=0, denominator=0)
        (found,) = joined(store)
        assert (found.numerator, found.denominator) == (1, 10)

    def test_a_part_nobody_could_name_is_told(self, store: Store, invented: list[Unit]) -> None:
        invented += [
            unit("1", FIRST, LAST),
            unit(HEIR, NOW, None, Origin("xã 1", "1"), Origin("xã nào đó")),
        ]
        told(store, "1", numerator=1, denominator=10)
        (found,) = joined(store)
        assert (found.numerator, found.unknown) == (None, ("xã nào đó",))

    def test_a_list_of_parts_with_gaps_is_told(self, store: Store, invented: list[Unit]) -> None:
        invented += [
            unit("1", FIRST, LAST),
            unit(HEIR, NOW, None, Origin("xã 1", "1"), whole=False),
        ]
        told(store, "1", numerator=1, denominator=10)
        (found,) = joined(store)
        assert (found.numerator, found.unknown) == (None, (f"Xã {HEIR}",))

    def test_two_mergers_are_followed(self, store: Store, invented: list[Unit]) -> None:
        between = date(2024, 12, 31)
        invented += [
            unit("1", FIRST, between),
            unit("2", FIRST, between),
            unit("3", date(2025, 1, 1), LAST, Origin("xã 1", "1"), Origin("xã 2", "2")),
            unit(HEIR, NOW, None, Origin("xã 3", "3")),
        ]
        told(store, "1", numerator=1, denominator=10)
        told(store, "2", numerator=2, denominator=10)
        told(store, "3", "2025-H1", numerator=7, denominator=20)
        assert [(str(e.period), e.numerator, e.denominator) for e in joined(store)] == [
            ("2025-H1", 7, 20),
            ("2024", 3, 20),
        ]

    def test_an_heir_that_was_merged_itself_sums_nothing(
        self, store: Store, invented: list[Unit]
    ) -> None:
        invented += [unit("1", FIRST, LAST), unit(HEIR, NOW, date(2026, 1, 1), Origin("x", "1"))]
        told(store, "1", numerator=1, denominator=10)
        assert joined(store) == []
