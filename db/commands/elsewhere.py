"""What also lies outside this PC: on a stick, in a second folder, in a backup."""

from __future__ import annotations

from datetime import UTC, datetime

from msgspec import Struct, json
from msgspec.structs import replace

from db.store import Store, set_setting, setting

_NOTED = "elsewhere"  # setting


class Elsewhere(Struct, frozen=True):
    """Up to which `seq` of the log copies outside this PC reach."""

    waiting: int = 0  # changes that wait for the centre
    refused: int = 0  # changes it refused, which no bundle carries
    files: int = 0  # evidence files such changes brought
    at: str | None = None  # ISO; the last copy
    place: str | None = None  # where it lies, as an officer knows it


def known(store: Store) -> Elsewhere:
    """The copies there are."""
    noted = setting(store, _NOTED)
    return json.decode(noted, type=Elsewhere) if noted else Elsewhere()


def last_seq(store: Store) -> int:
    """The last change of the log; to be asked before a copy is begun."""
    last: int = store.value("SELECT coalesce(max(seq), 0) FROM change")
    return last


def bundled(store: Store, last: int, place: str, *, with_files: bool) -> None:
    """A bundle with all that waited up to this change was laid down in another place."""
    before = known(store)
    files = max(before.files, last) if with_files else before.files
    _note(store, replace(before, waiting=max(before.waiting, last), files=files), place)


def backed_up(store: Store, last: int, place: str) -> None:
    """A whole backup that reaches up to this change was laid down in another place."""
    _note(store, Elsewhere(last, last, last), place)


def _note(store: Store, reached: Elsewhere, place: str) -> None:
    at = datetime.now(UTC).isoformat(timespec="milliseconds")
    told = json.encode(replace(reached, at=at, place=place)).decode()
    set_setting(store, _NOTED, told)
