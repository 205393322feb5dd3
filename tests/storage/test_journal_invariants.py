"""The tables depend on the set of changes alone: order, repetition and route cannot matter."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db import check, journal, projection
from db.queries import replica
from db.store import Store
from rules import merge
from rules.change import Change, encode
from rules.records import ASSESSMENT, REGISTRY
from tests.support import logs, profiles
from tests.support.profiles import RECORD

STEADY = settings(derandomize=True, deadline=None, database=None, max_examples=150)
Pages = list[list[tuple[int | None, str]]]


@pytest.fixture(scope="module")
def desks() -> Iterator[tuple[Store, Store]]:
    """Two PCs of one commune, emptied for every example."""
    with (
        profiles.quick_folder() as folder,
        profiles.profile(Path(folder) / "one") as one,
        profiles.profile(Path(folder) / "two") as two,
    ):
        yield one, two


def emptied(store: Store) -> Store:
    """The same profile as if nothing had ever been written."""
    profiles.unguard(store)
    with store.write() as connection:
        for table in ("change", "held", "refusal", "action", "conflict", *REGISTRY):
            connection.execute(f'DELETE FROM "{table}"')
    return store


def routes() -> st.SearchStrategy[tuple[list[Change], Pages]]:
    """Changes, and a route by which they reach the second PC."""
    return logs.changes().flatmap(lambda made: st.tuples(st.just(made), logs.pages(made)))


@given(routes())
@STEADY
def test_any_order_repetition_and_split_gives_equal_tables(
    desks: tuple[Store, Store], told: tuple[list[Change], Pages]
) -> None:
    made, pages = told
    one, two = map(emptied, desks)
    profiles.take(one, made)
    for page in pages:
        journal.receive(two, page)
    assert profiles.tables(one) == profiles.tables(two)
    assert list(replica.dump(one)) == list(replica.dump(two))
    assert list(replica.log(one)) == list(replica.log(two))


@given(routes())
@STEADY
def test_tables_kept_step_by_step_equal_tables_built_anew(
    desks: tuple[Store, Store], told: tuple[list[Change], Pages]
) -> None:
    store = emptied(desks[0])
    for page in told[1]:
        journal.receive(store, page)
    before = profiles.tables(store)
    assert check.check(store).tables_differ == ()
    journal.rebuild(store)
    assert profiles.tables(store) == before


@given(routes())
@STEADY
def test_heads_in_the_row_are_the_heads_of_the_merge(
    desks: tuple[Store, Store], told: tuple[list[Change], Pages]
) -> None:
    store = emptied(desks[0])
    for page in told[1]:
        journal.receive(store, page)
    for record, row in projection.read(store, ASSESSMENT, [RECORD, logs.SECOND]).items():
        merged = merge.heads(change for change in told[0] if change.record == record)
        assert row.heads == {
            field: tuple(head.change for head in found) for field, found in merged.items()
        }
        assert row.heads == _heads_by_definition(told[0], record)
        assert row.deleted is merge.state(merged).deleted


def _heads_by_definition(changes: list[Change], record: str) -> dict[str, tuple[str, ...]]:
    """Known changes to a field that no other known change to it lists in its base."""
    own = [change for change in changes if change.record == record]
    heads: dict[str, list[str]] = {}
    for change in sorted(own, key=lambda change: change.id):
        for field in change.set:
            if not any(
                field in other.set and change.id in other.base.get(field, ()) for other in own
            ):
                heads.setdefault(field, []).append(change.id)
    return {field: tuple(ids) for field, ids in heads.items()}


@given(routes())
@STEADY
def test_what_arrives_again_is_counted_as_known_and_changes_nothing(
    desks: tuple[Store, Store], told: tuple[list[Change], Pages]
) -> None:
    store = emptied(desks[0])
    made, pages = told
    received = [journal.receive(store, page) for page in pages]
    assert sum(each.applied for each in received) == len(made)
    before = profiles.tables(store)
    again = profiles.take(store, made)
    assert (again.applied, again.known, again.touched) == (0, len(made), frozenset())
    assert profiles.tables(store) == before


def test_the_log_keeps_every_body_as_it_came(desks: tuple[Store, Store]) -> None:
    store = emptied(desks[0])
    change = Change(
        logs.ids(1)[0], "assessment", RECORD, {"note": "  khoảng   trống  "}, {}, "x", logs.AT, 1
    )
    body = encode(change).replace(b'","', b'", "')  # as another programme might have spaced it
    journal.receive(store, [(7, body)], to=7)
    assert list(replica.log(store)) == [body]
    assert journal.cursor(store) == 7


def test_one_record_id_in_two_types_stays_two_records(desks: tuple[Store, Store]) -> None:
    store = emptied(desks[0])
    first, second, third = logs.ids(3)
    unit = {"name": "Xã Phú Lộc", "kind": "xa"}
    profiles.take(
        store,
        [
            Change(first, "unit", "20107", unit, {}, "x", logs.AT, 1),
            Change(second, "person", "20107", {"full_name": "Hoa"}, {}, "x", logs.AT, 1),
            Change(third, "unit", "20107", {"name": "Phú Lộc"}, {}, "x", logs.AT, 1),
        ],
    )
    assert profiles.conflicts(store, "20107", "unit") == {"name": {"Xã Phú Lộc", "Phú Lộc"}}
    assert profiles.shown(store, "20107", "person")["full_name"] == "Hoa"
    assert check.check(store).fine
