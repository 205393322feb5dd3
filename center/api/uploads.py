"""/v1/uploads: evidence files up, by tus 1.0, with these extensions: creation,
creation-with-upload, checksum, termination, expiration.

An upload is named by the sha256 of the whole file, so a device that comes back needs to remember
nothing: HEAD tells how far it came.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from email.utils import format_datetime

from anyio import to_thread
from litestar import HttpMethod, Response, delete, head, patch, post, route
from litestar.exceptions import InternalServerException
from msgspec.structs import replace

from center.api.answers import Asked, Problem, errors_for
from center.api.blobs import Sha256
from center.files import Files
from center.store import Store, uploads
from center.store.devices import Device
from center.store.uploads import Upload
from resources.words import _
from sync import errors

VERSION = "1.0.0"
PATH = "/v1/uploads"
METHODS = ("HEAD", "PATCH", "DELETE")  # that a POST may stand for
LARGEST = 500 * 1024 * 1024  # bytes of one file
_BUFFER = 1024 * 1024  # bytes gathered before they are written
_SHA256 = re.compile(r"[0-9a-f]{64}")
_TUS = {"Tus-Resumable": VERSION, "Cache-Control": "no-store"}
_BYTES = "application/offset+octet-stream"


@route(
    ["/v1/uploads", "/v1/uploads/{sha256:str}"], http_method=[HttpMethod.OPTIONS], tags=["files"]
)
async def abilities() -> Response[None]:
    """What of tus is spoken here."""
    headers = {
        **_TUS,
        "Tus-Version": VERSION,
        "Tus-Extension": "creation,creation-with-upload,checksum,termination,expiration",
        "Tus-Checksum-Algorithm": "sha1,sha256",
        "Tus-Max-Size": str(LARGEST),
    }
    return Response(None, status_code=204, headers=headers)


@post("/v1/uploads", responses=errors_for(400, 401, 412, 413, 422, 426, 460), tags=["files"])
async def create(request: Asked, store: Store, files: Files, caller: Device) -> Response[None]:
    """Begin an upload.

    `Upload-Length`, and `Upload-Metadata` with `sha256` (64 hex letters, in base64).  The first
    bytes, or all of them, may come along.  A file the commune has needs no bytes: its
    `Upload-Offset` is its length at once.
    """
    _refuse_other_versions(request)
    size, sha256 = _number(request, "upload-length"), _named_sha256(request)
    if size > LARGEST:
        raise Problem(413, "too_large", _("Tệp lớn quá mức trung tâm nhận."))
    upload = await to_thread.run_sync(uploads.begin, store, files, caller, sha256, size)
    comes_along = request.headers.get("content-type", "") == _BYTES
    if (comes_along and not upload.whole) or size == 0:  # of nothing, nothing more comes
        upload = await _receive(request, store, files, caller, upload)
    return _at(upload, 201, {"Location": f"/v1/uploads/{sha256}"})


@head("/v1/uploads/{sha256:str}", tags=["files"])
async def reached(
    request: Asked, store: Store, files: Files, caller: Device, sha256: Sha256
) -> Response[None]:
    """How much of the file is here: `Upload-Offset`."""
    _refuse_other_versions(request)
    upload = await to_thread.run_sync(_existing, store, files, caller, sha256)
    return _at(upload, 200, {"Upload-Length": str(upload.size)})


@patch(
    "/v1/uploads/{sha256:str}",
    request_max_body_size=None,
    responses=errors_for(400, 401, 404, 409, 412, 415, 422, 426, 460),
    tags=["files"],
)
async def append(
    request: Asked, store: Store, files: Files, caller: Device, sha256: Sha256
) -> Response[None]:
    """Go on with an upload at `Upload-Offset`.

    With `Upload-Checksum` the piece is kept whole or not at all (460); without it, what arrived
    before a cut is kept.  The last piece ends the upload; a file that then is not what its name
    says is refused (422) and forgotten.
    """
    _refuse_other_versions(request)
    if request.headers.get("content-type", "") != _BYTES:
        raise Problem(415, "bad_request", _("Phần tệp gửi lên không đúng kiểu nội dung."))
    upload = await to_thread.run_sync(_existing, store, files, caller, sha256)
    if _number(request, "upload-offset") != upload.reached:
        raise _elsewhere()
    if not upload.whole:
        upload = await _receive(request, store, files, caller, upload)
    return _at(upload, 204, {})


@delete("/v1/uploads/{sha256:str}", responses=errors_for(401, 404, 412, 426), tags=["files"])
async def terminate(
    request: Asked, store: Store, files: Files, caller: Device, sha256: Sha256
) -> Response[None]:
    """Forget an unfinished upload.  A file that is whole stays: 404."""
    _refuse_other_versions(request)
    if not await to_thread.run_sync(uploads.terminate, store, files, caller, sha256):
        raise _unknown()
    return Response(None, status_code=204, headers=_TUS)


async def _receive(
    request: Asked, store: Store, files: Files, caller: Device, upload: Upload
) -> Upload:
    """Write the body where the upload stands, and remember how far it came."""
    expected = _expected_digest(request)
    writer = _Writer(files, upload, expected[0] if expected else "sha256")
    whole_body = True
    try:
        async for piece in request.stream():
            await writer.take(piece)
    except InternalServerException:  # the line was cut
        whole_body = False
    await writer.flush()
    if expected and (not whole_body or writer.digest.digest() != expected[1]):
        raise Problem(460, "garbled", str(errors.garbled()))
    return await to_thread.run_sync(_settle, store, files, caller, upload, writer.reached)


class _Writer:
    """Gathers small pieces and writes them off the event loop."""

    def __init__(self, files: Files, upload: Upload, algorithm: str) -> None:
        self.reached = upload.reached
        self.digest = hashlib.new(algorithm, usedforsecurity=False)
        self._files, self._upload = files, upload
        self._gathered = bytearray()

    async def take(self, piece: bytes) -> None:
        """One more piece of the body."""
        if self.reached + len(self._gathered) + len(piece) > self._upload.size:
            raise Problem(400, "bad_request", _("Tệp dài hơn kích thước đã báo."))
        self.digest.update(piece)
        self._gathered += piece
        if len(self._gathered) >= _BUFFER:
            await self.flush()

    async def flush(self) -> None:
        """Write what was gathered."""
        content, self._gathered = bytes(self._gathered), bytearray()
        if content:
            await to_thread.run_sync(self._files.write, self._upload.name, self.reached, content)
            self.reached += len(content)


def _settle(store: Store, files: Files, caller: Device, upload: Upload, reached: int) -> Upload:
    if reached == upload.size:
        if not uploads.finish(store, files, upload, caller):
            raise Problem(422, "file_altered", str(errors.file_altered()))
    elif reached > upload.reached:
        files.flush(upload.name)
        if not uploads.advance(store, upload, caller, reached):
            raise _elsewhere()
    return replace(upload, reached=reached)


def _existing(store: Store, files: Files, caller: Device, sha256: str) -> Upload:
    upload = uploads.at_hand(store, files, caller, sha256)
    if upload is None:
        raise _unknown()
    return upload


def _unknown() -> Problem:
    return Problem(404, "not_found", _("Chưa có tệp nào đang gửi dưới tên này."))


def _elsewhere() -> Problem:
    return Problem(409, "elsewhere", _("Tệp đang gửi đã tới một chỗ khác; hãy hỏi lại chỗ đó."))


def _refuse_other_versions(request: Asked) -> None:
    if request.headers.get("tus-resumable", "") != VERSION:
        sentence = _("Trung tâm chỉ nhận tệp theo tus 1.0.0.")
        raise Problem(412, "bad_request", sentence, {"Tus-Version": VERSION})


def _number(request: Asked, name: str) -> int:
    text = request.headers.get(name, "")
    if not text.isdecimal():
        raise Problem(400, "bad_request", _("Thiếu “{name}” của tệp gửi lên.").format(name=name))
    return int(text)


def _named_sha256(request: Asked) -> str:
    for pair in request.headers.get("upload-metadata", "").split(","):
        key, _space, value = pair.strip().partition(" ")
        if key == "sha256":
            sha256 = _from_base64(value).decode("ascii", "replace")
            if _SHA256.fullmatch(sha256):
                return sha256
    raise Problem(400, "bad_request", _("Thiếu sha256 của tệp gửi lên."))


def _expected_digest(request: Asked) -> tuple[str, bytes] | None:
    header = request.headers.get("upload-checksum", "")
    if not header:
        return None
    algorithm, _space, value = header.partition(" ")
    if algorithm not in ("sha1", "sha256"):
        raise Problem(400, "bad_request", _("Trung tâm không biết kiểu mã kiểm tra này."))
    return algorithm, _from_base64(value)


def _from_base64(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise Problem(400, "bad_request", _("Phần đầu của tệp gửi lên không đọc được.")) from error


def _at(upload: Upload, status: int, headers: dict[str, str]) -> Response[None]:
    told = {**_TUS, "Upload-Offset": str(upload.reached), **headers}
    if not upload.whole:
        told["Upload-Expires"] = format_datetime(upload.expires, usegmt=True)
    return Response(None, status_code=status, headers=told)
