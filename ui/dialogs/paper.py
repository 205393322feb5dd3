"""The recovery code on its way to paper: shown, printed or kept as text, and tried once."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from resources.reasons import reason
from resources.words import _
from ui import trouble
from ui.look import SPACE, Role, Type
from ui.widgets.button import Button, Kind
from ui.widgets.field import Field
from ui.widgets.message import Message
from ui.widgets.text import Text

_WIDTH = 520


class Paper(QDialog):
    """Shows a new code, then asks for it without showing it; accepted once it was typed."""

    def __init__(
        self, code: str, try_code: Callable[[str], None], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Mã khôi phục"))
        self.setFixedWidth(_WIDTH)
        self._try = try_code
        self.sheet, self.trial = Sheet(code), Trial()
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self.sheet)
        self._pages.addWidget(self.trial)
        self.sheet.next.clicked.connect(self._ask)
        self.trial.back.clicked.connect(self._show)
        self.trial.end.clicked.connect(self._finish)
        for later in (self.sheet.later, self.trial.later):
            later.clicked.connect(self.reject)
        self._show()

    def _show(self) -> None:
        self._pages.setCurrentWidget(self.sheet)
        self.sheet.next.setDefault(True)
        self.sheet.next.setFocus()

    def _ask(self) -> None:
        self._pages.setCurrentWidget(self.trial)
        self.trial.end.setDefault(True)
        self.trial.typed.setFocus()

    def _finish(self) -> None:
        told = trouble.attempt(lambda: self._try(self.trial.typed.text()))
        self.trial.field.warn(told)
        if not told:
            self.accept()


class Sheet(QWidget):
    """The code, and the ways to paper."""

    def __init__(self, code: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._code = code
        shown = Text(_in_lines(code), Type.TITLE)
        shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        shown.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.printing = Button(_("&In"), "print", Kind.PLAIN)
        self.save = Button(_("Lưu ra &USB"), "stick", Kind.PLAIN)
        self.message = Message()
        self.next = Button(_("&Gõ thử mã"), kind=Kind.PRIMARY)
        self.later = Button(_("Để &sau"), kind=Kind.QUIET)
        self.printing.clicked.connect(self._print)
        self.save.clicked.connect(self._save)
        column = _page(self, _("Mã khôi phục"), _why())
        column.addWidget(shown)
        column.addLayout(_row(self.printing, self.save))
        column.addWidget(self.message)
        column.addStretch(1)
        column.addLayout(_row(self.next, self.later))

    def _print(self) -> None:
        printer = QPrinter()
        dialog = QPrintDialog(printer, self)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            page = QTextDocument()
            page.setHtml(page_of(self._code))
            page.print_(printer)

    def _save(self) -> None:
        name, _kind = QFileDialog.getSaveFileName(
            self, _("Lưu mã khôi phục"), "ma-khoi-phuc.txt", _("Văn bản (*.txt)")
        )
        if name:
            self.save_to(Path(name))

    def save_to(self, path: Path) -> None:
        """Keep the page as text, for a stick that is locked away."""
        try:
            path.write_text(f"{_title()}\n\n{self._code}\n\n{_why()}\n", encoding="utf-8-sig")
        except OSError as error:
            told = _("Không ghi được {path} ({reason}); hãy chọn chỗ khác.")
            self.message.say(Role.DANGER, told.format(path=path, reason=reason(error)))
        else:
            told = _("Đã lưu mã vào {path}. Hãy cất USB xa máy; đừng để mã trong máy này.")
            self.message.say(Role.PASSED, told.format(path=path))


class Trial(QWidget):
    """Asks for the code from the paper."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.typed = QLineEdit()
        self.field = Field(_("Mã &khôi phục trên giấy"), self.typed)
        self.end = Button(_("&Xong"), kind=Kind.PRIMARY)
        self.back = Button(_("Xem &lại mã"), kind=Kind.PLAIN)
        self.later = Button(_("Để &sau"), kind=Kind.QUIET)
        why = _(
            "Hãy gõ cả mã từ tờ giấy, một lần, để chắc chắn đã chép đúng. Chữ hoa hay thường, có"
            " dấu gạch hay không đều được."
        )
        column = _page(self, _("Gõ thử mã"), why)
        column.addWidget(self.field)
        column.addStretch(1)
        column.addLayout(_row(self.end, self.back, self.later))


def _page(widget: QWidget, title: str, why: str) -> QVBoxLayout:
    column = QVBoxLayout(widget)
    column.setContentsMargins(*(SPACE.section,) * 4)
    column.setSpacing(SPACE.group)
    column.addWidget(Text(title, Type.TITLE, Role.ACCENT))
    column.addWidget(Text(why, wrap=True))
    return column


def _row(*buttons: Button) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(SPACE.gap)
    for button in buttons:
        row.addWidget(button)
    row.addStretch(1)
    return row


def page_of(code: str) -> str:
    """The sheet that is printed."""
    lines = "<br>".join(escape(line) for line in _in_lines(code).splitlines())
    return (
        f"<h1>{escape(_title())}</h1><p>{escape(_why())}</p>"
        f'<p style="font-family: monospace; font-size: 22pt">{lines}</p>'
    )


def _in_lines(code: str) -> str:
    """Four groups in the first line, three in the second."""
    groups = code.split("-")
    gap = "\N{NO-BREAK SPACE}" * 2
    return f"{gap.join(groups[:4])}\n{gap.join(groups[4:])}"


def _title() -> str:
    return _("Làng Số: mã khôi phục hồ sơ")


def _why() -> str:
    return _(
        "Khi quên mật khẩu, máy hỏng hoặc mất khoá, chỉ có mã này mở lại được hồ sơ và các bản sao"
        " lưu. Hãy in ra hoặc chép vào giấy và cất xa máy; ai có mã và có tệp là đọc được dữ liệu."
    )
