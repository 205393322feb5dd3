"""Over a bad line: records a second, bytes a record beside Anki's own sync, and what cuts cost.

    python -m bench.weak_line

A line of 300 ms there and back and 32 kB/s each way, made by a proxy; and one that is cut after
every 700 kB.  Anki is asked where LANGSO_BENCH_ANKI names a Python that has it (`pip install anki`
in a folder of its own): the same texts as notes, its own server, the same proxy.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import socket
import subprocess
import tempfile
import time
from contextlib import ExitStack, suppress
from pathlib import Path

from bench.sync import answer_of, centre, new_pc
from db import blobs, journal
from db.journal import Edit
from db.store import Store
from sync import errors
from sync.http import CHUNK
from sync.round import run
from tests.support.line import line_to

RECORDS = 3_000
RATE, THERE_AND_BACK = 32_000, 0.3  # bytes a second, seconds
FILE, CUT_AFTER = 20_000_000, 700_000  # bytes
_ANKI = "LANGSO_BENCH_ANKI"


def main() -> dict[str, float]:
    """Figures of the slow line and of the one that is cut; Anki's beside them where it is there."""
    figures = {**_slow(), **_cut()}
    anki = os.environ.get(_ANKI)
    if anki:
        figures |= _anki(anki)
    return figures


def _slow() -> dict[str, float]:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        url = stack.enter_context(centre(folder / "centre"))
        line = stack.enter_context(line_to(url))
        line.rate, line.delay = RATE, THERE_AND_BACK / 2
        store, way = new_pc(stack, folder / "pc", folder / "centre", line.url)
        size, before = _write(store), line.sent + line.came
        done = run(store, way)
        assert done.pushed == RECORDS
        return {
            "bytes of a record as it is": size / RECORDS,
            "records a second": RECORDS / done.seconds,
            "bytes a record on the line": (line.sent + line.came - before) / RECORDS,
            "requests": float(done.requests),
        }


def _write(store: Store) -> int:
    """The records, and the bytes of all their changes."""
    chance = random.Random(132)  # noqa: S311 - the same work every time
    edits = [Edit("assessment", None, answer_of(chance, n)) for n in range(RECORDS)]
    journal.commit(store, "can-bo", edits)
    size: int = store.value("SELECT sum(length(CAST(body AS BLOB))) FROM change")
    return size


def _cut() -> dict[str, float]:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        url = stack.enter_context(centre(folder / "centre"))
        line = stack.enter_context(line_to(url))
        line.up = CUT_AFTER
        store, way = new_pc(stack, folder / "pc", folder / "centre", line.url)
        _attach(store, folder)
        rounds = 0
        while blobs.unsent(store):
            rounds += 1
            with suppress(errors.NoConnection):
                run(store, way)
        again = line.sent - FILE
        return {
            "20 MB over a line cut every 700 kB: rounds": float(rounds),
            "cuts": float(line.cuts),
            "pieces sent again a cut": again / CHUNK / max(line.cuts, 1),
        }


def _attach(store: Store, folder: Path) -> None:
    source = folder / "phim.mp4"
    source.write_bytes(random.Random(132).randbytes(FILE))  # noqa: S311 - the same every time
    blob = blobs.take(store, source)
    values = {
        "target_type": "assessment",
        "target": "any",
        "name": source.name,
        "sha256": blob.sha256,
        "size": blob.size,
    }
    journal.commit(store, "can-bo", [Edit("evidence", None, values)])


# -- the same texts by Anki ------------------------------------------------------------------------


def _anki(python: str) -> dict[str, float]:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        port = _free_port()
        server = subprocess.Popen(
            [python, "-m", "anki.syncserver"],
            env={
                **os.environ,
                "SYNC_USER1": "u:p",
                "SYNC_BASE": str(folder / "server"),
                "SYNC_HOST": "127.0.0.1",
                "SYNC_PORT": str(port),
            },
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        stack.callback(server.wait)
        stack.callback(server.terminate)
        _wait_for(port)
        chance = random.Random(132)  # noqa: S311 - the same work every time
        texts = [json.dumps(answer_of(chance, n), ensure_ascii=False) for n in range(RECORDS)]
        (folder / "texts.json").write_text(json.dumps(texts), encoding="utf-8")
        line = stack.enter_context(line_to(f"http://127.0.0.1:{port}"))
        client = [python, "-c", _CLIENT, str(folder), f"http://127.0.0.1:{port}/", f"{line.url}/"]
        slow = stack.enter_context(
            subprocess.Popen(client, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        )
        assert slow.stdin is not None
        assert slow.stdout is not None
        slow.stdout.readline()  # it has made its notes, and both sides are equal but for them
        line.rate, line.delay = RATE, THERE_AND_BACK / 2
        slow.stdin.write("go\n")
        slow.stdin.flush()
        seconds = float(slow.stdout.readline())
        shutil.rmtree(folder / "server", ignore_errors=True)
        return {
            "Anki: records a second": RECORDS / seconds,
            "Anki: bytes a record on the line": (line.sent + line.came) / RECORDS,
        }


_CLIENT = """
import json, sys, time
from pathlib import Path
from anki.collection import Collection
folder, near, far = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
collection = Collection(str(folder / "collection.anki2"))
auth = collection.sync_login("u", "p", near)
collection.sync_collection(auth, False)
collection.full_upload_or_download(auth=auth, server_usn=None, upload=True)
kind = collection.models.by_name("Basic")
for text in json.loads((folder / "texts.json").read_text(encoding="utf-8")):
    note = collection.new_note(kind)
    note.fields[0] = text
    collection.add_note(note, 1)
print("ready", flush=True)
sys.stdin.readline()
auth.endpoint = far
begun = time.monotonic()
collection.sync_collection(auth, False)
print(time.monotonic() - begun, flush=True)
collection.close()
"""


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    return port


def _wait_for(port: int) -> None:
    until = time.monotonic() + 30
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=5).close()
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)
        else:
            return


if __name__ == "__main__":
    for what, figure in main().items():
        print(f"{what:44} {figure:10.2f}")
