"""A snapshot stands for the whole history: whatever comes later, the same heads come out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from rules import merge, snapshot
from rules.change import Change, decode, encode
from rules.record import DELETED, Value
from rules.snapshot import Piece

FIELDS = ["name", "note", DELETED]
Stream = Sequence[Change]
MANY = settings(derandomize=True, deadline=None, database=None, max_examples=400)


@st.composite
def streams(draw: st.DrawFn) -> list[Change]:
    """Changes of one record in the order of a stream; they may name what comes later or never."""
    count = draw(st.integers(1, 9))
    ids = [f"c{number}" for number in range(count)]
    made = []
    for number in draw(st.permutations(range(count))):
        names = draw(st.lists(st.sampled_from(FIELDS), min_size=1, max_size=3, unique=True))
        others = [each for each in ids if each != ids[number]]
        seen = st.lists(st.sampled_from([*others, "never"]), max_size=3, unique=True)
        values: dict[str, Value] = {
            name: draw(st.booleans()) if name == DELETED else draw(st.sampled_from("ab"))
            for name in names
        }
        base = {name: tuple(sorted(draw(seen))) for name in names}
        made.append(Change(ids[number], "person", "r", values, base, "a", "2026", 1))
    return made


def ids_of(heads: merge.Heads) -> dict[str, tuple[str, ...]]:
    return {name: tuple(head.change for head in found) for name, found in heads.items()}


def positions(stream: Stream) -> dict[str, int]:
    return {change.id: position for position, change in enumerate(stream, start=1)}


def snapshot_of(stream: Stream, at: int) -> Piece:
    """The one record of this stream, for a reader who will go on after position `at`."""
    heads = ids_of(merge.heads(stream))
    wanted = {each for found in heads.values() for each in found}
    early = snapshot.early(list(enumerate(stream, start=1)), positions(stream))
    kept = {
        position: (change, encode(change))
        for position, change in enumerate(stream, start=1)
        if change.id in wanted or position > at
    }
    return snapshot.short(kept, heads, early)


@given(streams(), st.data())
@MANY
def test_whatever_comes_after_a_snapshot_meets_what_the_whole_history_holds(
    stream: list[Change], data: st.DataObject
) -> None:
    read = data.draw(st.integers(1, len(stream)))
    at = data.draw(st.integers(0, read))
    piece = snapshot_of(stream[:read], at)
    known = [decode(body) for _position, body in piece.changes]
    for end in range(read, len(stream) + 1):
        told = merge.heads([*known, *stream[at:end]], piece.past)
        assert told == merge.heads(stream[:end])
        assert merge.state(told) == merge.state(merge.heads(stream[:end]))


@given(streams(), st.dictionaries(st.sampled_from(FIELDS), st.lists(st.sampled_from(["c0", "c1"]))))
@MANY
def test_a_record_without_a_dispute_is_seen_to_have_none(
    stream: list[Change], past: dict[str, list[str]]
) -> None:
    heads = merge.heads(stream, past)
    plain = merge.undisputed(stream, past)
    if DELETED in heads or any(len(found) > 1 for found in heads.values()):
        assert plain is None
    else:
        assert plain is not None
        assert {name: (change.id,) for name, change in plain.items()} == ids_of(heads)


@given(streams(), st.data())
@MANY
def test_heads_go_on_from_heads_whatever_pages_a_stream_is_read_in(
    stream: list[Change], data: st.DataObject
) -> None:
    heads: Mapping[str, tuple[str, ...]] = {}
    early: dict[str, set[str]] = {}
    done = 0
    while done < len(stream):
        end = data.draw(st.integers(done + 1, len(stream)))
        wanted = {each for found in heads.values() for each in found}
        kept = [change for change in stream[:done] if change.id in wanted]
        new = list(enumerate(stream[done:end], start=done + 1))
        for name, ids in snapshot.early(new, positions(stream[:end])).items():
            early.setdefault(name, set()).update(ids)
        past = merge.past(kept, heads, early)
        heads = ids_of(merge.heads([*kept, *stream[done:end]], past))
        done = end
    assert heads == ids_of(merge.heads(stream))


@given(streams())
@MANY
def test_a_folded_record_is_the_same_record(stream: list[Change]) -> None:
    heads = ids_of(merge.heads(stream))
    places = {change.id: (n, encode(change)) for n, change in enumerate(stream, start=1)}
    made = snapshot.fold(("person", "r"), heads, places, 1)
    told = {each for found in heads.values() for each in found}
    if DELETED in heads or any(len(found) > 1 for found in heads.values()) or len(told) < 2:
        assert made is None
        return
    assert made is not None
    read = snapshot.opened(made)
    assert read.heads == heads
    assert read.values == merge.state(merge.heads(stream)).values
    early = snapshot.early(list(enumerate(stream, start=1)), positions(stream))
    if not early:
        assert snapshot.plain(made) == snapshot_of(stream, len(stream))


def test_a_record_too_large_for_one_line_is_not_folded() -> None:
    heads = {"name": ("c1",), "note": ("c2",)}
    for letters, folded in ((snapshot.LARGEST // 2 - 200, True), (snapshot.LARGEST // 2, False)):
        made = {
            each: (n, encode(change(each, {name: "a" * letters}, {})))
            for n, (name, (each,)) in enumerate(heads.items(), start=1)
        }
        assert (snapshot.fold(("person", "r"), heads, made, 1) is not None) == folded


def test_an_edit_made_offline_on_what_was_superseded_long_ago_is_a_rival() -> None:
    first = change("c1", {"name": "a", "note": "x"}, {})
    second = change("c2", {"name": "b"}, {"name": ("c1",)})
    third = change("c3", {"name": "c"}, {"name": ("c2",)})
    piece = snapshot_of([first, second, third], 3)
    assert [position for position, _body in piece.changes] == [1, 3]
    assert piece.past == {"name": ["c1"]}
    late = change("c9", {"name": "d"}, {"name": ("c2",)})
    told = merge.heads([first, third, late], piece.past)
    assert ids_of(told) == {"name": ("c3", "c9"), "note": ("c1",)}


def test_what_is_deleted_goes_along_with_all_that_was_seen() -> None:
    made = change("c1", {"name": "a"}, {})
    edited = change("c2", {"name": "b"}, {"name": ("c1",)})
    gone = change("c3", {DELETED: True}, {DELETED: ("c2",)})
    piece = snapshot_of([made, edited, gone], 3)
    assert [position for position, _body in piece.changes] == [2, 3]
    assert merge.state(merge.heads([edited, gone], piece.past)).deleted
    late = change("c9", {"name": "z"}, {"name": ("c1",)})
    assert DELETED in merge.state(merge.heads([edited, gone, late], piece.past)).conflicts


def change(name: str, values: dict[str, Value], base: dict[str, tuple[str, ...]]) -> Change:
    return Change(name, "person", "r", values, base, "a", "2026", 1)
