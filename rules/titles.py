"""What record types are called on screen."""

from __future__ import annotations

from collections.abc import Iterable

from resources.words import N_, _

_TYPES = {
    "assessment": N_("Tự đánh giá"),
    "evidence": N_("Minh chứng"),
    "former_assessment": N_("Tự đánh giá trước sáp nhập"),
    "threshold": N_("Ngưỡng do xã nhập"),
    "task": N_("Phân công"),
    "submission": N_("Lần nộp"),
    "review": N_("Thẩm tra"),
    "person": N_("Người"),
    "unit": N_("Đơn vị"),
    "course": N_("Lớp tập huấn"),
    "session": N_("Buổi học"),
    "enrolment": N_("Người học"),
    "attendance": N_("Điểm danh"),
    "survey": N_("Cuộc khảo sát"),
    "tally": N_("Kiểm phiếu"),
    "answers": N_("Câu trả lời"),
    "sheet": N_("Phiếu"),
}


def of_type(name: str) -> str:
    """A record type as screens call it."""
    return _(_TYPES.get(name, name))


def of_types(names: Iterable[str]) -> str:
    """Several of them, in the middle of a sentence."""
    return ", ".join(of_type(name).lower() for name in names)
