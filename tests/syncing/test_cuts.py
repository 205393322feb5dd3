"""The line is cut at every byte of what is asked and of what is answered: all of it, or nothing."""

from __future__ import annotations

import base64
import hashlib
import random
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from db import journal
from db.queries import replica
from rules.records import SCHEMA
from sync import errors, wire
from sync.http import HttpCenter
from sync.round import Wish, run
from tests.support import carrying
from tests.support.centre import CentreProcess, serving
from tests.support.desk import Pen, answer, attach, desk, people, shown
from tests.support.line import answer_once, line_to

CONTENT = random.Random(19).randbytes(400)
SHA256 = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture(scope="module")
def centre(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CentreProcess]:
    """A centre that serves."""
    with serving(tmp_path_factory.mktemp("centre") / "data") as running:
        yield running


def request(token: str, method: str, target: str, body: bytes = b"", **more: str) -> bytes:
    """A request as it goes over the line."""
    fields = {
        "Host": "127.0.0.1",
        "Authorization": f"Bearer {token}",
        "Accept-Encoding": "zstd, gzip",
        "Content-Length": str(len(body)),
        "Connection": "close",
        **{name.replace("_", "-"): value for name, value in more.items()},
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    return f"{method} {target} HTTP/1.1\r\n{head}\r\n".encode() + body


def sent(url: str, whole: bytes, cut: int | None = None) -> bytes:
    """What comes back for a request, or for so many bytes of it, after which the line is cut."""
    parts = urlsplit(url)
    with socket.create_connection((parts.hostname or "", parts.port or 0)) as line:
        line.sendall(whole[:cut])
        if cut is not None:
            line.shutdown(socket.SHUT_WR)
        answered = b""
        with suppress(OSError):
            while more := line.recv(65536):
                answered += more
    return answered


# -- what is asked -------------------------------------------------------------------------------


def test_a_batch_cut_at_any_byte_is_not_taken_by_half(centre: CentreProcess) -> None:
    pen = Pen()
    with centre.device(pen.replica) as device:
        before = device.hello().position
        token = centre.enrol(pen.replica).token
        whole = request(token, "POST", "/v1/changes", wire.to_lines([pen.body(), pen.body()]))
        for cut in range(len(whole)):
            sent(centre.url, whole, cut)
        with HttpCenter(centre.url, token) as after:
            assert after.hello().position == before
            assert sent(centre.url, whole).startswith(b"HTTP/1.1 200")
            assert after.hello().position == before + 2


def test_a_piece_of_a_file_cut_at_any_byte_is_not_kept_by_half(centre: CentreProcess) -> None:
    token = centre.enrol().token
    create = request(
        token,
        "POST",
        "/v1/uploads",
        CONTENT,
        Tus_Resumable="1.0.0",
        Upload_Length=str(len(CONTENT)),
        Upload_Metadata=f"sha256 {_base64(SHA256.encode())}",
        Upload_Checksum=f"sha256 {_base64(hashlib.sha256(CONTENT).digest())}",
        Content_Type="application/offset+octet-stream",
    )
    with HttpCenter(centre.url, token) as device:
        head = len(create) - len(CONTENT)
        for cut in (*range(head), *range(head, len(create), 23)):
            sent(centre.url, create, cut)
        assert device.have([SHA256]) == set()
        assert sent(centre.url, create).startswith(b"HTTP/1.1 201")
        assert device.have([SHA256]) == {SHA256}


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode()


def test_a_cut_line_is_no_fault_of_the_centres(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with serving(tmp_path / "data") as centre:
        body = wire.to_lines([Pen().body()])
        whole = request(centre.enrol().token, "POST", "/v1/changes", body)
        sent(centre.url, whole, len(whole) - 20)
    assert capfd.readouterr().err == ""


# -- what is answered ----------------------------------------------------------------------------


@contextmanager
def answering(answer: bytes, cuts: Sequence[int]) -> Iterator[str]:
    """A centre that gives the same answer again and again, each time cut elsewhere."""
    door = socket.create_server(("127.0.0.1", 0))

    def work() -> None:
        for cut in cuts:
            with suppress(OSError):
                answer_once(door.accept()[0], answer[:cut])

    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield f"http://127.0.0.1:{door.getsockname()[1]}"
    finally:
        thread.join()
        door.close()


PEN = Pen()
BODY = PEN.body()
CALLS: dict[str, tuple[str, str, bytes, Callable[[HttpCenter], object]]] = {
    "hello": ("GET", "/v1/hello", b"", lambda way: way.hello()),
    "push": ("POST", "/v1/changes", wire.to_lines([BODY]), lambda way: way.push([BODY])),
    "since": ("GET", "/v1/changes?after=0&limit=9", b"", lambda way: way.since(0, 9)),
    "packages": ("GET", "/v1/packages?after=0", b"", lambda way: way.packages(0)),
    "have": (
        "POST",
        "/v1/blobs/have",
        wire.to_json({"sha256": [SHA256]}).encode(),
        lambda way: way.have([SHA256]),
    ),
    "snapshot": (
        "GET",
        f"/v1/snapshot?schema={SCHEMA}&limit=9&folded=true",
        b"",
        lambda way: way.snapshot(None, 9),
    ),
    "digests": ("GET", f"/v1/digest?schema={SCHEMA}", b"", lambda way: way.digests()),
    "renew": ("POST", "/v1/devices/renew", b"", lambda way: way.renew()),
}
EVERY_BYTE = ("push", "since", "snapshot")


@pytest.fixture(scope="module")
def token(centre: CentreProcess) -> str:
    """What a device shows whose commune has one change."""
    token = centre.enrol(PEN.replica, "20107").token
    with HttpCenter(centre.url, token) as way:
        way.push([BODY])
    return token


@pytest.mark.parametrize("name", CALLS)
def test_an_answer_cut_at_any_byte_is_never_taken_for_a_whole_one(
    centre: CentreProcess, token: str, name: str
) -> None:
    method, target, body, call = CALLS[name]
    kind = wire.LINES if name == "push" else wire.JSON
    whole = sent(centre.url, request(token, method, target, body, Content_Type=kind))
    assert whole.startswith(b"HTTP/1.1 20")
    cuts = [*range(0, len(whole), 1 if name in EVERY_BYTE else 7), len(whole)]
    with answering(whole, cuts) as url:
        for _cut in cuts[:-1]:
            with HttpCenter(url, token) as way, pytest.raises(errors.SyncError):
                call(way)
        with HttpCenter(url, token) as way:
            call(way)


def test_a_file_that_comes_cut_at_any_byte_is_a_beginning_of_it_and_never_taken_for_whole(
    centre: CentreProcess, token: str, tmp_path: Path
) -> None:
    (tmp_path / "sent").write_bytes(CONTENT)
    with HttpCenter(centre.url, token) as way:
        carrying.send(way, SHA256, tmp_path / "sent")
    whole = sent(centre.url, request(token, "GET", f"/v1/blobs/{SHA256}"))
    assert whole.endswith(CONTENT)
    cuts = range(len(whole))
    with answering(whole, cuts) as url:
        for cut in cuts:
            landing = tmp_path / str(cut)
            with HttpCenter(url, token) as way, pytest.raises(errors.SyncError):
                carrying.fetch(way, SHA256, len(CONTENT), landing)
            came = landing.read_bytes() if landing.exists() else b""
            assert CONTENT.startswith(came)


# -- whole rounds --------------------------------------------------------------------------------


def test_rounds_cut_anywhere_lose_nothing_and_take_nothing_twice(
    tmp_path: Path, centre: CentreProcess
) -> None:
    chance = random.Random("cuts")
    commune = "20137"
    with (
        desk(tmp_path / "one", commune) as one,
        desk(tmp_path / "two", commune) as two,
        centre.way_of(two) as far,
        line_to(centre.url) as line,
    ):
        token = centre.enrol(journal.wind(one).replica, commune).token
        for turn, cut in enumerate(sorted(chance.sample(range(3000), 40))):
            answer(one, number=cut)
            if turn % 10 == 0:
                people(two, 3)
                attach(one, tmp_path, chance.randbytes(700))
                run(two, far)
            line.up, line.down = (cut, None) if turn % 2 else (None, cut)
            with HttpCenter(line.url, token) as near, suppress(errors.NoConnection):
                run(one, near, wish=Wish(insist=True))
        assert line.cuts > 20
        with HttpCenter(centre.url, token) as near:
            for store, way in ((one, near), (two, far), (one, near)):
                run(store, way, wish=Wish(insist=True))
        assert shown(one) == shown(two) == centre.run("dump", commune).stdout.splitlines()
        logs = [list(replica.log(store)) for store in (one, two)]
        assert logs[0] == logs[1]
        assert journal.waiting(one, 10) == []
    assert centre.run("check").returncode == 0
