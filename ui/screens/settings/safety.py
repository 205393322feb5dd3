"""What protects the profile: the recovery code, made, tried and made anew; and backups."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QWidget

from resources.words import _
from ui import trouble
from ui.desk import Desk, KeysView
from ui.look import SPACE, Role
from ui.screens.settings.section import section
from ui.widgets import dates
from ui.widgets.button import Button
from ui.widgets.field import Field
from ui.widgets.message import Message
from ui.widgets.progress import Progress
from ui.widgets.text import Heading, Text

_MEGABYTE = 1_000_000


class SafetyBox(QWidget):
    """The recovery code and backups."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.state = Text("", wrap=True)
        self.new = Button(_("Tạo mã &mới"), "print")
        self.typed = QLineEdit()
        self._field = Field(_("Mã &khôi phục trên giấy"), self.typed)
        self.test = Button(_("&Thử mã"))
        self.message = Message()
        self.back_up = Button(_("&Sao lưu vào tệp"), "export")
        self._progress = Progress()
        self._progress.hide()
        self.new.clicked.connect(self._make)
        self.test.clicked.connect(self._test)
        self.typed.returnPressed.connect(self._test)
        self.back_up.clicked.connect(self._choose)
        self._code = QWidget()
        row = QHBoxLayout(self._code)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE.gap)
        row.addWidget(self._field, 1)
        row.addWidget(self.test, 0, Qt.AlignmentFlag.AlignBottom)
        deeds = QHBoxLayout()
        deeds.setSpacing(SPACE.gap)
        for deed in (self.new, self.back_up):
            deeds.addWidget(deed)
        deeds.addWidget(self._progress, 1)
        deeds.addStretch(0)
        column = section(self, Heading(_("Khoá và sao lưu")))
        column.addWidget(self.state)
        column.addWidget(self._code)
        column.addLayout(deeds)
        column.addWidget(self.message)

    def refresh(self) -> None:
        """Read how things stand."""
        view = self._desk.keys.view()
        self.state.setText(_told(view))
        self.new.setVisible(view.encrypted)
        self._code.setVisible(view.code_made)

    def _make(self) -> None:
        from ui.dialogs.paper import Paper  # brings printing

        keys = self._desk.keys
        dialog = Paper(keys.new_code(), keys.try_code, self)
        dialog.exec()
        dialog.deleteLater()
        self.message.clear()
        self.refresh()

    def _test(self) -> None:
        told = self._desk.keys.try_code(self.typed.text())
        self._field.warn(told)
        if not told:
            self.typed.clear()
            self.message.say(Role.PASSED, _("Mã đúng. Hãy cất tờ giấy ở nơi an toàn, xa máy này."))
            self.refresh()

    # -- backups -----------------------------------------------------------------------------

    def _choose(self) -> None:
        name, _kind = QFileDialog.getSaveFileName(
            self, _("Sao lưu vào tệp"), "lang-so-sao-luu.zip", _("Bản sao lưu (*.zip)")
        )
        if name:
            self.write(Path(name))

    def write(self, target: Path) -> None:
        """Write a backup into this file, off the window's thread."""
        self.message.clear()
        self._show(0, 1)
        self._progress.show()
        self.back_up.setEnabled(False)
        self._desk.worker.run(
            partial(self._desk.keys.back_up, target),
            owner=self,
            done=lambda _nothing: self._written(target),
            failed=self._failed,
            progress=self._show,
        )

    def _show(self, done: int, whole: int) -> None:
        self._progress.tell(done // _MEGABYTE, max(whole // _MEGABYTE, 1), _("Đang sao lưu"))

    def _written(self, target: Path) -> None:
        self._end()
        self.message.say(Role.PASSED, _("Đã sao lưu toàn bộ hồ sơ vào {path}.").format(path=target))

    def _failed(self, error: Exception) -> None:
        self._end()
        told = trouble.sentence(error)
        if told is None:
            raise error
        self.message.say(Role.DANGER, told)

    def _end(self) -> None:
        self._progress.hide()
        self.back_up.setEnabled(True)


def _told(view: KeysView) -> str:
    if not view.encrypted:
        return _("Hồ sơ này không mã hoá: ai mở được máy hay tệp sao lưu là đọc được dữ liệu.")
    if not view.code_made:
        return _(
            "Chưa có mã khôi phục. Quên mật khẩu hay hỏng máy là mất hồ sơ: hãy tạo mã và in ra."
        )
    if view.code_tested is None:
        return _("Mã khôi phục chưa được thử: hãy gõ mã từ tờ giấy vào đây một lần.")
    return _("Mã khôi phục đã được thử ngày {day}. Tạo mã mới thì mã cũ hết hiệu lực.").format(
        day=dates.show(view.code_tested)
    )
