"""What may stand in a bundle: each kind of entry looked through before any of it is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from rules.change import ChangeError, decode
from rules.snapshot import Piece
from sync import errors, snapshot, wire
from sync.bundle import LARGEST_FILE, LARGEST_TEXT, Bundle, Entry, Manifest, Sink
from sync.center import Page, Stop, never

_OF = {
    "up": {"changes", "returned", "file"},
    "answer": {"receipts", "records", "stream", "packages", "file"},
}


def unseen(_page: Page) -> None:
    """Nobody looks at the stream."""


def check(bundle: Bundle, stop: Stop = never, see: Callable[[Page], None] = unseen) -> None:
    """Read all of a bundle and keep nothing; `see` is shown each page of the stream.

    Raises BundleRefused for the least that its kind of bundle does not hold or that does not fit.
    """
    try:
        checker = _Checker(bundle.manifest, see)
        bundle.hand_over(checker.receive, stop)
        checker.end()
    except errors.TooLarge as error:
        raise errors.bundle_too_large() from error
    except errors.Garbled as error:
        raise errors.bundle_damaged(bundle.title) from error


class Whole:
    """Gathers a page and hands it over unpacked."""

    def __init__(self, entry: Entry, handle: Callable[[Entry, bytes], None]) -> None:
        self._entry, self._handle = entry, handle
        self._packed = bytearray()

    def append(self, content: bytes) -> None:
        """See Sink."""
        self._packed += content

    def done(self) -> None:
        """Unpack it, never to more than was declared."""
        data = wire.unpack(bytes(self._packed), self._entry.encoding, self._entry.whole)
        if len(data) != self._entry.whole:
            raise errors.garbled()
        self._handle(self._entry, data)


class Nothing:
    """For what is not needed."""

    def append(self, content: bytes) -> None:
        """See Sink."""

    def done(self) -> None:
        """See Sink."""


class _Checker:
    """Looks at every entry, and whether they fit together."""

    def __init__(self, manifest: Manifest, see: Callable[[Page], None]) -> None:
        self._manifest, self._see = manifest, see
        self._reached = manifest.cursor
        _refuse_unfit(manifest)

    def receive(self, entry: Entry) -> Sink:
        """See Receive."""
        return Nothing() if entry.kind == "file" else Whole(entry, self._look)

    def end(self) -> None:
        """What is only known when everything has come."""
        if self._manifest.kind == "answer" and self._reached != self._manifest.position:
            raise errors.garbled()

    def _look(self, entry: Entry, data: bytes) -> None:
        match entry.kind:
            case "changes" | "returned":
                if len(wire.from_lines(data)) > wire.PAGE_CHANGES:
                    raise errors.bundle_too_large()
            case "receipts":
                wire.receipts_from(data)
            case "stream":
                page = wire.page_from(data, self._reached)
                _refuse_unsound(page.changes)
                self._see(page)
                self._reached = page.cursor
            case "records":
                portion = snapshot.from_lines(data)
                pieces = [piece for piece in portion.pieces if isinstance(piece, Piece)]
                if portion.at != self._manifest.cursor or len(pieces) < len(portion.pieces):
                    raise errors.garbled()  # records are never folded in a file
                _refuse_unsound(change for piece in pieces for change in piece.changes)
            case "packages":
                wire.packages_from(data, 0)


def _refuse_unfit(manifest: Manifest) -> None:
    entries = manifest.entries
    if {entry.kind for entry in entries} - _OF[manifest.kind]:
        raise errors.bundle_of_another_kind()
    pages = [entry for entry in entries if entry.kind != "file"]
    if (
        any(max(page.size, page.whole) > wire.MOST for page in pages)
        or sum(page.whole for page in pages) > LARGEST_TEXT
        or any(entry.size > LARGEST_FILE for entry in entries)
    ):
        raise errors.bundle_too_large()


def _refuse_unsound(changes: Iterable[tuple[int, bytes]]) -> None:
    for _position, body in changes:
        try:
            decode(body)
        except ChangeError as error:
            raise errors.garbled() from error
