"""A change: the immutable unit of history and of sync."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Annotated, Any

from msgspec import Meta, MsgspecError, Struct
from msgspec.json import Decoder, Encoder

from rules.record import Value

_Name = Annotated[str, Meta(min_length=1)]
_canonical = Encoder(order="sorted").encode
LARGEST = 3_000_000  # bytes of one encoded change; a snapshot of a large set stays far below


# gc: it can be in no cycle, and thousands come at once; forbid: the quick reader reads every byte
class Change(Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """What one officer's action did to one record.

    `base` names, for each field set, the changes this replica saw as current: order between
    changes comes from there, never from clocks.
    """

    id: _Name  # sortable: clock, counter, replica (rules.clock)
    type: _Name
    record: _Name
    set: Annotated[Mapping[str, Value], Meta(min_length=1)]
    base: Mapping[str, tuple[str, ...]]
    actor: _Name  # id of a person; "centre" for the province's own writing
    at: _Name  # wall time at the device, ISO with offset
    schema: int  # version of the declarations it was written under


_quickly = Decoder(Change).decode  # refuses half letters and empty names by itself


class ChangeError(ValueError):
    """Something that is not a change."""


def encode(change: Change) -> bytes:
    """The body of a change, the one JSON text it has: sorted keys, no spaces, UTF-8 letters."""
    return _canonical(change)


def decode(body: bytes | str) -> Change:
    """The change in this JSON text; ChangeError when it is none, or not UTF-8 to its last byte."""
    try:
        return _quickly(body)
    except (MsgspecError, UnicodeError):
        return from_data(_parsed(body))  # rare: a newer programme's, or none at all


def _parsed(body: bytes | str) -> Any:
    try:
        return json.loads(body if isinstance(body, str) else body.decode())
    except (ValueError, RecursionError) as error:
        raise ChangeError(f"not JSON: {error}") from error


def from_data(data: Any) -> Change:
    """The change in parsed JSON; ChangeError when it is none."""
    try:
        change = Change(
            id=data["id"],
            type=data["type"],
            record=data["record"],
            set=data["set"],
            base={field: tuple(ids) for field, ids in data["base"].items()},
            actor=data["actor"],
            at=data["at"],
            schema=data["schema"],
        )
    except (TypeError, KeyError, AttributeError) as error:
        raise ChangeError(f"not a change: {error!r}") from error
    return _shaped(change)


def _shaped(change: Change) -> Change:
    texts = (change.id, change.type, change.record, change.actor, change.at)
    shaped = (
        all(isinstance(text, str) and text for text in texts)
        and _is_writable("".join(texts))
        and isinstance(change.schema, int)
        and isinstance(change.set, dict)
        and bool(change.set)
        and all(isinstance(i, str) for ids in change.base.values() for i in ids)
    )
    if not shaped:
        raise ChangeError("not a change: a part is missing or of the wrong kind")
    return change


def _is_writable(text: str) -> bool:
    """Half of a surrogate pair can be written in JSON, and nowhere else."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
