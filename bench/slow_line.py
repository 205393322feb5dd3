"""A month of work over a line of 300 ms and 32 kB/s, and Anki's own sync of the same text.

    [ANKI_PYTHON=/path/to/python] python -m bench.slow_line

Bytes are counted on the line, both ways, heads of requests and answers with them.  Anki's client
and server run on ANKI_PYTHON, or else on this Python, and are left out where it has no Anki.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from bench.sync import centre, enrol, work
from db import journal
from db import store as stores
from db.store import set_setting
from rules.change import decode
from sync.http import HttpCenter
from sync.round import run
from tests.support.line import Line, line_to

CHANGES = 5_000
COMMUNE = "19819"
RATE, ROUND_TRIP = 32_000.0, 0.3  # bytes and seconds
_ANKI = os.environ.get("ANKI_PYTHON", sys.executable)
_PAIR = Path(__file__).with_name("anki_pair.py")


def main() -> dict[str, float]:
    """Records a second and bytes a record, ours and Anki's."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        bodies, found = _ours(folder)
        if not _has_anki():
            return found
        found |= _ankis(folder, bodies)
    found["bytes a record / Anki's"] = found["bytes a record"] / found["Anki: bytes a record"]
    return found


def _has_anki() -> bool:
    return subprocess.run([_ANKI, "-c", "import anki"], capture_output=True).returncode == 0


def _ours(folder: Path) -> tuple[list[str], dict[str, float]]:
    with ExitStack() as stack:
        url = stack.enter_context(centre(folder / "centre"))
        store = stack.enter_context(stores.create(folder / "pc"))
        set_setting(store, "commune", COMMUNE)
        bodies = work(store, CHANGES)
        token = enrol(folder / "centre", url, COMMUNE, journal.wind(store).replica)
        line = stack.enter_context(_slow(url))
        way = stack.enter_context(HttpCenter(line.url, token))
        done = run(store, way)
        assert done.pushed == CHANGES
        return bodies, {
            "records a second": CHANGES / done.seconds,
            "bytes a record, before packing": sum(len(body.encode()) for body in bodies) / CHANGES,
            "bytes a record": _bytes_a_record(line),
            "requests": float(done.requests),
        }


def _ankis(folder: Path, bodies: list[str]) -> dict[str, float]:
    (folder / "anki").mkdir()
    texts = "\n".join(map(_text, bodies))
    with _anki_server(folder / "anki-server") as url, _slow(url) as line:
        asked = [_ANKI, _PAIR, folder / "anki", f"{url}/", f"{line.url}/"]
        told = subprocess.run(asked, input=texts, capture_output=True, text=True, check=True)
        return {
            "Anki: records a second": CHANGES / float(told.stdout),
            "Anki: bytes a record": _bytes_a_record(line),
        }


def _text(body: str) -> str:
    """What an officer typed, as the two sides of a card: no name of a field, no id, no time."""
    values = dict(decode(body).set)
    note = values.pop("note")
    return " ".join(map(str, values.values())) + f"\t{note}"


def _bytes_a_record(line: Line) -> float:
    return sum(line.carried.values()) / CHANGES


@contextmanager
def _slow(url: str) -> Iterator[Line]:
    with line_to(url) as line:
        line.rate, line.delay = RATE, ROUND_TRIP / 2
        yield line


@contextmanager
def _anki_server(folder: Path) -> Iterator[str]:
    """Anki's own server, in a process of its own; its address."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    told = {"SYNC_USER1": "bench:bench", "SYNC_BASE": str(folder), "SYNC_HOST": "127.0.0.1"}
    environment = os.environ | told | {"SYNC_PORT": str(port)}
    asked = [_ANKI, "-m", "anki.syncserver"]
    quiet = subprocess.DEVNULL
    with subprocess.Popen(asked, env=environment, stdout=quiet, stderr=quiet) as process:
        try:
            _wait_for(port)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


def _wait_for(port: int) -> None:
    until = time.monotonic() + 30
    while True:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)
        else:
            return


if __name__ == "__main__":
    for what, figure in main().items():
        print(f"{what:34} {figure:10.2f}")
