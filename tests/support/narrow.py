"""A server between a PC and the centre that lets through only so much at once, as proxies do."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

from msgspec import Struct

_NOT_HANDED_ON = {"connection", "host", "transfer-encoding", "content-length", "date", "server"}


class Door(Struct):
    """What passes; the rest is answered with `status` and a page of the server's own."""

    url: str = ""
    up: int | None = None  # bytes a question may have
    down: int | None = None  # and an answer
    status: int = 413
    methods: tuple[str, ...] = ("GET", "POST", "PATCH", "HEAD")  # that pass; others are told 405
    refused: int = 0  # how many did not pass


@contextmanager
def door_to(url: str) -> Iterator[Door]:
    """A way to the centre through such a server."""
    door, parts = Door(), urlsplit(url)

    class Forwarder(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            if self.command not in door.methods:
                return self._refuse(405)
            if door.up is not None and len(body) > door.up:
                return self._refuse()
            with closing(http.client.HTTPConnection(parts.hostname or "", parts.port)) as centre:
                told = {name: text for name, text in self.headers.items() if _goes_on(name)}
                centre.request(self.command, self.path, body, told)
                answer = centre.getresponse()
                answered = answer.read()
            if door.down is not None and len(answered) > door.down:
                return self._refuse()
            fields = [each for each in answer.getheaders() if _goes_on(each[0])]
            return self._answer(answer.status, fields, answered)

        def do_POST(self) -> None:
            self.do_GET()

        def do_PATCH(self) -> None:
            self.do_GET()

        def do_HEAD(self) -> None:
            self.do_GET()

        def _refuse(self, status: int | None = None) -> None:
            door.refused += 1
            self._answer(
                status or door.status, [("Content-Type", "text/html")], b"<html>nginx</html>"
            )

        def _answer(self, status: int, fields: list[tuple[str, str]], body: bytes) -> None:
            self.send_response(status)
            for name, text in (*fields, ("Content-Length", str(len(body)))):
                self.send_header(name, text)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Forwarder)
    door.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield door
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _goes_on(name: str) -> bool:
    return name.lower() not in _NOT_HANDED_ON
