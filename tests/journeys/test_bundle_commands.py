"""Bundles on the command line: processes, files and a centre, as an administrator uses them."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.support.centre import CentreProcess, serving
from tests.support.programme import COMMUNE, SET, Pc, answer


@pytest.fixture(scope="module")
def centre(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CentreProcess]:
    """A centre that serves; bundles need no network, only enrolling does."""
    with serving(tmp_path_factory.mktemp("centre") / "data") as running:
        yield running


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """An empty stick."""
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


def enrolled(folder: Path, centre: CentreProcess) -> Pc:
    """A PC of the commune that belongs to the centre."""
    pc = Pc(folder).init()
    pc.do("enrol", "--center", centre.url, "--code", centre.code(COMMUNE))
    return pc


def reply(centre: CentreProcess, bundle: Path, answer: Path) -> str:
    """What the administrator does with a stick; what the centre said."""
    done = centre.run("bundle", "import", str(bundle), "--reply", str(answer))
    assert done.returncode == 0, done.stderr
    return done.stdout


def turned_away(centre: CentreProcess, stick: Path) -> str:
    """What the administrator is told of a bundle that is not taken."""
    done = centre.run("bundle", "import", str(stick / "a.lsb"), "--reply", str(stick / "b"))
    assert done.returncode == 1
    return done.stderr


def trip(pc: Pc, centre: CentreProcess, stick: Path, name: str = "1") -> str:
    """There and back again; what the PC said at the end."""
    up, back = stick / f"{name}.lsb", stick / f"{name}-answer.lsb"
    pc.do("bundle", "export", up)
    reply(centre, up, back)
    return pc.do("bundle", "import", back).out


def test_two_pcs_that_never_share_a_network_end_up_equal(
    centre: CentreProcess, tmp_path: Path, stick: Path
) -> None:
    one, other = enrolled(tmp_path / "one", centre), enrolled(tmp_path / "two", centre)
    photo = tmp_path / "anh.jpg"
    photo.write_bytes(b"\xff\xd8" + bytes(range(256)) * 40)
    one.apply(answer(passed=True))
    one.do("attach", "assessment", f"{SET}/8.4/2025", photo)
    other.apply(answer("8.1", passed=False))
    assert "và 1 tệp" in trip(one, centre, stick, "one")
    trip(other, centre, stick, "two")
    trip(one, centre, stick, "again")
    assert one.dump() == other.dump()
    assert one.do("dump").out == centre.run("dump", COMMUNE).stdout
    for pc in (one, other):
        told = pc.do("status", "--json").json
        assert (told["waiting"], told["files_waiting"]) == (0, 0)
        pc.do("check")


def test_an_answer_brings_no_file_back_to_who_brought_it_and_confirms_each_once(
    centre: CentreProcess, tmp_path: Path, stick: Path
) -> None:
    pc, photo = enrolled(tmp_path / "pc", centre), tmp_path / "anh.jpg"
    photo.write_bytes(random.Random(7).randbytes(200_000))
    pc.apply(answer(passed=True))
    pc.do("attach", "assessment", f"{SET}/8.4/2025", photo)
    assert "và 1 tệp" in trip(pc, centre, stick)
    assert (stick / "1-answer.lsb").stat().st_size < 50_000
    again = pc.do("bundle", "import", stick / "1-answer.lsb").out
    assert "đã xác nhận 0 thay đổi và 0 tệp" in again


def test_what_an_answer_brings_to_light_is_told_once(
    centre: CentreProcess, tmp_path: Path, stick: Path
) -> None:
    pc = enrolled(tmp_path / "pc", centre)
    copy = Pc(Path(shutil.copytree(pc.folder, tmp_path / "ban-chep")))
    pc.apply(answer("4.1", passed=True))
    trip(pc, centre, stick)
    copy.do("bundle", "export", stick / "2.lsb")
    reply(centre, stick / "2.lsb", stick / "2-answer.lsb")
    said = copy.do("bundle", "import", stick / "2-answer.lsb")
    assert (said.out + said.err).count("bản chép") == 1


def test_what_an_answer_brings_to_light_is_said_once(
    centre: CentreProcess, tmp_path: Path, stick: Path
) -> None:
    pc = enrolled(tmp_path / "pc", centre)
    pc.do("bundle", "export", stick / "a.lsb")
    reply(centre, stick / "a.lsb", stick / "b.lsb")
    with closing(sqlite3.connect(pc.folder / "langso.db")) as connection, connection:
        connection.execute("UPDATE person SET full_name = 'Không ai'")
    said = pc.do("bundle", "import", stick / "b.lsb")
    assert (said.err + said.out).count("vừa được tự dựng lại cho khớp") == 1


def test_stick_and_network_mix_in_any_order(
    centre: CentreProcess, tmp_path: Path, stick: Path
) -> None:
    one, other = enrolled(tmp_path / "one", centre), enrolled(tmp_path / "two", centre)
    one.apply(answer("8.4", passed=True))
    one.do("bundle", "export", stick / "early.lsb")
    one.apply(answer("8.1", passed=True))
    one.do("sync")
    other.apply(answer("3.2", passed=True))
    other.do("sync")
    said = reply(centre, stick / "early.lsb", stick / "late.lsb")
    assert "0 thay đổi mới" in said
    one.do("sync")
    one.do("bundle", "import", stick / "late.lsb")
    one.do("bundle", "import", stick / "late.lsb")
    other.do("sync")
    assert one.do("dump").out == other.do("dump").out == centre.run("dump", COMMUNE).stdout


def test_a_bundle_in_letters_is_joined_again_in_any_order(
    centre: CentreProcess, tmp_path: Path, stick: Path
) -> None:
    pc, chance = enrolled(tmp_path / "pc", centre), random.Random(7)
    for n in range(9):
        pc.apply(answer(period=f"202{n}", note=chance.randbytes(5000).hex()))
    pc.do("bundle", "export", stick / "thu.lsb", "--part", "0,017")
    parts = sorted(stick.iterdir())
    assert len(parts) > 1
    letters = stick / "thu-den"
    letters.mkdir()
    for number, part in enumerate(reversed(parts)):
        part.rename(letters / f"dinh-kem-{number}.lsb")
    reply(centre, letters / "dinh-kem-0.lsb", stick / "tra-loi.lsb")
    assert "đã xác nhận 10 thay đổi" in pc.do("bundle", "import", stick / "tra-loi.lsb").out
    assert pc.do("status", "--json").json["waiting"] == 0


def test_a_revoked_pcs_bundle_and_a_strangers_are_refused_in_one_sentence(
    centre: CentreProcess, tmp_path: Path, stick: Path
) -> None:
    pc = enrolled(tmp_path / "pc", centre)
    pc.apply(answer("2.1", passed=True))
    pc.do("bundle", "export", stick / "a.lsb")
    with serving(tmp_path / "elsewhere") as elsewhere:
        assert "không dành cho nơi đang mở" in turned_away(elsewhere, stick)
    device = pc.do("status", "--json").json["device"]
    assert centre.run("device", "revoke", device).returncode == 0
    assert "bị thu hồi" in turned_away(centre, stick)
    assert not (stick / "b").exists()
    assert pc.do("status", "--json").json["waiting"] == 2


def test_a_folder_that_is_not_there_is_named_as_it_was_given(
    centre: CentreProcess, tmp_path: Path, stick: Path
) -> None:
    pc = enrolled(tmp_path / "pc", centre)
    told = pc.run("bundle", "export", stick / "none" / "a.lsb").err
    assert told == f"Không tìm thấy {stick / 'none'}; hãy kiểm tra lại đường dẫn.\n"


def test_who_lost_the_keys_carries_nothing_in_vain_and_enrols_again_first(
    centre: CentreProcess, tmp_path: Path, stick: Path
) -> None:
    pc = enrolled(tmp_path / "pc", centre)
    pc.apply(answer("2.2", passed=True))
    (pc.folder / "profile.keys").unlink()
    for way in (("export", stick / "a.lsb"), ("import", stick / "b.lsb")):
        refused = pc.run("bundle", *way)
        assert (refused.status, refused.err.count("\n")) == (1, 1)
        assert "mã đăng ký" in refused.err
    pc.do("enrol", "--center", centre.url, "--code", centre.code(COMMUNE))
    assert "đã xác nhận 2 thay đổi" in trip(pc, centre, stick)


def test_who_heard_of_being_revoked_writes_no_bundle_that_nobody_takes(
    centre: CentreProcess, tmp_path: Path, stick: Path
) -> None:
    pc = enrolled(tmp_path / "pc", centre)
    assert centre.run("device", "revoke", pc.do("status", "--json").json["device"]).returncode == 0
    assert pc.run("sync").status == 1
    refused = pc.run("bundle", "export", stick / "a.lsb")
    assert (refused.status, "không còn nhận máy này" in refused.err) == (1, True)
    assert not list(stick.iterdir())
    pc.do("enrol", "--center", centre.url, "--code", centre.code(COMMUNE))
    assert "đã xác nhận 1 thay đổi" in trip(pc, centre, stick)


def test_without_a_centre_there_is_nobody_to_carry_to(tmp_path: Path) -> None:
    said = Pc(tmp_path / "pc").init().run("bundle", "export", tmp_path / "a.lsb")
    assert said.status == 1
    assert "chưa đăng ký với trung tâm" in said.err
    assert not (tmp_path / "a.lsb").exists()


def test_an_answer_that_takes_much_away_asks_first(
    centre: CentreProcess, tmp_path: Path, stick: Path
) -> None:
    one, other = enrolled(tmp_path / "one", centre), enrolled(tmp_path / "two", centre)
    people = [{"type": "person", "set": {"full_name": f"Người {n}"}} for n in range(30)]
    one.apply(*people)
    one.do("sync")
    other.do("sync")
    gone = [
        {"type": "person", "record": each["record"], "delete": True} for each in one.dump("person")
    ]
    one.apply(*gone[:20])
    one.do("sync")
    other.do("bundle", "export", stick / "up.lsb")
    reply(centre, stick / "up.lsb", stick / "down.lsb")
    before = other.dump("person")
    said = other.run("bundle", "import", stick / "down.lsb")
    assert said.status == 1
    assert "sẽ xoá" in said.err
    assert other.dump("person") == before
    other.do("bundle", "import", stick / "down.lsb", "--accept-mass-change")
    assert other.dump("person") == one.dump("person")
