"""A pull that would take much away at once asks first, and holds up nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from db import braking, journal, projection, rounds
from db import store as stores
from db.commands import enrolment, question
from db.journal import Edit
from db.queries import replica
from db.release import release
from db.store import Store, set_setting
from rules import fitting
from rules.brake import is_mass
from rules.records import PERSON
from sync import errors
from sync.center import Page
from sync.memory import MemoryCenter
from sync.pace import PAGES
from sync.round import PLAIN, Wish, run
from tests.support.desk import OFFICER, Pen, attach, desk, people
from ui.screens.sync.doubts import question_words

ACCEPT = Wish(accept=True)


@pytest.fixture
def centre(one: Store, two: Store) -> MemoryCenter:
    """Where both have sent and taken twenty people."""
    centre = MemoryCenter()
    people(one, 20)
    run(one, centre)
    run(two, centre)
    return centre


def listed(store: Store) -> list[str]:
    """The ids of the people shown."""
    return [json.loads(line)["record"] for line in replica.dump(store, "person")]


def delete(store: Store, count: int) -> None:
    """An officer deletes so many people."""
    gone = [Edit("person", record, delete=True) for record in listed(store)[:count]]
    journal.commit(store, OFFICER, gone)


def blank(store: Store, count: int) -> None:
    """An officer empties a field of so many people."""
    filled = [Edit("person", record, {"position": "Trưởng thôn"}) for record in listed(store)]
    journal.commit(store, OFFICER, filled)
    emptied = [Edit("person", record, {"position": None}) for record in listed(store)[:count]]
    journal.commit(store, OFFICER, emptied)


def test_a_few_deletions_are_taken_without_a_word(
    one: Store, two: Store, centre: MemoryCenter
) -> None:
    delete(one, 2)
    run(one, centre)
    run(two, centre)
    assert len(listed(two)) == 18


def test_many_deletions_ask_first_and_leave_everything_as_it_was(
    one: Store, two: Store, centre: MemoryCenter
) -> None:
    before = listed(two)
    delete(one, 3)
    run(one, centre)
    cursor = journal.cursor(two)
    with pytest.raises(errors.MassChange, match="xoá 3 và làm trống 0 trong 20"):
        run(two, centre)
    assert (listed(two), journal.cursor(two)) == (before, cursor)
    asked = question.standing(two)
    assert asked is not None
    assert (asked.deleted, asked.whole) == (3, 20)
    run(two, centre, wish=ACCEPT)
    assert len(listed(two)) == 17
    assert question.standing(two) is None


def test_until_an_officer_agrees_nothing_is_asked_for_again_and_sending_goes_on(
    one: Store, two: Store, centre: MemoryCenter, tmp_path: Path
) -> None:
    delete(one, 5)
    run(one, centre)
    with pytest.raises(errors.MassChange):
        run(two, centre)
    requests = centre.traffic.requests
    with pytest.raises(errors.MassChange):
        run(two, centre)
    assert centre.traffic.requests == requests + 1
    people(two, 1)
    sha256 = attach(two, tmp_path, b"bien ban")
    with pytest.raises(errors.MassChange):
        run(two, centre)
    assert replica.status(two).waiting == 0
    assert sha256 in centre.have([sha256])


def test_blanked_values_count_as_well(one: Store, two: Store, centre: MemoryCenter) -> None:
    blank(one, 20)
    run(one, centre)
    run(two, centre)  # filled and emptied in one pull: nothing that was here is lost
    blank(one, 0)
    run(one, centre)
    run(two, centre)
    blank(one, 4)
    run(one, centre)
    with pytest.raises(errors.MassChange, match="xoá 0 và làm trống 4 trong 20"):
        run(two, centre)


def test_deleted_and_blanked_are_counted_together(
    one: Store, two: Store, centre: MemoryCenter
) -> None:
    delete(one, 2)
    blank(one, 0)
    run(one, centre)
    run(two, centre)
    delete(one, 1)
    blank(one, 1)
    run(one, centre)
    with pytest.raises(errors.MassChange, match="xoá 1 và làm trống 1 trong 18"):
        run(two, centre)


def slip_in(centre: MemoryCenter, bodies: Iterable[bytes]) -> None:
    """A centre that has these changes in its stream, whatever it would say of them today."""
    stream = centre.province.stream(None)
    for body in bodies:
        stream.bodies.append(body)
        stream.taken_at.append("2026-11-23T01:00:00.000000+00:00")


def written_by_hand(store: Store, count: int, values: str) -> list[bytes]:
    """Changes of so many people that set these values, as a stranger's programme may write them."""
    rows = projection.read(store, PERSON, listed(store)[:count])
    pen, made = Pen(), []
    for record, row in rows.items():
        everything = sorted({change for ids in row.heads.values() for change in ids})
        base = {"deleted": everything, "full_name": row.heads["full_name"]}
        made.append(pen.body("person", record, set={"note": "?"}, base=base))
    return [body.replace(b'{"note":"?"}', values.encode()) for body in made]


