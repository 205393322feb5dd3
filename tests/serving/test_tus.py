"""tus as its own clients speak it, and uploads that nobody finishes."""

from __future__ import annotations

import base64
import hashlib
import io
import random
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path

import pytest
import requests
from tusclient.client import TusClient
from tusclient.exceptions import TusCommunicationError
from tusclient.uploader import Uploader

from center.files import Files
from center.store import devices, uploads
from sync.http import HttpCenter
from tests.support.carrying import fetch, send
from tests.support.centre import CentreProcess, serving
from tests.support.line import line_to
from tests.support.sticks import meeting

TUS = {"Tus-Resumable": "1.0.0"}
CONTENT = random.Random(132).randbytes(100_000)
SHA256 = hashlib.sha256(CONTENT).hexdigest()
PIECE = 30_000


@pytest.fixture
def token(centre: CentreProcess, commune: str) -> str:
    """What a new device of the commune shows."""
    return centre.enrol(commune=commune).token


@pytest.fixture
def session(token: str) -> Iterator[requests.Session]:
    """Plain requests of that device."""
    with requests.Session() as session:
        session.headers.update({**TUS, "Authorization": f"Bearer {token}"})
        yield session


def uploader(centre: str, token: str, **more: object) -> Uploader:
    """The public client of tus, as its documentation shows it."""
    client = TusClient(f"{centre}/v1/uploads", headers={"Authorization": f"Bearer {token}"})
    return client.uploader(
        file_stream=io.BytesIO(CONTENT),
        chunk_size=PIECE,
        metadata={"sha256": SHA256},
        upload_checksum=True,
        **more,
    )


def fetched(centre: CentreProcess, token: str, folder: Path) -> bytes:
    """The file as the device gets it back."""
    with HttpCenter(centre.url, token) as way:
        fetch(way, SHA256, len(CONTENT), folder / "back")
    return (folder / "back").read_bytes()


def bytes_on_their_way(data: Path, commune: str) -> list[Path]:
    """What lies at the centre of a commune's unfinished uploads."""
    return list((data / "arriving").glob(f"{commune}-*"))


def let_time_pass(data: Path, commune: str, days: int) -> None:
    """Make a commune's uploads as old as that."""
    begun = (datetime.now(UTC) - timedelta(days=days)).isoformat(timespec="milliseconds")
    with sqlite3.connect(data / "center.db", timeout=30) as connection:
        connection.execute("UPDATE upload SET begun_at = ? WHERE commune = ?", (begun, commune))
    connection.close()


def test_a_client_we_did_not_write_brings_a_file_over(
    centre: CentreProcess, token: str, tmp_path: Path
) -> None:
    uploader(centre.url, token).upload()
    assert fetched(centre, token, tmp_path) == CONTENT


def test_that_client_goes_on_where_it_stopped(
    centre: CentreProcess, token: str, tmp_path: Path
) -> None:
    first = uploader(centre.url, token)
    first.upload(stop_at=2 * PIECE)
    second = uploader(centre.url, token, url=first.url)
    assert second.offset == 2 * PIECE
    second.upload()
    assert fetched(centre, token, tmp_path) == CONTENT


def test_that_client_gets_a_file_over_a_line_that_keeps_breaking(
    centre: CentreProcess, token: str, tmp_path: Path
) -> None:
    with line_to(centre.url) as line:
        line.up = PIECE + 5_000  # of each connection: one piece and its head
        patient = uploader(line.url, token, retries=20, retry_delay=0)
        patient.chunk_size = PIECE
        patient.upload()
    assert fetched(centre, token, tmp_path) == CONTENT


def test_what_the_centre_speaks_of_tus_is_told(centre: CentreProcess) -> None:
    told = TusClient(f"{centre.url}/v1/uploads").uploader(file_stream=io.BytesIO(b"x"))
    assert told.offset == 0
    answer = requests.options(f"{centre.url}/v1/uploads", timeout=30)
    assert set(answer.headers["Tus-Extension"].split(",")) == {
        "creation",
        "creation-with-upload",
        "checksum",
        "termination",
        "expiration",
    }


