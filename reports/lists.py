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
    "villages": ("village", "valid_from", "valid_to", "became", "people", "village_id"),
    "courses": (
        *("course_code", "course_title", "topic_title", "first_day", "last_day", "sessions"),
        *("learners", "place", "organiser", "trainers", "form", "hours", "programme", "budget"),
        *("decision_no", "decision_date", "invitation_no", "invitation_date", "note"),
        *("keep_until", "course"),
    ),
    "survey": (
        *("survey", "village", "households", "represented", "issued", "collected", "valid"),
        *("invalid", "question", "title", "satisfied", "dissatisfied", "silent"),
    ),
}
# headings of lists that are not read in again; the others are `rules.intake.headings.TITLES`
_MORE_TITLES: Mapping[str, str] = {
    "valid_from": "Có từ ngày",
    "valid_to": "Đến hết ngày",
    "became": "Trở thành",
    "people": "Số người trong danh sách",
    "topic_title": "Chủ đề",
    "first_day": "Buổi đầu",
    "last_day": "Buổi cuối",
    "sessions": "Số buổi",
    "learners": "Số học viên",
    "place": "Địa điểm",
    "organiser": "Đơn vị tổ chức",
    "trainers": "Giảng viên",
    "form": "Hình thức",
    "hours": "Số giờ",
    "programme": "Nội dung của chương trình",
    "budget": "Nguồn kinh phí",
    "decision_no": "Quyết định số",
    "decision_date": "Ngày quyết định",
    "invitation_no": "Giấy mời số",
    "invitation_date": "Ngày giấy mời",
    "survey": "Cuộc khảo sát",
    "households": "Số hộ",
    "represented": "Hộ tham gia",
    "issued": "Phiếu phát ra",
    "collected": "Phiếu thu về",
    "valid": "Phiếu hợp lệ",
    "invalid": "Phiếu không hợp lệ",
    "question": "Câu",
    "satisfied": "Hài lòng",
    "dissatisfied": "Không hài lòng",
    "silent": "Bỏ trống",
}
NAMES: Mapping[str, str] = {
    "people": "Danh sách cán bộ",
    "training": "Danh sách học viên",
    "assessments": "Tự đánh giá",
    "villages": "Danh sách thôn",
    "courses": "Danh sách lớp tập huấn",
    "survey": "Số liệu khảo sát",
}
_WIDTHS = {
    **dict.fromkeys(("full_name", "position", "unit", "village", "mark", "place"), 24),
    **dict.fromkeys(("organiser", "trainers", "programme", "budget", "became"), 24),
    **dict.fromkeys(("course_title", "title", "note", "text", "roles", "set", "survey"), 36),
    "topic_title": 36,
}
_IDS = ("id", "course", "village_id")
_DAYS = (
    *("roster_from", "roster_to", "keep_until", "certificate_date", "as_of", "valid_from"),
    *("valid_to", "first_day", "last_day", "decision_date", "invitation_date"),
)
_WORDS: Mapping[str, Mapping[Value, str]] = {
    "sex": {"female": "Nữ", "male": "Nam"},
    "result": {"passed": "Đạt", "failed": "Không đạt"},
    "passed": {True: "Đạt", False: "Không đạt"},
    "form": {"direct": "Trực tiếp", "online": "Trực tuyến"},
}


def table(kind: str, rows: Iterable[Values], *, phones: bool = False) -> Table:
    """These rows as a table; telephone numbers only where they are asked for."""
    fields = fields_of(kind, phones=phones)
    columns = tuple(
        Column(
            TITLES.get(each) or _MORE_TITLES[each], _WIDTHS.get(each, 14), printed=each not in _IDS
        )
        for each in fields
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
