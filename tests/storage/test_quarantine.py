"""What the centre refuses is set aside: out of the tables, never out of the log."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from db import check, errors, history, journal
from db import store as stores
from db.commands import quarantine as deeds
from db.journal import Edit, Receipt
from db.queries import quarantine, replica
from db.queries.quarantine import Typed
from db.store import Store
from rules.change import Change
from rules.record import RecordError
from tests.support import profiles
from tests.support.desk import Pen
from tests.support.profiles import HOA, KEY, RECORD, answer, conflicts, shown

AT = "2026-11-26T08:00:00.000+00:00"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A profile whose tables must still be what the log says when the test is over."""
    with profiles.profile(tmp_path / "pc") as opened:
        yield opened
        assert check.check(opened).fine


def made(store: Store, **values: object) -> Change:
    """An answer that was saved."""
    change = answer(store, **values)  # type: ignore[arg-type]
    assert change is not None
    return change


def refuse(store: Store, change: Change, sentence: str = "Kỳ này đã khoá.") -> None:
    """The centre does not take a change."""
    journal.acknowledge(store, [Receipt(change.id, None, AT, "late", sentence)])


def take(store: Store, change: Change, position: int = 1) -> None:
    """The centre takes a change."""
    journal.acknowledge(store, [Receipt(change.id, position, AT)])


def test_the_field_goes_back_to_what_stands_at_the_centre(store: Store) -> None:
    take(store, made(store, number=1, note="cũ"))
    refuse(store, made(store, number=2))
    assert (shown(store)["number"], shown(store)["note"]) == (1, "cũ")
    (refusal,) = quarantine.refusals(store)
    assert (refusal.sentence, refusal.fields) == ("Kỳ này đã khoá.", {"number": Typed(2, 1)})


def test_a_record_whose_creation_was_refused_is_listed_with_all_its_values(store: Store) -> None:
    refuse(store, made(store, number=7, note="mới"))
    assert replica.values(store, "assessment", RECORD) is None
    assert list(replica.dump(store)) == []
    (refusal,) = quarantine.refusals(store)
    assert refusal.fields["number"] == Typed(7, None)
    assert refusal.fields["indicator"].value == KEY["indicator"]
    assert refusal.subject.spot is not None
    assert refusal.subject.spot.indicator == KEY["indicator"]


def test_what_was_typed_after_a_refused_change_stands(store: Store) -> None:
    first = made(store, number=1)
    made(store, note="sau")
    made(store, number=3)
    refuse(store, first)
    assert (shown(store)["number"], shown(store)["note"]) == (3, "sau")
    assert conflicts(store) == {}


def test_sent_again_it_stands_in_the_tables_and_waits(store: Store) -> None:
    change = made(store, number=1)
    refuse(store, change)
    deeds.resend(store, change.id)
    assert shown(store)["number"] == 1
    assert [each.id for each in journal.waiting(store, 9)] == [change.id]
    assert quarantine.refusals(store) == []
    refuse(store, change)
    assert [each.change for each in quarantine.refusals(store)] == [change.id]


def test_repaired_it_is_a_new_change_and_the_old_one_is_put_away(store: Store) -> None:
    take(store, made(store, number=1))
    bad = made(store, number=2, note="kèm")
    refuse(store, bad)
    new = deeds.repair(store, HOA, bad.id, {"number": 5})
    assert new is not None
    assert (shown(store)["number"], shown(store)["note"]) == (5, "kèm")
    assert quarantine.refusals(store) == []
    assert [each.id for each in journal.waiting(store, 9)] == [new.id]
    assert bad.id.encode() in b"".join(replica.log(store))


def test_a_repair_that_does_not_fit_leaves_everything_as_it_was(store: Store) -> None:
    bad = made(store, number=2)
    refuse(store, bad)
    with pytest.raises(RecordError):
        deeds.repair(store, HOA, bad.id, {"number": "hai"})
    assert [each.change for each in quarantine.refusals(store)] == [bad.id]


def test_put_away_it_stays_in_the_log_and_out_of_the_tables(store: Store) -> None:
    bad = made(store, number=2)
    refuse(store, bad)
    deeds.dismiss(store, bad.id)
    assert quarantine.refusals(store) == []
    assert replica.status(store).refused == 0
    assert replica.values(store, "assessment", RECORD) is None
    assert bad.id.encode() in b"".join(replica.log(store))
    deeds.resend(store, bad.id)  # they may think again
    assert shown(store)["number"] == 2


