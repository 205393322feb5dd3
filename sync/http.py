"""The centre over HTTPS: the only place that knows requests; imported where it is built."""

from __future__ import annotations

import base64
import hashlib
import io
import secrets
import socket
import ssl
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import requests
from msgspec import Struct
from msgspec.json import encode
from msgspec.structs import asdict
from requests.adapters import HTTPAdapter
from requests.structures import CaseInsensitiveDict
from urllib3.connection import HTTPConnection
from urllib3.exceptions import HTTPError, ProtocolError

from rules.budget import LEAST
from rules.records import SCHEMA
from sync import errors, snapshot, tokens, wire
from sync.center import (
    Answers,
    Applicant,
    Arriving,
    Digests,
    Enrolment,
    Hello,
    Moved,
    Page,
    Published,
    Stop,
    Traffic,
    never,
    unheard,
)
from sync.snapshot import Place, Portion

MARK = "LangSo-Centre"  # every answer of a centre carries it, with its newest protocol
_CONNECT, _SILENCE = 15.0, 60.0  # seconds to get through, and that nothing may move
_RESTED = 2.0  # seconds without a request, after which a connection may have been closed unheard
_UNDER_WAY = 64 * 1024  # bytes the system takes from us before they are on the line
_PIECE = 16 * 1024
_TUS = "1.0.0"


def forget(_token: str) -> None:
    """Nobody keeps another token; for a way that is used once."""


class _Reply(Struct, frozen=True):
    status: int
    headers: Mapping[str, str]
    body: bytes


class Begun(Struct):
    """The last long answer that broke off: what came of it need not come again."""

    place: str = ""  # what was asked for
    name: str = ""  # of the answer; a centre that tells none gives it from its beginning
    content: bytearray = bytearray()  # as it came, packed

    @property
    def size(self) -> int:
        """Bytes that can be gone on after."""
        return len(self.content) if self.name else 0

    def begin(self, place: str, name: str = "") -> None:
        """Another answer comes, from its beginning."""
        self.place, self.name, self.content = place, name, bytearray()

    def asking(self) -> dict[str, str]:
        """The heads that ask for the rest, where something is there."""
        return {"Range": f"bytes={self.size}-", "If-Range": self.name} if self.size else {}

    def goes_on(self, heads: Mapping[str, str]) -> bool:
        """Whether an answer begins where this one ends."""
        return heads.get("Content-Range", "").startswith(f"bytes {self.size}-")

    def add(self, piece: bytes) -> None:
        """More of it; TooLarge rather than more than any answer has."""
        self.content += piece
        if len(self.content) > wire.MOST:
            raise errors.too_large()


