"""A commune that was merged: its heir's PCs go on with what the former ones had, once and whole."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from db import errors, journal, lock, shelf
from db.journal import Edit
from desktop import merger, secrets
from desktop import profile as opened_profile
from rules.records import PERSON, UNIT
from tests.support import profiles
from tests.support.centre import CentreProcess, serving
from tests.support.programme import COMMUNE, Pc, answer

FORMER = "20116"  # xã Vinh Hưng, part of xã Vinh Lộc since 1/7/2025
OTHER = "20113"  # xã Vinh Mỹ, another part


def made(folder: Path, commune: str, *edits: Edit) -> Pc:
    """A profile of a commune that is no more."""
    with profiles.profile(folder, commune) as store:
        if edits:
            journal.commit(store, "can-bo", edits)
    secrets.new(folder, encrypted=False)
    return Pc(folder)


@pytest.fixture
def former(tmp_path: Path) -> Pc:
    """A profile of a commune that is no more, with people, a village and an answer."""
    pc = made(
        tmp_path / "former",
        FORMER,
        Edit(PERSON.name, "can-bo", {"full_name": "Nguyễn Văn An", "roles": ["officer"]}),
        Edit(PERSON.name, "truong-thon", {"full_name": "Lê Thị Bé"}),
        Edit(UNIT.name, "thon-1", {"name": "Phụng Chánh", "kind": "thon", "parent": FORMER}),
    )
    pc.apply(answer(period="2024", passed=True, note="đã họp"))
    return pc


def move(pc: Pc, former: Pc, officer: str = "nguyễn văn an", **plain: bool) -> Any:
    """`init --from`, as an administrator types it."""
    return pc.run(
        *("init", "--commune", COMMUNE, "--officer", officer),
        *(() if plain.get("encrypted") else ("--no-encryption",)),
        *("--from", former.folder),
    )


def scan(pc: Pc, path: Path, content: bytes) -> Path:
    """A file attached to the one answer of a PC."""
    path.write_bytes(content)
    (line,) = pc.dump()
    pc.do("attach", "assessment", line["record"], path)
    return path


def everything(pc: Pc) -> str:
    return pc.do("dump").out


class TestOnePc:
    def test_all_keeps_its_ids_and_the_officer_stays_one_person(
        self, former: Pc, tmp_path: Path
    ) -> None:
        pc = Pc(tmp_path / "heir")
        said = move(pc, former)
        assert said.status == 0, said.err
        assert "2 người và 1 thôn" in said.out
        assert "1 câu trả lời" in said.out
        assert {each["record"] for each in pc.dump("person")} == {"can-bo", "truong-thon"}
        (village,) = pc.dump("unit")
        assert (village["record"], village["values"]["parent"]) == ("thon-1", COMMUNE)
        assert pc.dump("assessment") == []
        (own,) = former.dump("assessment")
        (told,) = pc.dump("former_assessment")
        assert told["record"] == own["record"]
        assert told["values"] == {**own["values"], "origin": FORMER}
        assert pc.do("status", "--json").json["officer"] == "can-bo"
        pc.do("check")

    def test_done_again_it_adds_what_came_since(self, former: Pc, tmp_path: Path) -> None:
        pc = Pc(tmp_path / "heir")
        move(pc, former)
        before = pc.do("log").out
        assert move(pc, former).status == 0
        assert pc.do("log").out == before
        former.apply(answer("8.1", period="2024", passed=True))
        assert move(pc, former).status == 0
        assert len(pc.dump("former_assessment")) == 2

    def test_keys_differ_and_each_opens_its_own(self, former: Pc, tmp_path: Path) -> None:
        pc = Pc(tmp_path / "heir", {secrets.ENVIRONMENT: "một câu mật khẩu dài"})
        scan(former, tmp_path / "Biên bản.pdf", b"%PDF bien ban")
        said = move(pc, former, encrypted=True)
        assert said.status == 0, said.err
        assert "Mã khôi phục" in said.out
        (file,) = [each for each in (pc.folder / "blobs").rglob("*") if each.is_file()]
        assert b"bien ban" not in file.read_bytes()
        pc.do("check")


class TestWhatStandsInTheWay:
    def test_only_the_heir_of_a_commune_takes_over(self, former: Pc, tmp_path: Path) -> None:
        pc = Pc(tmp_path / "stranger")
        said = pc.run(
            *("init", "--commune", "20107", "--officer", "An", "--no-encryption"),
            *("--from", former.folder),
        )
        assert said.status == 1
        assert "không nhập vào" in said.err
        assert not pc.folder.exists()

    def test_a_former_profile_that_is_none_is_one_sentence(self, tmp_path: Path) -> None:
        said = move(Pc(tmp_path / "pc"), Pc(tmp_path / "nowhere"))
        assert said.status == 1
        assert "Không có hồ sơ" in said.err

    def test_a_former_profile_that_is_open_elsewhere_is_told(
        self, former: Pc, tmp_path: Path
    ) -> None:
        pc = Pc(tmp_path / "heir")
        with lock.held(former.folder, "cửa sổ Làng Số đang mở", 0):
            said = move(pc, former)
        assert said.status == 1
        assert "cửa sổ Làng Số đang mở" in said.err
        assert not pc.folder.exists()

    def test_a_former_profile_whose_key_is_lost_is_told(self, tmp_path: Path) -> None:
        with profiles.profile(tmp_path / "former", FORMER, key=os.urandom(32)):
            pass
        secrets.new(tmp_path / "former", encrypted=False)  # not its key
        pc = Pc(tmp_path / "heir")
        said = move(pc, Pc(tmp_path / "former"))
        assert said.status == 1
        assert said.err.strip()
        assert "Traceback" not in said.err
        assert not pc.folder.exists()

    def test_a_disk_that_is_full_leaves_nothing_half_made(
        self, former: Pc, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        folder = tmp_path / "heir"

        def full(*_given: object) -> None:
            raise errors.CannotWrite("Ổ đĩa đã đầy; hãy xoá bớt tệp rồi thử lại.")

        with opened_profile.working(former.folder, "thử") as old:
            with monkeypatch.context() as patched:
                patched.setattr(journal, "adopt", full)
                with pytest.raises(errors.CannotWrite):
                    merger.take_over(old, folder, COMMUNE, "An", encrypted=False)
            assert not folder.exists()
            merger.take_over(old, folder, COMMUNE, "An", encrypted=False)
        assert len(Pc(folder).dump("former_assessment")) == 1

    def test_the_profile_of_a_third_commune_is_left_alone(self, former: Pc, tmp_path: Path) -> None:
        pc = Pc(tmp_path / "other").init("20107")
        before = everything(pc)
        said = move(pc, former)
        assert said.status == 1
        assert "hồ sơ của xã khác" in said.err
        assert everything(pc) == before

    def test_a_file_that_was_altered_is_named_and_the_rest_comes(
        self, former: Pc, tmp_path: Path
    ) -> None:
        for name in ("Hỏng.pdf", "Lành.pdf"):
            scan(former, tmp_path / name, name.encode())
        hurt = next(e for e in former.dump("evidence") if e["values"]["name"] == "Hỏng.pdf")
        with profiles.stores.open_(former.folder) as store:
            path = shelf.path_of(store, hurt["values"]["sha256"])
        path.chmod(0o600)
        path.write_bytes(b"khac")
        pc = Pc(tmp_path / "heir")
        said = move(pc, former)
        assert said.status == 0
        assert "“Hỏng.pdf” trong hồ sơ của xã cũ đã hỏng hoặc bị sửa" in said.out
        assert len(pc.dump("evidence")) == 2
        assert pc.do("status", "--json").json["files"] == 1


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[CentreProcess]:
    """A centre that knew the communes before they were merged."""
    with serving(tmp_path / "centre") as running:
        with closing(sqlite3.connect(running.data / "center.db", timeout=30)) as connection:
            rows = [(FORMER, "Xã Vinh Hưng", 0, 0), (OTHER, "Xã Vinh Mỹ", 0, 0)]
            columns = "commune(code, name, position, projected)"
            connection.executemany(f"INSERT INTO {columns} VALUES (?, ?, ?, ?)", rows)
            connection.commit()
        yield running


def joined(pc: Pc, centre: CentreProcess, commune: str = COMMUNE) -> Pc:
    pc.do("enrol", "--center", centre.url, "--code", centre.code(commune))
    return pc


def sync(*pcs: Pc) -> list[Any]:
    return [pc.do("sync", "--json").json for pc in pcs]


def test_pcs_of_two_former_communes_meet_as_their_heir(
    former: Pc, tmp_path: Path, centre: CentreProcess
) -> None:
    # two PCs of one commune and one of another, as they were before the merger
    one, two = joined(former, centre, FORMER), made(tmp_path / "former-2", FORMER)
    scan(one, tmp_path / "Biên bản họp.pdf", b"%PDF bien ban hop " * 50)
    joined(two, centre, FORMER)
    sync(one, two)
    three = joined(made(tmp_path / "other", OTHER), centre, OTHER)
    three.apply(answer(period="2024", passed=False))
    scan(three, tmp_path / "Ảnh.png", b"\x89PNG\r\n\x1a\n" * 90)
    sync(three)
    course = {"course": "lop-1", "person": "truong-thon"}
    one.apply(
        answer("8.1", period="2024", passed=True),  # none of these was sent
        {"type": "course", "record": "lop-1", "set": {"title": "Kỹ năng số"}},
        {"type": "session", "record": "buoi-1", "set": {"course": "lop-1", "day": "2024-05-06"}},
        {"type": "enrolment", "set": {**course, "result": "passed"}},
        {
            "type": "attendance",
            "set": {"session": "buoi-1", "person": "truong-thon", "state": "present"},
        },
    )
    two.apply(answer(period="2024", note="máy hai, chưa gửi"))
    old = {pc: pc.do("log").out for pc in (one, two, three)}

    # the first moves, and the heir's officers go on with it
    first = Pc(tmp_path / "heir-1")
    assert move(first, one).status == 0
    joined(first, centre)
    (done,) = sync(first)
    assert (done["refused"], done["conflicts"]) == (0, 0)
    first.apply(
        {"type": "person", "record": "truong-thon", "set": {"phone": "0905"}},
        answer(period="2026", passed=True),
    )
    sync(first)

    # a week later the others
    second, third = Pc(tmp_path / "heir-2"), Pc(tmp_path / "heir-3")
    assert move(second, two).status == 0
    assert move(third, three, "Trần Thị Ba").status == 0
    heirs = [first, second, third]
    for pc in (second, third):
        joined(pc, centre)
    for _round in range(2):
        for done in sync(second, third, first):
            assert (done["refused"], done["conflicts"]) == (0, 0)

    dumps = {everything(pc) for pc in heirs} | {centre.run("dump", COMMUNE).stdout}
    assert len(dumps) == 1
    told = {
        (each["values"]["origin"], each["values"]["indicator"]): each["values"]
        for each in first.dump("former_assessment")
    }
    assert set(told) == {(FORMER, "8.4"), (FORMER, "8.1"), (OTHER, "8.4")}
    assert told[FORMER, "8.4"]["note"] == "máy hai, chưa gửi"
    assert [each["values"]["period"] for each in first.dump()] == ["2026"]
    people = {each["record"]: each["values"] for each in first.dump("person")}
    assert people["truong-thon"]["phone"] == "0905"
    assert sorted(each["full_name"] for each in people.values()) == [
        *("Lê Thị Bé", "Nguyễn Văn An", "Trần Thị Ba"),
    ]
    (seat,) = first.dump("enrolment")
    assert seat["values"]["result"] == "passed"
    for pc in heirs:
        status = pc.do("status", "--json").json
        assert (status["waiting"], status["files"], status["conflicts"]) == (0, 2, 0)
        assert pc.do("check", "--json").json["fine"] is True
    assert centre.run("check").returncode == 0

    # the former profiles are as they were, and still send to their own streams
    assert {pc: pc.do("log").out for pc in (one, two, three)} == old
    assert sync(one)[0]["pushed"] == 5
    listed = centre.run("device", "list").stdout.splitlines()
    assert sum("trước sáp nhập" in line for line in listed) == 3


def test_a_code_of_the_heir_is_kept_for_the_heirs_profile(
    former: Pc, tmp_path: Path, centre: CentreProcess
) -> None:
    code = centre.code(COMMUNE)
    said = former.run("enrol", "--center", centre.url, "--code", code)
    assert said.status == 1
    assert "“Chuyển sang xã mới sau sáp nhập”" in said.err
    assert former.run("enrol", "--center", centre.url, "--code", centre.code("20107")).status == 1
    pc = Pc(tmp_path / "heir")
    move(pc, former)
    pc.do("enrol", "--center", centre.url, "--code", code)


def test_a_stick_takes_it_along_as_well(former: Pc, tmp_path: Path, centre: CentreProcess) -> None:
    scan(former, tmp_path / "Biên bản họp.pdf", b"%PDF bien ban hop " * 50)
    pc = Pc(tmp_path / "heir")
    move(pc, former)
    joined(pc, centre)
    pc.do("bundle", "export", tmp_path / "di.lsb")
    told = centre.run(
        "bundle", "import", str(tmp_path / "di.lsb"), "--reply", str(tmp_path / "ve.lsb")
    )
    assert told.returncode == 0, told.stderr
    pc.do("bundle", "import", tmp_path / "ve.lsb")
    assert centre.run("dump", COMMUNE).stdout == everything(pc)
    assert pc.do("status", "--json").json["waiting"] == 0
