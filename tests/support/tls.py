"""TLS before a centre, as a province puts it there, and certificates for it."""

from __future__ import annotations

import contextlib
import datetime
import ipaddress
import select
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

_PIECE = 65536
_LONGEST = 60.0  # seconds nothing may come


def certificate(folder: Path, first: int = -1, last: int = 1) -> tuple[Path, Path]:
    """A certificate of 127.0.0.1 valid between two days from today, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "trung tam")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now + datetime.timedelta(days=first))
        .not_valid_after(now + datetime.timedelta(days=last))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]),
            critical=False,
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    paths = folder / "cert.pem", folder / "key.pem"
    paths[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    paths[1].write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return paths


def context(cert: Path, key: Path) -> ssl.SSLContext:
    """How a server shows this certificate."""
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.load_cert_chain(cert, key)
    return made


@contextmanager
def before(url: str, cert: Path, key: Path) -> Iterator[str]:
    """A door with this certificate before a centre without TLS; its address."""
    door, shown, threads = socket.create_server(("127.0.0.1", 0)), context(cert, key), []

    def accept() -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _address = door.accept()
                threads.append(threading.Thread(target=_through, args=(near, shown, url)))
                threads[-1].start()

    guard = threading.Thread(target=accept)
    guard.start()
    try:
        yield f"https://127.0.0.1:{door.getsockname()[1]}"
    finally:
        door.shutdown(socket.SHUT_RDWR)
        door.close()
        guard.join()
        for thread in threads:
            thread.join()


def _through(near: socket.socket, shown: ssl.SSLContext, url: str) -> None:
    """Carry both ways in one thread: two may not use one TLS connection at once."""
    parts = urlsplit(url)
    far = socket.create_connection((parts.hostname or "", parts.port or 0))
    with near, far, contextlib.suppress(OSError):
        near.settimeout(_LONGEST)
        with shown.wrap_socket(near, server_side=True) as safe:
            while True:
                waiting = [safe] if safe.pending() else [safe, far]
                ready = waiting if safe.pending() else select.select(waiting, [], [], _LONGEST)[0]
                for source, sink in ((safe, far), (far, safe)):
                    if source in ready:
                        piece = source.recv(_PIECE)
                        if not piece:
                            return
                        sink.sendall(piece)
                if not ready:
                    return
