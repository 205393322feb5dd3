"""Record types: what is declared is what the tables hold."""

from __future__ import annotations

import importlib
import pkgutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from db import journal
from db import store as stores
from db.store import Store
from rules import records
from rules.record import DELETED, Identity, Kind, RecordType
from rules.records import REGISTRY, SCHEMA

_COLUMN = {Kind.NUMBER: "REAL", Kind.COUNT: "INTEGER", Kind.YES_NO: "INTEGER"}  # all else is text
TYPES = list(REGISTRY.values())


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A database as the migrations make it."""
    with stores.create(Path(tmp_path_factory.mktemp("schema"))) as made:
        yield made


@pytest.mark.parametrize("declared", TYPES, ids=lambda declared: declared.name)
def test_the_migrated_table_is_the_declaration(store: Store, declared: RecordType) -> None:
    rows = store.rows(f'PRAGMA table_info("{declared.name}")')
    held = {row["name"]: (row["type"], bool(row["notnull"]), row["pk"]) for row in rows}
    own = {field.name: (_COLUMN.get(field.kind, "TEXT"), False, 0) for field in declared.fields}
    assert held == {
        "record": ("TEXT", True, 1),
        **own,
        DELETED: ("INTEGER", True, 0),
        "heads": ("TEXT", True, 0),
    }


def test_every_table_of_records_is_strict(store: Store) -> None:
    strict = {row["name"]: row["strict"] for row in store.rows("PRAGMA table_list")}
    assert [name for name in REGISTRY if not strict[name]] == []


def test_every_declaration_is_registered_under_its_own_name() -> None:
    files = [module.name for module in pkgutil.iter_modules(records.__path__)]
    found = [vars(importlib.import_module(f"rules.records.{name}")) for name in files]
    values = [value for names in found for value in names.values()]
    assert {each.name for each in values if isinstance(each, RecordType)} == set(REGISTRY)
    assert [declared.name for declared in TYPES] == list(REGISTRY)


@pytest.mark.parametrize("declared", TYPES, ids=lambda declared: declared.name)
def test_a_declaration_does_not_contradict_itself(declared: RecordType) -> None:
    names = [field.name for field in declared.fields]
    assert [name for name, times in Counter(names).items() if times > 1] == []
    assert not {"record", "heads", DELETED} & set(names)
    assert set(declared.key) <= set(names)
    assert bool(declared.key) == (declared.identity is Identity.KEYED)
    assert 1 <= declared.since <= SCHEMA
    assert declared.writers


@pytest.mark.parametrize("declared", TYPES, ids=lambda declared: declared.name)
def test_links_lead_to_types_that_exist_and_choices_are_given(declared: RecordType) -> None:
    for field in declared.fields:
        assert field.to is None or (field.kind is Kind.LINK and field.to in REGISTRY)
        assert bool(field.choices) == (field.kind is Kind.CHOICE)


def test_every_type_can_be_asked_for_by_name() -> None:
    assert [journal.declared(name) for name in REGISTRY] == TYPES
