"""A file of 20 MB over a line that is cut every 700 kB: what is sent twice.

python -m bench.cut_line
"""

from __future__ import annotations

import hashlib
import random
import tempfile
from contextlib import ExitStack
from pathlib import Path

from bench.sync import centre, enrol
from db import blobs, journal
from db import store as stores
from db.journal import Edit
from db.store import Store, set_setting
from sync import errors
from sync.http import HttpCenter
from sync.pace import PIECES
from sync.round import run
from tests.support.line import line_to

SIZE, CUT = 20_000_000, 700_000  # bytes
COMMUNE = "19819"


def main() -> dict[str, float]:
    """Rounds until the file is there, and what they sent beyond it, counted in chunks a cut."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        url = stack.enter_context(centre(folder / "centre"))
        store = stack.enter_context(stores.create(folder / "pc"))
        set_setting(store, "commune", COMMUNE)
        sha256 = _evidence(store, folder / "scan.pdf")
        token = enrol(folder / "centre", url, COMMUNE, journal.wind(store).replica)
        line = stack.enter_context(line_to(url))
        line.up = CUT
        way = stack.enter_context(HttpCenter(line.url, token))
        rounds = _until_sent(store, way)
        assert way.have([sha256]) == {sha256}
        beyond = way.traffic.up - SIZE  # heads of requests are in it
    return {
        "rounds until it is there": float(rounds),
        "cuts": float(line.cuts),
        "MB sent": way.traffic.up / 1e6,
        "chunks sent again, a cut": beyond / PIECES.most / line.cuts,
    }


def _evidence(store: Store, source: Path) -> str:
    source.write_bytes(random.Random(132).randbytes(SIZE))  # noqa: S311 - the same every time
    blob = blobs.take(store, source)
    values = {"target_type": "assessment", "target": "any", "name": source.name}
    values |= {"sha256": blob.sha256, "size": blob.size}
    journal.commit(store, "can-bo", [Edit("evidence", None, values)])
    assert hashlib.sha256(source.read_bytes()).hexdigest() == blob.sha256
    return blob.sha256


def _until_sent(store: Store, way: HttpCenter) -> int:
    """Rounds as long as a file waits."""
    rounds = 0
    while blobs.unsent(store):
        rounds += 1
        try:
            run(store, way)
        except errors.NoConnection:
            continue
    return rounds


if __name__ == "__main__":
    for what, figure in main().items():
        print(f"{what:34} {figure:10.2f}")
