"""Lists come in from spreadsheets and go out to them on the command line."""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path

import openpyxl
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


# -- lists that go out ---------------------------------------------------------------------------

PEOPLE = (
    {"full_name": "Hồ Thị Hoa", "birth_year": 1980, "phone": "0914000111", "roles": ["manager"]},
    {"full_name": "Lê Bình", "sex": "male", "roster_from": "2024-05-01"},
)
ANSWERS = (
    ("8.4", {"passed": True}),
    ("2.1", {"numerator": 9, "denominator": 10, "note": "đường liên xã"}),
    ("4.2", {"number": 0.85}),
    ("17.4", {"number": 2.5}),
)


@pytest.fixture
def full(pc: Pc) -> Pc:
    """A profile with people, a class and answers of the commune and a village."""
    village = pc.dump("unit")[0]["record"]
    set_id = "vn-ntm-xa-2021-2025"
    pc.apply(
        *({"type": "person", "record": f"p{n}", "set": each} for n, each in enumerate(PEOPLE)),
        {"type": "course", "record": "c1", "set": {"title": "Kỹ năng số", "code": "KNS-01"}},
        {"type": "enrolment", "set": {"course": "c1", "person": "p0", "result": "passed"}},
        {"type": "enrolment", "set": {"course": "c1", "person": "p1"}},
        *(
            {"type": "assessment", "set": values, "key": {**key, "indicator": code}}
            for code, values in ANSWERS
            for key in (
                {"set": set_id, "period": "2025"},
                {"set": set_id, "period": "2024-H1", "village": village},
            )
        ),
    )
    return pc


@pytest.mark.parametrize(
    ("out", "back", "rows"),
    [("people", "people", 3), ("training", "training", 2), ("assessments", "figures", 8)],
)
def test_a_list_that_went_out_changes_nothing_when_it_comes_back(
    full: Pc, tmp_path: Path, out: str, back: str, rows: int
) -> None:
    full.do("export", out, tmp_path / "a.xlsx")
    before = full.do("dump").out
    told = full.do("import", back, tmp_path / "a.xlsx", "--json").json
    assert told["counts"] == {**dict.fromkeys(told["counts"], 0), "same": rows}
    assert full.do("dump").out == before


def test_every_list_that_went_out_is_noted_with_what_was_in_it(full: Pc, tmp_path: Path) -> None:
    full.do("export", "people", tmp_path / "a.xlsx")
    full.do("export", "people", tmp_path / "b.xlsx", "--phones", "--purpose", "gọi họp")
    noted = sorted((each["values"] for each in full.dump("export")), key=by_purpose)
    assert [(each["list"], each["rows"], each["purpose"]) for each in noted] == [
        ("people", 3, None),
        ("people", 3, "gọi họp"),
    ]
    assert ["phone" in each["fields"] for each in noted] == [False, True]
    assert b"0914000111" not in zipped(tmp_path / "a.xlsx")
    assert b"0914000111" in zipped(tmp_path / "b.xlsx")


def test_a_list_that_cannot_be_written_is_neither_there_nor_noted(full: Pc, tmp_path: Path) -> None:
    said = full.run("export", "people", tmp_path / "none" / "a.xlsx")
    assert (said.status, said.err.count("\n")) == (1, 1)
    assert full.dump("export") == []
    assert list(tmp_path.glob("**/*.xlsx*")) == []


def test_a_place_where_no_list_can_lie_is_named_as_it_was_given(full: Pc, tmp_path: Path) -> None:
    nowhere, folder, paper = tmp_path / "none", tmp_path / "b.xlsx", tmp_path / "a.pdf"
    folder.mkdir()
    told = full.run("export", "people", nowhere / "a.xlsx").err
    assert told == f"Không tìm thấy {nowhere}; hãy kiểm tra lại đường dẫn.\n"
    told = full.run("export", "people", folder).err
    assert told == f"{folder} là thư mục; hãy ghi cả tên của một tệp trong đó.\n"
    assert "đuôi .xlsx" in full.run("export", "people", paper).err
    assert not paper.exists()
    assert full.dump("export") == []


def by_purpose(noted: dict[str, object]) -> str:
    """What it was for; nothing comes first."""
    return str(noted["purpose"] or "")


def zipped(path: Path) -> bytes:
    """All that is in a spreadsheet."""
    with zipfile.ZipFile(path) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())


def test_villages_classes_and_surveys_go_out_too(full: Pc, tmp_path: Path) -> None:
    village = next(each["record"] for each in full.dump("unit"))
    (survey,) = full.apply(
        {"type": "survey", "record": "s", "set": {"title": "Hài lòng", "form": "su-hai-long-xa"}}
    )
    assert survey
    key = {"survey": "s", "village": village}
    answers = {"satisfied": 18, "dissatisfied": 2, "silent": 0}
    full.apply(
        {"type": "tally", "key": key, "set": {"households": 25, "valid": 20}},
        {"type": "answers", "key": {**key, "question": "1"}, "set": answers},
    )
    rows: dict[str, list[tuple[object, ...]]] = {}
    for kind in ("villages", "courses", "survey"):
        said = full.do("export", kind, tmp_path / f"{kind}.xlsx").out
        assert str(tmp_path / f"{kind}.xlsx") in said
        sheet = openpyxl.load_workbook(tmp_path / f"{kind}.xlsx").worksheets[0]
        rows[kind] = list(sheet.iter_rows(values_only=True))
    assert len(rows["villages"]) == 1 + len(full.dump("unit"))
    assert len(rows["courses"]) == 1 + len(full.dump("course"))
    assert any(row[2] == 25 and row[8] == "1" and row[10:] == (18, 2, 0) for row in rows["survey"])
    assert len(full.dump("export")) == 3