def test_an_upload_that_is_given_up_leaves_nothing(
    centre: CentreProcess, commune: str, token: str, session: requests.Session, tmp_path: Path
) -> None:
    given_up = uploader(centre.url, token)
    given_up.upload(stop_at=PIECE)
    assert bytes_on_their_way(centre.data, commune)
    assert session.delete(given_up.url, timeout=30).status_code == 204
    assert not bytes_on_their_way(centre.data, commune)
    assert session.head(given_up.url, timeout=30).status_code == 404
    assert session.delete(given_up.url, timeout=30).status_code == 404
    uploader(centre.url, token).upload()
    assert fetched(centre, token, tmp_path) == CONTENT


def test_a_whole_file_cannot_be_given_up(
    centre: CentreProcess, token: str, session: requests.Session, tmp_path: Path
) -> None:
    sent = uploader(centre.url, token)
    sent.upload()
    assert session.delete(sent.url, timeout=30).status_code == 404
    assert fetched(centre, token, tmp_path) == CONTENT


def test_another_device_cannot_give_up_an_upload(
    centre: CentreProcess, commune: str, token: str
) -> None:
    under_way = uploader(centre.url, token)
    under_way.upload(stop_at=PIECE)
    other = {**TUS, "Authorization": f"Bearer {centre.enrol(commune=commune).token}"}
    assert requests.delete(under_way.url, headers=other, timeout=30).status_code == 404
    assert under_way.get_offset() == PIECE


def test_an_unfinished_upload_tells_when_it_expires_and_a_whole_one_does_not(
    centre: CentreProcess, token: str, session: requests.Session
) -> None:
    under_way = uploader(centre.url, token)
    under_way.upload(stop_at=PIECE)
    expires = parsedate_to_datetime(
        session.head(under_way.url, timeout=30).headers["Upload-Expires"]
    )
    assert timedelta(days=59) < expires - datetime.now(UTC) < timedelta(days=61)
    under_way.upload()
    assert "Upload-Expires" not in session.head(under_way.url, timeout=30).headers


def test_an_expired_upload_is_gone_and_the_next_one_takes_its_bytes_away(
    centre: CentreProcess, commune: str, token: str, tmp_path: Path
) -> None:
    late = uploader(centre.url, token)
    late.upload(stop_at=PIECE)
    let_time_pass(centre.data, commune, days=61)
    with pytest.raises(TusCommunicationError, match="404"):
        late.get_offset()
    with HttpCenter(centre.url, centre.enrol(commune=commune).token) as way:
        (tmp_path / "other").write_bytes(b"khac")
        send(way, hashlib.sha256(b"khac").hexdigest(), tmp_path / "other")
    assert not bytes_on_their_way(centre.data, commune)
    uploader(centre.url, token).upload()
    assert fetched(centre, token, tmp_path) == CONTENT


def test_an_upload_whose_bytes_a_centre_put_back_has_lost_begins_anew(
    centre: CentreProcess, commune: str, token: str, tmp_path: Path
) -> None:
    content = random.Random(133).randbytes(100_000)
    sha256, path = hashlib.sha256(content).hexdigest(), tmp_path / "file"
    path.write_bytes(content)
    with HttpCenter(centre.url, token) as way:
        assert way.send_piece(sha256, len(content), 0, content[:PIECE]) == PIECE
        (lying,) = bytes_on_their_way(centre.data, commune)
        lying.unlink()
        assert way.reached(sha256) is None
        send(way, sha256, path)
        assert way.have([sha256]) == {sha256}


