"""A change is read quickly where it is plain, and to the same result where it is not."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.change import Change, ChangeError, decode, encode, from_data

NAMES = st.text(min_size=1, max_size=8)
PLAIN = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
VALUES = PLAIN | st.lists(st.text()) | st.lists(PLAIN) | st.dictionaries(NAMES, PLAIN)
CHANGES = st.fixed_dictionaries(
    {
        "id": NAMES,
        "type": NAMES,
        "record": NAMES,
        "set": st.dictionaries(NAMES, VALUES, min_size=1),
        "base": st.dictionaries(NAMES, st.lists(NAMES)),
        "actor": NAMES,
        "at": NAMES,
        "schema": st.integers(0, 99),
    }
)


def kinds(value: object) -> object:
    """A value with its kinds, so that 1, 1.0 and True differ."""
    if isinstance(value, dict):
        return {name: kinds(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [kinds(each) for each in value]
    return type(value), value


@given(CHANGES, st.dictionaries(NAMES, PLAIN))
def test_both_ways_of_reading_agree(data: dict[str, object], beside: dict[str, object]) -> None:
    written = {**beside, **data}
    quick, slow = decode(json.dumps(written)), from_data(json.loads(json.dumps(written)))
    assert quick == slow
    assert kinds(quick.set) == kinds(slow.set)


@given(CHANGES)
def test_what_is_written_is_read_back(data: dict[str, object]) -> None:
    change = from_data(data)
    text = encode(change)
    assert encode(decode(text)) == text


@pytest.mark.parametrize("name", ["id", "type", "record", "set", "base", "actor", "at", "schema"])
@pytest.mark.parametrize("instead", [None, 5, [], {}, ""])
def test_a_part_of_the_wrong_kind_makes_it_no_change(name: str, instead: object) -> None:
    good = {
        "id": "i",
        "type": "t",
        "record": "r",
        "set": {"a": 1},
        "base": {},
        "actor": "x",
        "at": "y",
        "schema": 1,
    }
    assert isinstance(from_data(good), Change)
    if (name, instead) in (("base", {}), ("schema", 5)):
        return
    with pytest.raises(ChangeError):
        decode(json.dumps({**good, name: instead}))
    with pytest.raises(ChangeError):
        decode(json.dumps({key: value for key, value in good.items() if key != name}))
