"""The bar below: when was saved, what waits for the centre, how the line is."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from db.queries import rounds
from resources.words import _, many
from ui import look, names
from ui.desk import Desk, LineView
from ui.look import SPACE, Ground, Role, Type
from ui.widgets.button import Button, Kind
from ui.widgets.picture import Picture
from ui.widgets.region import Region
from ui.widgets.text import Elided


class Status(Region):
    """Three facts, left, middle and right; a sentence about what was just done takes the left."""

    asked = Signal()  # the person wants to see the sync screen

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(Ground.CANVAS, parent)
        self._desk = desk
        self._mark = Picture("done", Role.PASSED, parent=self)
        self.saved = Elided("", Type.SMALL, parent=self)
        self.pending = Elided("", Type.SMALL, Role.MUTED, parent=self)
        self.send = Button(_("Gửi nga&y"), "send", Kind.QUIET, self)
        self._dot = Picture("offline", Role.MUTED, parent=self)
        self.centre = Elided("", Type.SMALL, Role.MUTED, parent=self)
        self.setAccessibleName(_("Thanh trạng thái"))
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE.group, 0, SPACE.group, 0)
        row.setSpacing(SPACE.gap)
        row.addWidget(self._mark)
        row.addWidget(self.saved, 1)
        row.addSpacing(SPACE.group)
        row.addWidget(self.pending)
        row.addWidget(self.send)
        row.addSpacing(SPACE.group)
        row.addWidget(self._dot)
        row.addWidget(self.centre)
        for words in (self.pending, self.centre):  # as wide as their words, or less
            words.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self._size()
        self.send.clicked.connect(desk.line.send_now)
        desk.line.changed.connect(self.show_line)
        desk.pulse.saved.connect(self._on_saved)
        self._show_last(rounds.last_saved(desk.store))
        self.show_line()

    def say(self, sentence: str, role: Role = Role.TEXT) -> None:
        """Tell what was just done, or what keeps something from being done."""
        icon = {Role.DANGER: "error", Role.WARNING: "warning"}.get(role, "info")
        self._mark.say(icon, Role.INFO if role is Role.TEXT else role)
        self.saved.set_role(role)
        self.saved.setText(sentence)
        self.saved.setAccessibleName(sentence)

    def show_line(self) -> None:
        """Say again how things stand with the centre."""
        view = self._desk.line.view()
        self.pending.setText(pending_words(view))
        self.send.setVisible(view.enrolled)
        self.send.setEnabled(view.phase != "sending")
        words, icon, role = centre_words(view)
        self.centre.setText(words)
        self.centre.set_role(role)
        self._dot.say(icon, role)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._size()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._size()

    def _size(self) -> None:
        self.setFixedHeight(look.row_height() + SPACE.tight)

    def _on_saved(self) -> None:
        at = datetime.now().astimezone()
        self._tell_saved(_("Đã lưu {time}").format(time=at.strftime("%H:%M:%S")))

    def _show_last(self, at: str | None) -> None:
        if at is None:
            self.say(_("Mọi thay đổi được lưu ngay khi rời ô."))
        else:
            self._tell_saved(_("Đã lưu {time}").format(time=names.moment(at)))

    def _tell_saved(self, words: str) -> None:
        self._mark.say("done", Role.PASSED)
        self.saved.set_role(Role.TEXT)
        self.saved.setText(words)


def pending_words(view: LineView) -> str:
    """What waits for the centre, and when it was last reached."""
    if not view.enrolled:
        return _("Máy này chưa đăng ký với trung tâm")
    waiting = many("{n} thay đổi chưa gửi", view.waiting) if view.waiting else _("Đã gửi hết")
    if view.last_done is None:
        return _("{waiting} · chưa gửi lần nào").format(waiting=waiting)
    return _("{waiting} · lần gửi gần nhất {time}").format(
        waiting=waiting, time=names.moment(view.last_done)
    )


def centre_words(view: LineView) -> tuple[str, str, Role]:
    """The centre's state, the icon and the role that go with it."""
    if not view.enrolled:
        return _("Trung tâm: chưa đăng ký"), "offline", Role.MUTED
    match view.phase:
        case "sending":
            return _("Trung tâm: đang gửi…"), "sync", Role.ACCENT
        case "offline":
            return _("Trung tâm: mất kết nối"), "offline", Role.MUTED
        case "trouble":
            return _("Trung tâm: cần xem lại"), "warning", Role.WARNING
    return _("Trung tâm: đã kết nối"), "online", Role.MUTED
