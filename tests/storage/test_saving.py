"""What is saved: a change and a row in one commit, values in their one form, missing as NULL."""

from __future__ import annotations

import json
import threading
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from db import check, errors, journal, projection
from db import store as stores
from db.journal import Edit, Receipt
from db.store import Store
from rules.clock import is_id
from rules.record import Kind, RecordError, RecordType, Value, Values
from rules.records import ASSESSMENT, PERSON, REGISTRY, SCHEMA
from tests.support import profiles
from tests.support.profiles import BINH, HOA, KEY, RECORD, answer, shown


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A profile."""
    with profiles.profile(tmp_path / "pc") as opened:
        yield opened
        assert check.check(opened).fine


def test_a_missing_value_is_not_zero_and_not_empty_text(store: Store) -> None:
    answer(store, number=0, note="")
    row = store.row("SELECT number, note, numerator, passed FROM assessment")
    assert tuple(row) == (0.0, None, None, None)
    assert (shown(store)["number"], shown(store)["numerator"]) == (0, None)
    answer(store, number=None, passed=False)
    assert tuple(store.row("SELECT number, passed FROM assessment")) == (None, 0)
    assert (shown(store)["number"], shown(store)["passed"]) == (None, False)


def test_text_is_kept_in_nfc(store: Store) -> None:
    typed = unicodedata.normalize("NFD", "Đường thôn được cứng hoá")
    answer(store, note=typed)
    assert shown(store)["note"] == unicodedata.normalize("NFC", typed) != typed
    assert answer(store, note=unicodedata.normalize("NFKD", typed)) is None


def test_text_that_no_file_can_hold_is_tidied(store: Store) -> None:
    answer(store, note="  một\r\nhai\x00\x0b ba \ud83d ")
    assert shown(store)["note"] == "một\nhai ba \ufffd"


def test_saying_what_is_shown_writes_nothing(store: Store) -> None:
    answer(store, number=1)
    before = profiles.bodies(store)
    assert answer(store, number=1) is None
    assert answer(store, BINH, number=1.0, text="") is None
    assert journal.commit(store, HOA, []) == []
    assert profiles.bodies(store) == before


def test_a_change_says_who_what_and_what_was_seen(store: Store) -> None:
    first, second = answer(store, number=1), answer(store, BINH, number=2)
    assert first is not None
    assert second is not None
    body = json.loads(profiles.bodies(store)[1])
    assert body == {
        "id": second.id,
        "type": "assessment",
        "record": RECORD,
        "set": {"number": 2},
        "base": {"number": [first.id]},
        "actor": BINH,
        "at": second.at,
        "schema": SCHEMA,
    }
    assert is_id(second.id)
    assert second.id > first.id
    assert list(body) == sorted(body)


def test_all_edits_of_an_action_are_kept_or_none(store: Store) -> None:
    edits = [
        Edit("assessment", None, {**KEY, "number": 1}),
        Edit("assessment", None, {**KEY, "indicator": "1.2", "number": "một"}),
    ]
    with pytest.raises(RecordError, match="phải là số"):
        journal.commit(store, HOA, edits)
    assert profiles.bodies(store) == []
    assert shown(store) == {}


def test_an_action_inside_a_larger_deed_is_kept_whole_or_not_at_all(store: Store) -> None:
    bad = [
        Edit("assessment", None, {**KEY, "number": 1}),
        Edit("assessment", RECORD, {"number": "một"}),
    ]
    with store.write():
        answer(store, note="trước")
        with pytest.raises(RecordError):
            journal.commit(store, HOA, bad)
        answer(store, text="sau")
    assert (shown(store)["note"], shown(store)["text"], shown(store)["number"]) == (
        "trước",
        "sau",
        None,
    )


def test_each_edit_of_an_action_sees_the_ones_before_it(store: Store) -> None:
    done = journal.commit_each(
        store,
        HOA,
        [
            Edit("assessment", None, {**KEY, "number": 1}),
            Edit("assessment", RECORD, {"number": 1}),
            Edit("assessment", RECORD, {"number": 2}),
        ],
    )
    assert [change is None for change in done] == [False, True, False]
    assert done[2] is not None
    assert done[0] is not None
    assert done[2].base == {"number": (done[0].id,)}


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"number": "mười"}, "phải là số"),
        ({"number": float("nan")}, "phải là số"),
        ({"number": float("inf")}, "phải là số"),
        ({"number": True}, "phải là số"),
        ({"number": 10**16}, "lớn quá mức"),
        ({"version": -1}, "số nguyên từ 0"),
        ({"version": 1.5}, "số nguyên từ 0"),
        ({"passed": 1}, "có hoặc không"),
        ({"as_of": "2026-02-30"}, "phải là ngày"),
        ({"as_of": "30/06/2026"}, "phải là ngày"),
        ({"note": "x" * 20001}, "dài quá"),
        ({"note": 5}, "phải là chữ"),
        ({"không_có": 1}, "không có trường"),
        ({"deleted": "yes"}, "có hoặc không"),
    ],
)
def test_a_value_that_does_not_fit_is_refused_in_words(
    store: Store, values: Values, words: str
) -> None:
    with pytest.raises(RecordError, match=words):
        journal.amend(store, HOA, ASSESSMENT, None, {**KEY, **values})
    assert profiles.bodies(store) == []


def test_an_unknown_type_is_refused(store: Store) -> None:
    with pytest.raises(errors.Refused, match="Không có loại bản ghi"):
        journal.commit(store, HOA, [Edit("không_có", None, {"a": 1})])


def test_what_only_the_centre_writes_is_refused(store: Store) -> None:
    review: Values = {"set": "x", "indicator": "1.1", "period": "2026", "verdict": "accepted"}
    with pytest.raises(errors.Refused, match="Chỉ trung tâm"):
        journal.commit(store, HOA, [Edit("review", None, review)])


def test_a_new_record_needs_what_is_required_and_never_loses_it(store: Store) -> None:
    with pytest.raises(RecordError, match="Thiếu “full_name”"):
        journal.amend(store, HOA, PERSON, None, {"phone": "0234"})
    made = journal.amend(store, HOA, PERSON, None, {"full_name": "Hoa"})
    assert made is not None
    with pytest.raises(RecordError, match="Thiếu “full_name”"):
        journal.amend(store, HOA, PERSON, made.record, {"full_name": " "})
    assert shown(store, made.record, "person")["full_name"] == "Hoa"


@pytest.mark.parametrize("record_type", REGISTRY.values(), ids=REGISTRY)
def test_every_declared_field_is_read_back_as_it_was_written(
    store: Store, record_type: RecordType
) -> None:
    values = {field.name: _sample(field.kind, field.choices) for field in record_type.fields}
    values |= {"birth_year": 1980} if record_type is PERSON else {}
    values |= {"year": 2026} if record_type.name == "threshold" else {}
    row = projection.Row(dict(values), deleted=False, heads={"x": ("a",), "y": ("a", "b")})
    with store.write():
        projection.write(store, record_type, {"r": row})
    assert projection.read(store, record_type, ["r"]) == {"r": row}
    empty = projection.Row(dict.fromkeys(values), deleted=True, heads={})
    with store.write():
        projection.write(store, record_type, {"r": empty})
    assert projection.read(store, record_type, ["r", "absent"]) == {"r": empty}
    with store.write():
        projection.clear(store)


@pytest.mark.parametrize("record_type", REGISTRY.values(), ids=REGISTRY)
def test_the_tables_have_the_columns_that_are_declared(
    store: Store, record_type: RecordType
) -> None:
    columns = [row["name"] for row in store.rows(f'PRAGMA table_info("{record_type.name}")')]
    declared = [field.name for field in record_type.fields]
    assert sorted(columns) == sorted(["record", *declared, "deleted", "heads"])


def test_ids_never_repeat_when_two_connections_write_in_one_millisecond(store: Store) -> None:
    profiles.set_clock(store, 1_795_000_000_000)
    with store.another() as other:
        profiles.set_clock(other, 1_795_000_000_000)
        for turn in range(10):
            answer(store, number=turn)
            answer(other, BINH, note=f"lần {turn}")
    assert store.value("SELECT count(DISTINCT id) FROM change") == 20


def test_threads_with_a_connection_each_lose_nothing(store: Store) -> None:
    def fill(indicator: str) -> None:
        with stores.open_(store.folder) as own:
            for number in range(25):
                key = {**KEY, "indicator": indicator}
                journal.amend(own, HOA, ASSESSMENT, None, {**key, "number": number})

    threads = [threading.Thread(target=fill, args=(name,)) for name in ("1.1", "1.2", "1.3")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(profiles.bodies(store)) == 75
    assert store.value("SELECT count(*) FROM assessment WHERE number = 24") == 3
    actions = store.rows("SELECT action FROM change ORDER BY seq")
    assert [row[0] for row in actions] == list(range(1, 76))


def test_ids_grow_when_the_wall_clock_jumps_back(store: Store) -> None:
    profiles.set_clock(store, [1_795_000_000_000, 1_262_304_000_000, 1_262_304_000_000])
    ids = [change.id for turn in range(3) if (change := answer(store, number=turn))]
    assert ids == sorted(set(ids))
    profiles.set_clock(store, 1_262_304_000_000)
    after_restart = answer(store, number=9)
    assert after_restart is not None
    assert after_restart.id > ids[-1]


def test_an_answer_to_a_slightly_fast_clock_gets_the_larger_id(
    tmp_path: Path, store: Store
) -> None:
    with profiles.profile(tmp_path / "other") as other:
        profiles.set_clock(other, 1_795_000_300_000)  # five minutes ahead
        profiles.set_clock(store, 1_795_000_000_000)
        seen = answer(other, number=1)
        profiles.hand_over(other, store)
        reply = answer(store, BINH, number=2)
    assert seen is not None
    assert reply is not None
    assert reply.id > seen.id


def test_own_changes_wait_in_the_order_they_were_made(store: Store) -> None:
    made = [change.id for turn in range(5) if (change := answer(store, number=turn))]
    waiting = journal.waiting(store, 3)
    assert [each.id for each in waiting] == made[:3]
    assert [each.id for each in journal.waiting(store, 3, waiting[-1].seq)] == made[3:]


def test_a_receipt_ends_the_waiting_and_says_it_again_without_harm(store: Store) -> None:
    change = answer(store, number=1)
    assert change is not None
    for _again in range(2):
        journal.acknowledge(store, [Receipt(change.id, 7, "2026-11-23T01:00:00Z")])
    assert journal.waiting(store, 10) == []
    row = store.row("SELECT state, position, applied_at FROM change")
    assert tuple(row) == (journal.APPLIED, 7, "2026-11-23T01:00:00Z")


def test_receipts_of_several_times_each_keep_their_own(store: Store) -> None:
    made = [change.id for turn in range(3) if (change := answer(store, number=turn))]
    times = ["2026-11-23T01:00:00Z", "2026-11-22T01:00:00Z", "2026-11-23T01:00:00Z"]
    told = [
        Receipt(each, at, time)
        for at, (each, time) in enumerate(zip(made, times, strict=True), start=4)
    ]
    journal.acknowledge(store, told)
    rows = store.rows("SELECT position, applied_at FROM change ORDER BY seq")
    assert [tuple(row) for row in rows] == list(zip([4, 5, 6], times, strict=True))


def test_a_refused_change_stays_with_its_words_and_nothing_behind_it_waits(store: Store) -> None:
    first, second = answer(store, number=1), answer(store, number=2)
    assert first is not None
    assert second is not None
    refusal = Receipt(first.id, None, "2026-11-23T01:00:00Z", "bad_value", "Số quá lớn.")
    journal.acknowledge(store, [refusal, Receipt(second.id, 1, "2026-11-23T01:00:00Z")])
    assert journal.waiting(store, 10) == []
    assert [tuple(row) for row in store.rows("SELECT change, sentence FROM refusal")] == [
        (first.id, "Số quá lớn.")
    ]
    assert shown(store)["number"] == 2


def test_a_late_refusal_does_not_take_back_what_the_centre_has(store: Store) -> None:
    change = answer(store, number=1)
    assert change is not None
    journal.acknowledge(store, [Receipt(change.id, 1, "2026-11-23T01:00:00Z")])
    journal.acknowledge(store, [Receipt(change.id, None, "2026-11-23T02:00:00Z", "late", "Muộn.")])
    assert store.value("SELECT state FROM change") == journal.APPLIED
    assert store.value("SELECT count(*) FROM refusal") == 0


def test_an_own_change_seen_in_the_stream_is_known_to_be_there(store: Store) -> None:
    change = answer(store, number=1)
    assert change is not None
    journal.acknowledge(store, [Receipt(change.id, None, "2026-11-23T01:00:00Z", "odd", "Lạ.")])
    journal.receive(store, [(4, profiles.bodies(store)[0])], to=4)
    assert store.value("SELECT count(*) FROM refusal") == 0
    assert tuple(store.row("SELECT state, position FROM change")) == (journal.APPLIED, 4)
    assert journal.waiting(store, 10) == []


def test_a_page_that_holds_no_change_is_refused_whole(store: Store) -> None:
    answer(store, number=1)
    for bad in ("{}", "[]", "không phải JSON", '{"id": "\\ud800"}', "[" * 100_000):
        with pytest.raises(ValueError, match="not"):
            journal.receive(store, [(1, bad)], to=1)
    assert journal.cursor(store) == 0
    assert len(profiles.bodies(store)) == 1


def _sample(kind: Kind, choices: tuple[str, ...]) -> Value:
    samples: dict[Kind, Value] = {
        Kind.TEXT: "chữ có dấu: Huế",
        Kind.NUMBER: 12.5,
        Kind.COUNT: 7,
        Kind.YES_NO: True,
        Kind.DATE: "2026-06-30",
        Kind.MOMENT: "2026-06-30T08:00:00+07:00",
        Kind.LINK: "20107",
        Kind.TAGS: ["a", "ă"],
    }
    return choices[0] if kind is Kind.CHOICE else samples[kind]
