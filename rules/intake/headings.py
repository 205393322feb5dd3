"""The lists that can be brought in, their fields, and the words their columns are headed by."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from resources.words import N_
from rules.grids import Words


class ListKind(StrEnum):
    """What a spreadsheet is a list of."""

    PEOPLE = "people"
    TRAINING = "training"
    FIGURES = "figures"


GIVEN = "given_name"  # a column beside that of names, with their last part
MALE, FEMALE = "male", "female"  # two columns with a mark, or the year of birth, in one of them

# folded; the first field of a list is the one no row is without
_PERSON: Words = {
    "full_name": (
        *("ho va ten", "ho ten", "ten hoc vien", "ten can bo", "ten thanh vien", "hoc vien"),
        *("ho dem", "ho va dem", "ho va ten dem", "ho va chu dem", "ho chu dem", "ho va ten lot"),
    ),
    "birth_year": ("nam sinh", "ngay sinh", "ngay thang nam sinh", "sinh nam", "sinh ngay"),
    "sex": ("gioi tinh", "nam/nu", "phai"),
    MALE: ("=nam",),
    FEMALE: ("=nu",),
    "position": ("chuc vu", "chuc danh", "chuc vu chuc danh", "vi tri", "nhiem vu"),
    "unit": (
        *("thon", "ten thon", "to dan pho", "tdp", "thon/tdp", "thon to dan pho", "xom"),
        *("don vi", "don vi cong tac", "noi cong tac", "dia chi", "noi o"),
    ),
    "phone": ("dien thoai", "so dien thoai", "sdt", "so dt", "dt", "dtdd", "di dong", "zalo"),
    "roles": ("vai tro",),
    "roster_from": ("tham gia tu", "giu chuc tu", "ngay bo nhiem", "tu ngay"),
    "roster_to": ("tham gia den", "giu chuc den", "ngay thoi giu chuc", "den ngay"),
    "keep_until": ("luu den",),
    "id": ("ma nguoi",),
}
WORDS: Mapping[ListKind, Words] = {
    ListKind.PEOPLE: _PERSON,
    ListKind.TRAINING: {
        **_PERSON,
        "course_code": ("ma lop", "ky hieu lop"),
        "course_title": ("ten lop", "lop", "lop tap huan", "khoa hoc", "ten khoa"),
        "result": ("ket qua",),
        "mark": ("diem", "xep loai"),
        "certificate_no": (
            *("so chung nhan", "so giay chung nhan", "so chung chi", "so hieu", "chung nhan so"),
        ),
        "certificate_date": ("ngay cap", "ngay chung nhan"),
        "certificate_issuer": ("noi cap", "don vi cap", "co quan cap"),
        "note": ("ghi chu",),
        "course": ("ma khoa",),
    },
    ListKind.FIGURES: {
        "indicator": ("ma chi tieu", "chi tieu", "ma", "ma so"),
        "title": ("noi dung", "ten chi tieu", "noi dung chi tieu"),
        "village": ("thon", "ten thon", "to dan pho", "tdp", "don vi", "xom"),
        "set": ("bo tieu chi",),
        "period": ("ky", "ky bao cao"),
        "passed": ("danh gia", "dat", "dat/khong dat"),
        "numerator": ("tu so", "so dat"),
        "denominator": ("mau so", "tong so"),
        "number": ("ket qua", "gia tri", "so lieu", "ket qua thuc hien"),
        "text": ("bang chu", "dien giai"),
        "as_of": ("den ngay", "tinh den", "thoi diem"),
        "note": ("ghi chu",),
        "village_id": ("ma thon",),
    },
}

# what we head the columns of our own lists by (always in Vietnamese, so that any PC reads them
# again), and what the officer chooses from
TITLES: Mapping[str, str] = {
    "full_name": N_("Họ và tên"),
    GIVEN: N_("Tên (tách khỏi họ)"),
    "birth_year": N_("Năm sinh"),
    "sex": N_("Giới tính"),
    MALE: N_("Nam (đánh dấu hoặc năm sinh)"),
    FEMALE: N_("Nữ (đánh dấu hoặc năm sinh)"),
    "position": N_("Chức vụ"),
    "unit": N_("Thôn"),
    "phone": N_("Điện thoại"),
    "roles": N_("Vai trò"),
    "roster_from": N_("Tham gia từ"),
    "roster_to": N_("Tham gia đến"),
    "keep_until": N_("Lưu đến"),
    "id": N_("Mã người"),
    "course_code": N_("Mã lớp"),
    "course_title": N_("Tên lớp"),
    "result": N_("Kết quả"),
    "mark": N_("Xếp loại"),
    "certificate_no": N_("Số chứng nhận"),
    "certificate_date": N_("Ngày cấp"),
    "certificate_issuer": N_("Nơi cấp"),
    "note": N_("Ghi chú"),
    "course": N_("Mã khoá"),
    "indicator": N_("Mã chỉ tiêu"),
    "title": N_("Nội dung"),
    "village": N_("Thôn"),
    "set": N_("Bộ tiêu chí"),
    "period": N_("Kỳ"),
    "passed": N_("Đạt"),
    "numerator": N_("Tử số"),
    "denominator": N_("Mẫu số"),
    "number": N_("Giá trị"),
    "text": N_("Bằng chữ"),
    "as_of": N_("Đến ngày"),
    "village_id": N_("Mã thôn"),
}


def fields(kind: ListKind) -> tuple[str, ...]:
    """What a column of such a list can be taken for, in the order it is offered."""
    more = () if kind is ListKind.FIGURES else (GIVEN,)
    return (*WORDS[kind], *more)