def test_a_file_that_got_its_name_before_a_kill_is_not_sent_again(
    centre: CentreProcess, commune: str, token: str
) -> None:
    content = random.Random(134).randbytes(100_000)
    sha256 = hashlib.sha256(content).hexdigest()
    with HttpCenter(centre.url, token) as way:
        way.send_piece(sha256, len(content), 0, content[:PIECE])
        (lying,) = bytes_on_their_way(centre.data, commune)
        named = centre.data / "blobs" / sha256[:2] / sha256
        named.parent.mkdir(parents=True, exist_ok=True)
        named.write_bytes(content)
        lying.unlink()
        assert way.reached(sha256) == len(content)
        assert way.have([sha256]) == {sha256}


def test_of_two_pieces_at_once_one_alone_is_counted(tmp_path: Path) -> None:
    with meeting(tmp_path, 1) as (centre, (office,)):
        with centre.store.reading() as connection:
            device = devices.find(connection, office.given.token)
        assert device is not None
        begun = uploads.begin(centre.store, Files(centre.folder), device, SHA256, len(CONTENT))
        assert uploads.advance(centre.store, begun, device, PIECE)
        assert not uploads.advance(centre.store, begun, device, 2 * PIECE)


def test_a_slow_upload_is_kept_for_weeks(centre: CentreProcess, commune: str, token: str) -> None:
    slow = uploader(centre.url, token)
    slow.upload(stop_at=PIECE)
    let_time_pass(centre.data, commune, days=59)
    assert slow.get_offset() == PIECE


def test_a_centre_that_starts_clears_what_nobody_will_finish(tmp_path: Path) -> None:
    with serving(tmp_path / "data") as centre:
        expired, kept = centre.enrol(commune="19819"), centre.enrol(commune="20107")
        for each in (expired, kept):
            uploader(centre.url, each.token).upload(stop_at=PIECE)
        let_time_pass(centre.data, "19819", days=61)
        (centre.data / "arriving" / "20107-gone-abc").write_bytes(b"no upload knows of it")
        centre.stop()
        centre.start()
        assert not bytes_on_their_way(centre.data, "19819")
        assert len(bytes_on_their_way(centre.data, "20107")) == 1
        address = f"{centre.url}/v1/uploads/{SHA256}"
        assert uploader(centre.url, kept.token, url=address).offset == PIECE


@pytest.mark.parametrize("meant", ["PATCH", "HEAD", "DELETE"])
def test_a_post_may_stand_for_another_method(
    centre: CentreProcess, session: requests.Session, meant: str
) -> None:
    uploads = f"{centre.url}/v1/uploads"
    named = f"sha256 {base64.b64encode(SHA256.encode()).decode()}"
    session.post(uploads, headers={"Upload-Length": "100000", "Upload-Metadata": named})
    headers = {
        "X-HTTP-Method-Override": meant,
        "Upload-Offset": "0",
        "Content-Type": "application/offset+octet-stream",
    }
    told = session.post(f"{uploads}/{SHA256}", data=CONTENT[:PIECE], headers=headers)
    assert told.status_code == {"PATCH": 204, "HEAD": 200, "DELETE": 204}[meant]
    reached = {"PATCH": str(PIECE), "HEAD": "0", "DELETE": None}[meant]
    assert session.head(f"{uploads}/{SHA256}").headers.get("Upload-Offset") == reached


def test_an_empty_file_is_there_with_its_creation(
    centre: CentreProcess, token: str, session: requests.Session
) -> None:
    nothing = hashlib.sha256(b"").hexdigest()
    named = f"sha256 {base64.b64encode(nothing.encode()).decode()}"
    asked = {"Upload-Length": "0", "Upload-Metadata": named}
    for _time in range(2):
        told = session.post(f"{centre.url}/v1/uploads", headers=asked)
        assert (told.status_code, told.headers["Upload-Offset"]) == (201, "0")
    with HttpCenter(centre.url, token) as way:
        assert way.have([nothing]) == {nothing}


def test_errors_tell_the_version_of_tus_as_well(
    centre: CentreProcess, session: requests.Session
) -> None:
    told = session.head(f"{centre.url}/v1/uploads/{'0' * 64}")
    assert (told.status_code, told.headers["Tus-Resumable"]) == (404, "1.0.0")