class HttpCenter:
    """One device's way to the centre, over one kept-alive connection.

    Nothing is sent without TLS, except to this very machine.  Time-outs follow progress: a slow
    line may take as long as it needs while anything moves.
    """

    def __init__(
        self,
        url: str,
        token: str | None = None,
        *,
        keep: Callable[[str], None] = forget,
        ca: Path | None = None,
        version: str = "0",
        begun: Begun | None = None,
    ) -> None:
        """`keep` is told of another token before it is used for the first time.

        `ca`: the province's own certificate authority, beside those the system trusts.  `begun`:
        what an earlier round has of an answer that broke off.
        """
        self._begun = begun or Begun()
        self.traffic = Traffic()
        self._token, self._keep = token, keep
        self._url, loopback = checked(url)
        self._posts = False  # whether somebody on the way lets no other methods through
        self._rests_since: float | None = None  # when the last answer came; None: none yet
        self._session = requests.Session()
        secure = self._url.startswith("https://")
        self._session.mount(self._url, _Steady(_trusting(ca) if secure else None))
        self._session.trust_env = not loopback  # proxies of the system, but not to ourselves
        self._session.headers = CaseInsensitiveDict(
            {
                "User-Agent": f"langso/{version}",
                "Accept-Encoding": "zstd, gzip",
                "LangSo-Protocol": str(wire.PROTOCOL),
            }
        )

    def close(self) -> None:
        """Let the connection go."""
        self._session.close()

    def __enter__(self) -> HttpCenter:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # -- who this is -----------------------------------------------------------------------------

    def enrol(self, code: str, pc: Applicant) -> Enrolment:
        """See the port."""
        asked = encode({"code": code, **asdict(pc)})
        return wire.enrolment_from(self._ask("POST", "/v1/devices", asked, wire.JSON).body)

    def again(self, missing: str) -> Enrolment:
        """See the port."""
        asked = encode({"secret": tokens.apart(self._token or "", missing)})
        reply = self._ask("POST", "/v1/devices/again", asked, wire.JSON)
        given = wire.enrolment_from(reply.body)
        self._become(given.token)
        return given

    def renew(self) -> None:
        """See the port."""
        told = wire.from_json(self._ask("POST", "/v1/devices/renew").body)
        match told:
            case {"token": str(token)}:
                self._become(token)
            case _:
                raise errors.garbled()

    def _become(self, token: str) -> None:
        self._keep(token)
        self._token = token

    # -- changes ---------------------------------------------------------------------------------

    def hello(self, at: int = 0) -> Hello:
        """See the port."""
        return wire.hello_from(self._ask("GET", f"/v1/hello?at={at}").body)

    def push(self, bodies: Sequence[bytes], *, returned: bool = False) -> Answers:
        """See the port."""
        target = "/v1/changes?returned=true" if returned else "/v1/changes"
        body, encoding = wire.pushed(tuple(bodies))
        packed = {"Content-Encoding": encoding}  # small questions go as plain JSON
        reply = self._ask("POST", target, body, wire.LINES, headers=packed)
        return wire.answers_from(reply.body, len(bodies))

    def since(self, position: int, limit: int) -> Page:
        """See the port."""
        place = f"/v1/changes?after={position}"
        return wire.page_from(self._long(place, f"{place}&limit={limit}"), position)

    def packages(self, after: int) -> Sequence[Published]:
        """See the port."""
        return wire.packages_from(self._ask("GET", f"/v1/packages?after={after}").body, after)

    def snapshot(self, after: Place | None, limit: int) -> Portion:
        """See the port."""
        asked: dict[str, str | int] = {"schema": SCHEMA, "folded": "true"}
        if after is not None:
            asked |= asdict(after)
        place = f"/v1/snapshot?{urlencode(asked)}"
        return snapshot.from_lines(self._long(place, f"{place}&limit={limit}"))

    def digests(self) -> Digests:
        """See the port."""
        return wire.digests_from(self._ask("GET", f"/v1/digest?schema={SCHEMA}").body)

    # -- files -----------------------------------------------------------------------------------

    def have(self, sha256s: Collection[str]) -> set[str]:
        """See the port."""
        asked = wire.to_json({"sha256": sorted(sha256s)}).encode()
        told = wire.from_json(self._ask("POST", "/v1/blobs/have", asked, wire.JSON).body)
        have = told.get("have") if isinstance(told, dict) else None
        if not isinstance(have, list):
            raise errors.garbled()
        return {name for name in have if isinstance(name, str)}

    def reached(self, sha256: str) -> int | None:
        """See the port."""
        reply = self._ask("HEAD", f"/v1/uploads/{sha256}", tus=True, passing=(404,))
        return None if reply.status == 404 else _offset(reply)

    def send_piece(self, sha256: str, size: int, at: int, piece: bytes) -> int:
        """See the port.  By tus 1.0: the first piece goes with the upload's creation."""
        if at == 0:
            named = f"sha256 {base64.b64encode(sha256.encode()).decode()}"
            fields = {"Upload-Length": str(size), "Upload-Metadata": named}
            reply = self._upload("POST", "/v1/uploads", piece, fields)
        else:
            fields = {"Upload-Offset": str(at)}
            reply = self._upload("PATCH", f"/v1/uploads/{sha256}", piece, fields)
        reached = self.reached(sha256) if reply.status == 409 else _offset(reply)
        if reached is None or reached == at:
            raise errors.garbled()
        return reached

    def _upload(self, method: str, target: str, piece: bytes, fields: dict[str, str]) -> _Reply:
        """Bytes of a file, which are kept whole or not at all; 409: another place is wanted."""
        headers = {**fields, **_checksum(piece)}
        kind = "application/offset+octet-stream"
        return self._ask(method, target, piece, kind, tus=True, headers=headers, passing=(409,))

    def fetch_file(
        self, sha256: str, size: int, into: Arriving, progress: Moved = unheard, stop: Stop = never
    ) -> None:
        """See the port.  What came before a cut is kept and not asked for again."""
        there = into.reached
        end = min(size, there + max(1, self.traffic.left - LEAST))  # or as far as a budget goes
        headers = {"Range": _range(there, end, size)} if there or end < size else {}
        request = self._request("GET", f"/v1/blobs/{sha256}", b"", {**headers, **_AS_IT_IS})
        with self._sent(request) as response:
            if response.status_code == 416:  # nothing after what is there
                return
            if response.status_code == 404:
                raise errors.file_missing(sha256[:12])
            if response.status_code not in (200, 206):
                raise _trouble(response, self._read(response, wire.MOST), _name(request))
            known = there if response.status_code == 200 else 0  # it begins at the beginning
            for piece in self._pieces(response):
                into.append(piece[known:])
                known = max(0, known - len(piece))
                progress(into.reached, size)
                if stop() and into.reached < size:
                    raise errors.Stopped
        if end < size:
            raise errors.Stopped

    # -- one request -----------------------------------------------------------------------------

    def _ask(
        self,
        method: str,
        target: str,
        body: bytes = b"",
        kind: str = "",
        *,
        tus: bool = False,
        headers: Mapping[str, str] | None = None,
        passing: tuple[int, ...] = (),
    ) -> _Reply:
        """Send one request and read the whole answer; statuses in `passing` are no errors.

        Where somebody on the way does not know its method, it goes as a POST from then on; tus
        has a header for that.
        """
        fields = dict(headers or {})
        if kind:
            fields["Content-Type"] = kind
        if tus:
            fields["Tus-Resumable"] = _TUS
        try:
            return self._answered(self._request(method, target, body, fields), passing)
        except _MethodRefused:
            self._posts = True
            return self._answered(self._request(method, target, body, fields), passing)

    def _long(self, place: str, target: str) -> bytes:
        """An answer that may be long: after a break it goes on at once, as long as more came.

        What came of it is kept for the next try at this `place`, with whichever limit.
        """
        begun = self._begun
        if begun.place != place:
            begun.begin(place)
        first = begun.size
        while True:
            before = begun.size
            try:
                return self._rest(begun, target)
            except errors.NoConnection as error:
                if begun.size <= before:
                    error.moved = begun.size > first
                    raise

    def _rest(self, begun: Begun, target: str) -> bytes:
        request = self._request("GET", target, b"", begun.asking())
        with self._sent(request) as response:
            if response.status_code == 200:
                name = response.headers.get("ETag", "")
                again = begun.size and name == begun.name  # somebody on the way passes no Range on
                begun.begin(begun.place, "" if again else name)
            elif response.status_code != 206:
                raise _trouble(response, self._read(response, wire.MOST), _name(request))
            elif not begun.goes_on(response.headers):
                begun.begin("")
                raise errors.garbled()
            for piece in self._pieces(response):
                begun.add(piece)
            content = bytes(begun.content)
            begun.begin("")
            return wire.unpack(content, response.headers.get("Content-Encoding", ""))

    def _answered(self, request: requests.Request, passing: tuple[int, ...]) -> _Reply:
        with self._sent(request) as response:
            answered = self._read(response, wire.MOST)
            status = response.status_code
            if not (200 <= status < 300 or status in passing):
                raise _trouble(response, answered, _name(request))
            return _Reply(status, response.headers, answered)

    def _request(
        self, method: str, target: str, body: bytes, headers: Mapping[str, str]
    ) -> requests.Request:
        named = {"LangSo-Request": secrets.token_hex(6), **headers}
        if self._token:
            named["Authorization"] = f"Bearer {self._token}"
        if self._posts and method in _RARE:
            named[_MEANT], method = method, "POST"
        return requests.Request(method, self._url + target, headers=named, data=body)

    @contextmanager
    def _sent(self, request: requests.Request) -> Iterator[requests.Response]:
        """The answer's head, its body still to be read; everything of requests becomes ours."""
        with _translated():
            response = self._send(request)
            with response:
                _refuse_strangers(response, request.method)
                try:
                    yield response
                finally:
                    self._rests_since = time.monotonic()

    def _send(self, request: requests.Request) -> requests.Response:
        """Send; once more on a new connection when one that rested turns out to be closed.

        What breaks off in the middle of its work is not simply sent again: on a line that cannot
        bear so much at once that would be in vain.
        """
        body: bytes = request.data
        since = self._rests_since
        rested = since is not None and time.monotonic() - since > _RESTED
        environment = self._session.merge_environment_settings(
            request.url, {}, True, self._session.verify, None
        )

        def once() -> requests.Response:
            # as a stream, or one time-out would span the whole body
            request.data = io.BytesIO(body) if body else None
            prepared = self._session.prepare_request(request)
            weight = _weight(prepared) + len(body)
            if weight > self.traffic.left:
                raise errors.Stopped
            self.traffic.requests += 1
            self.traffic.up += weight
            return self._session.send(
                prepared, timeout=(_CONNECT, _SILENCE), allow_redirects=False, **environment
            )

        try:
            response = once()
        except requests.ConnectionError as error:
            closed = error.args and isinstance(error.args[0], ProtocolError)
            if not (rested and closed):
                raise
            response = once()
        self.traffic.down += _head_weight(response)
        return response

    def _read(self, response: requests.Response, most: int) -> bytes:
        """The unpacked body; TooLarge rather than more than `most` bytes of it."""
        read, size = [], 0
        for piece in self._pieces(response):
            read.append(piece)
            size += len(piece)
            if size > most:
                raise errors.too_large()
        if MARK not in response.headers:
            return b""
        return wire.unpack(b"".join(read), response.headers.get("Content-Encoding", ""), most)

    def _pieces(self, response: requests.Response) -> Iterator[bytes]:
        """The body as it comes; Stopped where it is larger than a budget allows."""
        while piece := response.raw.read(self._piece(), decode_content=False):
            self.traffic.down += len(piece)
            if self.traffic.left < 0:
                raise errors.Stopped
            yield piece

    def _piece(self) -> int:
        return max(1, min(_PIECE, self.traffic.left))


