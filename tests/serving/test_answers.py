"""How the centre answers what it cannot serve, and what it says of itself."""

from __future__ import annotations

import gzip
import json
import re

import pytest
import requests
import zstandard

from rules.change import encode
from rules.records import SCHEMA
from sync import wire
from tests.support.centre import CentreProcess
from tests.support.desk import Pen

WORDS = re.compile(r".*[a-zà-ỹđ].*\.$")


@pytest.fixture
def token(centre: CentreProcess, commune: str) -> str:
    return centre.enrol(commune=commune).token


def ask(centre: CentreProcess, method: str, path: str, **more: object) -> requests.Response:
    with requests.Session() as session:
        session.trust_env = False
        return session.request(method, centre.url + path, timeout=30, **more)  # type: ignore[arg-type]


def bearer(token: str, **more: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}", **more}


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/v1/nothing", 404, "not_found"),
        ("GET", "/v1/hello", 401, "device_revoked"),
        ("POST", "/v1/changes", 401, "device_revoked"),
        ("GET", "/v1/changes?after=0", 401, "device_revoked"),
        ("GET", "/v1/packages", 401, "device_revoked"),
        ("POST", "/v1/devices", 400, "bad_request"),
        ("DELETE", "/v1/changes", 405, "bad_request"),
    ],
)
def test_an_error_is_a_code_and_a_sentence(
    centre: CentreProcess, method: str, path: str, status: int, code: str
) -> None:
    answer = ask(centre, method, path)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert WORDS.match(answer.json()["sentence"])
    assert "LangSo-Centre" in answer.headers


@pytest.mark.parametrize(
    "path", ["/v1/hello", "/v1/changes?after=0", "/v1/snapshot?schema=1", "/v1/nothing", "/schema"]
)
def test_nobody_on_the_way_may_keep_an_answer_for_later(
    centre: CentreProcess, token: str, path: str
) -> None:
    assert ask(centre, "GET", path, headers=bearer(token)).headers["Cache-Control"] == "no-store"


def test_what_the_pages_are_made_of_may_be_kept(centre: CentreProcess) -> None:
    answer = ask(centre, "GET", "/static/style.css")
    assert (answer.status_code, answer.headers.get("Cache-Control")) == (200, None)


@pytest.mark.parametrize("path", ["/v1/changes?after=-1", "/v1/changes?after=x", "/v1/changes"])
def test_a_position_that_is_none_is_a_bad_request(
    centre: CentreProcess, token: str, path: str
) -> None:
    assert ask(centre, "GET", path, headers=bearer(token)).status_code == 400


