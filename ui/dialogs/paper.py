"""The recovery code on its way to paper: shown, printed or kept as text, and tried once."""

from __future__ import annotations

import random
from collections.abc import Callable
from html import escape
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from resources.words import _
from rules import paper
from ui.look import SPACE, Role, Type
from ui.widgets.button import Button, Kind
from ui.widgets.field import Field
from ui.widgets.message import Message
from ui.widgets.text import Text

_WIDTH = 520


class Paper(QDialog):
    """Shows a new code; closes as accepted once one of its groups was typed from the paper."""

    def __init__(
        self, code: str, try_code: Callable[[str], str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Mã khôi phục"))
        self.setFixedWidth(_WIDTH)
        self._code, self._try = code, try_code
        groups = code.split("-")
        self._asked = random.randrange(len(groups))  # noqa: S311 -- which group is no secret
        shown = Text(_in_lines(groups), Type.LARGE)
        shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        shown.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.printing = Button(_("&In"), "print", Kind.PLAIN)
        self.save = Button(_("&Lưu thành tệp"), "export", Kind.PLAIN)
        self.typed = QLineEdit()
        self.typed.setMaxLength(12)
        self.field = Field(
            _("&Gõ lại nhóm thứ {n} từ tờ giấy").format(n=self._asked + 1), self.typed
        )
        self.message = Message()
        self.end = Button(_("&Xong"), kind=Kind.PRIMARY)
        self.end.setDefault(True)
        later = Button(_("Để &sau"), kind=Kind.QUIET)
        self.printing.clicked.connect(self._print)
        self.save.clicked.connect(self._save)
        self.end.clicked.connect(self._finish)
        later.clicked.connect(self.reject)
        out, foot = QHBoxLayout(), QHBoxLayout()
        for row, parts in ((out, (self.printing, self.save)), (foot, (self.end, later))):
            row.setSpacing(SPACE.gap)
            for part in parts:
                row.addWidget(part)
            row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(SPACE.section,) * 4)
        column.setSpacing(SPACE.group)
        column.addWidget(Text(_("Mã khôi phục"), Type.TITLE, Role.ACCENT))
        column.addWidget(Text(_why(), wrap=True))
        column.addWidget(shown)
        column.addLayout(out)
        column.addWidget(self.field)
        column.addWidget(self.message)
        column.addLayout(foot)
        self.typed.setFocus()

    @property
    def group(self) -> str:
        """The group that is asked for."""
        return self._code.split("-")[self._asked]

    def _finish(self) -> None:
        if paper.letters(self.typed.text()) != self.group:
            self.field.warn(_("Nhóm này chưa khớp với mã ở trên; hãy xem lại tờ giấy."))
            return
        told = self._try(self._code)
        if told:
            self.message.say(Role.DANGER, told)
            return
        self.accept()

    def _print(self) -> None:
        printer = QPrinter()
        dialog = QPrintDialog(printer, self)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            page = QTextDocument()
            page.setHtml(page_of(self._code))
            page.print_(printer)
            self.typed.setFocus()

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
            self.message.say(Role.DANGER, told.format(path=path, reason=error.strerror or error))


def page_of(code: str) -> str:
    """The sheet that is printed."""
    lines = "<br>".join(escape(line) for line in _in_lines(code.split("-")).splitlines())
    return (
        f"<h1>{escape(_title())}</h1><p>{escape(_why())}</p>"
        f'<p style="font-family: monospace; font-size: 22pt">{lines}</p>'
    )


def _in_lines(groups: list[str]) -> str:
    """Four groups in the first line, three in the second."""
    gap = "\N{NO-BREAK SPACE}" * 2
    return f"{gap.join(groups[:4])}\n{gap.join(groups[4:])}"


def _title() -> str:
    return _("Làng Số: mã khôi phục hồ sơ")


def _why() -> str:
    return _(
        "Khi quên mật khẩu, máy hỏng hoặc mất khoá, chỉ có mã này mở lại được hồ sơ và các bản sao"
        " lưu. Hãy in ra hoặc chép vào giấy và cất xa máy; ai có mã và có tệp là đọc được dữ liệu."
    )
