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
from ui.standing import Way, stake_words, way
from ui.widgets.button import Button, Kind
from ui.widgets.picture import Picture
from ui.widgets.region import Region
from ui.widgets.text import Elided

SEND = "Alt+Y"  # whichever way it goes


class Status(Region):
    """Three facts, left, middle and right; a sentence about what was just done takes the left."""

    asked = Signal()  # the person wants to see the sync screen

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(Ground.CANVAS, parent)
        self._desk = desk
        self._mark = Picture("done", Role.PASSED, parent=self)
        self.saved = Elided("", Type.SMALL, parent=self)
        self.pending = Elided("", Type.SMALL, Role.MUTED, parent=self)
        self.send = Button("", "send", Kind.QUIET, self)
        self._way: Way | None = None
        self._told = ""  # what was last said about carrying
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
        self.send.clicked.connect(self.make_safe)
        desk.line.changed.connect(self.show_line)
        desk.carrier.changed.connect(self._carried)
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
        self._show_way(view)
        words, icon, role = centre_words(view)
        self.centre.setText(words)
        self.centre.setMinimumWidth(self.centre.sizeHint().width())  # what is pending gives way
        self.centre.set_role(role)
        self._dot.say(icon, role)

    def _carried(self) -> None:
        """Sticks came or went, or something was carried: tell what came of it, once."""
        view = self._desk.carrier.view()
        if view.sentence and view.sentence != self._told:
            self.say(view.sentence, Role.DANGER if view.failed else Role.TEXT)
        self._told = view.sentence
        self.show_line()

    def make_safe(self) -> None:
        """Put what only this PC knows somewhere else as well, by the shortest way there is."""
        desk = self._desk
        found = way(desk.line.view(), desk.carrier.view())
        if found.place is not None:
            desk.carrier.lay_down(found.place)
        elif found.choose:
            self.asked.emit()
        else:
            desk.line.send_now()

    def _show_way(self, view: LineView) -> None:
        carry = self._desk.carrier.view()
        found = way(view, carry)
        if found != self._way:
            self._way = found
            self.send.say(found.words, found.icon)
            self.send.setShortcut(SEND)
            self.send.setToolTip(found.why)
        self.send.setVisible(view.enrolled or not view.at_stake.nothing)
        self.send.setEnabled(view.phase != "sending" and not carry.busy)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._size()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._size()

    def _size(self) -> None:
        self.setFixedHeight(look.row_height() + SPACE.tight)
        saved = _("Đã lưu {time}").format(time="00:00:00")
        self.saved.setMinimumWidth(self.saved.fontMetrics().horizontalAdvance(saved) + 2)

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
    """What would be lost if this PC died now, since when changes wait, and the last sending."""
    told = (stake_words(view.at_stake), _waiting_words(view), _sent_words(view))
    return " · ".join(part for part in told if part)


def _waiting_words(view: LineView) -> str:
    """Since when changes wait; how many, where that has not been said with what is at stake."""
    if not (view.enrolled and view.waiting and view.waiting_since):
        return ""
    since = names.since(view.waiting_since)
    if view.waiting == view.at_stake.changes:
        return _("chờ gửi từ {since}").format(since=since)
    return many("{n} thay đổi chờ gửi từ {since}", view.waiting).format(since=since)


def _sent_words(view: LineView) -> str:
    if not view.enrolled:
        return _("chưa đăng ký với trung tâm")
    if view.last_done is None:
        return _("chưa gửi lần nào")
    return _("lần gửi gần nhất {time}").format(time=names.moment(view.last_done))


def centre_words(view: LineView) -> tuple[str, str, Role]:
    """The centre's state, the icon and the role that go with it."""
    if not view.enrolled:
        return _("Trung tâm: chưa đăng ký"), "offline", Role.MUTED
    if view.refused_much and view.phase in ("idle", "offline"):
        return many("Trung tâm trả lại {n} thay đổi", view.refused), "error", Role.DANGER
    match view.phase:
        case "sending":
            return _("Trung tâm: đang gửi…"), "sync", Role.ACCENT
        case "paused":
            return _("Trung tâm: tạm dừng"), "waiting", Role.WARNING
        case "offline":
            return _("Trung tâm: mất kết nối"), "offline", Role.MUTED
        case "trouble":
            return _("Trung tâm: cần xem lại"), "warning", Role.WARNING
    if not view.met:
        return _("Trung tâm: chưa liên lạc"), "waiting", Role.MUTED
    return _("Trung tâm: đã kết nối"), "online", Role.MUTED