@pytest.mark.parametrize(
    "values",
    [
        '{"deleted":true}',
        '{"deleted": true}',
        '{"deleted"\t:true}',
        '{"delete\\u0064":true}',
        '{"full_name":null}',
        '{"full_name" : null}',
        '{"full_name":""}',
        '{"full_name":"\\u0020\\u00a0"}',
        '{"full_name":"\u3000"}',
        '{"full_name":"\u200b\ufeff"}',
        '{"full_name":" \u00ad "}',
    ],
)
def test_what_takes_away_is_seen_however_it_is_written(
    two: Store, centre: MemoryCenter, values: str
) -> None:
    before = list(replica.dump(two))
    slip_in(centre, written_by_hand(two, 3, values))
    with pytest.raises(errors.MassChange, match="trong 20"):
        run(two, centre)
    assert list(replica.dump(two)) == before


def test_a_page_of_changes_that_say_much_and_take_nothing_is_not_held(
    two: Store, centre: MemoryCenter
) -> None:
    slip_in(centre, written_by_hand(two, 3, '{"full_name":"null deleted:true"}'))
    run(two, centre)
    assert len(listed(two)) == 20


def test_what_takes_nothing_away_is_kept_before_the_question(
    one: Store, two: Store, centre: MemoryCenter
) -> None:
    people(one, 1000)
    run(one, centre)
    delete(one, 300)
    run(one, centre)
    with pytest.raises(errors.MassChange):
        run(two, centre)
    assert len(listed(two)) == 1020
    run(two, centre, wish=ACCEPT)
    assert len(listed(two)) == 720


def test_nothing_behind_what_is_held_is_taken_before_it(
    one: Store, two: Store, centre: MemoryCenter
) -> None:
    before, cursor = listed(two), journal.cursor(two)
    delete(one, 5)
    people(one, 2 * PAGES.first)  # pages that take nothing away come after the one that does
    run(one, centre)
    with pytest.raises(errors.MassChange):
        run(two, centre)
    assert (listed(two), journal.cursor(two)) == (before, cursor)
    run(two, centre, wish=ACCEPT)
    assert listed(two) == listed(one)


def test_a_removal_of_what_nobody_here_knows_stops_nothing(
    two: Store, centre: MemoryCenter
) -> None:
    slip_in(centre, [Pen().body("later", schema=9, set={"deleted": True}), Pen().body("person")])
    run(two, centre)
    assert (len(listed(two)), replica.status(two).held) == (21, 1)


def test_a_new_pc_takes_a_history_of_deletions_without_a_word(
    one: Store, tmp_path: Path, centre: MemoryCenter
) -> None:
    delete(one, 20)
    run(one, centre)
    with desk(tmp_path / "three") as three:
        run(three, centre)
        assert listed(three) == []
        assert question.standing(three) is None


@pytest.fixture
def hundred(one: Store, two: Store, centre: MemoryCenter) -> MemoryCenter:
    """Where both have sent and taken a hundred people."""
    people(one, 80)
    run(one, centre)
    run(two, centre)
    return centre


def brought(one: Store, two: Store, centre: MemoryCenter, wish: Wish = PLAIN) -> int:
    """What one wrote goes to the centre and to two, who shows so many people then."""
    run(one, centre)
    run(two, centre, wish=wish)
    return len(listed(two))


def test_deletions_that_come_in_slices_ask_as_well(
    one: Store, two: Store, hundred: MemoryCenter
) -> None:
    delete(one, 6)
    assert brought(one, two, hundred) == 94
    delete(one, 6)
    with pytest.raises(errors.MassChange, match=r"xoá 6 .* trong 94 .*Tính cả 6 bản ghi khác"):
        brought(one, two, hundred)
    assert len(listed(two)) == 94
    asked = question.standing(two)
    assert asked is not None
    assert (asked.deleted, asked.earlier) == (6, 6)
    assert "Tính cả 6 bản ghi khác" in question_words(asked)


def test_a_record_that_loses_something_again_is_counted_once(
    one: Store, two: Store, hundred: MemoryCenter
) -> None:
    for _time in range(3):
        blank(one, 6)
        assert brought(one, two, hundred) == 100
    delete(one, 6)  # the same
    assert brought(one, two, hundred) == 94


