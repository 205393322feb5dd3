"""What a new PC took folded is whole: all read it to the letter, before and after it has rows."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlite

from db import check, filling, history, journal
from db import store as stores
from db.journal import Edit
from db.queries import evidence, replica, rounds, story
from db.queries.digests import digests
from db.queries.story import Chapter
from db.store import Store
from rules import snapshot as pieces
from rules.change import decode, encode
from rules.record import Value
from sync import snapshot
from sync.memory import MemoryCenter
from sync.round import run
from sync.snapshot import Place, Portion
from tests.support.desk import COMMUNE, OFFICER, Pen, answer, attach, desk, people, shown

AWKWARD = 'tệp "a\\b"\n\u2028 </x> \U0001f30f \x7f \x01'


@pytest.fixture(autouse=True)
def short_streams_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshot, "WORTH_IT", 3)


@pytest.fixture
def new(tmp_path: Path) -> Iterator[Store]:
    with desk(tmp_path / "new") as store:
        yield store


@pytest.fixture
def centre() -> MemoryCenter:
    return MemoryCenter(commune=COMMUNE)


def history_of(store: Store, times: int = 6, **first: Value) -> str:
    """One answer whose fields were last written by three changes; its record."""
    answer(store, **{"numerator": 0, "denominator": 10, "note": "đầu", **first})
    for number in range(1, times + 1):
        answer(store, **({"numerator": number} if number % 2 else {"note": f"lần {number}"}))
    found: str = store.value("SELECT record FROM assessment")
    return found


def folded(store: Store) -> int:
    count: int = store.value("SELECT count(*) FROM folded")
    return count


@pytest.fixture
def record(one: Store, new: Store, centre: MemoryCenter) -> str:
    """An answer with a history, which the new PC has taken folded; and a person."""
    people(one, 1)
    found = history_of(one)
    run(one, centre)
    run(new, centre)
    assert folded(new) == 1
    return found


def stands(one: Store, record: str) -> list[str]:
    """The changes a record is told by, to the letter."""
    row = one.row("SELECT heads FROM assessment WHERE record = ?", (record,))
    assert row is not None
    heads = {*json.loads(row[0]).values()}
    return [body for body in replica.log(one, record) if decode(body).id in heads]


def all_well(*desks: Store) -> None:
    for store in desks:
        assert shown(store) == shown(desks[0])
        assert digests(store) == digests(desks[0])
        assert check.check(store).fine


def unfold(store: Store) -> None:
    with store.write():
        journal.unfold(store)


# -- one reading for all -------------------------------------------------------------------------


def test_what_came_folded_is_in_the_log_to_the_letter(one: Store, new: Store, record: str) -> None:
    assert list(replica.log(new, record)) == stands(one, record)
    assert len(stands(one, record)) == 3
    assert new.value("SELECT count(*) FROM change") == 1
    assert replica.status(new).changes == check.check(new).changes == rounds.tally(new).applied == 4
    all_well(one, new)


def test_the_next_round_gives_it_rows_and_asks_nothing_more(
    one: Store, new: Store, centre: MemoryCenter, record: str
) -> None:
    before = (new.rows("SELECT * FROM log ORDER BY seq"), list(replica.log(new)))
    assert run(new, centre).requests == 1
    assert folded(new) == 0
    assert (new.rows("SELECT * FROM log ORDER BY seq"), list(replica.log(new))) == before
    assert new.value("SELECT count(*) FROM change") == 4
    all_well(one, new)


def test_the_round_after_stops_between_two_commits_and_the_next_one_goes_on(
    one: Store, new: Store, centre: MemoryCenter, record: str
) -> None:
    run(new, centre, stop=lambda: True)
    assert folded(new) == 1
    run(new, centre)
    assert folded(new) == 0


def test_what_breaks_off_while_it_gets_its_rows_leaves_it_as_it_was(
    one: Store, new: Store, record: str
) -> None:
    before = list(replica.log(new))
    with suppress(ZeroDivisionError), new.write():
        assert journal.unfold(new) == 1
        raise ZeroDivisionError
    assert folded(new) == 1
    assert list(replica.log(new)) == before
    all_well(one, new)


def test_letters_of_any_kind_are_read_alike(one: Store, new: Store, centre: MemoryCenter) -> None:
    found = history_of(one, note=AWKWARD, denominator=0.1 + 0.2)
    answer(one, text=AWKWARD, number=-1.5e-7)
    run(one, centre)
    run(new, centre)
    assert folded(new) == 1
    assert list(replica.log(new, found)) == stands(one, found)
    unfold(new)
    assert list(replica.log(new, found)) == stands(one, found)


def test_its_history_and_story_begin_where_the_snapshot_does(
    one: Store, new: Store, record: str
) -> None:
    told = history.of(new, record)
    assert {each.change for each in told} == {decode(each).id for each in stands(one, record)}
    assert story.of(new, [Chapter("assessment", record)])
    unfold(new)
    assert history.of(new, record) == told


def test_files_keep_the_order_they_were_attached_in(
    one: Store, new: Store, centre: MemoryCenter, tmp_path: Path
) -> None:
    people(one, 1)
    for content in (b"mot", b"hai", b"ba"):
        attach(one, tmp_path, content)
    first = one.value("SELECT record FROM evidence ORDER BY record DESC")
    journal.commit(one, OFFICER, [Edit("evidence", first, {"title": "Biên bản"})])
    run(one, centre)
    run(new, centre)
    assert folded(new) == 1
    assert evidence.of(new, "any") == evidence.of(one, "any")


# -- what comes after ----------------------------------------------------------------------------


def test_an_edit_goes_on_from_it_and_can_be_undone(
    one: Store, new: Store, centre: MemoryCenter, record: str
) -> None:
    before = shown(new)
    answer(new, note="máy mới")
    assert folded(new) == 1
    last = new.value("SELECT id FROM log ORDER BY seq DESC LIMIT 1")
    assert journal.is_own(new, last)
    all_well(new)
    assert history.undo(new, OFFICER) is not None
    assert shown(new) == before
    for store in (new, one):
        run(store, centre)
    assert replica.conflicts_of(new, "assessment", record) == {}
    all_well(one, new)


def test_a_late_edit_on_what_it_left_out_is_a_conflict_as_on_every_pc(
    one: Store, two: Store, new: Store, centre: MemoryCenter
) -> None:
    people(one, 1)
    history_of(one, 1)
    for store in (one, two):
        run(store, centre)
    answer(two, numerator=77)  # offline for a while
    history_of(one)
    run(one, centre)
    run(new, centre)
    assert folded(new) == 1
    run(two, centre)
    assert run(new, centre).conflicts == run(one, centre).conflicts == 1
    assert folded(new) == 0
    all_well(one, two, new)


def test_the_stream_taken_from_its_beginning_knows_it(
    one: Store, new: Store, centre: MemoryCenter, record: str
) -> None:
    journal.move_cursor(new, 0, None)
    run(new, centre)
    assert sorted(replica.log(new)) == sorted(replica.log(one))
    all_well(one, new)


def test_a_centre_put_back_gets_from_it_to_the_letter_what_nobody_else_has(
    one: Store, new: Store, centre: MemoryCenter
) -> None:
    people(one, 1)
    run(one, centre)
    yesterday = copy.deepcopy(centre.province.streams)
    found = history_of(one)
    run(one, centre)
    run(new, centre)
    assert folded(new) == 1
    centre.province.streams = yesterday  # and nobody hears of the first PC again
    assert run(new, centre).pushed == 3
    bodies = centre.province.stream(COMMUNE).bodies
    assert [body for body in bodies if decode(body).record == found] == stands(one, found)
    assert run(one, centre).conflicts == run(new, centre).conflicts == 0
    run(new, centre)
    all_well(one, new)


def test_a_filling_that_begins_anew_meets_what_came_folded(
    one: Store, new: Store, centre: MemoryCenter, record: str
) -> None:
    people(one, 1)
    answer(one, note="sau đó")
    run(one, centre)
    page = centre.snapshot(None, 1000)
    filling.fill(new, page.pieces, page.at, page.taken_at, resume=None)
    all_well(one, new)


def test_own_answers_the_centre_has_are_told_with_all_that_came_since(
    one: Store, new: Store, centre: MemoryCenter
) -> None:
    people(one, 1)
    history_of(one)
    run(one, centre)
    answer(new, note="máy mới")  # it was never here before
    assert run(new, centre).conflicts == 1
    assert folded(new) == 0
    run(one, centre)
    all_well(one, new)


# -- what is folded, and what is not -------------------------------------------------------------


def test_numbers_of_the_log_that_folded_changes_have_are_given_to_no_other(
    one: Store, new: Store, centre: MemoryCenter
) -> None:
    for indicator in ("1.1", "1.2", "1.3"):
        answer(one, indicator=indicator, numerator=1, denominator=10, note="đầu")
        answer(one, indicator=indicator, numerator=2)
    run(one, centre)
    run(new, centre)
    assert folded(new) == 3
    answer(new, indicator="9.9", numerator=1)
    numbers = [row[0] for row in new.rows("SELECT seq FROM log ORDER BY seq")]
    assert numbers == list(range(1, 8))
    unfold(new)
    assert [row[0] for row in new.rows("SELECT seq FROM change ORDER BY seq")] == numbers
    all_well(new)


def test_what_is_disputed_deleted_or_told_by_one_change_is_not_folded(
    one: Store, two: Store, centre: MemoryCenter
) -> None:
    people(one, 3)
    (first, second, _third) = [row[0] for row in one.rows("SELECT record FROM person")]
    for store in (one, two):
        run(store, centre)
    for store, name in ((one, "A"), (two, "B")):
        journal.commit(store, OFFICER, [Edit("person", first, {"full_name": name, "phone": name})])
        run(store, centre)
    journal.commit(one, OFFICER, [Edit("person", second, delete=True)])
    run(one, centre)
    told = centre.snapshot(None, 1000)
    assert not any(isinstance(each, pieces.Folded) for each in told.pieces)


def test_a_value_this_programme_holds_back_is_kept_out_of_the_tables(
    new: Store, centre: MemoryCenter
) -> None:
    pen = Pen()
    made = pen.change("person", "p", set={"full_name": "A", "birth_year": 1970})
    line = pieces.fold(
        ("person", "p"),
        {"full_name": [made.id], "phone": ["z" * 21]},
        {
            made.id: (1, encode(made)),
            "z" * 21: (2, pen.body("person", "p", set={"phone": 7})),
        },
        made.schema,
    )
    assert line is not None
    real = decode(pieces.unfold(line.line).changes[1][1])
    filling.fill(new, [line], 2, resume=None)
    assert folded(new) == 0
    assert [row[0] for row in new.rows("SELECT change FROM held")] == [real.id]
    assert check.check(new).fine


def test_a_centre_that_does_not_fold_is_understood(
    one: Store, new: Store, centre: MemoryCenter, monkeypatch: pytest.MonkeyPatch
) -> None:
    people(one, 1)
    history_of(one)
    run(one, centre)
    ask = centre.snapshot

    def plainly(after: Place | None, limit: int) -> Portion:
        page = ask(after, limit)
        return Portion(page.at, tuple(map(pieces.plain, page.pieces)), page.next, page.taken_at)

    monkeypatch.setattr(centre, "snapshot", plainly)
    run(new, centre)
    assert folded(new) == 0
    assert new.value("SELECT count(*) FROM change") == 4
    all_well(one, new)


@pytest.mark.parametrize("attack", ["DELETE FROM folded", "UPDATE folded SET line = '{}'"])
def test_the_database_itself_refuses_to_lose_it(new: Store, record: str, attack: str) -> None:
    before = list(replica.log(new))
    with pytest.raises(sqlite.IntegrityError, match="never"), new.write() as connection:
        connection.execute(attack)
    assert list(replica.log(new)) == before


def test_a_copy_of_the_profile_has_it_all(
    one: Store, new: Store, centre: MemoryCenter, record: str, tmp_path: Path
) -> None:
    (tmp_path / "copy").mkdir()
    new.connection.execute("VACUUM INTO ?", (str(tmp_path / "copy" / stores.NAME),))
    with stores.open_(tmp_path / "copy") as copied:
        assert folded(copied) == 1
        all_well(one, copied)
        run(copied, centre)
        assert folded(copied) == 0
        all_well(one, copied)
