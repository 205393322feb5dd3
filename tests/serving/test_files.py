"""Evidence files up and down: whole or not at all, resumed where the line broke."""

from __future__ import annotations

import base64
import hashlib
import random
from functools import partial
from pathlib import Path

import pytest
import requests

from db.blobs import Blob
from sync import errors
from sync.center import never
from sync.http import HttpCenter
from sync.pace import PIECES, Pace
from sync.steps.files import bring
from tests.support.carrying import fetch, send
from tests.support.centre import CentreProcess
from tests.support.line import line_to

CHUNK = PIECES.most
TUS = {"Tus-Resumable": "1.0.0"}


def content_of(size: int) -> bytes:
    return random.Random(size).randbytes(size)


def named(folder: Path, content: bytes) -> tuple[str, Path]:
    path = folder / "file"
    path.write_bytes(content)
    return hashlib.sha256(content).hexdigest(), path


@pytest.mark.parametrize("size", [1, 1000, CHUNK, CHUNK + 1, 3 * CHUNK + 7])
def test_a_file_goes_up_and_comes_down_as_it_was(
    device: HttpCenter, tmp_path: Path, size: int
) -> None:
    content = content_of(size)
    sha256, path = named(tmp_path, content)
    heard: list[tuple[int, int]] = []
    assert device.have([sha256]) == set()
    send(device, sha256, path, lambda done, whole: heard.append((done, whole)))
    assert heard[-1] == (size, size)
    assert device.have([sha256, "0" * 64]) == {sha256}
    fetch(device, sha256, size, tmp_path / "back")
    assert (tmp_path / "back").read_bytes() == content


def test_a_small_file_costs_one_request(device: HttpCenter, tmp_path: Path) -> None:
    sha256, path = named(tmp_path, b"nho")
    before = device.traffic.requests
    send(device, sha256, path)
    assert device.traffic.requests == before + 1


def test_a_file_over_a_line_that_keeps_breaking_loses_one_piece_a_cut(
    centre: CentreProcess, commune: str, tmp_path: Path
) -> None:
    content = content_of(12 * CHUNK)
    sha256, path = named(tmp_path, content)
    with line_to(centre.url) as line, centre.device(commune=commune, through=line.url) as device:
        line.up = int(2.7 * CHUNK)  # of each connection
        while sha256 not in device.have([sha256]):
            try:
                send(device, sha256, path)
            except errors.NoConnection:
                assert line.cuts
        assert line.cuts >= 4
        assert device.traffic.up < len(content) + (line.cuts + 1) * (CHUNK + 20_000)


def test_the_first_piece_of_a_file_goes_with_its_creation(
    device: HttpCenter, tmp_path: Path
) -> None:
    sha256, path = named(tmp_path, content_of(3 * CHUNK))
    before = device.traffic.requests
    send(device, sha256, path)
    assert device.traffic.requests == before + 4  # where it stands, and three pieces


@pytest.mark.parametrize("then", [PIECES.least, 2 * PIECES.least, 6 * PIECES.least, PIECES.most])
def test_a_file_begun_in_small_pieces_gets_over_in_any_others(
    device: HttpCenter, tmp_path: Path, then: int
) -> None:
    content = content_of(5 * PIECES.least + 7)
    sha256, path = named(tmp_path, content)
    heard: list[int] = []
    with pytest.raises(errors.Stopped):
        send(
            device,
            sha256,
            path,
            lambda done, _whole: heard.append(done),
            lambda: len(heard) == 2,
            piece=PIECES.least,
        )
    before = device.traffic.up
    send(device, sha256, path, piece=then)
    assert device.have([sha256]) == {sha256}
    if then < PIECES.most:  # on a good line it is sent again rather than asked for
        assert device.traffic.up - before < len(content) - heard[-1] + 5_000


def test_a_file_that_has_grown_since_is_refused_in_words(
    device: HttpCenter, tmp_path: Path
) -> None:
    sha256, path = named(tmp_path, b"as it was")
    path.write_bytes(b"as it is now")
    with pytest.raises(errors.FileRefused):
        bring(device, Blob(sha256, 9), partial(path.open, "rb"), Pace.of(PIECES))
    path.write_bytes(b"cut")
    with pytest.raises(errors.FileRefused):
        bring(device, Blob(sha256, 9), partial(path.open, "rb"), Pace.of(PIECES, 3))


def test_a_download_goes_on_where_the_line_broke(
    centre: CentreProcess, commune: str, tmp_path: Path
) -> None:
    content = content_of(1_000_000)
    sha256, path = named(tmp_path, content)
    with centre.device(commune=commune) as near:
        send(near, sha256, path)
    with line_to(centre.url) as line, centre.device(commune=commune, through=line.url) as far:
        line.down = 300_000
        for _n in range(3):
            with pytest.raises(errors.NoConnection):
                fetch(far, sha256, len(content), tmp_path / "back")
        assert 0 < (tmp_path / "back").stat().st_size < len(content)
        fetch(far, sha256, len(content), tmp_path / "back")
        assert far.traffic.down < len(content) + 10_000
    assert (tmp_path / "back").read_bytes() == content


def test_a_whole_download_is_not_asked_for_again(device: HttpCenter, tmp_path: Path) -> None:
    sha256, path = named(tmp_path, b"abc" * 1000)
    send(device, sha256, path)
    before = device.traffic.down
    fetch(device, sha256, 3000, path)
    assert device.traffic.down < before + 1000
    assert path.read_bytes() == b"abc" * 1000


