"""How the centre answers: packed bodies, and errors as a code with a sentence."""

from __future__ import annotations

import errno
import hashlib
import logging
import re
from typing import Any

import msgspec
from litestar import MediaType, Request, Response
from litestar.exceptions import HTTPException
from litestar.openapi import ResponseSpec
from litestar.types import Message, Scope
from sqlalchemy.exc import OperationalError

from resources.words import _
from sync import errors, wire

Asked = Request[Any, Any, Any]
MARK = b"langso-centre"  # tells devices that the centre itself answers

_TUS = b"tus-resumable"
_KEEPING = b"cache-control"
_CUT = "client disconnected prematurely"  # as the framework says it

_REST = re.compile(r"bytes=(\d{1,9})-")

_log = logging.getLogger("center")


class Problem(Exception):
    """Why a request is not served."""

    def __init__(
        self, status: int, code: str, sentence: str, headers: dict[str, str] | None = None
    ) -> None:
        self.status, self.code, self.sentence = status, code, sentence
        self.headers = headers or {}
        super().__init__(sentence)


class Told(msgspec.Struct):
    """An error: a code for programmes, a sentence for people."""

    code: str
    sentence: str


def errors_for(*statuses: int) -> dict[int, ResponseSpec]:
    """The documentation of these error statuses."""
    return {
        status: ResponseSpec(Told, description="An error in words", generate_examples=False)
        for status in statuses
    }


def packed(request: Asked, data: bytes, media_type: str, status: int = 200) -> Response[bytes]:
    """An answer, compressed as well as the asking side understands.

    A long one has a name, and whoever has its beginning may ask for the rest (206).
    """
    body, encoding = wire.pack(data, wire.encoding_for(request.headers.get("accept-encoding", "")))
    headers = {"Vary": "Accept-Encoding"}
    if encoding != "identity":
        headers["Content-Encoding"] = encoding
    if len(body) > wire.LONG:
        headers["ETag"] = name = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
        start = _rest_asked(request, name)
        if 0 < start < len(body):
            headers["Content-Range"] = f"bytes {start}-{len(body) - 1}/{len(body)}"
            body, status = body[start:], 206
    return Response(body, media_type=media_type, status_code=status, headers=headers)


def _rest_asked(request: Asked, name: str) -> int:
    """From which byte on the answer of this name is asked for; 0: all of it."""
    found = _REST.fullmatch(request.headers.get("range", ""))
    return int(found[1]) if found and request.headers.get("if-range") == name else 0


async def unpacked(request: Asked) -> bytes:
    """A request's body, unpacked as far as the limit allows."""
    return wire.unpack(await request.body(), request.headers.get("content-encoding", ""))


async def marked(message: Message, scope: Scope) -> None:
    """Put the centre's mark on every answer, and let nobody on the way keep one for later.

    A greeting of yesterday would look like a centre that was put back.  Only what the pages are
    made of, letters and colours, may be kept.
    """
    if message["type"] == "http.response.start":
        headers = list(message["headers"])
        told = any(name.lower() == _KEEPING for name, _value in headers)
        if not (told or scope["path"].startswith("/static/")):
            headers.append((_KEEPING, b"no-store"))
        if scope["path"].startswith("/v1/uploads") and not any(n == _TUS for n, _v in headers):
            headers.append((_TUS, b"1.0.0"))  # of errors too
        mark = (MARK, str(wire.PROTOCOL).encode())
        message["headers"] = [*headers, mark, (b"x-content-type-options", b"nosniff")]


def told(
    status: int, code: str, sentence: str, headers: dict[str, str] | None = None
) -> Response[Told]:
    """An error as it is answered."""
    return Response(
        Told(code, sentence), status_code=status, media_type=MediaType.JSON, headers=headers
    )


def of_problem(_request: Asked, problem: Problem) -> Response[Told]:
    """What we refuse, in our words."""
    return told(problem.status, problem.code, problem.sentence, problem.headers)


def of_wire(_request: Asked, error: errors.SyncError) -> Response[Told]:
    """Bodies that are too large or damaged."""
    status = 413 if isinstance(error, errors.TooLarge) else 400
    return told(status, error.code, str(error))


def of_framework(_request: Asked, error: HTTPException) -> Response[Told]:
    """What the framework refuses: unknown addresses, wrong parameters."""
    if error.status_code == 404:
        return told(404, "not_found", _("Trung tâm không có địa chỉ này."))
    if error.status_code == 413:
        return told(413, "too_large", str(errors.too_large()))
    if error.detail == _CUT:  # the line's fault, and nobody hears the answer
        return told(400, "garbled", str(errors.garbled()))
    if error.status_code >= 500:
        return of_bug(_request, error)
    return told(error.status_code, "bad_request", _("Yêu cầu gửi tới trung tâm không đúng dạng."))


def of_shape(_request: Asked, _error: msgspec.ValidationError) -> Response[Told]:
    """JSON of another shape than asked for."""
    return told(400, "bad_request", _("Yêu cầu gửi tới trung tâm không đúng dạng."))


def of_bug(request: Asked, error: Exception) -> Response[Told]:
    """What should not happen: told shortly, logged in full under the request's name."""
    if _is_full(error):
        return told(507, "no_room", _("Ổ đĩa của trung tâm đã đầy; hãy báo người quản trị."))
    name = request.headers.get("langso-request", "-")
    _log.error("request %s: %s %s", name, request.method, request.url.path, exc_info=error)
    return told(500, "trouble", _("Trung tâm gặp sự cố; hãy báo mã {name}.").format(name=name))


def _is_full(error: Exception) -> bool:
    """Whether the disk is full, in the words of the system or of SQLite."""
    if isinstance(error, OSError):
        return error.errno == errno.ENOSPC
    return isinstance(error, OperationalError) and "disk is full" in str(error)
