"""Sticks that are plugged in, and whether a place lies outside the PC's own disk."""

from __future__ import annotations

import os
import re
import string
import sys
from collections.abc import Callable, Iterable
from pathlib import Path, PurePosixPath

from desktop import disks

_TABLE = Path("/proc/self/mounts")
_PLUGGED = ("/media/*/*", "/run/media/*/*", "/media/*")  # where Linux desktops mount sticks
_VOLUMES = Path("/Volumes")  # where macOS mounts every disk
_REMOVABLE = 2  # DRIVE_REMOVABLE of the Windows API
_ESCAPED = re.compile(r"\\([0-7]{3})")  # a space in the table of mounts

Lying = frozenset[tuple[str, int, int]]  # path, size and time of each file


def sticks() -> tuple[Path, ...]:
    """The roots of the removable disks that are there now; a few cheap questions."""
    if sys.platform == "win32":
        return _windows()
    if sys.platform == "darwin":
        return mounted_in(_VOLUMES)
    return plugged(_TABLE.read_text(encoding="utf-8", errors="surrogateescape"))


def lying(roots: Iterable[Path], suffix: str) -> Lying:
    """What files of this kind lie at the roots; cheap, to notice that something has changed."""
    found: list[tuple[str, int, int]] = []
    for root in roots:
        try:
            with os.scandir(root) as entries:
                told = [(each.path, each.stat()) for each in entries if each.name.endswith(suffix)]
        except OSError:  # it is being pulled out, and the next look will not find it
            continue
        found += [(path, stat.st_size, stat.st_mtime_ns) for path, stat in told]
    return frozenset(found)


def apart(one: Path, other: Path) -> bool:
    """Whether these lie on different disks, as far as the system tells; False where it does not.

    Two partitions of one disk are one place.
    """
    try:
        if one.stat().st_dev == other.stat().st_dev:
            return False
    except OSError:
        return False
    return disks.of(one).isdisjoint(disks.of(other))


def named(path: Path) -> str:
    """What people call the disk or folder."""
    return path.name or str(path).rstrip("\\/") or str(path)


def plugged(table: str) -> tuple[Path, ...]:
    """The sticks in Linux's table of mounts: disks of their own, mounted where desktops do it."""
    rows = [line.split(" ")[:2] for line in table.splitlines() if line.startswith("/dev/")]
    disks = [(source, PurePosixPath(_ESCAPED.sub(_letter, place))) for source, place in rows]
    own = {source for source, place in disks if place == PurePosixPath("/")}
    found = {
        place
        for source, place in disks
        if source not in own and any(place.match(pattern) for pattern in _PLUGGED)
    }
    return tuple(sorted(map(Path, found)))


def _letter(escaped: re.Match[str]) -> str:
    return chr(int(escaped[1], 8))


def mounted_in(folder: Path) -> tuple[Path, ...]:
    """The disks mounted in a folder, without the system's own, which macOS lists too."""
    found = (path for path in folder.glob("*") if path.is_mount() and apart(path, Path("/")))
    return tuple(sorted(found))


def removable(letters: int, kind: Callable[[str], int]) -> tuple[Path, ...]:
    """The sticks among Windows' drives, of which each has a bit; `kind` tells what one is."""
    roots = (f"{letter}:\\" for n, letter in enumerate(string.ascii_uppercase) if letters >> n & 1)
    return tuple(Path(root) for root in roots if kind(root) == _REMOVABLE)


def _windows() -> tuple[Path, ...]:
    import ctypes

    kernel = ctypes.WinDLL("kernel32")  # type: ignore[attr-defined,unused-ignore]
    return removable(kernel.GetLogicalDrives(), kernel.GetDriveTypeW)
