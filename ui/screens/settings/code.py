"""The recovery code: made, tried from its paper, made anew."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from resources.words import _
from ui import trouble
from ui.desk import Desk, KeysView
from ui.look import SPACE, Role
from ui.widgets import dates
from ui.widgets.button import Button
from ui.widgets.field import Field
from ui.widgets.message import Message
from ui.widgets.text import Text


class CodeBox(QWidget):
    """How far the code has come, and the next step with it."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.state = Text("", wrap=True)
        self.new = Button("", "print")
        self.typed = QLineEdit()
        self.field = Field(_("Mã &khôi phục trên giấy"), self.typed)
        self.test = Button(_("&Thử mã"))
        self.message = Message()
        self.new.clicked.connect(self._make)
        self.test.clicked.connect(self._test)
        self.typed.returnPressed.connect(self._test)
        row = QHBoxLayout()
        row.setSpacing(SPACE.gap)
        row.addWidget(self.test)
        row.addWidget(self.new)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.gap)
        for part in (self.state, self.field, self.message):
            column.addWidget(part)
        column.addLayout(row)

    def show_state(self, view: KeysView) -> None:
        """Say how things stand."""
        self.state.setText(_told(view))
        self.new.setText(_("Tạo mã &mới") if view.code_made else _("Tạo &mã khôi phục"))
        waits = view.code_made and view.code_tested is None
        self.field.setVisible(waits)
        self.test.setVisible(waits)

    def _make(self) -> None:
        from ui.dialogs.paper import Paper  # brings printing

        keys = self._desk.keys
        self.message.clear()
        codes: list[str] = []
        told = trouble.attempt(lambda: codes.append(keys.new_code()))
        if told:
            self.message.say(Role.DANGER, told)
        else:
            dialog = Paper(codes[0], keys.try_code, self)
            dialog.exec()
            dialog.deleteLater()
        self.show_state(keys.view())

    def _test(self) -> None:
        told = trouble.attempt(lambda: self._desk.keys.try_code(self.typed.text()))
        self.field.warn(told)
        if not told:
            self.typed.clear()
            self.message.say(Role.PASSED, _("Mã đúng. Hãy cất tờ giấy ở nơi an toàn, xa máy này."))
            self.show_state(self._desk.keys.view())


def _told(view: KeysView) -> str:
    if not view.code_made:
        return _(
            "Chưa có mã khôi phục. Quên mật khẩu hay hỏng máy là mất hồ sơ: hãy tạo mã và in ra."
        )
    if view.code_tested is None:
        return _("Mã khôi phục chưa được thử: hãy gõ mã từ tờ giấy vào đây một lần.")
    return _(
        "Mã khôi phục đã được thử ngày {day}. Mất tờ giấy thì tạo mã mới; mã cũ hết hiệu lực khi mã"
        " mới được thử, và khi đó hãy sao lưu lại: bản sao lưu cũ không mở được bằng mã mới."
    ).format(day=dates.show(view.code_tested))
