"""The centre's answer to a bundle: receipts, packages, the commune's records or stream, files."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from pathlib import Path

from db import blobs, bundles, filling, journal, rounds, safety
from db.commands import enrolment
from db.errors import BlobError
from db.journal import Receipt
from db.queries import rounds as looking
from db.rounds import Round
from db.shelf import Gathering
from db.store import Store
from resources.words import _
from rules.records import SCHEMA
from sync import bundle, contents, errors, snapshot, wire
from sync.brake import Kept, Taken, braked, of_an_update, opened
from sync.bundle import Bundle, Entry, Manifest, Sink
from sync.center import Moved, Page, Stop, never, unheard
from sync.contents import Nothing, Whole
from sync.keys import SecretKeys
from sync.round import RoundResult
from sync.snapshot import Place
from sync.steps import fill, packages
from sync.steps.greet import centre_went_back
from sync.steps.packages import Arrived
from sync.steps.verify import compare, is_due
from sync.stick import Standing, remember, standing


def fresh(store: Store, own: SecretKeys, path: Path) -> str | None:
    """The name of the answer to this PC that this file is, or is a part of; None for any other.

    One that was taken in is none.  Looks at its cover alone.
    """
    try:
        here = standing(store)
        manifest = bundle.glance(path, own).proven(here.center.verify).manifest
    except (errors.SyncError, OSError):
        return None
    ours = manifest.kind == "answer" and manifest.device == here.device
    return manifest.name if ours and not bundles.is_known(store, manifest.name) else None


def take(
    store: Store,
    own: SecretKeys,
    path: Path,
    *,
    accept: bool = False,
    stop: Stop = never,
    progress: Moved = unheard,
) -> RoundResult:
    """Take in the centre's answer.

    All of it is looked through before any is kept: a bundle that is refused leaves no trace.
    Raises SyncError and OSError, and Stopped before anything was kept; stopped later, what was
    taken stays and the rest comes when the bundle is taken again.  Raises MassChange where it
    would take much away: receipts and packages are kept then, the rest when it is taken again
    with `accept`.
    """
    begun, here = time.monotonic(), standing(store)
    answer = bundle.open_(path, own, stop).proven(here.center.verify)
    _refuse_strangers(store, here, answer.manifest)
    contents.check(answer, stop, partial(_refuse_stale, store, answer.manifest))
    before = looking.tally(store)
    arrivals = _Arrivals(store, answer.manifest)
    arrivals.told.extend(of_an_update(store))
    _look_at_each_other(store, answer.manifest, arrivals.told)
    safety.before_pull(store, answer.manifest.position)
    try:
        with contextlib.suppress(errors.Stopped):
            _hand_over(answer, arrivals, accept=accept, stop=stop, progress=progress)
    except errors.MassChange as question:
        rounds.keep(store, _row(store, answer, arrivals, before, begun, question))
        raise
    _compare(store, answer.manifest, arrivals, before)
    row = _row(store, answer, arrivals, before, begun)
    rounds.keep(store, row)
    remember(store, answer.manifest, path.name)
    return RoundResult.of(row, rounds.open_conflicts(store), arrivals.packages.installed)


def _look_at_each_other(store: Store, manifest: Manifest, told: list[str]) -> None:
    """As greetings do over the network; both are put right by the next of them."""
    if manifest.last_own is not None and not journal.is_own(store, manifest.last_own):
        told.append(_copied())
    if manifest.went_back:
        enrolment.start_over(store)
        told.append(centre_went_back())


def _copied() -> str:
    return _(
        "Hồ sơ này là bản chép, hoặc được khôi phục từ bản cũ, của một máy đã gửi tiếp; những gì"
        " trung tâm đã nhận được tải về đủ. Lần gửi nhận qua mạng kế tiếp sẽ tách hồ sơ này thành"
        " một máy riêng."
    )


def _hand_over(
    answer: Bundle, arrivals: _Arrivals, *, accept: bool, stop: Stop, progress: Moved
) -> None:
    with contextlib.closing(arrivals), arrivals.keeping(accept=accept):
        answer.hand_over(arrivals.receive, stop, progress)


def _compare(store: Store, manifest: Manifest, arrivals: _Arrivals, before: looking.Tally) -> None:
    """After what moved, as at the end of a round; an older centre tells nothing to compare."""
    moved = bool(arrivals.taken.pulled) or looking.tally(store).sent > before.sent
    if not is_due(store, moved=moved):
        return
    told = manifest.digests if manifest.schema == SCHEMA else None  # else it is of another reading
    compare(store, told, arrivals.told.append, moved=moved, whole=not manifest.cursor)


def _row(
    store: Store,
    answer: Bundle,
    arrivals: _Arrivals,
    before: looking.Tally,
    begun: float,
    question: errors.MassChange | None = None,
) -> Round:
    after = looking.tally(store)
    sentences = [
        *arrivals.told,
        *arrivals.packages.troubles,
        *([str(question)] if question else []),
    ]
    return Round(
        at=datetime.now().astimezone().isoformat(timespec="milliseconds"),
        outcome=question.code if question else rounds.DONE,
        sentence=" ".join(sentences) or None,
        pushed=max(0, after.sent - before.sent),
        pulled=arrivals.taken.pulled,
        refused=max(0, after.refused - before.refused),
        files_up=arrivals.confirmed,
        files_down=arrivals.files,
        bytes_up=0,
        bytes_down=answer.size,
        requests=0,
        seconds=round(time.monotonic() - begun, 3),
        carrier="stick",
    )


def _refuse_strangers(store: Store, here: Standing, manifest: Manifest) -> None:
    if manifest.kind != "answer":
        raise errors.bundle_of_another_kind()
    if manifest.commune != journal.commune(store):
        raise errors.of_another_commune()
    if manifest.device != here.device:
        raise errors.of_another_device()
    if bundles.is_void(store, manifest.answers) or _begins_elsewhere(store, manifest):
        raise errors.stale_answer()


def _begins_elsewhere(store: Store, manifest: Manifest) -> bool:
    """Whether the answer goes on from another change than the one at our cursor."""
    proofs = {journal.proof(store), manifest.proof} - {None}
    return manifest.cursor == journal.cursor(store) and len(proofs) > 1


def _refuse_stale(store: Store, manifest: Manifest, page: Page) -> None:
    """Of a centre that was put back, an answer from before tells another stream than ours."""
    if not manifest.went_back and journal.contradicts(store, page.changes):
        raise errors.stale_answer()


class _Arrivals:
    """Puts every entry where it belongs, each in one commit."""

    def __init__(self, store: Store, manifest: Manifest) -> None:
        self.confirmed = self.files = 0
        self.taken, self.packages = Taken(), Arrived()
        self.told: list[str] = []
        self._store, self._manifest = store, manifest
        self._reached = manifest.cursor  # up to where pages have been read
        self._kept: Kept | None = None
        self._ahead = 0  # up to where pages are held back
        self._place: Place | None = None  # where the next page of records begins
        self._file: _File | None = None
        self._wanted: frozenset[str] | None = None  # files, once the stream is in

    @contextlib.contextmanager
    def keeping(self, *, accept: bool) -> Iterator[None]:
        """Take in while the block runs; a question that still stands leaves the stream out."""
        newest = self._manifest.position
        try:
            with braked(self._store, newest, self.taken, accept=accept) as self._kept:
                yield
        except errors.MassChange:
            if self._kept is not None:
                raise
            yield
            raise

    def receive(self, entry: Entry) -> Sink:
        """See Receive."""
        match entry.kind:
            case "receipts":
                return Whole(entry, self._acknowledge)
            case "records":
                return Whole(entry, self._fill)
            case "stream":
                return Whole(entry, self._take)
            case "packages":
                return Whole(entry, self._install)
            case "file" if self._wants(entry.sha256):
                self._file = _File(self, self._store, entry.sha256)
                return self._file
        return Nothing()

    def close(self) -> None:
        """Give back what is open when it breaks off."""
        if self._file is not None:
            self._file.close()

    def _wants(self, sha256: str) -> bool:
        if self._wanted is None:
            self._wanted = frozenset(blob.sha256 for blob in blobs.wanted(self._store))
        return sha256 in self._wanted

    def _acknowledge(self, _entry: Entry, data: bytes) -> None:
        receipts = wire.receipts_from(data)
        with self._store.write():
            journal.acknowledge(
                self._store,
                [
                    Receipt(
                        change,
                        answer.position,
                        answer.at or receipts.at,
                        answer.code,
                        answer.sentence,
                    )
                    for change, answer in receipts.answers
                ],
            )
            news = [blobs.mark_sent(self._store, sha256) for sha256 in receipts.files]
        self.confirmed += sum(news)

    def _install(self, _entry: Entry, data: bytes) -> None:
        packages.keep(self._store, wire.packages_from(data, 0), self.packages)

    def _fill(self, _entry: Entry, data: bytes) -> None:
        """A page of records, where this profile still has nothing or these pages go on."""
        page, asked = snapshot.from_lines(data), self._place
        self._place = page.next
        begins = asked is None and filling.is_new(self._store)
        if begins or (asked is not None and fill.resumed(self._store) == asked):
            self.taken.pulled += fill.keep(self._store, page, asked)

    def _take(self, _entry: Entry, data: bytes) -> None:
        """A page moves the cursor only where it goes on from it, whatever came by network."""
        page = wire.page_from(data, after := self._reached)
        self._reached = page.cursor
        at = max(journal.cursor(self._store), self._ahead)
        if self._kept is not None and after <= at < page.cursor:
            self._kept.keep(opened(page, after))
            self._ahead = page.cursor


class _File:
    """An evidence file on its way in."""

    def __init__(self, arrivals: _Arrivals, store: Store, sha256: str) -> None:
        self._arrivals, self._store, self._sha256 = arrivals, store, sha256
        self._open = contextlib.ExitStack()
        self._file: Gathering = self._open.enter_context(blobs.arriving(store, sha256))
        self._known = self._file.reached  # what came of it by network need not come again

    def append(self, content: bytes) -> None:
        """See Sink."""
        skipped = min(self._known, len(content))
        self._known -= skipped
        if content[skipped:]:
            self._file.append(content[skipped:])

    def done(self) -> None:
        """Give it its place; the centre has it, for it came from there."""
        self.close()
        try:
            blobs.take_in(self._store, self._sha256)
        except BlobError as damaged:
            self._arrivals.told.append(damaged.sentence)
            return
        blobs.mark_sent(self._store, self._sha256)
        self._arrivals.files += 1

    def close(self) -> None:
        """Nothing more comes."""
        self._open.close()
