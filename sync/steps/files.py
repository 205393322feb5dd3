"""Evidence files, after all changes: up what this PC holds, down what live evidence names."""

from __future__ import annotations

from functools import partial

from msgspec import Struct, field

from db import blobs
from db.blobs import Blob
from db.errors import BlobError, CannotWrite
from db.store import Store
from resources.words import _
from sync import errors
from sync.center import Center, Moved, Stop, never
from sync.steps import Progress, Tell, untold

_ASKED_AT_ONCE = 1000


class Moves(Struct):
    """What came of the files."""

    up: int = 0
    down: int = 0
    troubles: list[str] = field(default_factory=list)  # sentences about single files


def exchange(
    store: Store, center: Center, stop: Stop = never, tell: Tell = untold, *, moves: Moves
) -> None:
    """Small files first, up before down; one that cannot go over stops none of the others."""
    unsent, wanted = blobs.unsent(store), blobs.wanted(store)
    if not unsent and not wanted:
        return
    there = _have(center, [*unsent, *wanted])
    with store.write():
        for blob in unsent:
            if blob.sha256 in there:
                blobs.mark_sent(store, blob.sha256)
    _send(store, center, [blob for blob in unsent if blob.sha256 not in there], stop, tell, moves)
    _fetch(store, center, [blob for blob in wanted if blob.sha256 in there], stop, tell, moves)


def _have(center: Center, files: list[Blob]) -> set[str]:
    names = sorted({blob.sha256 for blob in files})
    pieces = range(0, len(names), _ASKED_AT_ONCE)
    return set().union(*(center.have(names[at : at + _ASKED_AT_ONCE]) for at in pieces))


def _send(
    store: Store, center: Center, files: list[Blob], stop: Stop, tell: Tell, moves: Moves
) -> None:
    whole, before = sum(blob.size for blob in files), 0
    for blob in files:
        opened = partial(blobs.opened, store, blob.sha256)
        progress = _telling("files_up", before, whole, tell)
        try:
            center.send_file(blob.sha256, blob.size, opened, progress, stop)
        except (errors.FileRefused, OSError):  # by the centre; by our own disk
            moves.troubles.append(str(errors.file_lost(blobs.called(store, blob.sha256))))
        else:
            blobs.mark_sent(store, blob.sha256)
            moves.up += 1
        before += blob.size


def _fetch(
    store: Store, center: Center, files: list[Blob], stop: Stop, tell: Tell, moves: Moves
) -> None:
    whole, before = sum(blob.size for blob in files), 0
    for blob in files:
        progress = _telling("files_down", before, whole, tell)
        try:
            with blobs.arriving(store, blob.sha256) as arriving:
                center.fetch_file(blob.sha256, blob.size, arriving, progress, stop)
            blobs.take_in(store, blob.sha256)
        except errors.FileRefused as missing:
            moves.troubles.append(str(missing))
        except BlobError as damaged:
            moves.troubles.append(damaged.sentence)
        except OSError as error:
            raise CannotWrite(
                _(
                    "Không ghi được tệp minh chứng nhận về vào {folder}; hãy giải phóng chỗ trống"
                    " rồi gửi lại, tệp sẽ được tải tiếp."
                ).format(folder=store.folder)
            ) from error
        else:
            blobs.mark_sent(store, blob.sha256)  # the centre has it: it came from there
            moves.down += 1
        before += blob.size


def _telling(phase: str, before: int, whole: int, tell: Tell) -> Moved:
    return lambda done, _size: tell(Progress(phase, before + done, whole))
