"""Files of a test on their way to the centre and back, lying as they are."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from sync.center import Center, Moved, Stop, never, unheard


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
    way: Center, sha256: str, path: Path, progress: Moved = unheard, stop: Stop = never
) -> None:
    """Bring this file to the centre under that name."""
    way.send_file(sha256, path.stat().st_size, partial(path.open, "rb"), progress, stop)


def fetch(way: Center, sha256: str, size: int, path: Path) -> None:
    """Bring a file of the centre here, after what lies here already."""
    way.fetch_file(sha256, size, Landing(path))
