"""A number that stands for a record as it is shown: replicas that agree have equal sums."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec.json import Encoder

from rules.record import Value

_BYTES = 5  # so that the sum of eight million records fits where SQL keeps whole numbers
_canonical = Encoder(order="sorted").encode


def pack(heads: Mapping[str, Sequence[str]]) -> str:
    """Heads as tables keep them: sorted, and one id alone stands without its list."""
    packed = {name: ids[0] if len(ids) == 1 else ids for name, ids in heads.items()}
    return _canonical(packed).decode()


def of_record(key: tuple[str, str], heads: str, values: Mapping[str, Value]) -> int:
    """The digest of a record: its (type, record), its packed heads and the values it shows.

    What is not filled in does not count, so a field that was declared later changes nothing.
    """
    return of_filled(key, heads, {name: v for name, v in values.items() if v is not None})


def of_filled(key: tuple[str, str], heads: str, filled: Mapping[str, Value]) -> int:
    """The same of values none of which is missing."""
    import hashlib  # brings OpenSSL, which a start can do without

    text = _canonical((key, heads, filled))
    return int.from_bytes(hashlib.blake2b(text, digest_size=_BYTES).digest(), "big")
