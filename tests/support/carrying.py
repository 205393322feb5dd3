"""Files of a test on their way to the centre and back, lying as they are."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from db.blobs import Blob
from sync.center import Center, Moved, Stop, never, unheard
from sync.pace import PIECES, Pace
from sync.steps.files import bring


class Landing:
    """A file that grows by what comes in."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @property
    def reached(self) -> int:
        return self._path.stat().st_size if self._path.exists() else 0

    def append(self, content: bytes) -> None:
        with self._path.open("ab") as file:
            file.write(content)


def send(
    way: Center,
    sha256: str,
    path: Path,
    progress: Moved = unheard,
    stop: Stop = never,
    *,
    piece: int | None = None,
) -> None:
    """Bring this file to the centre under that name, in pieces of this size to begin with."""
    blob = Blob(sha256, path.stat().st_size)
    bring(way, blob, partial(path.open, "rb"), Pace.of(PIECES, piece), progress, stop)


def fetch(way: Center, sha256: str, size: int, path: Path) -> None:
    """Bring a file of the centre here, after what lies here already."""
    way.fetch_file(sha256, size, Landing(path))
