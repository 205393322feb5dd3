"""Every widget of the kit on one sheet, light and dark, to be looked at.

    python -m tests.support.gallery FOLDER [SCALE]

SCALE is the device pixel ratio (1 unless told); the text size 150 % gets a sheet of its own.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QKeySequence, QPainter, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLayout,
    QLineEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from ui import look
from ui.editors import DateEditor, NumberEditor, TextEditor
from ui.look import SPACE, STATUSES, Ground, Role, Type
from ui.rows import Align, Column, Entry, Rows
from ui.widgets import dates
from ui.widgets.button import Button, IconButton, Kind
from ui.widgets.calendar import Calendar
from ui.widgets.check import Check, Radio
from ui.widgets.chips import Chip, Chips
from ui.widgets.choice import verdict
from ui.widgets.empty import Empty
from ui.widgets.field import Field
from ui.widgets.flow import Flow
from ui.widgets.growing import Growing
from ui.widgets.message import Message
from ui.widgets.picker import Picker
from ui.widgets.pill import Pill
from ui.widgets.progress import Progress
from ui.widgets.rail import Place, Rail
from ui.widgets.region import Hairline, Region
from ui.widgets.search import Search
from ui.widgets.table import Table
from ui.widgets.text import Elided, Heading, Text
from ui.widgets.tile import File, FileState, Tile

LONG = (
    "8.4 Có ứng dụng công nghệ thông tin trong công tác quản lý, điều hành và cung cấp dịch vụ "
    "công trực tuyến phục vụ người dân, doanh nghiệp trên địa bàn xã; tỷ lệ hồ sơ thủ tục hành "
    "chính được tiếp nhận và giải quyết trực tuyến toàn trình đạt mức do Ủy ban nhân dân tỉnh quy "
    "định, KHỂ CẢ KẾT QUẢ ĐÁNH GIÁ MỨC ĐỘ HÀI LÒNG CỦA NGƯỜI DÂN VỀ CHUYỂN ĐỔI SỐ Ở CƠ SỞ."
)
WORDS = {
    Role.PASSED: "Đạt",
    Role.FAILED: "Chưa đạt",
    Role.MISSING: "Thiếu",
    Role.NO_THRESHOLD: "Chưa có ngưỡng",
    Role.RETURNED: "Trả lại",
    Role.CONFLICT: "Xung đột",
    Role.REVIEW: "Cần xem lại",
}
PLACES = (
    Place("today", "&Hôm nay", "today"),
    Place("checklist", "&Bộ tiêu chí", "checklist"),
    Place("training", "&Tập huấn", "training"),
    Place("survey", "&Khảo sát", "survey"),
    Place("villages", "Thôn &và cán bộ", "village"),
    Place("reports", "Báo &cáo", "reports"),
    Place("sync", "Đồ&ng bộ", "sync", below=True),
    Place("settings", "Cài đặ&t", "settings", below=True),
)


def sheet() -> QWidget:
    """Everything at once."""
    page = Region(Ground.SURFACE)
    page.resize(1366, 768)
    row = QHBoxLayout(page)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(0)
    rail = Rail(PLACES)
    rail.say("Làng Số", "Xã Vinh Lộc")
    rail.mark("checklist")
    rail.count("today", 3)
    rail.count("sync", 12)
    row.addWidget(rail)
    row.addLayout(_column(_words(), _statuses(), _filters(), _buttons()), 2)
    row.addWidget(Hairline(upright=True))
    row.addLayout(_column(_answers(), _fields(), _evidence(), _messages()), 3)
    return page


def _column(*parts: QLayout) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setContentsMargins(SPACE.group, SPACE.group, SPACE.group, SPACE.group)
    column.setSpacing(SPACE.group)
    for part in parts:
        column.addLayout(part)
    column.addStretch(1)
    return column


def _stack(*widgets: QWidget) -> QVBoxLayout:
    stack = QVBoxLayout()
    stack.setSpacing(SPACE.gap)
    for widget in widgets:
        stack.addWidget(widget)
    return stack


def _line(*widgets: QWidget) -> QHBoxLayout:
    line = QHBoxLayout()
    line.setSpacing(SPACE.gap)
    for widget in widgets:
        line.addWidget(widget)
    line.addStretch(1)
    return line


def _words() -> QLayout:
    return _stack(
        Text("Bộ tiêu chí Ế ộ Ữ Ẫ ỵ", Type.TITLE),
        Text("Thông tin và Truyền thông", Type.LARGE),
        Elided(LONG, Type.STRONG, lines=3),
        Elided(LONG, Type.BODY, Role.MUTED),
        Text("Kỳ trước (31/12/2024): Chưa đạt · 1.234,5", Type.SMALL, Role.MUTED),
    )


def _statuses() -> QLayout:
    pills = Flow()
    for status in STATUSES:
        pills.add(Pill(WORDS[status], status))
    quiet = Flow(SPACE.group)
    for status in STATUSES:
        quiet.add(Pill(WORDS[status], status, quiet=True))
    both = QVBoxLayout()
    both.setSpacing(SPACE.gap)
    both.addWidget(pills)
    both.addWidget(quiet)
    return both


def _filters() -> QLayout:
    chips = Chips("Lọc")
    chips.show_chips(
        [
            Chip("all", "Tất cả", 57),
            Chip("missing", "Thiếu", 12),
            Chip("failed", "Chưa đạt", 5),
            Chip("returned", "Trả lại", 1),
            Chip("mine", "Của tôi", 9),
        ]
    )
    chips.choose("missing")
    progress, begun, none = Progress(), Progress(), Progress()
    progress.passed(34, 57)
    begun.passed(1, 57)
    none.passed(0, 57)
    return _stack(chips, progress, begun, none)


def _buttons() -> QLayout:
    picker = Picker("Bộ tiêu chí")
    picker.addItems(["NTM xã 2021-2025", "NTM nâng cao"])
    off = Button("Gửi ngay", "send")
    off.setEnabled(False)
    both = QVBoxLayout()
    both.setSpacing(SPACE.gap)
    both.addLayout(
        _line(
            Button("&Gửi ngay", "send", Kind.PRIMARY),
            Button("Thêm &tệp", "add"),
            Button("&Xem lịch sử", kind=Kind.QUIET),
        )
    )
    both.addLayout(_line(Button("&Bỏ tệp", "remove", Kind.DANGER), off))
    both.addLayout(
        _line(
            picker,
            IconButton("undo", "Hoàn tác", QKeySequence("Ctrl+Z")),
            IconButton("more", "Thêm"),
        )
    )
    box, dot = Check("Chỉ của tôi"), Radio("Theo thôn")
    box.setChecked(True)
    dot.setChecked(True)
    both.addLayout(_line(box, Check("Đã gửi"), dot, Radio("Cả xã")))
    both.addWidget(Search("Tìm chỉ tiêu, người, tệp", QKeySequence("Ctrl+K")))
    return both


def _answers() -> QLayout:
    taken = QVBoxLayout()
    taken.setSpacing(SPACE.gap)
    for value in (True, False, None):
        choice = verdict("Tự đánh giá")
        choice.setValue(value)
        taken.addWidget(choice)
    return taken


def _fields() -> QLayout:
    note = Growing()
    note.setPlainText("Đã có trang thông tin điện tử;\nđang chờ văn bản của Ủy ban nhân dân tỉnh.")
    number = QLineEdit("1.234,5")
    wrong = Field("Ngà&y lập", QLineEdit("31/02/2026"))
    wrong.warn("Tháng 2 năm 2026 không có ngày 31. Gõ lại theo dạng 23/11/2026.")
    form = QVBoxLayout()
    form.setSpacing(SPACE.gap)
    line = QHBoxLayout()
    line.addWidget(Field("&Số hộ", number, unit="hộ"))
    line.addWidget(wrong)
    form.addLayout(line)
    form.addWidget(Field("&Ghi chú", note))
    return form


def _evidence() -> QLayout:
    column = QVBoxLayout()
    column.setSpacing(SPACE.gap)
    heading = Heading("Minh chứng", "3 tệp")
    heading.put(Button("Thêm &tệp", "add", Kind.QUIET))
    column.addWidget(heading)
    photo = QPixmap(160, 90)
    photo.fill(QColor("#4C8C7B"))
    flow = Flow()
    flow.add(Tile(File("Ảnh nhà văn hóa thôn Hà Giữa.jpg", 2_400_000), photo))
    flow.add(Tile(File("Quyết định số 1234/QĐ-UBND về việc công nhận.pdf", 812_000)))
    flow.add(Tile(File("Danh sách.xlsx", 12_000, FileState.GONE)))
    flow.add(Tile(File("bien-ban.zip", 12_000, FileState.ALTERED)))
    column.addWidget(flow)
    return column


def _messages() -> QLayout:
    holder = QWidget()
    info, warning, danger = Message(holder), Message(holder), Message(holder)
    info.say(Role.INFO, "Gói dữ liệu mới đổi ngưỡng của 3 chỉ tiêu.", "&Xem")
    warning.say(Role.WARNING, "Số hộ nghèo tăng 40 % so với kỳ trước. Kiểm tra lại trước khi gửi.")
    danger.say(
        Role.DANGER,
        "Không ghi được vào ổ đĩa vì đã đầy. Xóa bớt tệp rồi bấm Thử lại; những gì vừa gõ vẫn còn "
        "trên màn hình.",
        "&Thử lại",
        closable=False,
    )
    holder.setLayout(_stack(info, warning, danger))
    return _stack(holder)


@dataclass(frozen=True, slots=True)
class Village:
    """A row of the sample table."""

    code: str
    name: str
    households: int | None
    poor: float | None
    day: str | None
    met: bool

    def status(self) -> Role:
        if self.households is None:
            return Role.MISSING
        return Role.PASSED if self.met else Role.FAILED


COLUMNS: tuple[Column[Village], ...] = (
    Column("Mã", lambda v: v.code, width=5),
    Column("Thôn", lambda v: v.name, entry=Entry.TEXT),
    Column("Số hộ", lambda v: v.households, align=Align.END, entry=Entry.NUMBER, width=10),
    Column("Tỷ lệ nghèo (%)", lambda v: v.poor, align=Align.END, entry=Entry.NUMBER, width=16),
    Column("Ngày họp", lambda v: v.day, dates.show, entry=Entry.DATE, width=12),
    Column("Có mặt", lambda v: v.met, align=Align.MIDDLE, entry=Entry.CHECK, width=9),
    Column("Kết quả", lambda v: WORDS[v.status()], role=Village.status, width=14),
)
NAMES = ("Hà Giữa", "Dương Nỗ Đông", "Phú Mai", "Kế Võ", "Thôn Ế Ữ Ộ gjpqỵ", "Vinh Lưu")


def register() -> QWidget:
    """Tables and fields, one of them being filled in."""
    page = Region(Ground.SURFACE)
    page.resize(1000, 620)
    rows: Rows[Village] = Rows(COLUMNS, key=lambda v: v.code)
    rows.replace(
        Village(
            f"{number:02}",
            NAMES[number % 6],
            None if number % 4 == 2 else 111 * number,
            number * 1.25,
            f"2026-11-{number + 1:02}",
            number % 3 != 0,
        )
        for number in range(30)
    )
    rows.keep(rows.index(3, 2), "12a", "“12a” không phải là số.")
    table, reading = Table(rows, entry=True), Table(rows)
    column = QVBoxLayout(page)
    column.addWidget(table)
    column.addWidget(reading)
    table.setCurrentIndex(rows.index(1, 3))
    table.edit(rows.index(1, 3))
    reading.selectRow(2)
    line = QHBoxLayout()
    day, amount = DateEditor(), NumberEditor()
    day.setValue("2026-11-23")
    amount.setValue(1234567.5)
    for name, editor in (("Ngà&y họp", day), ("&Số tiền", amount), ("&Tên", TextEditor())):
        line.addWidget(Field(name, editor))
    column.addLayout(line)
    return page


def month() -> QWidget:
    """The calendar of a date field."""
    calendar = Calendar(date(2026, 11, 24), date(2026, 11, 23))
    calendar.adjustSize()
    return calendar


def reached() -> QWidget:
    """Every control as it looks with the focus."""
    page = Region(Ground.SURFACE)
    page.resize(420, 300)
    column = QVBoxLayout(page)
    chips = Chips("Lọc")
    chips.show_chips([Chip("all", "Tất cả", 57), Chip("missing", "Thiếu", 12)])
    picker = Picker("Kỳ")
    picker.addItem("Kỳ: 2025")
    controls: list[QWidget] = [
        Button("&Gửi ngay", "send", Kind.PRIMARY),
        Button("Thêm &tệp", "add"),
        Button("&Xem lịch sử", kind=Kind.QUIET),
        IconButton("undo", "Hoàn tác"),
        Check("Chỉ của tôi"),
        Radio("Theo thôn"),
        Search("Tìm", QKeySequence("Ctrl+K")),
        TextEditor(),
        Growing(),
        picker,
        chips,
        verdict("Tự đánh giá"),
        Tile(File("Quyết định.pdf", 812_000)),
    ]
    for control in controls:
        column.addWidget(control)
    page.setProperty("controls", controls)
    return page


def focus_sheet() -> QPixmap:
    """The same page, grabbed once for each control that has the focus, cut together."""
    page = reached()
    page.show()
    page.activateWindow()
    QTest.qWaitForWindowActive(page)
    pictures = []
    for control in page.property("controls"):
        (control.findChild(QRadioButton) or control).setFocus()
        pictures.append((control.geometry(), page.grab()))
    page.hide()
    whole = page.grab()
    painter = QPainter(whole)
    for place, picture in pictures:
        ratio = picture.devicePixelRatio()
        source = QRect(place.topLeft() * ratio, place.size() * ratio)
        painter.drawPixmap(place, picture, source)
    painter.end()
    page.deleteLater()
    return whole


def blank() -> QWidget:
    """An empty screen."""
    page = Region(Ground.SURFACE)
    page.resize(700, 400)
    column = QVBoxLayout(page)
    column.addWidget(
        Empty(
            "training",
            "Chưa có lớp tập huấn nào",
            "Lớp học, buổi học và danh sách học viên của xã nằm ở đây.",
            "&Mở lớp mới",
        )
    )
    return page


def main(folder: Path) -> None:
    """Paint every sheet into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    ratio = os.environ.get("QT_SCALE_FACTOR", "1")
    for wish in ("light", "dark"):
        for scale in (100, 150):
            look.apply(app, wish, scale)
            makers = (("kit", sheet), ("empty", blank), ("register", register), ("month", month))
            focus_sheet().save(str(folder / f"focus-{wish}-{scale}-{ratio}x.png"))
            for name, make in makers:
                page = make()
                page.ensurePolished()
                wanted = page.layout().totalHeightForWidth(page.width())
                page.resize(page.width(), max(page.height(), wanted))
                page.grab().save(str(folder / f"{name}-{wish}-{scale}-{ratio}x.png"))
                page.deleteLater()


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    if len(sys.argv) > 2:
        os.environ["QT_SCALE_FACTOR"] = sys.argv[2]
    main(Path(sys.argv[1]))
