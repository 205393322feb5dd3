"""Lists come in from spreadsheets and go out to them on the command line."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.support.programme import HOUSE, Pc

FILES = HOUSE / "tests" / "files" / "spreadsheets"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Pc:
    """A fresh profile with two villages, to be copied."""
    pc = Pc(tmp_path_factory.mktemp("made") / "ho-so").init()
    villages = ("Thôn A Roàng", "Thôn A Min", "Thôn Phú Xuân")
    pc.apply(
        *(
            {"type": "unit", "set": {"name": name, "kind": "thon", "parent": "20122"}}
            for name in villages
        )
    )
    return pc


@pytest.fixture
def pc(made: Pc, tmp_path: Path) -> Pc:
    """The same, for one test."""
    shutil.copytree(made.folder, tmp_path / "ho-so")
    return Pc(tmp_path / "ho-so")


def names(pc: Pc) -> set[str]:
    """Everybody's name."""
    return {each["values"]["full_name"] for each in pc.dump("person")}


def mapping(folder: Path, **choice: object) -> Path:
    """A mapping file."""
    path = folder / "mapping.json"
    path.write_text(json.dumps(choice, ensure_ascii=False), encoding="utf-8")
    return path


def test_a_dry_run_tells_of_every_row_and_writes_nothing(pc: Pc) -> None:
    before = pc.do("dump").out
    told = pc.do("import", "people", FILES / "tcvn3.xls", "--dry-run", "--json").json
    assert (told["counts"]["new"], told["dry_run"]) == (3, True)
    assert told["converted"] == {"tcvn3": 17}
    assert told["columns"] == {
        "A": None, "B": "full_name", "C": "birth_year", "D": "sex", "E": "position", "F": "unit"
    }  # fmt: skip
    assert told["rows"][0]["changes"]["full_name"] == [None, "Nguyễn Văn Tấn"]
    assert told["passed_over"] == [8, 10]
    assert pc.do("dump").out == before


def test_an_import_writes_what_is_new_and_tells_what_waits(pc: Pc) -> None:
    said = pc.do("import", "people", FILES / "to-cong-nghe-so.ods")
    assert names(pc) == {"Nguyễn Văn An", "Hồ Thị Hoa", "Lê Văn Bình"}
    assert said.lines[0].startswith("Dòng 10: Giới tính: “x”")
    assert said.lines[-1].startswith("Đã thêm 2, sửa 0")
    again = pc.do("import", "people", FILES / "to-cong-nghe-so.ods", "--json").json
    assert (again["counts"]["same"], again["counts"]["new"]) == (2, 0)


def test_a_mapping_file_corrects_columns_and_decides_rows(pc: Pc, tmp_path: Path) -> None:
    chosen = mapping(tmp_path, columns={"Giới tính": None}, decisions={"7": "skip"})
    pc.do("import", "people", FILES / "to-cong-nghe-so.xlsx", "--mapping", chosen)
    assert names(pc) == {"Nguyễn Văn An", "Lê Văn Bình", "Nguyễn Thị An"}


@pytest.mark.parametrize(
    ("name", "content"),
    [("hong.xlsx", b"PK\x03\x04 no more"), ("cover.csv", "Báo cáo\nNăm 2026".encode())],
)
def test_what_is_no_list_is_one_sentence(pc: Pc, tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    said = pc.run("import", "people", tmp_path / name)
    assert (said.status, said.out, said.err.count("\n")) == (1, "", 1)


def test_a_mapping_with_a_strange_word_is_refused(pc: Pc, tmp_path: Path) -> None:
    chosen = mapping(tmp_path, colums={})
    said = pc.run("import", "people", FILES / "tcvn3.xls", "--mapping", chosen)
    assert said.status == 1
    assert "colums" in said.err


def test_a_class_and_figures_come_in_by_what_the_mapping_tells(pc: Pc, tmp_path: Path) -> None:
    course = mapping(tmp_path, course="KNS-01", course_title="Kỹ năng số")
    told = pc.do("import", "training", FILES / "vni.xlsx", "--mapping", course, "--json").json
    assert told["counts"]["new"] == 2
    assert len(pc.dump("enrolment")) == 2
    (tmp_path / "so-lieu.csv").write_text("Thôn;Chỉ tiêu 8.4\nA Roàng;Đạt\nA Min;Không đạt")
    period = mapping(tmp_path, set="vn-ntm-xa-2021-2025", period="2025")
    pc.do("import", "figures", tmp_path / "so-lieu.csv", "--mapping", period)
    assert sorted(each["values"]["passed"] for each in pc.dump("assessment")) == [False, True]
