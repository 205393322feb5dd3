"""Words for what is kept: results, fields, values, people at work, moments."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from db.queries import sets
from db.queries.checklist import Line
from db.queries.subjects import Subject
from resources.words import N_, _
from rules import explain, numbers, titles
from rules.record import Value
from rules.records import REGISTRY
from rules.scoring import Result
from ui.look import Role
from ui.widgets import dates

_ROLES = {
    Result.PASSED: Role.PASSED,
    Result.FAILED: Role.FAILED,
    Result.MISSING: Role.MISSING,
    Result.NO_THRESHOLD: Role.NO_THRESHOLD,
    Result.NEEDS_REVIEW: Role.REVIEW,
}

_FIELDS = {
    "passed": N_("Kết quả tự đánh giá"),
    "numerator": N_("Tử số"),
    "denominator": N_("Mẫu số"),
    "number": N_("Giá trị"),
    "text": N_("Nhận xét"),
    "as_of": N_("Số liệu đến ngày"),
    "note": N_("Ghi chú"),
    "owner": N_("Người phụ trách"),
    "due": N_("Hạn hoàn thành"),
    "title": N_("Tiêu đề"),
    "name": N_("Tên"),
    "document_no": N_("Số văn bản"),
    "document_date": N_("Ngày văn bản"),
    "issuer": N_("Nơi ban hành"),
    "expires": N_("Ngày hết hạn"),
    "comparison": N_("Phép so sánh"),
    "value": N_("Ngưỡng"),
    "source": N_("Nguồn của ngưỡng"),
    "full_name": N_("Họ và tên"),
    "position": N_("Chức vụ"),
    "birth_year": N_("Năm sinh"),
    "sex": N_("Giới tính"),
    "unit": N_("Thôn"),
    "phone": N_("Điện thoại"),
    "roles": N_("Vai trò"),
    "roster_from": N_("Trong danh sách từ ngày"),
    "roster_to": N_("Trong danh sách đến hết ngày"),
    "ethnicity": N_("Dân tộc"),
    "merged_into": N_("Gộp vào"),
    "not_same": N_("Không phải là một với"),
    "keep_until": N_("Lưu thông tin đến hết ngày"),
    "code": N_("Mã lớp"),
    "topic": N_("Chủ đề"),
    "programme": N_("Nội dung của chương trình"),
    "decision_no": N_("Quyết định số"),
    "decision_date": N_("Ngày quyết định"),
    "invitation_no": N_("Giấy mời số"),
    "invitation_date": N_("Ngày giấy mời"),
    "organiser": N_("Đơn vị tổ chức"),
    "trainers": N_("Giảng viên"),
    "place": N_("Địa điểm"),
    "form": N_("Hình thức"),
    "budget": N_("Nguồn kinh phí"),
    "hours": N_("Số giờ"),
    "day": N_("Ngày học"),
    "begins": N_("Từ giờ"),
    "ends": N_("Đến giờ"),
    "content": N_("Nội dung"),
    "result": N_("Kết quả"),
    "mark": N_("Điểm"),
    "certificate_no": N_("Số chứng nhận"),
    "certificate_date": N_("Ngày cấp chứng nhận"),
    "certificate_issuer": N_("Nơi cấp chứng nhận"),
    "households": N_("Số hộ"),
    "represented": N_("Hộ tham gia"),
    "issued": N_("Số phiếu phát ra"),
    "collected": N_("Số phiếu thu về"),
    "valid": N_("Số phiếu hợp lệ"),
    "invalid": N_("Không hợp lệ"),
    "held_on": N_("Ngày kiểm phiếu"),
    "signatories": N_("Người ký biên bản"),
    "comments": N_("Ý kiến của người dân"),
    "satisfied": N_("Hài lòng"),
    "dissatisfied": N_("Không hài lòng"),
    "silent": N_("Bỏ trống"),
    "opens": N_("Từ ngày"),
    "closes": N_("Đến hết ngày"),
    "method": N_("Cách lấy ý kiến"),
    "period": N_("Kỳ báo cáo"),
    "least_households": N_("Số hộ tham gia, ít nhất %"),
    "least_overall": N_("Hài lòng chung, ít nhất %"),
    "least_each": N_("Từng câu, ít nhất %"),
    "terms_source": N_("Theo văn bản nào"),
    "seed": N_("Mã rút thăm"),
    "signed_at": N_("Ký lúc"),
    "signed_by": N_("Người ký"),
    "snapshot": N_("Số liệu đã ký"),
    "answers": N_("Trả lời"),
    "successors": N_("Trở thành"),
    "kind": N_("Loại"),
    "group": N_("Nhóm xã"),
    "group_from": N_("Thuộc nhóm từ ngày"),
    "region": N_("Vùng"),
    "valid_from": N_("Có từ ngày"),
    "valid_to": N_("Đến hết ngày"),
    "sort": N_("Thứ tự"),
    "state": N_("Tình trạng nộp"),
    "words": N_("Ý kiến"),
    "deleted": N_("Xoá"),
    "origin": N_("Của xã cũ"),
    "sha256": N_("Nội dung tệp"),
}

_SUBJECTS = {
    "session": N_("buổi {name}"),
    "enrolment": N_("học viên {name}"),
    "attendance": N_("điểm danh của {name}"),
    "tally": N_("kiểm phiếu của {village}"),
    "answers": N_("câu {name} của {village}"),
    "sheet": N_("phiếu {name}"),
}

_REGIONS = {
    "trung_du_mien_nui_phia_bac": N_("Trung du miền núi phía Bắc"),
    "dong_bang_song_hong": N_("Đồng bằng sông Hồng"),
    "bac_trung_bo": N_("Bắc Trung Bộ"),
    "duyen_hai_nam_trung_bo": N_("Duyên hải Nam Trung Bộ"),
    "tay_nguyen": N_("Tây Nguyên"),
    "dong_nam_bo": N_("Đông Nam Bộ"),
    "dong_bang_song_cuu_long": N_("Đồng bằng sông Cửu Long"),
}

_OWNERS = {
    "kinh_te": N_("Phòng Kinh tế"),
    "van_hoa_xa_hoi": N_("Phòng Văn hóa - Xã hội"),
    "van_phong": N_("Văn phòng"),
}

ROSTER_ROLES = {
    "manager": N_("Cán bộ quản lý"),
    "digital_team": N_("Tổ công nghệ số"),
    "resident": N_("Người dân"),
}
_ROLES_OF_PEOPLE = {
    **ROSTER_ROLES,
    "officer": N_("Dùng chương trình"),
    "front": N_("Mặt trận Tổ quốc"),
}
_METHODS = {"house": N_("Tại hộ"), "meeting": N_("Họp thôn"), "online": N_("Trực tuyến")}
_FORMS = {"direct": N_("Trực tiếp"), "online": N_("Trực tuyến")}
_RESULTS_OF_LEARNERS = {"passed": N_("Đạt"), "failed": N_("Không đạt")}
_SEXES = {"female": N_("Nữ"), "male": N_("Nam")}
_KINDS = {"thon": N_("Thôn"), "to_dan_pho": N_("Tổ dân phố")}

_STATES = {
    "draft": N_("Nháp"),
    "submitted": N_("Đã nộp"),
    "received": N_("Trung tâm đã nhận"),
    "accepted": N_("Đã được chấp nhận"),
    "returned": N_("Bị trả lại"),
}

_COMPARISONS = {">=": "≥", "<=": "≤", ">": ">", "<": "<", "=": "="}


def status(line: Line) -> tuple[str, Role]:
    """The one word an indicator is listed under: what somebody must settle goes first."""
    if line.disputed:
        return _("Xung đột"), Role.CONFLICT
    if line.returned:
        return _("Trả lại"), Role.RETURNED
    return result(line.verdict.result)


def result(found: Result) -> tuple[str, Role]:
    """The word and the role of a result."""
    return explain.result_word(found), _ROLES[found]


def of_field(name: str) -> str:
    """A field as forms call it."""
    return _(_FIELDS.get(name, name))


def region(code: str) -> str:
    """A region of the criteria tables."""
    return _(_REGIONS.get(code, code))


def owner_role(code: str | None) -> str:
    """The office a set proposes to answer an indicator; "" if it proposes none."""
    return _(_OWNERS.get(code or "", code or ""))


def role(code: str) -> str:
    """What somebody is to the commune."""
    return _(_ROLES_OF_PEOPLE.get(code, code))


def role_code(word: str) -> str:
    """The role these words are for; the words themselves where there is none."""
    codes = {role(code).casefold(): code for code in _ROLES_OF_PEOPLE}
    return codes.get(word.casefold(), word)


def sex(code: str | None) -> str:
    """Nam or Nữ; "" where nobody wrote it."""
    return _(_SEXES[code]) if code in _SEXES else ""


def state(code: str | None) -> str:
    """How far a submission has come."""
    return _(_STATES.get(code or "draft", code or ""))


def value(field: str, held: Value) -> str:
    """A stored value as people write it; what is missing says so."""
    match held:
        case None:
            return _("chưa có")
        case bool() if field == "passed":
            return _("Đạt") if held else _("Chưa đạt")
        case bool() if field == "deleted":
            return _("đã bỏ") if held else _("giữ lại")
        case bool():
            return _("có") if held else _("không")
        case int() | float():
            return str(held) if field == "birth_year" else numbers.show(held)
        case list():
            return ", ".join(role(each) if field == "roles" else each for each in held)
    return _text_value(field, held)


def subject(about: Subject) -> str:
    """What a record is about, in the middle of a sentence."""
    spot = about.spot
    if about.type not in REGISTRY:
        return _("cần bản mới hơn ({type})").format(type=about.type)
    if about.type == "evidence":
        return _("minh chứng “{name}”").format(name=about.name or "?")
    if spot is not None and about.type == "task":
        return _("phân công chỉ tiêu {code}").format(code=spot.indicator)
    if spot is not None and about.type == "threshold":
        return _("ngưỡng do xã nhập của chỉ tiêu {code}").format(code=spot.indicator)
    if spot is not None and about.type == "former_assessment":
        return _("chỉ tiêu {code} trước sáp nhập").format(code=spot.indicator)
    if spot is not None and spot.village:
        return _("chỉ tiêu {code} của {village}").format(code=spot.indicator, village=spot.village)
    if spot is not None:
        return _("chỉ tiêu {code}").format(code=spot.indicator)
    told = _SUBJECTS.get(about.type)
    if told is not None and (about.name or about.village):
        shown = dates.show(about.name) if about.type == "session" else about.name
        return _(told).format(name=shown or "?", village=about.village or "?")
    return about.name or titles.of_type(about.type).lower()


def subject_of_all(about: Subject) -> str:
    """The same where many stand below each other: with the set and the period of an indicator."""
    spot = about.spot
    if spot is None:
        return subject(about)
    when = sets.read_period(spot.period)
    return _("{what} ({period}, {set})").format(
        what=subject(about),
        set=spot.title or spot.set,
        period=when.label().lower() if when else spot.period,
    )


def _text_value(field: str, held: str) -> str:
    if field == "comparison":
        return _("Đạt") if held == "pass" else _COMPARISONS.get(held, held)
    if field == "region":
        return region(held)
    if field == "sex":
        return sex(held)
    if field == "form" and held in _FORMS:
        return _(_FORMS[held])
    if field == "result":
        return _(_RESULTS_OF_LEARNERS.get(held, held))
    if field == "method":
        return _(_METHODS.get(held, held))
    if field == "kind":
        return _(_KINDS.get(held, held))
    if field == "state":
        return state(held)
    day = _iso_date(held)
    return dates.show(day) if day else held


def _iso_date(text: str) -> str | None:
    try:
        return date.fromisoformat(text).isoformat() if len(text) == 10 else None
    except ValueError:
        return None


def moment(iso: str | None, now: datetime | None = None) -> str:
    """When something happened, as short as it is clear: "14:02", "14:02 20/11", "20/11/2025"."""
    if not iso:
        return _("chưa có")
    at = _here(iso)
    if at is None:
        return iso
    today = (now or datetime.now().astimezone()).date()
    if at.date() == today:
        return at.strftime("%H:%M")
    return at.strftime("%H:%M %d/%m") if at.year == today.year else at.strftime("%d/%m/%Y")


def since(iso: str, now: datetime | None = None) -> str:
    """From when on something has lasted: "14:05" of today, "hôm qua", or the day it began."""
    at = _here(iso)
    if at is None:
        return iso
    today = (now or datetime.now().astimezone()).date()
    if at.date() == today - timedelta(days=1):
        return _("hôm qua")
    if at.date() == today:
        return at.strftime("%H:%M")
    return at.strftime("%d/%m") if at.year == today.year else at.strftime("%d/%m/%Y")


def _here(iso: str) -> datetime | None:
    """A stored time on this PC's clock; None for what another programme wrote and is none."""
    try:
        return datetime.fromisoformat(iso).astimezone()
    except (ValueError, OverflowError):
        return None
