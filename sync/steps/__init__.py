"""The phases of a round with the centre, one file each."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct


class Progress(Struct, frozen=True):
    """How far a phase of the round has come; shown to the officer."""

    phase: str  # send, fill, take, files_up, files_down
    done: int  # changes, records of a filling, or bytes of files
    whole: int  # of so many; 0 where that is not known
    bytes: int = 0  # that went over the line in this round so far


Tell = Callable[[Progress], None]


def untold(_progress: Progress) -> None:
    """Nobody listens."""