class _Steady(HTTPAdapter):
    """Connections that take no more than the line carries.

    A larger buffer would swallow a whole piece of a file at once; the time the line then needs for
    it would look like silence of the centre.
    """

    def __init__(self, trusting: ssl.SSLContext | None) -> None:
        small = (socket.SOL_SOCKET, socket.SO_SNDBUF, _UNDER_WAY)
        self._options: dict[str, Any] = {
            "socket_options": [*HTTPConnection.default_socket_options, small],
            "ssl_context": trusting,
        }
        super().__init__()

    def init_poolmanager(self, *told: Any, **more: Any) -> None:
        """As always, with a smaller buffer."""
        super().init_poolmanager(*told, **(more | self._options))

    def proxy_manager_for(self, proxy: str, **more: Any) -> Any:
        """The same where a proxy is on the way."""
        return super().proxy_manager_for(proxy, **(more | self._options))


def _trusting(ca: Path | None) -> ssl.SSLContext:
    """Whom to believe: those the system trusts and, where it is given, the province's own."""
    context = ssl.create_default_context()
    if ca is not None:
        try:
            context.load_verify_locations(ca)
        except OSError as error:  # damaged, or gone
            raise errors.not_trusted() from error
    return context


_AS_IT_IS = {"Accept-Encoding": "identity"}


