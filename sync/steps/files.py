"""Evidence files, after all changes: up what this PC holds, down what live evidence names."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import BinaryIO

from msgspec import Struct, field

from db import blobs, resting
from db.blobs import Blob
from db.errors import BlobError, CannotWrite
from db.store import Store
from resources.words import _
from rules.budget import turn
from sync import budget, errors
from sync.center import Arriving, Center, Moved, Stop, never, unheard
from sync.pace import PIECES, TOO_MUCH, Pace, remembered
from sync.steps import Progress, Tell, untold

_ASKED_AT_ONCE = 1000


class Moves(Struct):
    """What came of the files."""

    up: int = 0
    down: int = 0
    begun: bool = False  # whether any bytes came over, which stay
    troubles: list[str] = field(default_factory=list)  # sentences about single files


def exchange(
    store: Store, center: Center, stop: Stop = never, tell: Tell = untold, *, moves: Moves
) -> None:
    """Small files up and down, then large ones; one that cannot go over stops no other."""
    unsent, wanted = blobs.unsent(store), blobs.wanted(store)
    if not unsent and not wanted:
        return
    rests = resting.of_this_round(store, resting.FILES)
    lacking = resting.of_this_round(store, resting.LACKING)
    passed = {name for name, rest in (*rests.items(), *lacking.items()) if rest}
    asked = [blob for blob in wanted if blob.sha256 not in passed]
    there = _have(center, [*unsent, *asked])
    lacked = [blob.sha256 for blob in asked if blob.sha256 not in there]
    resting.note(store, resting.LACKING, lacked)
    with store.write():
        for blob in unsent:
            if blob.sha256 in there:
                blobs.mark_sent(store, blob.sha256)
    up = [blob for blob in unsent if blob.sha256 not in there]
    down = [blob for blob in asked if blob.sha256 in there]
    moves.troubles += [
        _not_itself(store, name) for name, passed_over in rests.items() if passed_over
    ]
    with remembered(store, PIECES) as pace:
        errand = _Errand(store, center, pace, stop, moves)
        sending = _Side("files_up", up, tell, moves)
        fetching = _Side("files_down", down, tell, moves)
        for blob, is_down in _in_turn(up, down):
            if is_down:
                errand.fetch(blob, fetching.moved)
                fetching.before += blob.size
            else:
                errand.send(blob, sending.moved)
                sending.before += blob.size


def _have(center: Center, files: list[Blob]) -> set[str]:
    names = sorted({blob.sha256 for blob in files})
    pieces = range(0, len(names), _ASKED_AT_ONCE)
    return set().union(*(center.have(names[at : at + _ASKED_AT_ONCE]) for at in pieces))


def _in_turn(up: list[Blob], down: list[Blob]) -> list[tuple[Blob, bool]]:
    """The files in their order, each with whether it comes down."""
    files = [*((blob, False) for blob in up), *((blob, True) for blob in down)]
    return sorted(files, key=lambda file: turn(file[0].size, down=file[1]))


class _Side:
    """How far the files of one direction have come, as it is told."""

    def __init__(self, phase: str, files: list[Blob], tell: Tell, moves: Moves) -> None:
        self.before = 0  # bytes of the files that had their turn
        self._phase, self._tell, self._moves = phase, tell, moves
        self._whole = sum(blob.size for blob in files)

    def moved(self, done: int, _size: int) -> None:
        """So much of the file whose turn it is came over."""
        self._moves.begun = True
        self._tell(Progress(self._phase, self.before + done, self._whole))


class _Errand(Struct):
    """Brings files over, one after the other."""

    store: Store
    center: Center
    pace: Pace
    stop: Stop
    moves: Moves

    def send(self, blob: Blob, progress: Moved) -> None:
        """Bring one to the centre, or tell why not."""
        opened = partial(blobs.opened, self.store, blob.sha256)
        if not blobs.is_whole(self.store, blob.sha256):  # what the centre would say at its end
            self.moves.troubles.append(_lost(self.store, blob))
            return
        try:
            short = budget.for_file(blob.size, self.center.traffic, self.stop)
            bring(self.center, blob, opened, self.pace, progress, short)
        except errors.TooLarge as refused:
            self.moves.troubles.append(str(refused))
        except (errors.FileRefused, OSError):  # by the centre; by our own disk
            self.moves.troubles.append(_lost(self.store, blob))
        else:
            blobs.mark_sent(self.store, blob.sha256)
            self.moves.up += 1

    def fetch(self, blob: Blob, progress: Moved) -> None:
        """Bring one here, or tell why not."""
        try:
            if budget.for_file(blob.size, self.center.traffic, self.stop)():
                raise errors.Stopped
            with blobs.arriving(self.store, blob.sha256) as arriving:
                _take(self.center, blob, arriving, progress, self.stop)
            blobs.take_in(self.store, blob.sha256)
        except errors.FileRefused as missing:
            self.moves.troubles.append(str(missing))
        except BlobError:
            resting.note(self.store, resting.FILES, [blob.sha256])
            self.moves.troubles.append(_not_itself(self.store, blob.sha256))
        except OSError as error:
            raise CannotWrite(
                _(
                    "Không ghi được tệp minh chứng nhận về vào {folder}; hãy giải phóng chỗ trống"
                    " rồi gửi lại, tệp sẽ được tải tiếp."
                ).format(folder=self.store.folder)
            ) from error
        else:
            blobs.mark_sent(self.store, blob.sha256)  # the centre has it: it came from there
            self.moves.down += 1


def _lost(store: Store, blob: Blob) -> str:
    return str(errors.file_lost(blobs.called(store, blob.sha256)))


def _not_itself(store: Store, sha256: str) -> str:
    return _(
        "Tệp “{name}” nhận về không đúng nội dung đã đính kèm; máy sẽ tự tải lại, càng về sau càng"
        " thưa. Nếu vẫn vậy, hãy báo người quản trị trung tâm."
    ).format(name=blobs.called(store, sha256))


def bring(
    center: Center,
    blob: Blob,
    opened: Callable[[], BinaryIO],
    pace: Pace,
    progress: Moved = unheard,
    stop: Stop = never,
) -> None:
    """Bring a file to the centre in pieces, going on where an earlier try broke off.

    After a break it goes on at once with a smaller piece, as long as something came over since the
    one before.  Raises FileRefused when the content is not what its name says.
    """
    with opened() as file:
        reached = (center.reached(blob.sha256) or 0) if _may_be_begun(blob, pace) else 0
        came_over = False  # since the last break
        while reached < blob.size:
            if stop():
                raise errors.Stopped
            file.seek(reached)
            if not (piece := file.read(min(pace.size, blob.size - reached))):
                raise errors.file_altered()
            send = partial(center.send_piece, blob.sha256, blob.size, reached, piece)
            try:
                reached = pace.timed(send, len(piece))
            except errors.NoConnection:
                if not came_over:
                    raise
                came_over = False
            except TOO_MUCH:
                if pace.size >= len(piece):  # there is no smaller one
                    raise
            else:
                came_over = True
                progress(reached, blob.size)


def _may_be_begun(blob: Blob, pace: Pace) -> bool:
    """Whether an earlier try may have brought a part: it was sent in pieces, or would be now."""
    return blob.size > (pace.size if pace.size == PIECES.most else PIECES.least)


def _take(center: Center, blob: Blob, arriving: Arriving, progress: Moved, stop: Stop) -> None:
    """Bring a file here; after a break it goes on at once, as long as something came."""
    while True:
        before = arriving.reached
        try:
            return center.fetch_file(blob.sha256, blob.size, arriving, progress, stop)
        except errors.NoConnection:
            if arriving.reached == before:
                raise
