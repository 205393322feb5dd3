"""Bytes that must be on the disk itself before we say they are kept."""

from __future__ import annotations

import os
from pathlib import Path


def flush(path: Path) -> None:
    """Wait until what was written to this file can survive a power cut."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def flush_folder(folder: Path) -> None:
    """Make names in a folder durable; Windows does it by itself and opens no folders."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def make_folder(folder: Path) -> None:
    """A folder, with those above it, whose name survives a power cut."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    flush_folder(folder.parent)


def settle(arrived: Path, target: Path) -> None:
    """Give a whole file its name, in a folder that may be new; durable when this returns."""
    flush(arrived)
    make_folder(target.parent)
    arrived.replace(target)
    flush_folder(target.parent)
