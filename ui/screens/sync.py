"""Đồng bộ: what waits, what was sent, what came; joining a centre; what it refused; the log."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from db.queries import disputes, rounds
from db.queries.rounds import Refusal, Round, Tally
from resources.words import _, many
from rules import numbers
from ui import look, names, trouble
from ui.desk import Desk, LineView
from ui.disputes import Disputes
from ui.look import SPACE, Ground, Role, Type
from ui.rows import Align, Column, Rows
from ui.screen import Key, Route, Screen, alt
from ui.sheets import Sheets, stack
from ui.slots import Slot, Troubles
from ui.status import centre_words
from ui.subject import Subject
from ui.widgets.button import Button, Kind
from ui.widgets.picture import Picture
from ui.widgets.region import Region
from ui.widgets.table import Table
from ui.widgets.text import Heading, Text
from ui.widgets.tile import size_words

_LOGGED = 12  # rounds shown without scrolling the log


class Sync(Screen):
    """First form: state, counts, enrolment, refusals, conflicts, log."""

    listens: ClassVar[frozenset[str]] = frozenset(
        {"assessment", "threshold", "evidence", "submission", "task", "unit", "person", "review"}
    )

    def __init__(self, desk: Desk, subject: Subject, parent: QWidget | None = None) -> None:
        super().__init__(desk, subject, parent)
        self.state = State(desk)
        self.enrolment = Enrolment(desk)
        self.refused = Refusals()
        self.conflicts = Disputes(desk)
        self._of_conflicts = stack(Heading(_("Xung đột")), self.conflicts)
        self.log: Rows[Round] = Rows(_log_columns(), key=lambda each: each.at, parent=self)
        self._log_title = Heading(_("Nhật ký gửi nhận"))
        self.table = Table(self.log)
        self.table.setAccessibleName(_("Nhật ký gửi nhận"))
        self._area = Sheets(
            self.state,
            self.enrolment,
            self.refused,
            self._of_conflicts,
            stack(self._log_title, self.table),
        )
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._area)
        self.refused.asked.connect(self.asked)
        self.conflicts.asked.connect(self.asked)
        self.enrolment.joined.connect(self._again)
        desk.line.changed.connect(self._again)

    def refresh(self) -> None:
        """Read the counts, refusals, conflicts and the log again."""
        store, view = self.desk.store, self.desk.line.view()
        self.state.show_view(view, rounds.tally(store))
        self.enrolment.setVisible(not view.enrolled)
        self.refused.show_refusals(rounds.refusals(store))
        open_ = disputes.every(store)
        self.conflicts.show_disputes(open_, named=True)
        self._of_conflicts.setVisible(bool(open_))
        told = rounds.latest(store)
        self.log.replace({each.at: each for each in told}.values())
        self._log_title.remark.setText("" if told else _("chưa có lần gửi nào"))
        self.table.setVisible(bool(told))
        header = self.table.horizontalHeader().sizeHint().height()
        self.table.setFixedHeight(min(len(told), _LOGGED) * look.row_height() + header + 2)

    def go(self, route: Route) -> None:
        """To the refused changes or the conflicts."""
        self.refresh_now()
        parts = {"refused": self.refused, "conflicts": self.conflicts}
        if route.part in parts:
            self._area.ensureWidgetVisible(parts[route.part])
            parts[route.part].setFocus()
            self.focusNextChild()

    def start(self) -> None:
        view = self.desk.line.view()
        (self.state.send if view.enrolled else self.enrolment.address).setFocus()

    def keys(self) -> tuple[Key, ...]:
        return (Key(alt(_("Gửi nga&y")), _("Gửi ngay")),)


class State(QWidget):
    """How things stand, in a sentence and five numbers."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = Picture("online", Role.MUTED, 20)
        self.words = Text("", Type.LARGE, wrap=True)
        self.sentence = Text("", Type.BODY, Role.MUTED, wrap=True)
        self.send = Button(_("Gửi ngay"), "send", Kind.PRIMARY)
        self.send.clicked.connect(desk.line.send_now)
        self.facts = {
            key: Fact(label)
            for key, label in (
                ("waiting", _("chưa gửi")),
                ("files", _("tệp chưa gửi")),
                ("sent", _("trung tâm đã nhận")),
                ("applied", _("nhận từ trung tâm")),
                ("refused", _("bị từ chối")),
            )
        }
        head = QHBoxLayout()
        head.setSpacing(SPACE.gap)
        head.addWidget(self._icon)
        head.addWidget(self.words, 1)
        head.addWidget(self.send)
        row = QHBoxLayout()
        row.setSpacing(SPACE.section)
        for fact in self.facts.values():
            row.addWidget(fact, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.gap)
        column.addLayout(head)
        column.addWidget(self.sentence)
        column.addSpacing(SPACE.gap)
        column.addLayout(row)

    def show_view(self, view: LineView, tally: Tally) -> None:
        """Say how things stand now."""
        words, icon, role = centre_words(view)
        self.words.setText(words)
        self._icon.say(icon, role)
        self.sentence.setText(told(view))
        self.send.setVisible(view.enrolled)
        self.send.setEnabled(view.phase != "sending")
        since = names.moment(view.waiting_since) if view.waiting and view.waiting_since else ""
        self.facts["waiting"].say(view.waiting, _("từ {time}").format(time=since) if since else "")
        self.facts["files"].say(view.files_waiting)
        self.facts["sent"].say(tally.sent)
        self.facts["applied"].say(tally.applied)
        self.facts["refused"].say(view.refused)