@pytest.mark.parametrize("body", [b"{}", b"[]", b"nonsense", b'{"sha256": [1]}'])
def test_json_of_another_shape_is_a_bad_request(
    centre: CentreProcess, token: str, body: bytes
) -> None:
    headers = bearer(token, **{"Content-Type": "application/json"})
    answer = ask(centre, "POST", "/v1/blobs/have", data=body, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_request")


BOMB = b"\n" * (200 * 1024 * 1024)


@pytest.mark.parametrize("encoding", ["zstd", "gzip"])
def test_a_small_body_that_unpacks_to_a_huge_one_is_refused(
    centre: CentreProcess, token: str, encoding: str
) -> None:
    packed = zstandard.compress(BOMB) if encoding == "zstd" else gzip.compress(BOMB, 1)
    assert len(packed) < wire.MOST
    headers = bearer(token, **{"Content-Encoding": encoding})
    answer = ask(centre, "POST", "/v1/changes", data=packed, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
    assert ask(centre, "GET", "/v1/hello", headers=bearer(token)).status_code == 200


def test_a_bomb_that_does_not_tell_its_size_is_refused_too(
    centre: CentreProcess, token: str
) -> None:
    silent = zstandard.ZstdCompressor().compressobj()
    packed = silent.compress(BOMB) + silent.flush()
    headers = bearer(token, **{"Content-Encoding": "zstd"})
    answer = ask(centre, "POST", "/v1/changes", data=packed, headers=headers)
    assert answer.status_code in (400, 413)


def test_a_body_too_long_as_it_is_is_refused(centre: CentreProcess, token: str) -> None:
    answer = ask(centre, "POST", "/v1/changes", data=b" " * (wire.MOST + 1), headers=bearer(token))
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("zstd", b"not packed at all"),
        ("gzip", b"not packed at all"),
        ("zstd", zstandard.compress(b"x" * 1000)[:-5]),
        ("gzip", gzip.compress(b"x" * 1000, mtime=0)[:-5]),
        ("br", b"whatever"),
        ("identity", b"\xff\xfe"),
    ],
)
def test_a_damaged_body_is_refused_whole(
    centre: CentreProcess, token: str, encoding: str, body: bytes
) -> None:
    headers = bearer(token, **{"Content-Encoding": encoding})
    answer = ask(centre, "POST", "/v1/changes", data=body, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (400, "garbled")


@pytest.mark.parametrize("accepted", ["zstd", "gzip", "identity", "gzip, zstd;q=0.5"])
def test_answers_are_packed_as_asked(centre: CentreProcess, token: str, accepted: str) -> None:
    lines = "\n".join(['{"no": "change"}'] * 100).encode()
    headers = bearer(token, **{"Accept-Encoding": accepted})
    with requests.Session() as session:
        session.trust_env = False
        answer = session.post(
            f"{centre.url}/v1/changes", lines, headers=headers, stream=True, timeout=30
        )
        raw = answer.raw.read(decode_content=False)
    encoding = answer.headers.get("Content-Encoding", "identity")
    assert encoding == wire.encoding_for(accepted)
    assert len(json.loads(wire.unpack(raw, encoding))["answers"]) == 100


def test_a_programme_older_than_the_protocol_is_told_to_update(
    centre: CentreProcess, token: str
) -> None:
    answer = ask(centre, "GET", "/v1/hello", headers=bearer(token, **{"LangSo-Protocol": "0"}))
    assert (answer.status_code, answer.json()["code"]) == (426, "newer_needed")


def test_the_openapi_document_loads_and_describes_every_call(centre: CentreProcess) -> None:
    document = ask(centre, "GET", "/schema").json()
    assert document["openapi"].startswith("3.")
    calls = {
        (method, path): call
        for path, methods in document["paths"].items()
        if path.startswith("/v1/")
        for method, call in methods.items()
    }
    assert ("post", "/v1/changes") in calls
    assert ("patch", "/v1/uploads/{sha256}") in calls
    for named, call in calls.items():
        assert call.get("description"), named
    body = calls["post", "/v1/changes"]["requestBody"]
    assert wire.LINES in body["content"]


def test_packages_are_listed_in_the_order_of_publishing(centre: CentreProcess, token: str) -> None:
    assert ask(centre, "GET", "/v1/packages", headers=bearer(token)).json() == {"packages": []}


def test_a_record_is_folded_for_those_who_ask_for_it(centre: CentreProcess, token: str) -> None:
    pen = Pen()
    made = pen.change(set={"full_name": "Lê Thị Hoa", "phone": "1"})
    seen = {"phone": (made.id,)}
    edited = pen.change("person", made.record, set={"phone": "2"}, base=seen)
    bodies = [encode(made), encode(edited)]
    headers = bearer(token, **{"Content-Type": wire.LINES})
    ask(centre, "POST", "/v1/changes", data=b"\n".join(bodies), headers=headers)
    told = {
        way: ask(centre, "GET", f"/v1/snapshot?schema={SCHEMA}{way}", headers=bearer(token))
        for way in ("", "&folded=false", "&folded=true")
    }
    plain, asked_not_to, folded = [answer.content.split(b"\n") for answer in told.values()]
    assert plain == asked_not_to
    assert plain[2:] == bodies
    assert len(folded) == 2
    assert json.loads(folded[1])["now"] == [["full_name"], ["phone"]]
    assert folded[1].endswith(b'"changes":[%b]}' % b",".join(bodies))
