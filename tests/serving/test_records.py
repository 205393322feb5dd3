"""The centre's records go on from where they stood, and `check` sees when they do not fit."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import sqlalchemy as sql
from hypothesis import given, settings
from hypothesis import strategies as st

from center import admin
from center import store as stores
from center.store import Store, enrolment, records, set_fact, snapshots, streams, tables
from center.store.tables import CHANGE, RECORD
from rules.change import Change, decode, encode
from rules.records import SCHEMA
from tests.support import logs
from tests.support.desk import COMMUNE, Pen

MANY = settings(derandomize=True, deadline=None, database=None, max_examples=40)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = stores.open_(tmp_path)
    enrolment.issue_code(opened, COMMUNE)
    yield opened
    opened.close()


def write(store: Store, bodies: list[str]) -> None:
    """Changes as they lie in the stream, whoever brought them."""
    with store.writing() as connection:
        position = streams.position(connection, COMMUNE)
        rows = [
            streams._row(COMMUNE, position + number, decode(body), body, "2026", None)
            for number, body in enumerate(bodies, start=1)
        ]
        streams._store(connection, COMMUNE, position + len(rows), rows)


def stream(store: Store) -> list[tuple[int, Change]]:
    with store.reading() as connection:
        query = sql.select(CHANGE.c.position, CHANGE.c.body).order_by(CHANGE.c.position)
        return [(position, decode(body)) for position, body in connection.execute(query)]


def agree(store: Store) -> bool:
    with store.reading() as connection:
        return records.agree(connection, COMMUNE, stream(store))


def forget(store: Store) -> None:
    with store.writing() as connection:
        connection.execute(sql.delete(CHANGE))
        connection.execute(sql.delete(RECORD))
        connection.execute(sql.update(tables.COMMUNE).values(position=0, projected=0))


def test_read_on_in_any_pieces_or_anew_the_records_are_the_same(store: Store) -> None:
    @given(logs.changes(), st.data())
    @MANY
    def holds(made: list[Change], data: st.DataObject) -> None:
        forget(store)
        left = [encode(change) for change in data.draw(st.permutations(made))]
        while left:
            count = data.draw(st.integers(1, len(left)))
            write(store, left[:count])
            records.catch_up(store, COMMUNE)
            left = left[count:]
            assert agree(store)

    holds()


def test_one_new_change_is_read_without_those_before_it(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    pen = Pen()
    first = pen.change("person", "p")
    made = [first]
    for number in range(50):
        seen = {"full_name": (made[-1].id,)}
        made.append(pen.change("person", "p", set={"full_name": f"N{number}"}, base=seen))
    write(store, [encode(change) for change in made])
    records.catch_up(store, COMMUNE)
    read: list[object] = []
    monkeypatch.setattr(records, "decode", lambda body: read.append(body) or decode(body))
    last = {"full_name": (made[-1].id,)}
    write(store, [pen.body("person", "p", set={"full_name": "cuối"}, base=last)])
    records.catch_up(store, COMMUNE)
    assert len(read) == 1
    late = {"full_name": (made[3].id,)}
    write(store, [pen.body("person", "p", set={"full_name": "muộn"}, base=late)])
    records.catch_up(store, COMMUNE)
    assert len(read) == 1 + 2  # itself, and the one that stood
    assert agree(store)


def test_two_who_ask_at_once_do_not_read_the_same_twice(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(store, [Pen().body()])
    other = Thread(target=records.catch_up, args=(store, COMMUNE))
    read: list[str] = []

    def reading(body: str) -> Change:
        read.append(body)
        if len(read) == 1:
            other.start()
        return decode(body)

    monkeypatch.setattr(records, "decode", reading)
    records.catch_up(store, COMMUNE)
    other.join()
    assert len(read) == 1


def test_what_is_looked_up_by_id_is_found_by_an_index(store: Store) -> None:
    pen = Pen()
    made = [pen.change("person", record) for record in "pq"]
    rivals = [pen.change("person", each.record, set={"full_name": "khác"}) for each in made]
    write(store, [encode(change) for change in made])
    records.catch_up(store, COMMUNE)
    with _asked(store) as plans:
        write(store, [encode(change) for change in rivals])
        records.catch_up(store, COMMUNE)
        snapshots.page(store, COMMUNE, None, 100, SCHEMA)
        with store.reading() as connection:
            streams._places(connection, COMMUNE, [change.id for change in made])
    assert not any(" change " in plan and "(commune=?)" in plan for plan in plans)
    assert any("(commune=? AND id=?)" in plan for plan in plans)
    assert any("(commune=? AND type=? AND record=?)" in plan for plan in plans)


@contextmanager
def _asked(store: Store) -> Iterator[set[str]]:
    """How SQLite goes about whatever is asked of it meanwhile."""
    plans: set[str] = set()

    def explain(_connection: Any, cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        if statement.startswith("SELECT"):
            cursor.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)
            plans.update(row[3] for row in cursor.fetchall())

    sql.event.listen(store.engine, "before_cursor_execute", explain)
    yield plans
    sql.event.remove(store.engine, "before_cursor_execute", explain)


@pytest.mark.parametrize(
    "harm",
    [
        "UPDATE record SET digest = digest + 1",
        "UPDATE record SET heads = '{}'",
        """UPDATE record SET past = '{"phone":["x"]}'""",
        "UPDATE record SET newest = 0",
        "UPDATE record SET position = 0",
        "DELETE FROM record",
    ],
)
def test_a_record_that_is_not_what_the_stream_says_is_found_and_made_anew(
    store: Store, harm: str
) -> None:
    write(store, [Pen().body()])
    records.catch_up(store, COMMUNE)
    assert admin.check_up(store.folder, rebuild=False).troubles == ()
    with store.writing() as connection:
        connection.exec_driver_sql(harm)
    assert len(admin.check_up(store.folder, rebuild=False).troubles) == 1
    assert admin.check_up(store.folder, rebuild=True).troubles == ()


def test_a_centre_that_understands_more_reads_its_streams_anew(store: Store) -> None:
    write(store, [Pen().body()])
    records.catch_up(store, COMMUNE)
    with store.writing() as connection:
        connection.execute(sql.update(RECORD).values(shown={}))
        set_fact(connection, "schema", str(SCHEMA - 1))
    (line,) = admin.dump_lines(store.folder, COMMUNE)
    assert "Người thử" in line


@pytest.mark.parametrize(("schema", "beyond"), [(SCHEMA, []), (SCHEMA + 1, ["person"])])
def test_only_where_declarations_differ_a_type_is_not_compared(
    store: Store, schema: int, beyond: list[str]
) -> None:
    pen = Pen()
    write(store, [pen.answer(passed=True), pen.body(), pen.body(schema=SCHEMA + 1)])
    records.catch_up(store, COMMUNE)
    with store.reading() as connection:
        told = records.digests(connection, COMMUNE, schema)
    assert (told.position, sorted(told.types), told.beyond) == (3, ["assessment", "person"], beyond)
