"""An answer by hand tells what the records come to; a difference is put right, or told."""

from __future__ import annotations

import pytest

from center import bundles as at_centre
from db import check, journal, rounds
from db.queries.digests import DIFFERS
from db.store import Store, setting
from rules.records import SCHEMA
from sync.steps.verify import PUT_OFF
from sync.stick import back
from tests.support import profiles
from tests.support.desk import answer, people
from tests.support.sticks import Centre, Office, Stick


def sentence(office: Office) -> str:
    return rounds.latest(office.store)[0].sentence or ""


def remembered(store: Store) -> tuple[str | None, str | None]:
    return setting(store, DIFFERS), setting(store, PUT_OFF)


def alter(store: Store, statement: str) -> None:
    profiles.unguard(store)
    with store.write() as connection:
        connection.execute(statement)


def test_replicas_that_agree_say_nothing(
    place: tuple[Centre, Office, Office], stick: Stick
) -> None:
    centre, one, two = place
    answer(one.store, numerator=1)
    answer(two.store, numerator=2)
    for office in (one, two, one, two):
        stick.trip(office, centre)
        assert sentence(office) == ""
    assert remembered(one.store) == remembered(two.store) == (None, None)


def test_a_table_that_is_not_what_the_log_says_is_made_anew_and_it_is_told(
    place: tuple[Centre, Office, Office], stick: Stick, caplog: pytest.LogCaptureFixture
) -> None:
    centre, one, _two = place
    answer(one.store, numerator=1)
    stick.trip(one, centre)
    whole = one.shown()
    alter(one.store, "UPDATE assessment SET numerator = 99")
    people(one.store, 1)
    stick.trip(one, centre)
    assert one.shown()[0] == whole[0]
    assert "tự dựng lại" in sentence(one)
    assert caplog.messages == ["records differ from the centre's: assessment"]
    assert remembered(one.store) == (None, None)


def test_a_change_that_is_missing_in_the_log_comes_with_the_next_answer(
    place: tuple[Centre, Office, Office], stick: Stick
) -> None:
    centre, one, two = place
    people(one.store, 4)
    for office in (one, two):
        stick.trip(office, centre)
    alter(two.store, "DELETE FROM change WHERE seq = 2")
    journal.rebuild(two.store)
    people(two.store, 1)
    stick.trip(two, centre)
    assert "ở: người." in sentence(two)
    assert "lấy lại toàn bộ" in sentence(two)
    stick.trip(two, centre)
    assert sentence(two) == ""
    assert two.shown() == centre.shown()
    assert remembered(two.store) == (None, None)
    assert check.check(two.store).fine


def test_what_a_snapshot_told_of_changes_that_nobody_has_any_more_is_let_go(
    place: tuple[Centre, Office, Office], stick: Stick
) -> None:
    centre, one, two = place
    answer(one.store, numerator=1)
    for office in (one, two):
        stick.trip(office, centre)
    head = two.store.value("SELECT id FROM change WHERE type = 'assessment'")
    row = ("assessment", two.store.value("SELECT record FROM assessment"), "numerator", head)
    with two.store.write() as connection:
        connection.execute("INSERT INTO past(type, record, field, change) VALUES (?, ?, ?, ?)", row)
        journal.rebuild(two.store)
    people(two.store, 1)
    for _time in range(2):
        stick.trip(two, centre)
    assert "tự dựng lại" in sentence(two)
    assert two.shown() == centre.shown()


def test_what_cannot_be_put_right_is_told_with_every_answer_and_tried_once(
    place: tuple[Centre, Office, Office], stick: Stick
) -> None:
    centre, one, _two = place
    people(one.store, 2)
    stick.trip(one, centre)
    with centre.store.writing() as connection:
        connection.exec_driver_sql("UPDATE record SET digest = 7")
    people(one.store, 1)
    for _time in range(2):
        stick.trip(one, centre)
    assert "check" in sentence(one)
    assert remembered(one.store) == ("person", None)
    for _time in range(2):
        assert journal.cursor(one.store) == 3  # not asked for again
        stick.trip(one, centre)
        assert "check" in sentence(one)


def test_an_answer_of_an_older_centre_leaves_the_comparison_to_the_next_round(
    place: tuple[Centre, Office, Office], stick: Stick, monkeypatch: pytest.MonkeyPatch
) -> None:
    centre, one, _two = place
    monkeypatch.setattr(at_centre.records, "digests", lambda *_asked: None)
    people(one.store, 1)
    stick.trip(one, centre)
    assert remembered(one.store) == (None, "yes")
    monkeypatch.undo()
    stick.trip(one, centre)
    assert remembered(one.store) == (None, None)


def test_an_answer_from_before_what_came_since_raises_no_alarm(
    place: tuple[Centre, Office, Office], stick: Stick
) -> None:
    centre, one, two = place
    people(one.store, 1)
    early = stick.fetch(one, centre)
    people(two.store, 1)
    people(one.store, 1)
    for office in (two, one):
        stick.trip(office, centre)
    one.take(early)
    assert sentence(one) == ""


def test_digests_that_an_older_programme_asked_for_are_not_compared(
    place: tuple[Centre, Office, Office], stick: Stick, monkeypatch: pytest.MonkeyPatch
) -> None:
    centre, one, _two = place
    people(one.store, 1)
    reply = stick.fetch(one, centre)
    monkeypatch.setattr(back, "SCHEMA", SCHEMA + 1)  # brought up to date meanwhile
    one.take(reply)
    assert remembered(one.store) == (None, "yes")
