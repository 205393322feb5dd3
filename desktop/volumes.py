"""Sticks that are plugged in, and whether a place lies outside the PC's own disk."""

from __future__ import annotations

import os
import string
import sys
from pathlib import Path

_MOUNTED = ("/media/*/*", "/run/media/*/*", "/media/*", "/Volumes/*")
_REMOVABLE = 2  # DRIVE_REMOVABLE of the Windows API


def sticks() -> tuple[Path, ...]:
    """The roots of the removable disks that are there now; a few cheap questions."""
    if sys.platform == "win32":
        return _windows()
    found = {path for pattern in _MOUNTED for path in Path("/").glob(pattern[1:])}
    return tuple(sorted(path for path in found if os.path.ismount(path) and _is_other(path)))


def apart(one: Path, other: Path) -> bool:
    """Whether these lie on different disks, as far as the system tells; False where it does not."""
    try:
        return one.stat().st_dev != other.stat().st_dev
    except OSError:
        return False


def named(path: Path) -> str:
    """What people call the disk or folder."""
    return path.name or str(path).rstrip("\\/") or str(path)


def _is_other(path: Path) -> bool:
    """Not the system's own disk, which macOS lists too."""
    return apart(path, Path("/"))


def _windows() -> tuple[Path, ...]:
    import ctypes

    kernel = ctypes.WinDLL("kernel32")  # type: ignore[attr-defined,unused-ignore]
    letters = kernel.GetLogicalDrives()
    roots = (f"{letter}:\\" for n, letter in enumerate(string.ascii_uppercase) if letters >> n & 1)
    return tuple(Path(root) for root in roots if kernel.GetDriveTypeW(root) == _REMOVABLE)
