"""Spreadsheets of every kind become the same plain sheets; what is none is refused with advice."""

from __future__ import annotations

import codecs
import contextlib
import shutil
import unicodedata
import zipfile
from datetime import date, time
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from reports.spreadsheets.errors import Unreadable
from reports.spreadsheets.reading import read
from rules.grids import Percent
from rules.worksheet import Block, Worksheet, column_of, letters_of

FILES = Path(__file__).parents[1] / "files" / "spreadsheets"


def only(path: Path) -> Worksheet:
    """The one sheet of a file."""
    (sheet,) = read(path)
    return sheet


def written(path: Path, *rows: list[object]) -> Path:
    """An .xlsx file with these rows."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return path


def open_document(path: Path, table: str) -> Path:
    """An .ods file with one sheet of these rows."""
    spaces = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr(
            "content.xml",
            f"<office:document-content{spaces}><office:body><office:spreadsheet>"
            f'<table:table table:name="Danh sách">{table}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return path


def test_excel_of_1997_tells_values_dates_fonts_and_merged_cells() -> None:
    sheet = only(FILES / "tcvn3.xls")  # its second sheet is hidden
    assert sheet.name == "Danh sách"
    assert sheet.rows[4][:4] == [1, "NguyÔn V¨n TÊn", date(1975, 3, 2), "Nam"]
    assert (sheet.fonts[4, 1], sheet.fonts[0, 0]) == (".VnTime", ".VnTimeH")
    assert (4, 0) not in sheet.fonts
    assert Block(4, 5, 5, 5) in sheet.merged


def test_excel_of_today_tells_the_same() -> None:
    sheet = only(FILES / "vni.xlsx")
    assert sheet.rows[3][:2] == [1, "Traàn Thò Myõ Haïnh"]
    assert [sheet.rows[3][6], sheet.rows[4][6]] == [time(7, 30), date(2026, 11, 2)]
    assert sheet.fonts[3, 1] == "VNI-Times"
    assert (0, 0) not in sheet.fonts
    assert sheet.merged == (Block(0, 0, 0, 5),)


def test_a_file_without_old_fonts_tells_of_none(tmp_path: Path) -> None:
    assert only(written(tmp_path / "a.xlsx", ["Họ và tên"], ["Hoa"])).fonts == {}


def test_rows_above_the_first_value_count(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0]["C4"] = "Hoa"
    book.save(tmp_path / "a.xlsx")
    assert only(tmp_path / "a.xlsx").rows[3][2] == "Hoa"


@pytest.mark.parametrize("kind", ["ods", "xls", "xlsx"])
def test_what_libreoffice_writes_is_the_same_in_every_format(kind: str) -> None:
    sheet = only(FILES / f"to-cong-nghe-so.{kind}")
    assert sheet.name == "Danh sách"
    assert sheet.rows[6][:3] == [1, "Hồ Thị Hoa", date(1980, 2, 1)]
    assert sheet.rows[7][2] == "03/05/1975"
    assert sheet.rows[9] == [3, "Nguyễn Thị An", 1991, "x", "Tổ viên", "A Min", ""]


def test_what_libreoffice_writes_as_text_is_read_as_text() -> None:
    sheet = only(FILES / "to-cong-nghe-so.csv")
    assert sheet.rows[6][:3] == ["1", "Hồ Thị Hoa", "01/02/1980"]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_text_is_cut_where_its_lines_agree(tmp_path: Path, separator: str, encoding: str) -> None:
    lines = [["Họ và tên", "Năm sinh", "Ghi chú"], ["Hồ Thị Hoa", "1980", 'a, "b"; c']]
    quoted = (separator.join('"' + cell.replace('"', '""') + '"' for cell in row) for row in lines)
    (tmp_path / "a.csv").write_bytes("\r\n".join(quoted).encode(encoding))
    assert only(tmp_path / "a.csv").rows == lines


def test_text_of_before_unicode_keeps_its_western_letters(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes("Hä vµ tªn,1980".encode("cp1252"))
    assert only(tmp_path / "a.csv").rows == [["Hä vµ tªn", "1980"]]


def test_the_name_of_a_file_decides_nothing(tmp_path: Path) -> None:
    shutil.copy(FILES / "tcvn3.xls", tmp_path / "a.xlsx")
    shutil.copy(FILES / "vni.xlsx", tmp_path / "a.csv")
    assert only(tmp_path / "a.xlsx") == only(FILES / "tcvn3.xls")
    assert only(tmp_path / "a.csv") == only(FILES / "vni.xlsx")


BROKEN = {
    "half of it": (FILES / "vni.xlsx").read_bytes()[:3000],
    "an old one, half": (FILES / "tcvn3.xls").read_bytes()[:2000],
    "a picture": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
    "a web page": codecs.BOM_UTF8 + b"\r\n<html><table><tr><td>1",
    "behind a password": bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le"),
}


@pytest.mark.parametrize(
    ("shown", "value"),
    [("0%", 85), ("0.0%", 85), ("General", 0.85), ('0.00"%"', 0.85), ("0.00\\%", 0.85)],
)
def test_a_number_that_is_shown_in_per_cent_is_read_as_it_is_shown(
    tmp_path: Path, shown: str, value: float
) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in ((0.85, 0.285, 2), ("chữ", None, True)):
        sheet.append(row)
    for row in sheet.iter_rows():
        row[0].number_format = shown
    book.save(tmp_path / "a.xlsx")
    (read_sheet,) = read(tmp_path / "a.xlsx")
    assert [list(row) for row in read_sheet.rows] == [[value, 0.285, 2], ["chữ", "", True]]
    assert isinstance(read_sheet.rows[0][0], Percent) is (value == 85)


def test_an_open_document_tells_per_cent_of_every_cell_also_of_repeated_ones(
    tmp_path: Path,
) -> None:
    hundredth = 'office:value-type="percentage" office:value="0.85"'
    plain = '<table:table-cell office:value-type="float" office:value="0.5"/>'
    share = f"<table:table-cell {hundredth}/>"
    twice = f'<table:table-cell table:number-columns-repeated="2" {hundredth}/>'
    text = '<table:table-cell office:value-type="string"><text:p>Hoa</text:p></table:table-cell>'
    path = open_document(
        tmp_path / "a.ods",
        f"<table:table-header-rows><table:table-row>{text}{plain}{share}</table:table-row>"
        "</table:table-header-rows>"
        f'<table:table-row table:number-rows-repeated="2">{twice}{plain}</table:table-row>'
        f"<table:table-row><table:covered-table-cell/>{share}{text}</table:table-row>",
    )
    rows = only(path).rows
    assert [list(row) for row in rows] == [
        ["Hoa", 0.5, 85],
        [85, 85, 0.5],
        [85, 85, 0.5],
        ["", 85, "Hoa"],
    ]
    assert [[isinstance(cell, Percent) for cell in row] for row in rows] == [
        [False, False, True],
        [True, True, False],
        [True, True, False],
        [False, True, False],
    ]


def test_text_in_the_code_page_of_vietnamese_windows_is_read(tmp_path: Path) -> None:
    lines = [["Họ và tên", "Năm sinh"], ["Hồ Thị Quỳ", "1980"], ["Trần Quốc Bửu", "1981"]]
    marked = "\n".join(",".join(line) for line in lines)
    for tone in "\u0300\u0309\u0303\u0301\u0323":  # letters stay whole, tones stand behind
        marked = "".join(
            unicodedata.normalize("NFC", decomposed.replace(tone, "")) + tone
            if tone in (decomposed := unicodedata.normalize("NFD", letter))
            else letter
            for letter in marked
        )
    (tmp_path / "a.csv").write_bytes(marked.encode("cp1258"))
    assert only(tmp_path / "a.csv").rows == lines


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN)
def test_what_is_no_readable_spreadsheet_is_refused_with_advice(
    tmp_path: Path, content: bytes
) -> None:
    (tmp_path / "a.xlsx").write_bytes(content)
    with pytest.raises(Unreadable, match=r"a\.xlsx.*hãy|a\.xlsx.*Hãy"):
        read(tmp_path / "a.xlsx")


@pytest.mark.parametrize("place", range(0, 5000, 500))
def test_a_file_with_a_wrong_byte_is_read_or_refused_and_nothing_is_printed(
    tmp_path: Path, place: int, capfd: pytest.CaptureFixture[str]
) -> None:
    for name in ("vni.xlsx", "tcvn3.xls", "to-cong-nghe-so.ods"):
        content = bytearray((FILES / name).read_bytes())
        content[place + 40 : place + 44] = b"\xff\x00\xff"
        (tmp_path / name).write_bytes(content)
        with contextlib.suppress(Unreadable):
            read(tmp_path / name)
    assert capfd.readouterr() == ("", "")


def test_a_cell_at_the_end_of_the_world_is_refused_before_it_fills_the_memory(
    tmp_path: Path,
) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0]["A1"] = "Hoa"
    book.worksheets[0]["XFD1048576"] = " "
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(Unreadable, match="quá xa"):
        read(tmp_path / "a.xlsx")


@given(st.integers(0, 20000))
def test_letters_of_columns_and_their_places_agree(column: int) -> None:
    assert column_of(letters_of(column)) == column


def test_letters_of_columns_are_those_of_spreadsheets() -> None:
    assert [letters_of(each) for each in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
