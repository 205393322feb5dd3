"""Bad lines between a PC and the centre: cut, slow, stalled, spoiled, losing, and answered by
strangers."""

from __future__ import annotations

import contextlib
import random
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

_PIECE = 65536
_NARROW = 8192  # bytes on their way on a slow line
_TICK = 0.01  # seconds a slow line carries at once
_SEGMENT = 1460  # bytes that are lost together
_GIVEN_UP = 2  # losses of one segment after which the connection is; TCP itself is more patient


class Line:
    """A way to the centre on which everything can go wrong; None: it does not.

    `down` counts what the centre answers, `up` what it is asked.  What is set holds for the
    connections that come after; each begins to count anew.  A cut closes its connection for good.
    """

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._target = (parts.hostname or "", parts.port or 80)
        self._door = socket.create_server(("127.0.0.1", 0))
        self.url = f"{parts.scheme}://127.0.0.1:{self._door.getsockname()[1]}"
        self.up: int | None = None  # bytes after which it is cut
        self.down: int | None = None
        self.spoil_up: int | None = None  # the byte that arrives as another one
        self.spoil_down: int | None = None
        self.stall: int | None = None  # bytes of answers after which nothing moves any more
        self.rate: float | None = None  # bytes a second, each way
        self.delay = 0.0  # seconds a question or an answer is late
        self.loss = 0.0  # share of the segments that are lost
        self.again_after = 1.0  # seconds until a lost one is sent again, twice as many after that
        self.chance = random.Random(5)
        self.stranger: bytes | None = None  # who answers in the centre's place, and what
        self.cuts = 0  # how often it was cut
        self.carried = {"up": 0, "down": 0}  # bytes that came through, of all connections
        self.stalled = threading.Event()  # that nothing moves, since a stall
        self._closed = threading.Event()
        self._open: set[socket.socket] = set()
        self._threads = [threading.Thread(target=self._accept)]
        self._threads[0].start()

    def close(self) -> None:
        """Close the door and every connection, and wait until all is quiet."""
        self._closed.set()
        with contextlib.suppress(OSError):
            self._door.shutdown(socket.SHUT_RDWR)
        self._door.close()
        for end in list(self._open):
            _shut(end)
        for thread in self._threads:
            thread.join()

    def _accept(self) -> None:
        while True:
            try:
                near, _address = self._door.accept()
            except OSError:
                return
            if self.stranger is not None:
                self._start(answer_once, near, self.stranger)
                continue
            if self.rate is not None:  # or the system would take in what the line cannot carry
                near.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _NARROW)
            far = socket.create_connection(self._target)
            self._open |= {near, far}
            asked = self._mishaps(self.up, self.spoil_up, None)
            answered = self._mishaps(self.down, self.spoil_down, self.stall)
            self._start(self._carry, near, far, "up", asked)
            self._start(self._carry, far, near, "down", answered)

    def _start(self, work: Callable[..., None], *told: object) -> None:
        thread = threading.Thread(target=work, args=told)
        self._threads.append(thread)
        thread.start()

    def _carry(self, source: socket.socket, sink: socket.socket, way: str, befall: _Befall) -> None:
        size = _PIECE if self.rate is None else max(1, int(self.rate * _TICK))
        size = min(size, _SEGMENT) if self.loss else size
        carried, quiet_since, due = 0, -self.delay, 0.0
        with contextlib.suppress(OSError):
            while piece := source.recv(size):
                if time.monotonic() - quiet_since > self.delay > 0:
                    self._closed.wait(self.delay)
                if self.rate is not None:
                    due = max(due, time.monotonic()) + len(piece) / self.rate
                    self._closed.wait(due - time.monotonic())
                if not self._gets_over():
                    break
                quiet_since = time.monotonic()
                left, go_on = befall(carried, piece)
                sink.sendall(left)
                self.carried[way] += len(left)
                carried += len(piece)
                if not go_on:
                    break
        _shut(source)
        _shut(sink)
        source.close()

    def _gets_over(self) -> bool:
        """Whether a segment does, if need be later; else the line is cut."""
        for losses in range(_GIVEN_UP):
            if self.chance.random() >= self.loss:
                return True
            self._closed.wait(self.again_after * 2**losses)
        self.cuts += 1
        return False

    def _mishaps(self, cut: int | None, spoil: int | None, stall: int | None) -> _Befall:
        """What befalls the bytes of one way of one connection."""

        def befall(carried: int, piece: bytes) -> tuple[bytes, bool]:
            if spoil is not None and 0 <= spoil - carried < len(piece):
                at = spoil - carried
                piece = piece[:at] + bytes([piece[at] ^ 1]) + piece[at + 1 :]
            if stall is not None and carried + len(piece) > stall:
                self.stalled.set()
                self._closed.wait()
            if cut is not None and carried + len(piece) > cut:
                self.cuts += 1
                return piece[: cut - carried], False
            return piece, True

        return befall


_Befall = Callable[[int, bytes], tuple[bytes, bool]]


def answer_once(near: socket.socket, answer: bytes) -> None:
    """Read one whole request, answer these bytes whatever it was, and hang up."""
    with near, contextlib.suppress(OSError):
        asked = b""
        while b"\r\n\r\n" not in asked and (piece := near.recv(_PIECE)):
            asked += piece
        head, _end, body = asked.partition(b"\r\n\r\n")
        lengths = [
            int(line.partition(b":")[2])
            for line in head.split(b"\r\n")
            if line.lower().startswith(b"content-length:")
        ]
        left = sum(lengths) - len(body)
        while left > 0 and (piece := near.recv(_PIECE)):
            left -= len(piece)
        near.sendall(answer)
        near.shutdown(socket.SHUT_RDWR)


def _shut(end: socket.socket) -> None:
    with contextlib.suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)


@contextmanager
def line_to(url: str) -> Iterator[Line]:
    """A line that holds until the test says otherwise."""
    line = Line(url)
    try:
        yield line
    finally:
        line.close()


@contextmanager
def portal(
    status: int = 200, body: bytes = b"<html>Log in to this network</html>"
) -> Iterator[str]:
    """A captive portal: answers everything, and is not the centre; its address."""

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "text/html")
            self.send_header("Location", "http://login.invalid/")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_POST(self) -> None:
            self.do_GET()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
