"""/v1/blobs: evidence files down, and which of them the centre has."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Annotated

import anyio
import msgspec
from litestar import Response, get, post
from litestar.params import Parameter
from litestar.response import Stream

from center.api.answers import Asked, Problem, errors_for
from center.files import PIECE, Files
from center.store import Store, uploads
from center.store.devices import Device
from resources.words import _

Sha256 = Annotated[str, Parameter(pattern=r"^[0-9a-f]{64}$", description="in hex, small letters")]
_RANGE = re.compile(r"bytes=(\d+)-(\d*)")
_MOST_NAMES = 10_000


class Names(msgspec.Struct):
    """Files by their sha256."""

    sha256: list[str]


class Have(msgspec.Struct):
    """Those of them the centre holds for the commune."""

    have: list[str]


@post(
    "/v1/blobs/have",
    status_code=200,
    sync_to_thread=True,
    responses=errors_for(400, 401, 413, 426),
    tags=["files"],
)
def have(store: Store, caller: Device, data: Names) -> Have:
    """Which of these files the commune has at the centre: they need not be sent."""
    if len(data.sha256) > _MOST_NAMES:
        raise Problem(413, "too_large", _("Hỏi quá nhiều tệp một lần; hãy chia nhỏ."))
    with store.reading() as connection:
        return Have(uploads.have(connection, caller.commune, data.sha256))


@get(
    "/v1/blobs/{sha256:str}",
    sync_to_thread=True,
    responses=errors_for(401, 404, 426),
    tags=["files"],
)
def fetch(
    request: Asked, store: Store, files: Files, caller: Device, sha256: Sha256
) -> Response[bytes] | Stream:
    """The file's bytes; with a header `Range: bytes=n-` those from n on (206)."""
    with store.reading() as connection:
        size = uploads.held_size(connection, caller.commune, sha256)
    if size is None:
        raise Problem(404, "not_found", _("Trung tâm không có tệp này của xã."))
    return file_answer(files.path(sha256), size, request.headers.get("range", ""))


def file_answer(path: Path, size: int, asked: str) -> Response[bytes] | Stream:
    """A file or the part of it that a Range header asks for."""
    headers = {"Accept-Ranges": "bytes"}
    found = _RANGE.fullmatch(asked)
    start = int(found[1]) if found else 0
    end = min(int(found[2]), size - 1) if found and found[2] else size - 1
    if found and not start <= end < size:
        headers["Content-Range"] = f"bytes */{size}"
        return Response(b"", status_code=416, media_type="text/plain", headers=headers)
    if found:
        headers["Content-Range"] = f"bytes {start}-{end}/{size}"
    headers["Content-Length"] = str(end + 1 - start)
    return Stream(
        _pieces(path, start, end + 1 - start),
        status_code=206 if found else 200,
        media_type="application/octet-stream",
        headers=headers,
    )


async def _pieces(path: Path, start: int, left: int) -> AsyncIterator[bytes]:
    async with await anyio.open_file(path, "rb") as file:
        await file.seek(start)
        while left and (piece := await file.read(min(PIECE, left))):
            left -= len(piece)
            yield piece