class Fact(QWidget):
    """One number over what it counts."""

    def __init__(self, label: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._number = Text("0", Type.TITLE)
        self._number.setFont(look.numerals(look.font(Type.TITLE)))
        self._label = Text(label, Type.SMALL, Role.MUTED, wrap=True)
        self._remark = Text("", Type.SMALL, Role.MUTED)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self._number, self._label, self._remark):
            column.addWidget(part)
        column.addStretch(1)

    def say(self, number: int, remark: str = "") -> None:
        """So many, and since when."""
        self._number.setText(numbers.show(number))
        self._remark.setText(remark)


class Enrolment(Region):
    """An address, a code, and a clear answer."""

    joined = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(Ground.RAISED, parent)
        self._desk = desk
        self.address, self.code = QLineEdit(), QLineEdit()
        self.address.setPlaceholderText("https://")
        self.join = Button(_("Đăng ký"), "send", Kind.PRIMARY)
        self.troubles = Troubles()
        self.join.clicked.connect(self.enrol)
        for field in (self.address, self.code):
            field.returnPressed.connect(self.enrol)
        row = QHBoxLayout()
        row.setSpacing(SPACE.group)
        row.addWidget(Slot(_("Địa chỉ trung tâm"), self.address), 2)
        row.addWidget(Slot(_("Mã đăng ký"), self.code), 1)
        row.addWidget(self.join, 0, Qt.AlignmentFlag.AlignBottom)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE.group, SPACE.group, SPACE.group, SPACE.group)
        column.setSpacing(SPACE.gap)
        column.addWidget(Text(_("Đăng ký máy này với trung tâm"), Type.STRONG))
        column.addWidget(
            Text(
                _(
                    "Người quản trị của tỉnh cấp địa chỉ và mã dùng một lần. Những gì đã nhập từ"
                    " trước sẽ được gửi theo."
                ),
                Type.BODY,
                Role.MUTED,
                wrap=True,
            )
        )
        column.addLayout(row)
        column.addWidget(self.troubles)

    def enrol(self) -> None:
        """Try what was typed."""
        address, code = self.address.text().strip(), self.code.text().strip()
        self.troubles.forget()
        if not address:
            self.troubles.tell("address", _("Chưa có địa chỉ trung tâm; hãy hỏi người quản trị."))
        if not code:
            self.troubles.tell("code", _("Chưa có mã đăng ký; hãy hỏi người quản trị."))
        if not address or not code:
            return
        self._busy(True)
        self._desk.line.enrol(address, code, self._done, self._failed)

    def _done(self) -> None:
        self._busy(False)
        self.code.clear()
        self.joined.emit()

    def _failed(self, error: Exception) -> None:
        self._busy(False)
        sentence = trouble.sentence(error)
        if sentence is None:
            raise error
        self.troubles.tell("enrol", sentence)

    def _busy(self, busy: bool) -> None:
        for part in (self.address, self.code, self.join):
            part.setEnabled(not busy)
        self.join.setText(_("Đang đăng ký…") if busy else _("Đăng ký"))


