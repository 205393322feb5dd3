"""Lists of people, classes and answers as tables that this programme reads again unchanged.

Headings are Vietnamese whoever writes them, and the last columns hold the ids of records.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from reports.xlsx import Cell, Column, Table
from rules.intake.cells import ROLE_TITLES
from rules.intake.headings import TITLES
from rules.record import Value, Values
from rules.records.person import OFFICER

PHONE = "phone"
_PERSON = (
    *("full_name", "birth_year", "sex", "position", "unit", "roles"),
    *("roster_from", "roster_to", "keep_until", PHONE),
)
_SEAT = (*("result", "mark", "certificate_no", "certificate_date", "certificate_issuer", "note"),)
FIELDS: Mapping[str, tuple[str, ...]] = {
    "people": (*_PERSON, "id"),
    "training": (
        *("course_code", "course_title", "full_name", "birth_year", "sex", "position", "unit"),
        *(PHONE, *_SEAT, "id", "course"),
    ),
    "assessments": (
        *("set", "period", "indicator", "title", "village", "passed", "numerator", "denominator"),
        *("number", "text", "as_of", "note", "village_id"),
    ),
}
NAMES: Mapping[str, str] = {
    "people": "Danh sách cán bộ",
    "training": "Danh sách học viên",
    "assessments": "Tự đánh giá",
}
_WIDTHS = {
    **dict.fromkeys(("full_name", "position", "unit", "village", "mark"), 24),
    **dict.fromkeys(("course_title", "title", "note", "text", "roles", "set"), 36),
}
_IDS = ("id", "course", "village_id")
_DAYS = ("roster_from", "roster_to", "keep_until", "certificate_date", "as_of")
_WORDS: Mapping[str, Mapping[Value, str]] = {
    "sex": {"female": "Nữ", "male": "Nam"},
    "result": {"passed": "Đạt", "failed": "Không đạt"},
    "passed": {True: "Đạt", False: "Không đạt"},
}


def table(kind: str, rows: Iterable[Values], *, phones: bool = False) -> Table:
    """These rows as a table; telephone numbers only where they are asked for."""
    fields = fields_of(kind, phones=phones)
    columns = tuple(
        Column(TITLES[each], _WIDTHS.get(each, 14), printed=each not in _IDS) for each in fields
    )
    return Table(NAMES[kind], columns, [_row(each, fields) for each in rows])


def fields_of(kind: str, *, phones: bool) -> tuple[str, ...]:
    """What such a list tells."""
    return tuple(each for each in FIELDS[kind] if phones or each != PHONE)


def _row(values: Values, fields: Sequence[str]) -> list[Cell]:
    return [_cell(each, values.get(each)) for each in fields]


def _cell(field: str, value: Value) -> Cell:
    if field in _WORDS and value is not None and not isinstance(value, list):
        return _WORDS[field].get(value, "")
    if field in _DAYS and isinstance(value, str):
        return date.fromisoformat(value) if value >= "1900-03" else value  # no earlier day in Excel
    if isinstance(value, list):
        return "; ".join(ROLE_TITLES.get(each, each) for each in value if each != OFFICER)
    return value
