"""Papers of a class print as they should: whole, in order, on A4, with the notice, no telephone."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from msgspec.structs import replace
from openpyxl.worksheet.worksheet import Worksheet as Opened

from db.queries.papers import Folder
from db.queries.training import Learner, Session
from reports.papers import certificates, invitation, measure, official, sign_sheet, writing
from reports.papers.paper import Paper

MM = 25.4
KINDS: list[Callable[[Folder], tuple[Paper, ...]]] = [
    invitation.papers,
    sign_sheet.papers,
    certificates.papers,
]
NAMES = ("Nguyễn Thị Ngọc Ánh", "Lê Văn Đạt", "=HYPERLINK(1)", "Hồ Thị Yến")


def learner(name: str, at: int = 0, **more: str | None) -> Learner:
    """Somebody in the class, who passed."""
    return Learner(
        **{
            "person": f"p{at}",
            "written": (f"p{at}",),
            "name": name,
            "birth_year": 1970 + at % 30,
            "position": "Trưởng thôn",
            "village": "Thôn A Roàng",
            "result": "passed",
            "mark": None,
            "certificate_no": None,
            "certificate_date": None,
            "certificate_issuer": None,
            "note": "gọi 0914000111",
            **more,
        }  # type: ignore[arg-type]
    )


def days(count: int) -> tuple[Session, ...]:
    """So many sessions, day by day."""
    return tuple(
        Session(f"s{at}", f"2026-03-{at:02}", "07:30", "11:00", 3.5, None)
        for at in range(1, count + 1)
    )


CLASS = Folder(
    commune="Xã Vinh Lộc",
    title="Kỹ năng số cơ bản",
    code="KNS-01",
    decision_no="118/QĐ-UBND",
    decision_date="2026-02-05",
    invitation_no=None,
    invitation_date=None,
    organiser="Phòng Văn hóa - Xã hội",
    place="Nhà văn hóa thôn A Roàng",
    keep_until="2028-12-31",
    sessions=days(2),
    learners=tuple(learner(name, at) for at, name in enumerate(NAMES)),
)


def written(folder: Path, papers: tuple[Paper, ...]) -> list[Opened]:
    """The sheets, as another programme reads them."""
    writing.write(folder / "a.xlsx", papers)
    return openpyxl.load_workbook(folder / "a.xlsx").worksheets


def told(sheet: Opened) -> list[str]:
    """Every text of the sheet, from top to bottom."""
    return [str(cell.value) for row in sheet.rows for cell in row if cell.value is not None]


def captions(sheet: Opened) -> int:
    """The row that heads the list."""
    return next(cell.row for cell in sheet["A"] if cell.value == "STT")


def column(sheet: Opened, title: str) -> list[object]:
    """What stands below this title, for as many rows as are numbered."""
    head = captions(sheet)
    place = next(cell.column for cell in sheet[head] if cell.value == title)
    rows = range(head + 1, sheet.max_row + 1)
    numbered = [row for row in rows if isinstance(sheet.cell(row, 1).value, int)]
    return [sheet.cell(row, place).value for row in numbered]


@pytest.mark.parametrize("lay_out", KINDS)
def test_a_paper_is_set_up_as_the_decree_asks(
    lay_out: Callable[[Folder], tuple[Paper, ...]], tmp_path: Path
) -> None:
    (paper,) = lay_out(CLASS)
    (sheet,) = written(tmp_path, (paper,))
    head = captions(sheet)
    assert (sheet.page_setup.paperSize, sheet.page_setup.fitToHeight) == (9, 0)
    assert sheet.page_setup.orientation == ("landscape" if paper.landscape else "portrait")
    assert sheet.print_title_rows == f"${head}:${head}"
    margins = sheet.page_margins
    assert 30 <= margins.left * MM <= 35
    assert 15 <= margins.right * MM <= 20
    assert 20 <= margins.top * MM <= 25.01
    assert {cell.font.name for row in sheet.rows for cell in row if cell.value} == {
        "Times New Roman"
    }
    assert sheet.HeaderFooter.differentFirst  # its number is not shown on the first page
    assert "&P" in str(sheet.oddHeader.center.text) or "&[Page]" in str(sheet.oddHeader.center.text)
    width = sum(each.width for each in paper.columns)
    assert width <= (297 if paper.landscape else 210) - 45
    assert not sheet.sheet_view.showGridLines


@pytest.mark.parametrize(
    ("lay_out", "title"),
    list(zip(KINDS, ("DANH SÁCH MỜI", "DANH SÁCH KÝ NHẬN", "SỔ CẤP CHỨNG NHẬN"), strict=True)),
)
def test_a_paper_has_its_head_its_class_and_its_signatures(
    lay_out: Callable[[Folder], tuple[Paper, ...]], title: str, tmp_path: Path
) -> None:
    (sheet,) = written(tmp_path, lay_out(CLASS))
    texts = told(sheet)
    whole = "\n".join(texts)
    assert texts[:4] == ["ỦY BAN NHÂN DÂN", official.NATION, "XÃ VINH LỘC", official.MOTTO]
    assert title in texts
    for each in (
        "Vinh Lộc, ngày .....",
        "Kỹ năng số cơ bản",
        "KNS-01",
        "118/QĐ-UBND ngày 05 tháng 02 năm 2026",
        "Nhà văn hóa thôn A Roàng",
        "2 buổi: 07:30 - 11:00 ngày 01/03/2026, 02/03/2026",
        "có 4 người",
        "NGƯỜI LẬP",
        "THỦ TRƯỞNG ĐƠN VỊ",
    ):
        assert each in whole
    assert list(column(sheet, "Họ và tên")) == list(NAMES)


@pytest.mark.parametrize("lay_out", KINDS)
def test_no_telephone_and_no_remark_stands_on_a_paper(
    lay_out: Callable[[Folder], tuple[Paper, ...]], tmp_path: Path
) -> None:
    written(tmp_path, lay_out(CLASS))
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        content = b"".join(archive.read(name) for name in archive.namelist())
    assert b"0914000111" not in content
    assert "Điện thoại".encode() not in content


def test_a_name_that_begins_as_a_formula_is_a_name(tmp_path: Path) -> None:
    (sheet,) = written(tmp_path, invitation.papers(CLASS))
    (cell,) = [each for each in sheet["B"] if each.value == "=HYPERLINK(1)"]
    assert cell.data_type == "s"


def test_the_notice_is_read_before_anybody_signs(tmp_path: Path) -> None:
    (sheet,) = written(tmp_path, sign_sheet.papers(CLASS))
    (spot,) = [each for each in sheet["A"] if "DỮ LIỆU CÁ NHÂN" in str(each.value)]
    assert spot.row < captions(sheet)
    for each in (
        "Luật 91/2025/QH15",
        "356/2025/NĐ-CP",
        "Bên xử lý: Ủy ban nhân dân xã Vinh Lộc",
        "Mục đích",
        "năm sinh",
        "ngày 31 tháng 12 năm 2028",
        "trụ sở Ủy ban nhân dân xã Vinh Lộc",
        "khiếu nại",
    ):
        assert each in str(spot.value)
    assert "trang đầu" in str(sheet.oddFooter.center.text)
    (paper,) = sign_sheet.papers(replace(CLASS, keep_until=None))
    assert paper.notice is not None
    assert any("hết ngày ....." in line for line in paper.notice.lines)


def test_the_notice_shows_all_its_lines(tmp_path: Path) -> None:
    (sheet,) = written(tmp_path, sign_sheet.papers(CLASS))
    (spot,) = [each for each in sheet["A"] if "DỮ LIỆU CÁ NHÂN" in str(each.value)]
    needed = measure.height(str(spot.value), 163, 10.5)
    assert needed < (sheet.row_dimensions[spot.row].height or 0) < 409  # Excel's tallest row


@pytest.mark.parametrize(
    ("sessions", "landscape", "sheets", "signed"),
    [(0, False, 1, 1), (1, False, 1, 1), (2, False, 1, 2), (4, True, 1, 4), (5, False, 5, 1)],
)
def test_few_sessions_stand_beside_each_other_and_many_on_sheets(
    sessions: int, landscape: bool, sheets: int, signed: int
) -> None:
    papers = sign_sheet.papers(replace(CLASS, sessions=days(sessions)))
    assert len(papers) == sheets
    for paper in papers:
        titles = [each.title for each in paper.columns if each.title.startswith("Ký nhận")]
        assert (len(titles), paper.landscape) == (signed, landscape)


def test_a_sheet_of_one_session_tells_which(tmp_path: Path) -> None:
    sheets = written(tmp_path, sign_sheet.papers(replace(CLASS, sessions=days(6))))
    assert [each.title for each in sheets] == [f"Buổi {at}" for at in range(1, 7)]
    assert "Buổi 3: 07:30 - 11:00 ngày 03/03/2026" in told(sheets[2])
    assert "Thời gian: 6 buổi, từ ngày 01/03/2026 đến ngày 06/03/2026" in told(sheets[2])
    assert all("DỮ LIỆU CÁ NHÂN" in "\n".join(told(each)) for each in sheets)


def test_a_large_class_is_listed_whole_with_room_to_sign(tmp_path: Path) -> None:
    crowd = tuple(learner(f"Trần Công Tằng Tôn Nữ Thị Mỹ {at:03}", at) for at in range(200))
    (sheet,) = written(tmp_path, sign_sheet.papers(replace(CLASS, learners=crowd)))
    assert column(sheet, "STT") == list(range(1, 201))
    assert column(sheet, "Họ và tên") == [each.name for each in crowd]
    head = captions(sheet)
    heights = [sheet.row_dimensions[row].height or 0 for row in range(head + 1, head + 201)]
    assert min(heights) >= 9 * measure.POINTS
    assert str(sheet.print_area).endswith(f"${sheet.max_row}")


def test_only_those_with_a_certificate_or_due_one_are_in_the_register(tmp_path: Path) -> None:
    given = {
        "mark": "8,5",
        "certificate_no": "07/CN",
        "certificate_date": "2026-03-12",
        "certificate_issuer": "UBND xã",
    }
    inside = (
        learner("An", 0, **given),
        learner("Bình", 1, result="failed"),
        learner("Cúc", 2),
        learner("Dũng", 3, result=None),
    )
    (sheet,) = written(tmp_path, certificates.papers(replace(CLASS, learners=inside)))
    assert column(sheet, "Họ và tên") == ["An", "Cúc"]
    assert column(sheet, "Số chứng nhận") == ["07/CN", None]
    assert column(sheet, "Kết quả") == ["Đạt (8,5)", "Đạt"]
    assert column(sheet, "Ngày cấp") == ["12/03/2026", None]
    assert column(sheet, "Nơi cấp") == ["UBND xã", None]


def test_what_is_not_known_is_left_to_be_written_by_hand(tmp_path: Path) -> None:
    bare = replace(
        CLASS,
        code=None,
        decision_no=None,
        decision_date=None,
        organiser=None,
        place=None,
        sessions=(),
        keep_until=None,
    )
    texts = told(written(tmp_path, invitation.papers(bare))[0])
    assert f"Địa điểm: {official.BLANK}" in texts
    assert f"Thời gian: {official.BLANK}" in texts
    assert any(each.startswith("Mở theo Quyết định số ....") for each in texts)
    assert "None" not in "\n".join(texts)


@pytest.mark.parametrize(
    ("iso", "words"),
    [
        ("2026-02-05", "ngày 05 tháng 02 năm 2026"),
        ("2026-03-15", "ngày 15 tháng 3 năm 2026"),
        ("2026-12-31", "ngày 31 tháng 12 năm 2026"),
    ],
)
def test_days_are_written_as_the_decree_writes_them(iso: str, words: str) -> None:
    assert official.day(iso) == words


def test_a_ward_signs_where_it_lies() -> None:
    assert official.place_and_day("Phường Phong Thái").startswith("Phong Thái, ngày ")
    assert official.committee("Phường Phong Thái") == "Ủy ban nhân dân phường Phong Thái"


def test_a_text_needs_more_lines_where_there_is_less_room() -> None:
    text = "Công chức Văn hoá - Xã hội, phụ trách chuyển đổi số"
    assert measure.lines(text, 200, 12) == 1
    assert measure.lines(text, 40, 12) == 3
    assert measure.lines("Ô" * 40, 40, 12) > 2  # a word that fits nowhere is broken
    assert measure.lines("a\nb", 40, 12) == 2
