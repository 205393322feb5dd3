"""Killing programmes in the middle of their work, and reading what they had promised."""

from __future__ import annotations

import os
import random
import select
import subprocess
import sys
import time
from pathlib import Path

HOUSE = Path(__file__).parents[2]
_STARTING = 60.0  # seconds a victim may need to start on a busy machine


def kill(what: str, folder: Path, chance: random.Random, longest: float) -> list[list[str]]:
    """Start a victim, kill it within `longest` seconds of its work; the lines it had finished."""
    command = [sys.executable, "-m", "tests.support.victim", what, str(folder)]
    command.append(str(chance.randrange(2**32)))
    with subprocess.Popen(command, cwd=HOUSE, stdout=subprocess.PIPE) as victim:
        assert victim.stdout is not None
        pipe = victim.stdout.fileno()
        told = _heard(pipe, time.monotonic() + _STARTING, until=b"ready \n")
        assert told, "the victim never came to its work"
        told += _heard(pipe, time.monotonic() + chance.uniform(0, longest))
        victim.kill()
        told += victim.stdout.read()
    whole = told[: told.rfind(b"\n") + 1].decode()
    return [line.split() for line in whole.splitlines()]


def _heard(pipe: int, deadline: float, until: bytes = b"") -> bytes:
    """What comes out of a pipe until the deadline, or until these bytes came."""
    told = b""
    while (left := deadline - time.monotonic()) > 0 and not (until and until in told):
        if select.select([pipe], [], [], left)[0]:
            piece = os.read(pipe, 65536)
            if not piece:
                break
            told += piece
    return told
