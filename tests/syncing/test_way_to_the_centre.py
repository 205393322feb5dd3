"""Addresses, certificates and proxies: what stands between this PC and the centre."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from sync import errors
from sync.http import HttpCenter
from tests.support.line import portal
from tests.support.tls import certificate, context


@pytest.mark.parametrize(
    "url",
    [
        "",
        "trungtam",
        "ftp://trungtam.vn",
        "https://",
        "https://a:b:c",
        "http://x?y=1",
        "https://*.vn",
    ],
)
def test_what_is_no_address_is_said_to_be_none(url: str) -> None:
    with pytest.raises(errors.NoConnection, match="https://"):
        HttpCenter(url)


@pytest.mark.parametrize("url", ["http://trungtam.hue.gov.vn", "http://192.168.1.10:8765"])
def test_nothing_goes_over_a_network_without_tls(url: str) -> None:
    with pytest.raises(errors.NotTrusted, match="https://"):
        HttpCenter(url)


def test_a_slash_at_the_end_of_an_address_does_not_matter() -> None:
    with portal() as url, HttpCenter(f" {url}/ ") as way, pytest.raises(errors.NotTheCentre):
        way.hello()


@contextmanager
def behind_tls(cert: Path, key: Path) -> Iterator[str]:
    """A server with this certificate that says it is no centre; its address."""

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    class Server(ThreadingHTTPServer):
        def handle_error(self, *_: object) -> None:
            """A hand-shake the other side gave up."""

    server = Server(("127.0.0.1", 0), Page)
    server.socket = context(cert, key).wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"https://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_a_certificate_nobody_vouches_for_is_not_trusted(tmp_path: Path) -> None:
    with (
        behind_tls(*certificate(tmp_path, -1, 1)) as url,
        HttpCenter(url) as way,
        pytest.raises(errors.NotTrusted) as told,
    ):
        way.hello()
    assert told.value.code == "not_trusted"


def test_a_provinces_own_authority_can_be_given(tmp_path: Path) -> None:
    cert, key = certificate(tmp_path, -1, 1)
    with (
        behind_tls(cert, key) as url,
        HttpCenter(url, ca=cert) as way,
        pytest.raises(errors.NotTheCentre),  # so the certificate held
    ):
        way.hello()


def test_it_is_believed_beside_those_the_system_trusts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("system", "province"):
        (tmp_path / name).mkdir()
    cert, key = certificate(tmp_path / "system")
    own, _key = certificate(tmp_path / "province")
    monkeypatch.setenv("SSL_CERT_FILE", str(cert))
    with (
        behind_tls(cert, key) as url,
        HttpCenter(url, ca=own) as way,
        pytest.raises(errors.NotTheCentre),  # so the certificate held
    ):
        way.hello()


def test_a_network_that_asks_to_log_in_without_tls_is_told_from_the_centre() -> None:
    with portal() as url:
        where = url.replace("http://", "https://")
        with HttpCenter(where) as way, pytest.raises(errors.NotTheCentre):
            way.hello()


@pytest.mark.parametrize("days", [(-10, -5), (5, 10)])
def test_a_certificate_of_another_day_points_to_the_clock(
    tmp_path: Path, days: tuple[int, int]
) -> None:
    cert, key = certificate(tmp_path, *days)
    with (
        behind_tls(cert, key) as url,
        HttpCenter(url, ca=cert) as way,
        pytest.raises(errors.ClockWrong, match="Hãy kiểm tra ngày giờ của máy"),
    ):
        way.hello()


def test_the_systems_proxy_is_used_on_the_network(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    with portal(407) as url:
        monkeypatch.setenv("HTTPS_PROXY", url)
        monkeypatch.setenv("https_proxy", url)
        with (
            HttpCenter("https://trungtam.invalid") as way,
            pytest.raises(errors.NoConnection) as told,
        ):
            way.hello()
    assert "proxy" in str(told.value)


@pytest.mark.parametrize("proxy", ["", "http://127.0.0.1:9"])
def test_the_system_takes_little_ahead_of_the_line_also_towards_a_proxy(
    proxy: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Or a slow line would look like a silent centre."""
    asked: list[tuple[int, int, int]] = []

    def connect(*_told: object, **more: list[tuple[int, int, int]]) -> None:
        asked.extend(more["socket_options"])
        raise OSError

    monkeypatch.setattr("urllib3.util.connection.create_connection", connect)
    for name in ("HTTPS_PROXY", "https_proxy"):
        monkeypatch.setenv(name, proxy)
    with HttpCenter("https://trungtam.invalid") as way, pytest.raises(errors.NoConnection):
        way.hello()
    (buffer,) = (option[2] for option in asked if option[1] == socket.SO_SNDBUF)
    assert buffer <= 64 * 1024


@pytest.mark.parametrize("proxy", ["http://", "kaputt://a:1", "socks5://127.0.0.1:9", "http://["])
def test_a_proxy_that_is_none_is_told_as_such(proxy: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTPS_PROXY", "https_proxy"):
        monkeypatch.setenv(name, proxy)
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    with HttpCenter("https://trungtam.invalid") as way, pytest.raises(errors.NoConnection) as told:
        way.hello()
    assert "proxy" in str(told.value)


def test_the_proxy_is_not_asked_for_this_very_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    with portal() as url, HttpCenter(url) as way, pytest.raises(errors.NotTheCentre):
        way.hello()


def test_a_door_that_is_shut_is_no_connection() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with HttpCenter(f"http://127.0.0.1:{port}") as way, pytest.raises(errors.NoConnection) as told:
        way.hello()
    assert told.value.code == "no_connection"


def test_every_error_says_what_happened_and_what_to_do() -> None:
    made = [
        errors.no_connection(),
        errors.not_the_centre(),
        errors.not_trusted(),
        errors.clock_wrong(),
        errors.wrong_code(),
        errors.device_revoked(),
        errors.centre_trouble("ab12"),
        errors.device_replaced(),
        errors.no_invitation(),
        errors.another_centre(),
        errors.newer_needed(),
        errors.centre_too_old(),
        errors.too_large(),
        errors.too_large_for_the_way(),
        errors.unanswered(504),
        errors.garbled(),
        errors.file_altered(),
        errors.file_missing("ab"),
        errors.proxy(),
        errors.insecure("http://x"),
        errors.bad_address("x"),
        errors.not_accepted("Không được."),
    ]
    for error in made:
        assert error.sentence.endswith(".")
        assert error.advice.endswith(".")
        assert str(error) == f"{error.sentence} {error.advice}"
    assert len({type(error).code for error in made}) >= 14
