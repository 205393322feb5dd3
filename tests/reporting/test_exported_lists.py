"""Lists that go out open right, and change nothing when they come back."""

from __future__ import annotations

import errno
import tempfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet as Opened

from reports import lists, xlsx
from reports.spreadsheets.reading import read
from reports.xlsx import Column, Table
from rules.intake import classes, comparing, drafts, reading
from rules.intake.headings import ListKind
from rules.intake.reading import Choice
from rules.intake.report import Outcome, Report
from rules.places import Places
from rules.record import Values, identity, tidy
from rules.records import ENROLMENT, PERSON

COMMUNE = "19819"
VILLAGES = {"v1": "Thôn A Roàng", "v2": "Tổ dân phố 3", "v3": "Thôn 3"}
PLACES = Places(VILLAGES.items())


def opened(path: Path) -> Opened:
    """The sheet as another programme reads it."""
    return openpyxl.load_workbook(path).worksheets[0]


def test_a_list_opens_with_its_types_widths_and_print_set_up(tmp_path: Path) -> None:
    columns = (Column("Họ và tên", 24), Column("Ngày"), Column("Số"), Column("Mã", printed=False))
    rows: list[list[xlsx.Cell]] = [
        ["=HYPERLINK(1)", date(2026, 8, 5), 1.5, "0914000111"],
        [None, None, 2, ""],
    ]
    xlsx.write(tmp_path / "a.xlsx", Table("Danh sách & hơn", columns, rows))
    sheet = opened(tmp_path / "a.xlsx")
    assert [str(cell.value) for cell in sheet[2]] == [
        "=HYPERLINK(1)",
        "2026-08-05 00:00:00",
        "1.5",
        "0914000111",
    ]
    assert [cell.data_type for cell in sheet[2]] == ["s", "d", "n", "s"]
    assert sheet["B2"].number_format == "dd/mm/yyyy"
    assert sheet.column_dimensions["A"].width > sheet.column_dimensions["B"].width > 10
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("B2", "A1:D3")
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.print_area == "'Danh sách & hơn'!$A$1:$C$3"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.page_setup.fitToHeight == 0  # as many pages as it takes, one wide
    assert "Danh sách && hơn" in str(sheet.oddHeader.center.text)


def test_a_list_of_nobody_is_a_list(tmp_path: Path) -> None:
    xlsx.write(tmp_path / "a.xlsx", lists.table("people", []))
    assert opened(tmp_path / "a.xlsx")["A1"].value == "Họ và tên"


