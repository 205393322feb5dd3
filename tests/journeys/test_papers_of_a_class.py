"""Papers of a class leave on the command line: found by code or id, noted, whole or not at all."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import openpyxl
import pytest

from tests.support.programme import Pc

PEOPLE = (
    {"full_name": "Hồ Thị Yến", "birth_year": 1980, "phone": "0914000111"},
    {"full_name": "Lê Văn Ánh", "birth_year": 1975, "phone": "0914000222"},
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Pc:
    """A profile with a class of two, one of whom passed, and a class of nobody."""
    pc = Pc(tmp_path_factory.mktemp("made") / "ho-so").init()
    pc.apply(
        *({"type": "person", "record": f"p{n}", "set": each} for n, each in enumerate(PEOPLE)),
        {"type": "course", "record": "c1", "set": {"title": "Kỹ năng số", "code": "KNS-01"}},
        {"type": "course", "record": "c2", "set": {"title": "Lớp trống", "code": "TRONG"}},
        {"type": "course", "record": "c3", "set": {"title": "Một", "code": "ĐÔI"}},
        {"type": "course", "record": "c4", "set": {"title": "Hai", "code": "đôi"}},
        {"type": "session", "set": {"course": "c1", "day": "2026-03-05"}},
        {"type": "enrolment", "set": {"course": "c1", "person": "p0", "result": "passed"}},
        {"type": "enrolment", "set": {"course": "c1", "person": "p1"}},
        {"type": "enrolment", "set": {"course": "c3", "person": "p1"}},
    )
    return pc


@pytest.fixture
def pc(made: Pc, tmp_path: Path) -> Pc:
    """The same, for one test."""
    shutil.copytree(made.folder, tmp_path / "ho-so")
    return Pc(tmp_path / "ho-so")


def told(path: Path) -> list[str]:
    """Every text of the first sheet."""
    sheet = openpyxl.load_workbook(path).worksheets[0]
    return [str(cell.value) for row in sheet.rows for cell in row if cell.value is not None]


@pytest.mark.parametrize(
    ("kind", "course", "people"),
    [
        ("invitation", "KNS-01", ["Lê Văn Ánh", "Hồ Thị Yến"]),
        ("sign-sheet", "kns-01", ["Lê Văn Ánh", "Hồ Thị Yến"]),
        ("certificates", "c1", ["Hồ Thị Yến"]),
    ],
)
def test_a_paper_is_written_and_noted(
    pc: Pc, tmp_path: Path, kind: str, course: str, people: list[str]
) -> None:
    said = pc.do("export", kind, tmp_path / "a.xlsx", "--course", course)
    assert f"{len(people)} người" in said.out
    texts = told(tmp_path / "a.xlsx")
    assert "XÃ VINH LỘC" in texts
    assert [each for each in texts if each in ("Lê Văn Ánh", "Hồ Thị Yến")] == people
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        assert not any(b"0914000" in archive.read(name) for name in archive.namelist())
    (noted,) = [each["values"] for each in pc.dump("export")]
    assert (noted["list"], noted["rows"], noted["purpose"]) == (kind, len(people), "Kỹ năng số")
    assert "full_name" in noted["fields"]


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (("sign-sheet", "--course", "KNS-99"), "KNS-99"),
        (("sign-sheet",), "--course"),
        (("invitation", "--course", "TRONG"), "thêm học viên"),
        (("certificates", "--course", "c3"), "chưa có ai đạt"),
        (("invitation", "--course", "đôi"), "c3, c4"),
        (("invitation", "--course", "c1", "--phones"), "--phones"),
        (("people", "--course", "c1"), "--course"),
    ],
)
def test_what_cannot_be_printed_is_one_sentence_and_no_file(
    pc: Pc, tmp_path: Path, words: tuple[str, ...], hint: str
) -> None:
    kind, *more = words
    said = pc.run("export", kind, tmp_path / "a.xlsx", *more)
    assert (said.status, said.out, said.err.count("\n")) == (1, "", 1)
    assert hint in said.err
    assert list(tmp_path.glob("*a.xlsx*")) == []
    assert pc.dump("export") == []


def test_a_folder_that_is_not_there_takes_no_paper(pc: Pc, tmp_path: Path) -> None:
    said = pc.run("export", "invitation", tmp_path / "none" / "a.xlsx", "--course", "c1")
    assert (said.status, said.err.count("\n")) == (1, 1)
    assert pc.dump("export") == []


def test_a_paper_nobody_knows_is_wrong_usage(pc: Pc, tmp_path: Path) -> None:
    assert pc.run("export", "diploma", tmp_path / "a.xlsx", "--course", "c1").status == 2
