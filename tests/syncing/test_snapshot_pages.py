"""Pages of a snapshot as bytes: what went in comes out, and nonsense is Garbled."""

from __future__ import annotations

import contextlib
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.snapshot import Folded, Piece
from sync import errors, snapshot
from sync.snapshot import Place, Portion, portion
from tests.support.desk import Pen

PEN = Pen()
IDS = [PEN.change().id for _n in range(3)]
BODY = PEN.body()
MANY = settings(derandomize=True, deadline=None, database=None, max_examples=150)


@st.composite
def pieces(draw: st.DrawFn) -> list[Piece]:
    """Some records, by type and id."""
    told = []
    for number in range(draw(st.integers(0, 4))):
        at = sorted(draw(st.sets(st.integers(1, 99), min_size=1, max_size=5)))
        past = {"note": IDS[: draw(st.integers(1, 3))]} if draw(st.booleans()) else {}
        changes = tuple((position, BODY) for position in at)
        told.append(Piece("person", f"r{number}", tuple(at), past, changes))
    return told


def walked(whole: list[Piece], limit: int) -> list[Portion]:
    """All pages, each from its own bytes."""
    pages, place = [], Place(7)
    while not pages or pages[-1].next is not None:
        rest = [each for each in whole if (each.type, each.record) >= (place.type, place.record)]
        made = portion(rest, place, limit)
        pages.append(snapshot.from_lines(snapshot.to_lines(made)))
        assert pages[-1] == made
        place = made.next or place
    return pages


@given(pieces(), st.integers(1, 7))
@MANY
def test_pages_of_any_size_bring_every_change_once_and_in_order(
    whole: list[Piece], limit: int
) -> None:
    pages = walked(whole, limit)
    brought = [
        (piece.record, position)
        for page in pages
        for piece in page.pieces
        for position, _body in piece.changes
    ]
    assert brought == [(piece.record, position) for piece in whole for position in piece.at]
    assert all(sum(len(p.changes) for p in page.pieces) <= limit for page in pages)


HEAD = {"at": 9, "next": None}
RECORD = {"type": "person", "record": "r", "at": [3, 4]}
WRONG = {
    "nothing": [],
    "no head": [[]],
    "no position": [{"next": None}],
    "a place that is none": [{"at": 9, "next": ["person", 4]}],
    "a record without a name": [HEAD, {"type": "person", "at": [3]}, {}],
    "positions that fall": [HEAD, {**RECORD, "at": [4, 3]}, {}, {}],
    "a position that is none": [HEAD, {**RECORD, "at": [0, 3]}, {}, {}],
    "no positions": [HEAD, {**RECORD, "at": []}],
    "a body that is missing": [HEAD, RECORD, {}],
    "more than there is": [HEAD, {**RECORD, "from": 1, "count": 2}, {}, {}],
    "none of them": [HEAD, {**RECORD, "from": 1, "count": 0}],
    "a past of no ids": [HEAD, {**RECORD, "past": {"note": ["x"]}}, {}, {}],
    "a past without fields": [HEAD, {**RECORD, "past": []}, {}, {}],
}


@pytest.mark.parametrize("name", WRONG)
def test_what_makes_no_sense_is_garbled(name: str) -> None:
    with pytest.raises(errors.Garbled):
        snapshot.from_lines(lined(WRONG[name]))


LINE = {
    "type": "person",
    "record": "r",
    "schema": 1,
    "at": [3, 4],
    "now": [["name"], ["note"]],
    "changes": [
        {"type": "person", "record": "r", "id": IDS[0], "set": {"name": "a", "note": "b"}},
        {"type": "person", "record": "r", "id": IDS[0], "set": {"note": "c"}},
    ],
}


def test_a_folded_record_is_told_by_the_fields_its_changes_are_current_in() -> None:
    (found,) = snapshot.from_lines(lined([HEAD, LINE])).pieces
    assert isinstance(found, Folded)
    assert found.values == {"name": "a", "note": "c"}
    assert snapshot.to_lines(Portion(9, (found,), None)).endswith(found.line)


@pytest.mark.parametrize(
    "part",
    [
        {"at": [3]},
        {"at": [4, 3]},
        {"now": [["name"]]},
        {"now": [["name"], []]},
        {"now": [["name"], ["name"]]},
        {"now": [["name"], ["note"], ["note"]]},
        {"changes": LINE["changes"][:1]},  # type: ignore[index]
        {"changes": [*LINE["changes"][:1], {**LINE["changes"][1], "record": "s"}]},  # type: ignore[index,dict-item]
        {"changes": [*LINE["changes"][:1], {**LINE["changes"][1], "type": "unit"}]},  # type: ignore[index,dict-item]
        {"changes": [*LINE["changes"][:1], {**LINE["changes"][1], "id": "x"}]},  # type: ignore[index,dict-item]
        {"changes": [*LINE["changes"][:1], {**LINE["changes"][1], "set": None}]},  # type: ignore[index,dict-item]
    ],
)
def test_a_folded_record_that_makes_no_sense_is_garbled(part: dict[str, object]) -> None:
    with pytest.raises(errors.Garbled):
        snapshot.from_lines(lined([HEAD, {**LINE, **part}]))


def lined(lines: list[object]) -> bytes:
    return "\n".join(json.dumps(line) for line in lines).encode()


@given(st.binary(max_size=60), st.integers(0, 200))
@MANY
def test_damaged_bytes_are_garbled_or_read_as_something(damage: bytes, where: int) -> None:
    piece = Piece("person", "r", (3,), {"note": IDS}, ((3, BODY),))
    data = snapshot.to_lines(Portion(9, (piece,), Place(9, "person", "r", 3)))
    with contextlib.suppress(errors.Garbled):
        snapshot.from_lines(data[:where] + damage + data[where + len(damage) :])