class Refusals(QWidget):
    """What the centre did not take, each with its sentence and the way to it."""

    asked = Signal(object)  # a Route

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[Refusal, ...] = ()
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(SPACE.group)
        self._grid.setVerticalSpacing(SPACE.gap)
        self._grid.setColumnStretch(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.gap)
        column.addWidget(Heading(_("Trung tâm từ chối"), _("những thay đổi khác vẫn được nhận")))
        column.addLayout(self._grid)
        self.hide()

    def show_refusals(self, refusals: Sequence[Refusal]) -> None:
        """Show these."""
        if tuple(refusals) == self._shown:
            return
        self._shown = tuple(refusals)
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        for row, refusal in enumerate(refusals):
            self._grid.addWidget(Picture("error", Role.DANGER), row, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(stack(*_refusal_texts(refusal)), row, 1)
            spot = refusal.subject.spot
            if spot is not None:
                way = Button(_("Đến chỗ sửa"), "forward", Kind.QUIET)
                route = Route("checklist", spot.set, spot.period, spot.indicator)
                way.clicked.connect(lambda _checked, route=route: self.asked.emit(route))
                self._grid.addWidget(way, row, 2, Qt.AlignmentFlag.AlignTop)
        self.setVisible(bool(refusals))


def told(view: LineView) -> str:
    """The one sentence under the state."""
    if view.sentence:
        return view.sentence
    if not view.enrolled:
        return _("Mọi việc vẫn làm được khi chưa đăng ký; số liệu được giữ trên máy này.")
    if view.last_done is None:
        return _("Chưa gửi lần nào.")
    return _("Lần gửi gần nhất: {time}.").format(time=names.moment(view.last_done))


def _refusal_texts(refusal: Refusal) -> tuple[Text, Text]:
    what = names.subject(refusal.subject)
    fields = ", ".join(names.of_field(name) for name in refusal.fields)
    detail = _("{what} ({fields}), {who}, {when}").format(
        what=what[:1].upper() + what[1:],
        fields=fields,
        who=refusal.actor or _("không rõ"),
        when=names.moment(refusal.at),
    )
    return Text(refusal.sentence, wrap=True), Text(detail, Type.SMALL, Role.MUTED, wrap=True)


def _log_columns() -> tuple[Column[Round], ...]:
    def number(title: str, name: str) -> Column[Round]:
        return Column(title, lambda each: getattr(each, name), align=Align.END, width=9)

    return (
        Column(_("Lúc"), lambda each: names.moment(each.at), width=13),
        Column(
            _("Kết quả"),
            outcome_words,
            role=lambda each: Role.PASSED if each.outcome == "done" else Role.WARNING,
        ),
        number(_("Gửi"), "pushed"),
        number(_("Nhận"), "pulled"),
        number(_("Từ chối"), "refused"),
        Column(
            _("Dữ liệu"),
            lambda each: each.bytes_up + each.bytes_down,
            size_words,
            align=Align.END,
            width=9,
        ),
    )


def outcome_words(each: Round) -> str:
    """What became of a round."""
    if each.outcome == "done":
        files = each.files_up + each.files_down
        return many("Xong, {n} tệp", files) if files else _("Xong")
    return each.sentence or _("Chưa tới được trung tâm")