_OF_PROXIES = (  # the centre's own address has been looked at before
    requests.exceptions.ProxyError,
    requests.exceptions.InvalidURL,
    requests.exceptions.InvalidSchema,
)


@contextmanager
def _translated() -> Iterator[None]:
    """What requests raises, in the words of errors.py."""
    try:
        yield
    except requests.exceptions.SSLError as error:
        raise _of_tls(str(error)) from error
    except _OF_PROXIES as error:
        raise errors.proxy() from error
    except (requests.RequestException, HTTPError) as error:
        raise errors.no_connection() from error


class _MethodRefused(Exception):
    """Somebody on the way lets no such method through."""


def _refuse_strangers(response: requests.Response, method: str) -> None:
    """Whoever answers without the centre's mark is not the centre, but may stand before it."""
    status = response.status_code
    if MARK in response.headers:
        return
    if method in _RARE and status in _UNKNOWN_METHOD:
        raise _MethodRefused
    if status in _GAVE_UP:
        raise errors.unanswered(status)
    if made := _OF_STRANGERS.get(status):
        raise made()
    if status < 500:
        raise errors.not_the_centre()


_RARE = ("PATCH", "HEAD")
_UNKNOWN_METHOD = (400, 403, 405, 501)
_MEANT = "X-HTTP-Method-Override"
_GAVE_UP = (408, 502, 504)  # waiting for the rest of the question, or for the centre's answer
_OF_STRANGERS: dict[int, Callable[[], errors.SyncError]] = {
    407: errors.proxy,
    413: errors.too_large_for_the_way,
    511: errors.not_the_centre,  # log in to the network
}


