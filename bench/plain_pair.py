"""The plainest possible pair that carries changes: what a sync is measured against.

One request up with every body in it, one table on the other side, one request down.  No journal,
no positions, no checks, no merge, no conflicts: nobody could work with it, and nothing that
carries the same bytes by the same libraries can be much faster.

    python -m bench.plain_pair FILE PORT      the server, until it is told to stop
"""

from __future__ import annotations

import json
import sqlite3
import sys
import time
from pathlib import Path

import requests
import uvicorn
import zstandard
from litestar import Litestar, Request, Response, get, post

_TABLE = "CREATE TABLE IF NOT EXISTS change(id TEXT PRIMARY KEY, body TEXT)"
_INSERT = "INSERT OR IGNORE INTO change VALUES (?, ?)"


def push(url: str, path: Path) -> float:
    """Send every change of this database; seconds."""
    begun = time.perf_counter()
    with sqlite3.connect(path) as connection:
        bodies = [body for (body,) in connection.execute("SELECT body FROM change")]
    packed = zstandard.ZstdCompressor(level=3).compress("\n".join(bodies).encode())
    with requests.Session() as session:
        session.trust_env = False
        session.post(f"{url}/changes", data=packed, timeout=60).raise_for_status()
    connection.close()
    return time.perf_counter() - begun


def pull(url: str, path: Path) -> float:
    """Fetch every change into this database; seconds."""
    begun = time.perf_counter()
    with requests.Session() as session:
        session.trust_env = False
        answer = session.get(f"{url}/changes", timeout=60)
    answer.raise_for_status()
    _keep(path, answer.content)
    return time.perf_counter() - begun


def create(path: Path) -> None:
    """An empty database."""
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute(_TABLE)
    connection.close()


def fill(path: Path, bodies: list[str]) -> None:
    """A database with these changes."""
    create(path)
    _keep(path, zstandard.ZstdCompressor().compress("\n".join(bodies).encode()))


def _keep(path: Path, packed: bytes) -> None:
    bodies = zstandard.ZstdDecompressor().decompress(packed).decode().split("\n")
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA synchronous=FULL")
    with connection:
        connection.executemany(_INSERT, [(json.loads(body)["id"], body) for body in bodies])
    connection.close()


def _serve(path: Path, port: int) -> None:
    create(path)

    @post("/changes", status_code=200)
    async def take(request: Request[object, object, object]) -> Response[bytes]:
        _keep(path, await request.body())
        return Response(b"ok", media_type="text/plain")

    @get("/changes")
    async def give() -> Response[bytes]:
        connection = sqlite3.connect(path)
        bodies = [body for (body,) in connection.execute("SELECT body FROM change")]
        connection.close()
        packed = zstandard.ZstdCompressor(level=3).compress("\n".join(bodies).encode())
        return Response(packed, media_type="application/octet-stream")

    application = Litestar([take, give], openapi_config=None, request_max_body_size=None)
    uvicorn.run(application, host="127.0.0.1", port=port, log_level="error")


if __name__ == "__main__":
    _serve(Path(sys.argv[1]), int(sys.argv[2]))