def test_a_file_that_is_not_what_its_name_says_is_refused_and_forgotten(
    device: HttpCenter, tmp_path: Path
) -> None:
    _sha256, path = named(tmp_path, content_of(2 * CHUNK))
    wrong = hashlib.sha256(b"another").hexdigest()
    with pytest.raises(errors.FileRefused, match="đính kèm lại"):
        send(device, wrong, path)
    assert device.have([wrong]) == set()
    path.write_bytes(b"another")
    send(device, wrong, path)
    assert device.have([wrong]) == {wrong}


def test_a_piece_damaged_on_the_way_is_not_kept(centre: CentreProcess, commune: str) -> None:
    content = content_of(1000)
    sha256 = hashlib.sha256(content).hexdigest()
    with requests.Session() as session:
        session.trust_env = False
        session.headers["Authorization"] = f"Bearer {centre.enrol(commune=commune).token}"
        name = base64.b64encode(sha256.encode()).decode()
        digest = hashlib.sha1(content[:400], usedforsecurity=False).digest()
        made = session.post(
            f"{centre.url}/v1/uploads",
            headers={**TUS, "Upload-Length": "1000", "Upload-Metadata": f"sha256 {name}"},
            timeout=30,
        )
        assert (made.status_code, made.headers["Upload-Offset"]) == (201, "0")
        target = centre.url + made.headers["Location"]
        piece = {
            **TUS,
            "Content-Type": "application/offset+octet-stream",
            "Upload-Offset": "0",
            "Upload-Checksum": f"sha1 {base64.b64encode(digest).decode()}",
        }
        damaged = session.patch(target, content[1:401], headers=piece, timeout=30)
        assert damaged.status_code == 460
        assert session.head(target, headers=TUS, timeout=30).headers["Upload-Offset"] == "0"
        good = session.patch(target, content[:400], headers=piece, timeout=30)
        assert (good.status_code, good.headers["Upload-Offset"]) == (204, "400")
        late = session.patch(target, content[:400], headers=piece, timeout=30)
        assert late.status_code == 409
        rest = {**piece, "Upload-Offset": "400"}
        del rest["Upload-Checksum"]
        last = session.patch(target, content[400:], headers=rest, timeout=30)
        assert (last.status_code, last.headers["Upload-Offset"]) == (204, "1000")
        whole = session.get(f"{centre.url}/v1/blobs/{sha256}", timeout=30)
        assert whole.content == content


def test_more_bytes_than_announced_are_refused(centre: CentreProcess, commune: str) -> None:
    name = base64.b64encode(hashlib.sha256(b"x").hexdigest().encode()).decode()
    answer = requests.post(
        f"{centre.url}/v1/uploads",
        b"xyz",
        headers={
            **TUS,
            "Authorization": f"Bearer {centre.enrol(commune=commune).token}",
            "Content-Type": "application/offset+octet-stream",
            "Upload-Length": "1",
            "Upload-Metadata": f"sha256 {name}",
        },
        timeout=30,
    )
    assert answer.status_code == 400


def test_another_commune_cannot_fetch_a_file_by_its_name(
    centre: CentreProcess, device: HttpCenter, tmp_path: Path
) -> None:
    sha256, path = named(tmp_path, b"ho so cua xa")
    send(device, sha256, path)
    with centre.device(commune="00004") as other:
        assert other.have([sha256]) == set()
        with pytest.raises(errors.FileRefused):
            fetch(other, sha256, 12, tmp_path / "stolen")
        send(other, sha256, path)
        assert other.have([sha256]) == {sha256}


@pytest.mark.parametrize(
    ("asked", "status", "expected"),
    [
        ("bytes=0-", 206, b"0123456789"),
        ("bytes=4-", 206, b"456789"),
        ("bytes=2-4", 206, b"234"),
        ("bytes=2-400", 206, b"23456789"),
        ("bytes=10-", 416, b""),
        ("pages=1-2", 200, b"0123456789"),
    ],
)
def test_a_part_of_a_file_is_given_as_asked(
    centre: CentreProcess, commune: str, tmp_path: Path, asked: str, status: int, expected: bytes
) -> None:
    token = centre.enrol(commune=commune).token
    sha256, path = named(tmp_path, b"0123456789")
    with HttpCenter(centre.url, token) as way:
        send(way, sha256, path)
    answer = requests.get(
        f"{centre.url}/v1/blobs/{sha256}",
        headers={"Authorization": f"Bearer {token}", "Range": asked},
        timeout=30,
    )
    assert (answer.status_code, answer.content) == (status, expected)


def test_stopping_leaves_what_was_sent_for_the_next_time(
    device: HttpCenter, tmp_path: Path
) -> None:
    sha256, path = named(tmp_path, content_of(4 * CHUNK))
    heard: list[int] = []
    with pytest.raises(errors.Stopped):
        send(device, sha256, path, lambda done, _whole: heard.append(done), lambda: len(heard) == 3)
    reached = heard[-1]
    heard.clear()
    send(device, sha256, path, lambda done, _whole: heard.append(done), never)
    assert heard[0] == reached + CHUNK
    assert device.have([sha256]) == {sha256}