def test_one_the_centre_has_after_all_comes_back_by_answer_or_by_stream(store: Store) -> None:
    one, two = made(store, number=1), made(store, note="b")
    refuse(store, one)
    refuse(store, two)
    take(store, one)
    assert shown(store)["number"] == 1
    bodies = [each for each in replica.log(store) if f'"id":"{two.id}"'.encode() in each]
    journal.receive(store, [(2, bodies[0])], 2)
    assert shown(store)["note"] == "b"
    assert quarantine.refusals(store) == []


def test_what_is_not_refused_is_not_settled(store: Store) -> None:
    change = made(store, number=1)
    for deed in (deeds.resend, deeds.dismiss):
        with pytest.raises(errors.Refused, match="không còn bị từ chối"):
            deed(store, change.id)


def test_undo_passes_over_what_was_refused(store: Store) -> None:
    take(store, made(store, number=1))
    refuse(store, made(store, number=2))
    history.undo(store, HOA)
    assert shown(store)["number"] == 1


def test_a_refused_change_stays_out_after_the_profile_is_opened_again(store: Store) -> None:
    refuse(store, made(store, number=2))
    with stores.open_(store.folder) as again:
        assert replica.values(again, "assessment", RECORD) is None
        journal.rebuild(again)
        assert replica.values(again, "assessment", RECORD) is None


def test_what_only_a_newer_programme_understands_is_listed_and_needs_no_value(
    store: Store,
) -> None:
    newer = Pen().change("tomorrow", "r1", schema=99, set={"colour": "xanh"})
    profiles.take(store, [newer])
    journal.offer_everything(store)
    refuse(store, newer)
    (refusal,) = quarantine.refusals(store)
    assert (refusal.type, refusal.record) == ("tomorrow", "r1")
    assert refusal.fields == {"colour": Typed("xanh", None)}
    assert not refusal.repairable
    deeds.resend(store, newer.id)
    assert quarantine.refusals(store) == []
    refuse(store, newer)
    deeds.dismiss(store, newer.id)
    assert quarantine.refusals(store) == []


def people(store: Store, count: int) -> list[Change]:
    """So many people that were saved."""
    edits = [Edit("person", None, {"full_name": f"Người {n}"}) for n in range(count)]
    return journal.commit(store, HOA, edits)


def test_a_refusal_of_a_tenth_of_the_records_is_one_an_officer_must_look_at(store: Store) -> None:
    made = people(store, 100)
    for change in made[:9]:
        refuse(store, change)
    assert not quarantine.is_mass(store)
    for change in made[9:12]:
        refuse(store, change)
    assert quarantine.is_mass(store)
    deeds.dismiss_all(store, quarantine.reasons(store)[0])
    assert not quarantine.is_mass(store)


def test_what_was_refused_for_one_reason_is_settled_together(store: Store) -> None:
    made = people(store, 6)
    for change in made[:4]:
        refuse(store, change)
    for change in made[4:]:
        refuse(store, change, "Lý do khác.")
    reasons = {each.sentence: each for each in quarantine.reasons(store)}
    assert {sentence: each.changes for sentence, each in reasons.items()} == {
        "Kỳ này đã khoá.": 4,
        "Lý do khác.": 2,
    }
    assert len(quarantine.refusals(store, reasons["Lý do khác."], skip=1, most=1)) == 1
    assert deeds.resend_all(store, reasons["Kỳ này đã khoá."]) == {"person"}
    assert len(journal.waiting(store, 10)) == 4
    assert store.value("SELECT count(*) FROM person") == 4
    deeds.dismiss_all(store, reasons["Lý do khác."])
    assert quarantine.reasons(store) == []
    assert len(journal.waiting(store, 10)) == 4


def test_what_waits_for_a_newer_programme_still_does_when_it_is_refused_no_more(
    store: Store,
) -> None:
    newer = Pen().change(
        "person", "r1", schema=99, set={"full_name": "Người mới", "colour": "xanh"}
    )
    profiles.take(store, [newer])
    journal.offer_everything(store)
    refuse(store, newer)
    refuse(store, made(store, number=1))  # and all that is refused is held for that
    deeds.resend(store, newer.id)
    assert [each.reason for each in quarantine.foreign(store)] == ["newer"]
    assert replica.values(store, "person", "r1") is None


def test_to_look_for_refusals_costs_the_same_however_long_the_log_is(store: Store) -> None:
    refuse(store, made(store, number=1))

    def steps() -> int:
        """What SQLite does where nothing has changed, in steps of its machine."""
        seen: list[None] = []
        store.connection.set_progress_handler(lambda: seen.append(None), 1)
        journal.quarantine(store)
        store.connection.set_progress_handler(None, 1)
        return len(seen)

    short = steps()
    for number in range(2, 42):
        made(store, number=number)
    assert steps() == short > 0