def test_slices_add_up_although_the_programme_was_closed_between_them(
    one: Store, tmp_path: Path, hundred: MemoryCenter
) -> None:
    with desk(tmp_path / "three") as three:
        run(three, hundred)
        delete(one, 6)
        assert brought(one, three, hundred) == 94
    delete(one, 6)
    with (
        stores.open_(tmp_path / "three") as three,
        pytest.raises(errors.MassChange, match="Tính cả 6"),
    ):
        brought(one, three, hundred)


def test_what_was_agreed_to_is_not_counted_again(
    one: Store, two: Store, hundred: MemoryCenter
) -> None:
    delete(one, 6)
    brought(one, two, hundred)
    delete(one, 6)
    assert brought(one, two, hundred, ACCEPT) == 88
    delete(one, 6)
    assert brought(one, two, hundred) == 82
    delete(one, 6)
    with pytest.raises(errors.MassChange, match="Tính cả 6"):
        brought(one, two, hundred)


def test_what_is_deleted_now_and_then_among_much_work_never_asks(
    one: Store, two: Store, hundred: MemoryCenter
) -> None:
    for _week in range(3):
        delete(one, 6)
        people(one, 106)
        brought(one, two, hundred)
    assert len(listed(two)) == 400


def test_what_was_agreed_to_asks_no_more_when_the_line_broke_meanwhile(
    one: Store, two: Store, hundred: MemoryCenter, monkeypatch: pytest.MonkeyPatch
) -> None:
    people(one, 100)
    brought(one, two, hundred)
    delete(one, 180)
    with pytest.raises(errors.MassChange):
        brought(one, two, hundred)
    since, asked = hundred.since, []
    set_setting(two, "pace", "60")

    def once(position: int, limit: int) -> Page:
        if asked:
            raise errors.no_connection()
        asked.append(position)
        return since(position, limit)

    with monkeypatch.context() as broken:
        broken.setattr(hundred, "since", once)
        with pytest.raises(errors.NoConnection):
            run(two, hundred, wish=ACCEPT)
    assert 20 < len(listed(two)) < 200
    run(two, hundred)
    assert len(listed(two)) == 20


def test_of_a_centre_that_was_put_back_nothing_is_asked_or_agreed_any_more(
    one: Store, two: Store, centre: MemoryCenter
) -> None:
    delete(one, 5)
    run(one, centre)
    with pytest.raises(errors.MassChange):
        run(two, centre)
    braking.agree(two, 1000)
    enrolment.start_over(two)
    assert question.standing(two) is None
    with pytest.raises(errors.MassChange):
        run(two, centre)


@given(st.integers(0, 2000), st.integers(0, 2000))
@example(50, 2000)
@example(51, 2000)
@example(2, 20)
@example(3, 29)
def test_the_limit_is_a_tenth_or_fifty(lost: int, whole: int) -> None:
    assert is_mass(lost, whole) == (lost > 50 or (lost >= 2 and lost / 10 * 100 > whole))


def test_a_round_tells_what_an_update_waits_to_take_away_and_does_not_compare_it(
    one: Store, two: Store, centre: MemoryCenter
) -> None:
    delete(one, 5)
    run(one, centre)
    with pytest.MonkeyPatch.context() as older:
        older.setattr(fitting, "SCHEMA", 0)
        page = centre.since(journal.cursor(two), 100)
        journal.receive(two, page.changes, page.cursor, page.taken_at)
    assert len(listed(two)) == 20
    release(two)
    people(two, 1)
    run(two, centre)
    (told,) = rounds.latest(two)
    assert "sẽ xoá 5 và làm trống 0 trong 20" in (told.sentence or "")
    assert (told.outcome, len(listed(two))) == (rounds.DONE, 21)
    release(two, accept=True)
    run(one, centre)
    people(two, 1)
    run(two, centre)
    run(one, centre)
    assert listed(two) == listed(one)
    assert rounds.latest(two)[0].sentence is None


@pytest.mark.parametrize("levels", [2, 500])
def test_what_is_nested_however_deep_stops_nothing_behind_it(
    two: Store, centre: MemoryCenter, levels: int
) -> None:
    abyss = b"[" * levels + b"]" * levels
    nested = [
        Pen().body("later", schema=9, set={"x": "INNER"}),
        Pen().body("person", set={"full_name": "INNER"}),
        Pen().body("person", set={"roles": "INNER"}),
    ]
    slip_in(centre, [body.replace(b'"INNER"', abyss) for body in nested])
    slip_in(centre, [Pen().body("person")])
    run(two, centre)
    assert (len(listed(two)), replica.status(two).held) == (21, 3)
