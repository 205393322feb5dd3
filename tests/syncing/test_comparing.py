"""After what moved both sides compare what they show; a difference is put right, and told."""

from __future__ import annotations

import pytest

from db import check, journal, rounds
from db.queries.digests import DIFFERS
from db.store import Store, setting
from sync.center import Digests
from sync.memory import MemoryCenter
from sync.round import run
from tests.support import profiles
from tests.support.desk import COMMUNE, answer, people, shown


class Counting(MemoryCenter):
    """Counts how often digests are asked for."""

    asked = 0

    def digests(self) -> Digests:
        self.asked += 1
        return super().digests()


@pytest.fixture
def centre() -> Counting:
    return Counting(commune=COMMUNE)


def sentence(store: Store) -> str:
    return rounds.latest(store)[0].sentence or ""


def alter(store: Store, statement: str) -> None:
    profiles.unguard(store)
    with store.write() as connection:
        connection.execute(statement)


def test_only_a_round_that_moved_something_compares(one: Store, centre: Counting) -> None:
    people(one, 3)
    run(one, centre)
    run(one, centre)
    assert centre.asked == 1
    assert sentence(one) == ""


@pytest.mark.parametrize(
    "harm",
    [
        "UPDATE assessment SET numerator = 99",
        "UPDATE assessment SET heads = '{}'",
        "DELETE FROM assessment",
    ],
)
def test_a_table_that_is_not_what_the_log_says_is_made_anew_and_it_is_told(
    one: Store, centre: Counting, harm: str, caplog: pytest.LogCaptureFixture
) -> None:
    answer(one, numerator=1)
    run(one, centre)
    whole = shown(one)
    alter(one, harm)
    people(one, 1)
    run(one, centre)
    assert shown(one)[0] == whole[0]
    assert "tự dựng lại" in sentence(one)
    assert caplog.messages == ["records differ from the centre's: assessment"]
    caplog.clear()
    people(one, 1)
    run(one, centre)
    assert sentence(one) == ""


def test_a_change_that_is_missing_in_the_log_is_fetched_again(
    one: Store, two: Store, centre: Counting
) -> None:
    people(one, 4)
    run(one, centre)
    run(two, centre)
    alter(two, "DELETE FROM change WHERE seq = 2")
    journal.rebuild(two)
    assert len(shown(two)) == 3
    people(two, 1)
    run(two, centre)
    assert len(shown(two)) == 5
    assert journal.cursor(two) == 5
    assert "tự dựng lại" in sentence(two)
    assert check.check(two).fine


class Behind(Counting):
    """A centre that has not read all it was sent yet."""

    def digests(self) -> Digests:
        told = super().digests()
        return Digests(told.position - 1, told.types)


def test_a_centre_that_is_still_reading_is_not_waited_for_and_the_next_round_compares(
    one: Store, centre: Counting
) -> None:
    people(one, 3)
    run(one, Behind(centre.province, commune=COMMUNE))
    run(one, centre)
    assert centre.asked == 1
    run(one, centre)
    assert centre.asked == 1


class Wrong(Counting):
    """A centre whose own reading of the stream is wrong."""

    def digests(self) -> Digests:
        told = super().digests()
        return Digests(told.position, {**told.types, "person": 7})


def test_what_cannot_be_put_right_is_told_with_every_round_and_tried_once(
    one: Store, caplog: pytest.LogCaptureFixture
) -> None:
    centre = Wrong(commune=COMMUNE)
    people(one, 2)
    run(one, centre)
    assert "khác với trung tâm ở: người." in sentence(one)
    assert "check" in sentence(one)
    assert setting(one, DIFFERS) == "person"
    done = run(one, centre)
    assert (done.requests, done.pulled) == (2, 0)
    assert "ở: người." in sentence(one)
    assert "still differ" in caplog.messages[-1]
    right = MemoryCenter(centre.province, commune=COMMUNE)
    run(one, right)
    assert (sentence(one), setting(one, DIFFERS)) == ("", None)
    assert run(one, right).requests == 1


class Busy(Counting):
    """Somebody else writes just before the digests are told."""

    def digests(self) -> Digests:
        told = super().digests()
        return Digests(told.position + 1, {})


class Newer(Counting):
    """A centre that understands other changes of people."""

    def digests(self) -> Digests:
        return Digests(super().digests().position, {}, beyond=["person"])


@pytest.mark.parametrize("kind", [Busy, Newer])
def test_what_cannot_be_compared_raises_no_alarm(one: Store, kind: type[Counting]) -> None:
    people(one, 2)
    run(one, kind(commune=COMMUNE))
    assert sentence(one) == ""
    assert setting(one, DIFFERS) is None


def test_what_still_waits_raises_no_alarm(one: Store, centre: Counting) -> None:
    class Writing(Counting):
        """The officer goes on typing while the digests are on their way."""

        def digests(self) -> Digests:
            answer(one, numerator=1)
            return super().digests()

    people(one, 1)
    run(one, Writing(commune=COMMUNE))
    assert sentence(one) == ""


def test_a_refused_change_raises_no_alarm(one: Store, two: Store, centre: Counting) -> None:
    people(one, 1)
    with one.write() as connection:
        connection.execute(
            "INSERT INTO change(id, type, record, body, state)"
            " SELECT id || 'x', type, record, replace(body, 'Người', 'Ng'), 0 FROM change"
        )
    assert run(one, centre).refused == 1
    assert sentence(one) == ""


def test_what_a_snapshot_told_of_changes_that_nobody_has_any_more_is_let_go(
    one: Store, two: Store, centre: Counting, caplog: pytest.LogCaptureFixture
) -> None:
    answer(one, numerator=1)
    for store in (one, two):
        run(store, centre)
    head = two.value("SELECT id FROM change WHERE type = 'assessment'")
    record = two.value("SELECT record FROM assessment")
    with two.write() as connection:
        row = ("assessment", record, "numerator", head)
        connection.execute("INSERT INTO past(type, record, field, change) VALUES (?, ?, ?, ?)", row)
        journal.rebuild(two)
    assert shown(two) != shown(one)
    people(two, 1)
    run(two, centre)
    run(one, centre)
    assert shown(two) == shown(one)
    assert two.value("SELECT count(*) FROM past") == 0
    assert setting(two, DIFFERS) is None
    assert "tự dựng lại" in sentence(two)
    assert check.check(two).fine
