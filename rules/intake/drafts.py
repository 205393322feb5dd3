"""The rows of a list as records to be: their values, and what stands in the way of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct

from resources.words import _
from rules.grids import Cell, Row
from rules.intake import cells
from rules.intake.cells import Misread
from rules.intake.headings import FEMALE, GIVEN, MALE, TITLES
from rules.intake.reading import Listing
from rules.places import Places
from rules.record import Values, check
from rules.records import ENROLMENT, PERSON
from rules.records.person import OFFICER
from rules.text import fold

PERSON_FIELDS = (
    *("full_name", "birth_year", "sex", "position", "unit", "phone", "roles"),
    *("roster_from", "roster_to", "keep_until"),
)
ENROLMENT_FIELDS = (
    *("result", "mark", "certificate_no", "certificate_date", "certificate_issuer", "note"),
)


class Draft(Struct, frozen=True):
    """One row, read; what is missing on it is not among the values."""

    row: int  # as the sheet numbers it
    name: str  # what the officer knows the row by
    values: Values  # of the person, or of the answer
    seat: Values = {}  # of the enrolment
    id: str | None = None  # of the record, where the list is our own
    course: str | None = None  # the class as the row names it: its id, code or title
    course_title: str | None = None
    refused: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()  # what was left out of it


def of_people(listing: Listing, places: Places) -> list[Draft]:
    """People of a list, and where it is of a class their part in it, row by row."""
    return [_person(row, listing.fields, places) for row in listing.table.rows]


def _person(row: Row, fields: Mapping[str, int], places: Places) -> Draft:
    refused: list[str] = []
    notes: list[str] = []
    values = read(row, fields, PERSON_FIELDS, refused)
    seat = read(row, fields, ENROLMENT_FIELDS, refused)
    name = " ".join(str(each) for each in (values.get("full_name"), at(row, fields, GIVEN)) if each)
    values["full_name"] = name or None
    if not name:
        refused.append(_("Thiếu họ và tên."))
    _take_sex(row, fields, values, refused)
    _take_unit(row, values, places, notes)
    _take_result(seat, refused)
    roles = values.get("roles")
    if isinstance(roles, list):  # who may work with the programme is decided elsewhere
        values["roles"] = [each for each in roles if each != OFFICER] or None
    kept: Values = {name: value for name, value in values.items() if value is not None}
    seated: Values = {name: value for name, value in seat.items() if value is not None}
    problems = (*check(PERSON, kept), *check(ENROLMENT, seated))
    return Draft(
        row.number,
        name,
        kept,
        seated,
        text_at(row, fields, "id"),
        text_at(row, fields, "course") or text_at(row, fields, "course_code"),
        text_at(row, fields, "course_title"),
        (*refused, *(problem.sentence for problem in problems)),
        tuple(notes),
    )


def read(row: Row, fields: Mapping[str, int], wanted: Iterable[str], refused: list[str]) -> Values:
    """The fields of a row; a cell that cannot be read is told among the refusals."""
    values: Values = {}
    for field in wanted:
        if field not in fields:
            continue
        try:
            values[field] = cells.value(field, at(row, fields, field))
        except Misread as error:
            refused.append(f"{_(TITLES[field])}: {error.sentence}")
    return values


def at(row: Row, fields: Mapping[str, int], field: str) -> Cell:
    """What stands in this field's column."""
    place = fields.get(field)
    return row.cells[place] if place is not None and place < len(row.cells) else None


def text_at(row: Row, fields: Mapping[str, int], field: str) -> str | None:
    """The words that stand there, or None."""
    cell = at(row, fields, field)
    return None if cells.blank(cell) else " ".join(str(cells.text(cell)).split())


def _take_sex(row: Row, fields: Mapping[str, int], values: Values, refused: list[str]) -> None:
    """From two columns, "Nam" and "Nữ": a mark, or the year of birth."""
    marked = [
        (sex, cell)
        for field, sex in ((MALE, "male"), (FEMALE, "female"))
        if not cells.blank(cell := at(row, fields, field))
    ]
    if len(marked) == 2:
        refused.append(_("Vừa ghi Nam vừa ghi Nữ."))
    if len(marked) != 1:
        return
    sex, cell = marked[0]
    values["sex"] = sex
    if values.get("birth_year") is None and fold(str(cell)) not in ("x", "1", "1.0", "v", sex):
        try:
            values["birth_year"] = cells.birth_year(cell)
        except Misread as error:
            refused.append(error.sentence)


def _take_unit(row: Row, values: Values, places: Places, notes: list[str]) -> None:
    """The village the row names, or the heading it stands under."""
    told = values.pop("unit", None)
    if isinstance(told, str):
        meant = places.meant(told)
        values["unit"] = meant[0] if len(meant) == 1 else None
        if not meant:
            notes.append(_("Chưa có thôn “{name}” nên để trống.").format(name=told))
        elif len(meant) > 1:
            text = _("“{name}” có thể là {names} nên để trống thôn.")
            notes.append(text.format(name=told, names=places.told(meant)))
    elif row.group:
        values["unit"] = places.find(row.group)


def _take_result(seat: Values, refused: list[str]) -> None:
    """Passed or not; where the column tells a grade, it is the grade."""
    told = seat.pop("result", None)
    if not isinstance(told, str):
        return
    seat["result"] = cells.RESULTS.get(fold(told))
    if seat["result"] is None and seat.get("mark") is None:
        seat["mark"] = told
    elif seat["result"] is None:
        refused.append(_("Kết quả “{cell}” phải là Đạt hoặc Không đạt.").format(cell=told))
