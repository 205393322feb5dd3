"""A PC enrols by what the administrator hands over: a file, a picture of a QR code, or a photo."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage, QPainter, QTransform

from center.__main__ import main
from desktop import invitation
from sync import errors, keys
from sync.invitation import Invitation, from_text, to_text
from tests.support.centre import CentreProcess, serving
from tests.support.programme import COMMUNE, Pc

URL = "https://ntm.hue.example"


@pytest.fixture(scope="module")
def centre(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CentreProcess]:
    with serving(tmp_path_factory.mktemp("centre") / "data") as running:
        yield running


def issued(
    data: Path, capsys: pytest.CaptureFixture[str], *options: str | Path, url: str = URL
) -> str:
    """A code with these files beside it; what was printed."""
    main(["init", "--data", str(data)])
    told = ["code", COMMUNE, "--data", str(data), "--url", url, *map(str, options)]
    assert main(told) == 0
    printed = capsys.readouterr().out
    assert printed.count("\n") == 1  # the code stands alone
    return printed.strip()


@pytest.mark.parametrize("name", ["moi.png", "moi.svg", "moi.json"])
def test_whatever_the_centre_hands_over_says_the_same(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    path = tmp_path / name
    option = "--file" if path.suffix == ".json" else "--qr"
    code = issued(tmp_path / "data", capsys, option, path)
    read = invitation.read(path)
    assert (read.url, read.code) == (URL, code)
    assert read.center_keys is not None
    assert read.center_keys.recipient.startswith("age1")


@pytest.mark.parametrize("width", [701, 702, 703])  # Qt fills rows up to four bytes
def test_a_photo_of_the_picture_will_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], width: int
) -> None:
    drawn, photo = tmp_path / "moi.png", tmp_path / "anh.jpg"
    code = issued(tmp_path / "data", capsys, "--qr", drawn)
    turned = QImage(str(drawn)).transformed(QTransform().rotate(11))
    table = QImage(width, 640, QImage.Format.Format_RGB32)
    table.fill(QColor("#b0a890"))
    with QPainter(table) as painter:
        painter.drawImage(20, 15, turned.scaledToHeight(600))
    assert table.save(str(photo), quality=60)
    assert invitation.read(photo).code == code


@pytest.mark.parametrize(
    "content",
    [b"", b"xin chao", b"[]", b'{"url": "x"}', b'{"url":"x","code":"y"}', b"\xff\xfe"],
)
def test_another_file_is_told_apart(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "tep"
    path.write_bytes(content)
    with pytest.raises(errors.NoInvitation, match="chọn đúng tệp"):
        invitation.read(path)


def test_a_picture_without_a_code_is_told_apart(tmp_path: Path) -> None:
    empty = QImage(300, 200, QImage.Format.Format_RGB32)
    empty.fill(QColor("white"))
    empty.save(str(tmp_path / "trang.png"))
    with pytest.raises(errors.NoInvitation):
        invitation.read(tmp_path / "trang.png")


def test_an_invitation_is_read_as_it_was_written_and_keeps_its_code_out_of_logs() -> None:
    invited = Invitation(URL, "19819-AAAA-BBBB-CCCC", keys.draw().public)
    assert from_text(to_text(invited)) == invited
    assert "AAAA" not in repr(invited)


def test_without_an_address_or_with_another_kind_of_picture_nothing_is_issued(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = str(tmp_path)
    for options in (["--qr", "moi.png"], ["--url", URL, "--qr", "moi.gif"]):
        with pytest.raises(SystemExit) as ended:
            main(["code", COMMUNE, "--data", data, *options])
        assert ended.value.code == 2
    for nowhere in ("trungtam.hue.gov.vn", "http://trungtam.hue.gov.vn"):
        asked = ["code", COMMUNE, "--data", data, "--url", nowhere, "--file", str(tmp_path / "a")]
        assert main(asked) == 1
        assert "https://" in capsys.readouterr().err
    lost = str(tmp_path / "none" / "moi.png")
    main(["init", "--data", data])
    assert main(["code", COMMUNE, "--data", data, "--url", URL, "--qr", lost]) == 1
    assert capsys.readouterr().err.endswith("quyền ghi.\n")


def test_a_pc_enrols_by_the_picture(
    centre: CentreProcess, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    picture = tmp_path / "moi.png"
    issued(centre.data, capsys, "--qr", picture, url=centre.url)
    pc = Pc(tmp_path / "pc").init()
    pc.do("enrol", "--file", picture)
    assert pc.do("sync", "--json").json["refused"] == 0


def test_a_centre_that_is_not_the_one_that_invited_gets_no_further(
    centre: CentreProcess, tmp_path: Path
) -> None:
    path = tmp_path / "moi.json"
    path.write_text(to_text(Invitation(centre.url, centre.code(COMMUNE), keys.draw().public)))
    pc = Pc(tmp_path / "pc").init()
    said = pc.run("enrol", "--file", path)
    assert said.status == 1
    assert "không phải là trung tâm" in said.err
    assert json.loads(pc.do("status", "--json").out)["center"] is None


def test_enrolling_needs_a_file_or_an_address_and_a_code(tmp_path: Path) -> None:
    pc = Pc(tmp_path / "pc").init()
    for options in ([], ["--center", URL], ["--code", "x"]):
        assert pc.run("enrol", *options).status == 2