def test_a_folder_that_is_not_there_is_the_disks_own_words(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file") as told:
        xlsx.write(tmp_path / "none" / "a.xlsx", lists.table("people", []))
    assert told.value.errno == errno.ENOENT


def test_telephone_numbers_stay_unless_they_are_asked_for(tmp_path: Path) -> None:
    person: Values = {"full_name": "Hồ Thị Hoa", "phone": "0914000111", "id": "hoa"}
    for name, phones in (("without", False), ("with", True)):
        xlsx.write(tmp_path / name, lists.table("people", [person], phones=phones))
    told = {
        name: [cell.value for row in opened(tmp_path / f"{name}.xlsx").rows for cell in row]
        for name in ("without", "with")
        if (tmp_path / name).rename(tmp_path / f"{name}.xlsx")
    }
    assert "0914000111" not in told["without"]
    assert "Điện thoại" not in told["without"]
    assert "0914000111" in told["with"]


# -- what comes back -----------------------------------------------------------------------------

SYLLABLES = ["Hồ", "Thị", "Hoa", "Nguyễn", "Đỗ", "Ý", "K'Brêu", "Müller", "Tổng cộng", "Lê"]
name = st.lists(st.sampled_from(SYLLABLES), min_size=1, max_size=4).map(" ".join)
words = st.text("AbxệớĐéü=_04 -;,.'\"<>&#/\n\t", max_size=12)
days = st.dates(date(1850, 1, 1), date(2100, 12, 31)).map(date.isoformat)
people = st.fixed_dictionaries(
    {"full_name": st.one_of(name, words.filter(str.strip))},
    optional={
        "birth_year": st.integers(1900, 2100),
        "sex": st.sampled_from(["female", "male"]),
        "position": words,
        "unit": st.sampled_from(sorted(VILLAGES)),
        "phone": st.from_regex(r"(0|\+84)[0-9 ]{9,12}", fullmatch=True),
        "roles": st.lists(st.sampled_from(["manager", "digital_team", "officer", "Hội phụ nữ"])),
        "roster_from": days,
        "roster_to": days,
        "keep_until": days,
    },
)
seats = st.fixed_dictionaries(
    {},
    optional={
        "result": st.sampled_from(["passed", "failed"]),
        "mark": words,
        "certificate_no": words,
        "certificate_date": days,
        "note": words,
    },
)


def tidied(values: Values) -> Values:
    """As the journal keeps a person."""
    kept: Values = {}
    for field in PERSON.fields:
        kept[field.name] = tidy(field, values.get(field.name))
    return kept


def returned(kind: str, rows: list[Values], *, phones: bool) -> reading.Listing:
    """These rows written, and read again."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.xlsx"
        xlsx.write(path, lists.table(kind, rows, phones=phones))
        return reading.understand(read(path), ListKind(kind), Choice())


def named(record: str, values: Values) -> Values:
    """A person as the list has them."""
    return {**values, "id": record, "unit": VILLAGES.get(str(values["unit"]))}


def undecided(report: Report) -> set[Outcome]:
    """Outcomes of rows that were not passed over."""
    return {line.outcome for line in report.lines}


@settings(max_examples=60)
@given(st.lists(people, max_size=8), st.booleans())
def test_people_that_come_back_change_nothing(listed: list[Values], phones: bool) -> None:
    known = {f"p{n}": tidied(values) for n, values in enumerate(listed)}
    known = {record: values for record, values in known.items() if values["full_name"]}
    rows = [named(record, values) for record, values in known.items()]
    listing = returned("people", rows, phones=phones)
    report = comparing.people(drafts.of_people(listing, PLACES), known, {})
    assert report.wanted() == []
    assert undecided(report) <= {Outcome.SAME}
    assert len(report.lines) + len(listing.table.passed_over) >= len(known)


@settings(max_examples=40)
@given(st.lists(st.tuples(people, seats), max_size=6), st.booleans())
def test_a_class_that_comes_back_changes_nothing(
    listed: list[tuple[Values, Values]], phones: bool
) -> None:
    courses: dict[str, Values] = {"c1": {"title": "Kỹ năng số", "code": "KNS-01"}}
    known: dict[str, Values] = {}
    enrolments: dict[str, Values] = {}
    rows: list[Values] = []
    for number, (person, seat) in enumerate(listed):
        values = tidied(person)
        if not values["full_name"]:
            continue
        record = f"p{number}"
        key: Values = {"course": "c1", "person": record}
        kept = {each.name: tidy(each, seat.get(each.name)) for each in ENROLMENT.fields} | key
        known[record] = values
        enrolments[identity(ENROLMENT, COMMUNE, key)] = kept
        titles: Values = {"course_code": "KNS-01", "course_title": "Kỹ năng số"}
        rows.append({**named(record, values), **kept, **titles})
    listing = returned("training", rows, phones=phones)
    report = classes.training(
        drafts.of_people(listing, PLACES),
        classes.Known(COMMUNE, known, courses, enrolments),
        Choice(),
    )
    assert report.wanted() == []
    assert undecided(report) <= {Outcome.SAME}


def test_what_was_changed_in_the_list_is_a_change_when_it_comes_back() -> None:
    known = {"hoa": tidied({"full_name": "Hồ Thị Hoa", "position": "Trưởng thôn", "unit": "v1"})}
    rows: list[Values] = [{**named("hoa", known["hoa"]), "position": "Phó", "full_name": "Hồ Hoa"}]
    listing = returned("people", rows, phones=False)
    (line,) = comparing.people(drafts.of_people(listing, PLACES), known, {}).lines
    assert dict(line.changes) == {
        "full_name": ("Hồ Thị Hoa", "Hồ Hoa"),
        "position": ("Trưởng thôn", "Phó"),
    }