def _of_tls(text: str) -> errors.SyncError:
    if any(word in text for word in ("WRONG_VERSION_NUMBER", "HTTP_REQUEST")):
        return errors.not_the_centre()  # whoever it is answered without TLS
    if "CERTIFICATE_VERIFY_FAILED" not in text:
        return errors.no_connection()  # the line was cut in the middle of a hand-shake
    dated = ("not yet valid", "has expired")
    return errors.clock_wrong() if any(word in text for word in dated) else errors.not_trusted()


def _trouble(response: requests.Response, body: bytes, request: str) -> errors.SyncError:
    """The error a centre's answer stands for."""
    told = wire.from_json(body) if body else {}
    code, sentence = "", ""
    if isinstance(told, dict):
        code, sentence = str(told.get("code", "")), str(told.get("sentence", ""))
    if made := _BY_CODE.get(code) or _BY_STATUS.get(response.status_code):
        return made()
    if response.status_code >= 500 or not sentence:
        return errors.centre_trouble(request)
    return errors.not_accepted(sentence)


_BY_CODE: dict[str, Callable[[], errors.SyncError]] = {
    "wrong_code": errors.wrong_code,
    "device_revoked": errors.device_revoked,
    "device_replaced": errors.device_replaced,
    "newer_needed": errors.newer_needed,
    "too_large": errors.too_large,
    "garbled": errors.garbled,
    "file_altered": errors.file_altered,
}
_BY_STATUS: dict[int, Callable[[], errors.SyncError]] = {  # a HEAD has no body to tell more
    401: errors.device_revoked,
    413: errors.too_large,
    426: errors.newer_needed,
}


def checked(url: str) -> tuple[str, bool]:
    """The address without a slash at its end, and whether it is this machine.

    Raises NoConnection where it is none, NotTrusted where it would carry everything in the open.
    """
    try:
        parts = urlsplit(url.strip())
        host, _port = parts.hostname, parts.port
        requests.Request("GET", url.strip()).prepare()
    except ValueError as error:
        raise errors.bad_address(url) from error
    if parts.scheme not in ("http", "https") or not host or parts.query or parts.fragment:
        raise errors.bad_address(url)
    loopback = wire.is_loopback(host)
    if parts.scheme == "http" and not loopback:
        raise errors.insecure(url)
    return url.strip().rstrip("/"), loopback


def _checksum(piece: bytes) -> dict[str, str]:
    digest = base64.b64encode(hashlib.sha256(piece).digest()).decode()
    return {"Upload-Checksum": f"sha256 {digest}"}


def _range(start: int, end: int, size: int) -> str:
    """A header that asks for the bytes from `start` to before `end`, or for all the rest."""
    return f"bytes={start}-{end - 1}" if end < size else f"bytes={start}-"


def _offset(reply: _Reply) -> int:
    offset = reply.headers.get("Upload-Offset", "")
    if not offset.isdecimal():
        raise errors.garbled()
    return int(offset)


def _name(request: requests.Request) -> str:
    return str(request.headers["LangSo-Request"])


def _weight(request: requests.PreparedRequest) -> int:
    """Bytes of a request's head, as they go over the line before TLS."""
    host = urlsplit(request.url or "").netloc
    head = f"{request.method} {request.path_url} HTTP/1.1\r\nHost: {host!s}\r\n\r\n"
    return len(head) + _fields_weight(request.headers)


def _head_weight(response: requests.Response) -> int:
    return len(f"HTTP/1.1 {response.status_code} {response.reason}\r\n\r\n") + _fields_weight(
        response.headers
    )


def _fields_weight(headers: Mapping[str, str]) -> int:
    return sum(len(name) + len(value) + 4 for name, value in headers.items())
