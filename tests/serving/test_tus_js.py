"""tus-js-client, the client browsers use, brings files to the centre as it does to any other."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from sync.http import HttpCenter
from tests.support import carrying, tus_js
from tests.support.centre import CentreProcess
from tests.support.line import line_to

CONTENT = random.Random(57).randbytes(100_000)
SHA256 = hashlib.sha256(CONTENT).hexdigest()
PIECE = 30_000
Upload = Callable[..., dict[str, Any]]


@pytest.fixture
def token(centre: CentreProcess, commune: str) -> str:
    """What a new device of the commune shows."""
    return centre.enrol(commune=commune).token


@pytest.fixture(scope="module")
def client() -> None:
    """The client; without node, or where it cannot be had, there is nothing to try."""
    if reason := tus_js.why_not():
        pytest.skip(reason)


@pytest.fixture
def upload(client: None, centre: CentreProcess, token: str, tmp_path: Path) -> Upload:
    """Uploads one file by the client; what it told at its end."""
    (tmp_path / "anh.jpg").write_bytes(CONTENT)

    def go(way: str = centre.url, **more: Any) -> dict[str, Any]:
        asked: dict[str, Any] = {
            "endpoint": f"{way}/v1/uploads",
            "token": token,
            "file": str(tmp_path / "anh.jpg"),
            "sha256": SHA256,
            "size": len(CONTENT),
            "piece": PIECE,
        }
        return tus_js.upload(**{**asked, **more})

    return go


@pytest.fixture
def arrived(centre: CentreProcess, token: str, tmp_path: Path) -> Callable[[], bytes]:
    """The file as the device gets it back."""

    def fetch() -> bytes:
        with HttpCenter(centre.url, token) as way:
            carrying.fetch(way, SHA256, len(CONTENT), tmp_path / "back")
        return (tmp_path / "back").read_bytes()

    return fetch


@pytest.mark.parametrize("together", [False, True], ids=["apart", "with the creation"])
def test_it_brings_a_file_over(
    centre: CentreProcess, upload: Upload, arrived: Callable[[], bytes], together: bool
) -> None:
    told = upload(together=together)
    assert told == {"url": f"{centre.url}/v1/uploads/{SHA256}", "done": True}
    assert arrived() == CONTENT


def test_it_goes_on_where_it_stopped(upload: Upload, arrived: Callable[[], bytes]) -> None:
    first = upload(stop=2 * PIECE)
    assert first["accepted"] == 2 * PIECE
    assert upload(url=first["url"])["done"]
    assert arrived() == CONTENT


def test_it_gets_a_file_over_a_line_that_keeps_breaking(
    centre: CentreProcess, upload: Upload, arrived: Callable[[], bytes]
) -> None:
    with line_to(centre.url) as line:
        line.up = PIECE + 5_000  # of each connection: one piece and its head
        assert upload(line.url, retries=20)["done"]
    assert arrived() == CONTENT


def test_an_upload_it_gives_up_is_forgotten(upload: Upload, token: str) -> None:
    told = upload(stop=PIECE, terminate=True)
    asked = {"Tus-Resumable": "1.0.0", "Authorization": f"Bearer {token}"}
    assert requests.head(told["url"], headers=asked, timeout=30).status_code == 404


def test_it_is_told_of_a_file_that_is_not_what_its_name_says(upload: Upload) -> None:
    assert upload(sha256="0" * 64)["error"] == 422


def test_a_stranger_is_told_so(upload: Upload) -> None:
    assert upload(token="no token")["error"] == 401


# -- where it cannot be had ----------------------------------------------------------------------


@pytest.fixture
def nothing_fetched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A machine on which the client never was; the folder its programmes are looked for in."""
    programmes = tmp_path / "bin"
    programmes.mkdir()
    monkeypatch.setattr(tus_js, "HOUSE", tmp_path)
    monkeypatch.setenv("PATH", str(programmes))
    tus_js.why_not.cache_clear()
    yield programmes
    tus_js.why_not.cache_clear()


def programme(folder: Path, name: str, lines: str) -> None:
    """A programme of this name that does nothing but this."""
    path = folder / name
    path.write_text(f"#!/bin/sh\n{lines}\n")
    path.chmod(0o755)


def test_without_node_it_is_passed_over(nothing_fetched: Path) -> None:
    assert tus_js.why_not() == "there is no node"


def test_without_npm_it_is_passed_over_until_it_was_fetched(nothing_fetched: Path) -> None:
    programme(nothing_fetched, "node", "exit 0")
    assert tus_js.why_not() == "there is no npm to fetch the client with"
    programme(nothing_fetched, "npm", "exit 0")
    tus_js.why_not.cache_clear()
    assert tus_js.why_not() == ""
    (nothing_fetched / "npm").unlink()
    tus_js.why_not.cache_clear()
    assert tus_js.why_not() == ""


def test_a_registry_that_cannot_be_reached_is_named_and_leaves_nothing_half_fetched(
    nothing_fetched: Path,
) -> None:
    programme(nothing_fetched, "node", "exit 0")
    programme(nothing_fetched, "npm", "echo npm error code ENOTFOUND >&2; exit 1")
    assert "ENOTFOUND" in tus_js.why_not()
    assert list((nothing_fetched.parent / "build").iterdir()) == []
