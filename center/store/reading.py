"""Reading a change quickly: the same result as `rules.change.decode`, at a third of the cost."""

from __future__ import annotations

import msgspec

from rules.change import Change, decode
from rules.record import Value


class _Body(msgspec.Struct, gc=False):
    id: str
    type: str
    record: str
    set: dict[str, Value]
    base: dict[str, tuple[str, ...]]
    actor: str
    at: str
    schema: int


_read = msgspec.json.Decoder(_Body).decode


def read(body: str) -> Change:
    """The change in this body; ChangeError when it is none.

    Whatever is unusual about it is left to the slower reader, which decides.
    """
    try:
        b = _read(body)
    except (msgspec.MsgspecError, UnicodeEncodeError):
        return decode(body)
    if not (b.id and b.type and b.record and b.actor and b.at and b.set):
        return decode(body)
    return Change(b.id, b.type, b.record, b.set, b.base, b.actor, b.at, b.schema)
