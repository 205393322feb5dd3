"""The heads of a record as its row keeps them: short, for they are most of what a row weighs.

Nearly every field of nearly every record was last written by one change.  So the id most fields
have stands once, under "*", for each filled field that is not named beside it.
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Mapping, Sequence

from msgspec.json import Decoder

from rules import digest
from rules.clock import LENGTH
from rules.record import Value

HeadIds = dict[str, tuple[str, ...]]  # field -> ids of its heads, oldest first
_REST = "*"  # no field has this name
_unpacked = Decoder(dict[str, str | list[str]]).decode


def short(heads: Mapping[str, Sequence[str]], values: Mapping[str, Value]) -> str:
    """These heads as a row keeps them that shows these values."""
    plain = {
        name: ids[0]
        for name, ids in heads.items()
        if len(ids) == 1 and values.get(name) is not None
    }
    if not plain:
        return digest.pack(heads)
    often = Counter(plain.values())
    common = max(often, key=lambda each: (often[each], each))
    named = {name: ids for name, ids in heads.items() if plain.get(name) != common}
    return digest.pack({_REST: (common,), **named})


def of_one(change_id: str, values: Mapping[str, Value]) -> str:
    """The same of a record that one change has made."""
    if None in values.values():
        return short(dict.fromkeys(values, (change_id,)), values)
    return f'{{"{_REST}":"{change_id}"}}'


def whole(kept: str, values: Mapping[str, Value]) -> HeadIds:
    """The heads of every field, from a row's and the values it shows."""
    found = {
        name: (each,) if isinstance(each, str) else tuple(each)
        for name, each in _unpacked(kept).items()
    }
    rest = found.pop(_REST, None)
    if rest is not None:
        for name, value in values.items():
            if value is not None:
                found.setdefault(name, rest)
    return found


def told(kept: str, filled: Mapping[str, Value]) -> str:
    """The same as digests tell them, on a PC and at the centre; `filled` are values none of which
    is missing.
    """
    if len(kept) == _ALONE and kept.startswith(_BEGINS):
        return _alike(tuple(filled)).replace("?", kept[len(_BEGINS) : -2])
    return digest.pack(whole(kept, filled))


_BEGINS = f'{{"{_REST}":"'
_ALONE = len(_BEGINS) + LENGTH + len('"}')  # one id and nothing beside it


@functools.cache
def _alike(names: tuple[str, ...]) -> str:
    return digest.pack(dict.fromkeys(names, ("?",)))
