"""How things stand with the centre, in a sentence and five numbers."""

from __future__ import annotations

from PySide6.QtWidgets import (
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from db.queries.rounds import Round, Tally
from resources.words import _
from rules import numbers
from ui import look, names
from ui.desk import Desk, LineView
from ui.look import SPACE, Role, Type
from ui.standing import limit_words, moving_words
from ui.status import centre_words
from ui.widgets.button import Button, Kind
from ui.widgets.picture import Picture
from ui.widgets.progress import Progress
from ui.widgets.text import Text


class State(QWidget):
    """How things stand, in a sentence and five numbers."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = Picture("online", Role.MUTED, 20)
        self.words = Text("", Type.LARGE, wrap=True)
        self.sentence = Text("", Type.BODY, Role.MUTED, wrap=True)
        self.send = Button(_("Gửi ngay"), "send", Kind.PRIMARY)
        self.send.clicked.connect(desk.line.send_now)
        self.pause = Button(_("Tạm &dừng"), "waiting")
        self.pause.clicked.connect(desk.line.pause)
        self.progress = Progress()
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
        head.addWidget(self.pause)
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
        column.addWidget(self.progress)
        column.addSpacing(SPACE.gap)
        column.addLayout(row)

    def show_view(self, view: LineView, tally: Tally, last: Round | None) -> None:
        """Say how things stand now; `last` is what the centre last confirmed."""
        words, icon, role = centre_words(view)
        self.words.setText(words)
        self._icon.say(icon, role)
        self.sentence.setText(told(view, last))
        paused = view.phase == "paused"
        self.send.setText(_("Tiếp tục gửi") if paused else _("Gửi ngay"))
        self.send.setVisible(view.enrolled)
        self.send.setEnabled(view.phase != "sending")
        self.pause.setVisible(view.enrolled and not paused)
        self.show_moving(view)
        self.facts["sent"].say(tally.sent)
        self.facts["applied"].say(tally.applied)
        self.facts["refused"].say(view.refused)

    def show_moving(self, view: LineView) -> None:
        """Say how far the round under way has come, and what still waits."""
        moving = view.moving
        since = names.moment(view.waiting_since) if view.waiting and view.waiting_since else ""
        self.facts["waiting"].say(view.waiting, _("từ {time}").format(time=since) if since else "")
        self.facts["files"].say(view.files_waiting)
        self.progress.setVisible(moving is not None)
        if moving is not None:
            self.progress.tell(moving.done, moving.whole, moving_words(moving))


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


def told(view: LineView, last: Round | None) -> str:
    """What stands under the state: what to know or to do, the centre's receipt, the limits."""
    if not view.enrolled:
        return _("Mọi việc vẫn làm được khi chưa đăng ký; số liệu được giữ trên máy này.")
    paused = view.phase == "paused"
    said = view.sentence or (
        _("Chưa gửi gì cho đến khi bấm “Tiếp tục gửi” hoặc mở lại chương trình.") if paused else ""
    )
    limit = "" if paused else limit_words(view.limit)
    return " ".join(each for each in (said, receipt_words(last), limit) if each)


def receipt_words(last: Round | None) -> str:
    """What the centre confirmed in the last round it answered."""
    if last is None:
        return _("Chưa gửi lần nào.")
    time = names.moment(last.at)
    if not last.pushed + last.pulled + last.refused + last.files_up + last.files_down:
        return _("Lần gửi gần nhất {time}: không có gì mới.").format(time=time)
    text = _(
        "Lần gửi gần nhất {time}: trung tâm xác nhận {pushed} thay đổi và {up} tệp, từ chối"
        " {refused}; nhận về {pulled} thay đổi và {down} tệp."
    )
    return text.format(
        time=time,
        pushed=numbers.show(last.pushed),
        up=numbers.show(last.files_up),
        refused=numbers.show(last.refused),
        pulled=numbers.show(last.pulled),
        down=numbers.show(last.files_down),
    )
