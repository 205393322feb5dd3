"""A bundle for the centre: what it has not confirmed, and how far this PC has come."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from msgspec import Struct

from db import blobs, filling, journal
from db.store import Store
from rules.records import SCHEMA
from sync import bundle, errors, wire
from sync.bundle import File, Kind, Manifest, Page
from sync.center import Moved, Stop, never, unheard
from sync.keys import SecretKeys
from sync.parts import LARGEST
from sync.steps import packages
from sync.steps.send import set_aside
from sync.stick import remember, standing


class Exported(Struct, frozen=True):
    """A bundle for the centre, as it lies there."""

    files: tuple[Path, ...]  # several where its size was limited
    changes: int
    evidence: int  # evidence files in it
    bytes: int
    troubles: tuple[str, ...]  # sentences about evidence files left out
    carried: tuple[int, ...]  # `seq` of each change in it
    attached: tuple[str, ...]  # sha256 of each evidence file in it


def export(
    store: Store,
    own: SecretKeys,
    target: Path,
    *,
    limit: int = LARGEST,
    data_only: bool = False,
    stop: Stop = never,
    progress: Moved = unheard,
) -> Exported:
    """Write everything the centre has not confirmed into a bundle for it.

    `limit` is the most bytes of one file; a larger bundle becomes several.  Raises SyncError,
    OSError and Stopped; then no file was written.
    """
    here, (reached, reached_at) = standing(store), journal.reached(store)
    load = _Load(store, data_only=data_only, progress=progress)
    manifest = Manifest(
        kind="up",
        to=here.center.recipient,
        commune=journal.commune(store),
        device=here.device,
        made_at=datetime.now(UTC).isoformat(timespec="milliseconds"),
        cursor=journal.cursor(store),
        proof=journal.proof(store),
        reached=reached,
        reached_at=reached_at,
        schema=SCHEMA,
        begins=filling.is_new(store),
        packages=packages.looked_at(store),
        wants=() if data_only else tuple(blob.sha256 for blob in blobs.wanted(store)),
    )
    written = bundle.write(target, manifest, load.contents(), own, limit=limit, stop=stop)
    journal.offer(store, load.last)
    remember(store, written.manifest, target.name)
    made = written.manifest
    return Exported(
        files=written.files,
        changes=made.changes,
        evidence=made.files,
        bytes=written.size,
        troubles=tuple(load.troubles),
        carried=tuple(load.carried),
        attached=tuple(load.attached),
    )


class _Load:
    """What goes in, looked up while it is written."""

    def __init__(self, store: Store, *, data_only: bool, progress: Moved) -> None:
        self.last = 0  # `seq` of the last change
        self.troubles: list[str] = []
        self.carried: list[int] = []
        self.attached: list[str] = []
        self._store, self._progress = store, progress
        self._files = [] if data_only else blobs.unsent(store)

    def contents(self) -> Iterator[Page | File]:
        """Small things first: changes in causal order, then files."""
        yield from self._changes()
        whole, done = sum(blob.size for blob in self._files), 0
        for blob in self._files:
            if blobs.is_whole(self._store, blob.sha256):
                self.attached.append(blob.sha256)
                yield File(blob.sha256, blob.size, partial(blobs.opened, self._store, blob.sha256))
            else:
                self.troubles.append(str(errors.file_lost(blobs.called(self._store, blob.sha256))))
            done += blob.size
            self._progress(done, whole)

    def _changes(self) -> Iterator[Page]:
        while waiting := journal.waiting(self._store, wire.PAGE_CHANGES, self.last):
            sizes = (len(each.body) for each in waiting)
            page = waiting[: wire.fitting(sizes, wire.PAGE_CHANGES)]
            self.last = page[-1].seq
            refused, carried = set_aside(page)
            journal.acknowledge(self._store, refused)
            self.carried += [each.seq for each in carried]
            yield from _paged("changes", [each.body for each in carried if each.own])
            yield from _paged("returned", [each.body for each in carried if not each.own])


def _paged(kind: Kind, bodies: list[bytes]) -> Iterator[Page]:
    if bodies:
        yield Page(kind, wire.to_lines(bodies), len(bodies))
