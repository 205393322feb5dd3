"""The phases of a round with the centre, one file each: greet, send, take, files."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct


class Progress(Struct, frozen=True):
    """How far a phase of the round has come; shown to the officer."""

    phase: str  # send, take, files_up, files_down
    done: int  # changes, or bytes of files
    whole: int  # of so many, as far as is known


Tell = Callable[[Progress], None]


def untold(_progress: Progress) -> None:
    """Nobody listens."""
