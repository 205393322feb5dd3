"""A commune that was merged goes over to its heir: a new profile, with what the old one has."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from resources.words import _
from ui import trouble
from ui.desk import GONE_OVER, Desk, Heir, Job
from ui.look import SPACE, Role
from ui.screens.settings.section import section
from ui.slots import Slot
from ui.widgets.button import Button, Kind
from ui.widgets.flow import Flow
from ui.widgets.message import Message
from ui.widgets.passphrase import NewPassphrase
from ui.widgets.pick import Pick
from ui.widgets.progress import Progress
from ui.widgets.text import Heading, Text


class SuccessionBox(QWidget):
    """Says what comes along and what stays; asks where to, and does it off the window's thread."""

    def __init__(self, desk: Desk, heirs: tuple[Heir, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._folder = desk, Path()
        self._chosen: Path | None = None  # a folder the officer wants instead of ours
        self._job: Job | None = None
        self.begin = Button(_("Chuyển sang xã mới &sau sáp nhập…"), "forward")
        self.heir = Pick(_("Xã mới"), [(each.code, each.name) for each in heirs])
        self.heir.setCurrentIndex(0)
        self._place = Text("", role=Role.MUTED, wrap=True)
        self.elsewhere = Button(_("T&hư mục khác…"), "open", Kind.QUIET)
        self.lock: NewPassphrase | None = None
        self.go = Button(_("Chu&yển"), kind=Kind.PRIMARY)
        self.leave = Button(_("Thôi"), kind=Kind.QUIET)
        self.progress = Progress()
        self.message = Message()
        self.panel = QWidget()
        self._lay_out(", ".join(each.name for each in heirs))
        self.begin.clicked.connect(self._unfold)
        self.elsewhere.clicked.connect(self._choose)
        self.heir.currentIndexChanged.connect(self._tell_place)
        self.go.clicked.connect(self._go)
        self.leave.clicked.connect(self._leave)
        self.message.acted.connect(lambda: self.window().close())

    def _lay_out(self, names: str) -> None:
        self._inside = QVBoxLayout(self.panel)
        self._inside.setContentsMargins(0, 0, 0, 0)
        self._inside.setSpacing(SPACE.gap)
        deeds = Flow()
        for each in (self.go, self.leave, self.elsewhere):
            deeds.add(each)
        which = Flow()
        which.add(Slot(_("Xã mới"), self.heir))
        for part in (which, self._place, deeds, self.progress):
            self._inside.addWidget(part)
        which.setVisible(self.heir.count() > 1)
        self.progress.hide()
        self.panel.hide()
        told = _(
            "Xã này đã nhập vào {communes}. Chương trình tạo một hồ sơ cho xã mới và mang theo"
            " người, thôn, sổ tập huấn, các câu trả lời cùng minh chứng, kể cả những gì chưa gửi."
            " Câu trả lời cũ chỉ để đọc lại, không tính cho xã mới. Hồ sơ này giữ nguyên và vẫn gửi"
            " được. Trước khi chuyển, hãy gửi nhận một lần để đủ tệp."
        ).format(communes=names)
        column = section(self, Heading(_("Sáp nhập")))
        column.addWidget(Text(told, wrap=True))
        column.addWidget(self.begin, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.panel)
        column.addWidget(self.message)

    def put_in(self, folder: Path) -> None:
        """The new profile will lie in a folder of its own inside this one."""
        self._chosen = folder
        self._tell_place()

    def _unfold(self) -> None:
        self.message.clear()
        if self.lock is None and self._desk.succession.asks_passphrase():
            self.lock = NewPassphrase(optional=False)
            self._inside.insertWidget(2, self.lock)
        self._tell_place()
        self.begin.hide()
        self.panel.show()
        self.go.setFocus(Qt.FocusReason.OtherFocusReason)

    def _leave(self) -> None:
        """Fold the panel, or end what is under way: what came along stays, the rest can follow."""
        if self._job is not None:
            self._job.stop()
            self._end()
            told = _("Đã dừng. Bấm chuyển lần nữa vào cùng thư mục để mang tiếp phần còn lại.")
            self.message.say(Role.INFO, told)
        self.panel.hide()
        self.begin.show()

    def _choose(self) -> None:
        from ui.dialogs.files import choose_folder

        chosen = choose_folder(self, _("Đặt hồ sơ của xã mới trong thư mục"))
        if chosen is not None:
            self.put_in(chosen)

    def _tell_place(self) -> None:
        usual = self._desk.succession.folder(self._heir())
        self._folder = self._chosen / usual.name if self._chosen else usual
        self._place.setText(_("Hồ sơ sẽ nằm trong {folder}").format(folder=self._folder))

    def _heir(self) -> str:
        return str(self.heir.value())

    def _go(self) -> None:
        self.message.clear()
        if self.lock is not None and (wrong := self.lock.trouble()):
            self.message.say(Role.WARNING, wrong)
            return
        passphrase = self.lock.typed() if self.lock is not None else None
        self.go.setEnabled(False)
        self._show(0, 0)
        self.progress.show()
        desk = self._desk
        deed = partial(
            desk.succession.take_over, self._heir(), self._folder, passphrase, desk.actor
        )
        self._job = desk.worker.run(
            deed, owner=self, done=self._done, failed=self._failed, progress=self._show
        )

    def _show(self, done: int, whole: int) -> None:
        told = _("đang mang theo số liệu")
        if whole:
            told = _("đang mang theo minh chứng, {done}/{whole} tệp").format(done=done, whole=whole)
        self.progress.tell(done, whole, told)

    def _done(self, told: str) -> None:
        self._desk.preferences.set(GONE_OVER, self._heir())
        self._end()
        self.panel.hide()
        self.begin.show()
        self.message.say(Role.INFO, told, _("Đóng chương trình"))

    def _failed(self, error: Exception) -> None:
        self._end()
        told = trouble.sentence(error) or _(
            "Việc chuyển gặp lỗi ngoài dự kiến; hồ sơ này giữ nguyên. Hãy báo người quản trị."
        )
        self.message.say(Role.DANGER, told)

    def _end(self) -> None:
        self._job = None
        self.go.setEnabled(True)
        self.progress.hide()
        if self.lock is not None:
            self.lock.clear()
