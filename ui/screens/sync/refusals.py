"""What the centre did not take: by reason, to be repaired, sent again or put away."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from db.commands import quarantine as deeds
from db.queries import places, quarantine
from db.queries.quarantine import Reason, Refusal
from db.store import Store
from resources.words import _, many
from rules import numbers
from rules.numbers import NumberError
from rules.record import Values
from ui import names, trouble
from ui.desk import Desk
from ui.disputes import route_to
from ui.drafts import Where
from ui.look import SPACE, Role, Type
from ui.screen import Route
from ui.screens.sync.repair import Repair
from ui.sheets import stack
from ui.slots import Troubles, follow
from ui.widgets.button import Button, IconButton, Kind
from ui.widgets.dates import DateError
from ui.widgets.flow import Flow
from ui.widgets.message import Message
from ui.widgets.picture import Picture
from ui.widgets.text import Heading, Text

_SHOWN = 5  # reasons at once; the others come up as these are settled


class Refusals(QWidget):
    """One panel for each reason; hidden while there is none."""

    asked = Signal(object)  # a Route

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.panels: dict[tuple[str, str], ReasonPanel] = {}
        self.more = Text("", Type.BODY, Role.MUTED, wrap=True)
        self._column = QVBoxLayout()
        self._column.setSpacing(SPACE.section)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(SPACE.group)
        whole.addWidget(Heading(_("Trung tâm từ chối"), _("những thay đổi khác vẫn được nhận")))
        whole.addLayout(self._column)
        whole.addWidget(self.more)
        self.hide()

    def refresh(self) -> None:
        """Read them again; a panel whose reason still stands keeps its place."""
        reasons = quarantine.reasons(self._desk.store)
        shown = {(each.code, each.sentence): each for each in reasons[:_SHOWN]}
        for key in self.panels.keys() - shown.keys():
            gone = self.panels.pop(key)
            gone.put_away()
            gone.hide()
            gone.deleteLater()
        for at, (key, reason) in enumerate(shown.items()):
            panel = self.panels.get(key) or self._new(key)
            self._column.insertWidget(at, panel)
            panel.raise_()  # Tab follows the order of children
            panel.show_reason(reason)
        self.more.setText(
            many("Còn {n} lý do khác, hiện ra khi xử lý xong.", len(reasons) - _SHOWN)
        )
        self.more.setVisible(len(reasons) > _SHOWN)
        self.setVisible(bool(reasons))

    def flush(self) -> None:
        """Values that are typed and not saved yet wait."""
        for panel in self.panels.values():
            panel.put_away()

    def _new(self, key: tuple[str, str]) -> ReasonPanel:
        panel = self.panels[key] = ReasonPanel(self._desk)
        panel.asked.connect(self.asked)
        return panel


class ReasonPanel(QWidget):
    """A reason, what can be done with all it was given for, and one of them after the other."""

    asked = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._at = desk, 0
        self._reason = Reason("", "", 0)
        self.page: RefusalPanel | None = None
        self.sentence = Text("", Type.STRONG, wrap=True)
        self.all_again = Button("", "send")
        self.all_away = Button("")
        self.before = IconButton("back", _("Thay đổi trước"))
        self.after = IconButton("forward", _("Thay đổi sau"))
        self.place = Text("", Type.BODY, Role.MUTED)
        self.question = Message()
        self._together = QWidget()
        self._lay_out()
        self.all_again.clicked.connect(lambda: self._settle(deeds.resend_all))
        self.all_away.clicked.connect(self._ask)
        self.question.acted.connect(lambda: self._settle(deeds.dismiss_all))
        self.before.clicked.connect(lambda: self._turn(-1))
        self.after.clicked.connect(lambda: self._turn(1))

    def show_reason(self, reason: Reason) -> None:
        """Show what it is given for now."""
        if reason != self._reason:
            self.question.clear()
        self._reason = reason
        n = reason.changes
        self.all_again.setText(many("Gửi lại cả {n} thay đổi", n))
        self.all_away.setText(many("Bỏ qua cả {n}…", n))
        self._together.setVisible(n > 1)
        self._turn(0)

    def put_away(self) -> None:
        """What was typed instead of the change that is shown waits."""
        if self.page is not None:
            self.page.put_away()

    def _turn(self, steps: int) -> None:
        """To the change so many further on, or the one at this place now."""
        store, n = self._desk.store, self._reason.changes
        self._at = max(0, min(self._at + steps, n - 1))
        refusal = next(iter(quarantine.refusals(store, self._reason, self._at, 1)), None)
        self.place.setText(
            _("{number}/{whole}").format(number=numbers.show(self._at + 1), whole=numbers.show(n))
        )
        self.before.setEnabled(self._at > 0)
        self.after.setEnabled(self._at < n - 1)
        if self.page is not None and self.page.refusal == refusal:
            return
        if self.page is not None:
            self.page.put_away()
            self.page.hide()
            self.page.deleteLater()
            self.page = None
        if refusal is not None:
            self.sentence.setText(trouble.humanly(refusal.sentence, refusal.fields))
            self.page = RefusalPanel(self._desk, refusal)
            self.page.asked.connect(self.asked)
            self._column.addWidget(self.page)
            follow(self.after, self.page)

    def _ask(self) -> None:
        words = many(
            "Bỏ qua cả {n} thay đổi? Chúng ở lại trong nhật ký, nhưng không vào bảng và không được"
            " gửi nữa.",
            self._reason.changes,
        )
        self.question.say(Role.WARNING, words, _("Bỏ qua tất cả"))

    def _settle(self, deed: Callable[[Store, Reason], frozenset[str]]) -> None:
        """Do it with all of them, off the window's thread."""
        reason = self._reason
        self.question.clear()
        self._together.setEnabled(False)
        self._desk.worker.run(
            lambda store, _stop, _tell: deed(store, reason),
            owner=self,
            done=self._settled,
            failed=self._failed,
        )

    def _settled(self, types: frozenset[str]) -> None:
        self._together.setEnabled(True)
        self._desk.wrote(*types)

    def _failed(self, error: Exception) -> None:
        self._together.setEnabled(True)
        told = trouble.sentence(error)
        if told is None:
            raise error
        self.question.say(Role.DANGER, told)

    def _lay_out(self) -> None:
        together = QHBoxLayout(self._together)
        together.setContentsMargins(0, 0, 0, 0)
        together.setSpacing(SPACE.gap)
        together.addWidget(self.all_again)
        together.addWidget(self.all_away)
        together.addStretch(1)
        together.addWidget(self.before)
        together.addWidget(self.place)
        together.addWidget(self.after)
        self._column = QVBoxLayout()
        self._column.setSpacing(SPACE.gap)
        self._column.addWidget(self.sentence)
        self._column.addWidget(self._together)
        self._column.addWidget(self.question)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(SPACE.gap)
        whole.addWidget(Picture("error", Role.DANGER), 0, Qt.AlignmentFlag.AlignTop)
        whole.addLayout(self._column, 1)


class RefusalPanel(QWidget):
    """One refused change and what can be done with it."""

    asked = Signal(object)

    def __init__(self, desk: Desk, refusal: Refusal, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self.refusal = desk, refusal
        self.troubles = Troubles()
        where = Where(lambda: names.subject(refusal.subject), Route("sync", part="refused"))
        self._shelf = desk.drafts.shelf(where, refusal.change, "repair")
        self.repair = Repair(refusal, places.names(desk.store), self._shelf)
        self.again = Button(_("Gửi lại"), "send")
        self.away = Button(_("Bỏ qua"), kind=Kind.QUIET)
        self.repair.asked.connect(self.mend)
        self.again.clicked.connect(partial(self._settle, deeds.resend))
        self.away.clicked.connect(partial(self._settle, deeds.dismiss))
        ways = Flow()
        for part in (self.again, self.away, *self._way()):
            ways.add(part)
        detail = Text(_detail(refusal), Type.BODY, Role.MUTED, wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(stack(detail, self.repair, ways, self.troubles, spacing=SPACE.gap))

    def put_away(self) -> None:
        """What was typed instead waits, unless the change was settled meanwhile."""
        if quarantine.is_open(self._desk.store, self.refusal.change):
            self.repair.flush()
        else:
            self._shelf.clear()

    def mend(self) -> None:
        """Save what was typed instead, as a new change."""
        try:
            values = self.repair.values()
        except (NumberError, DateError) as error:
            self.troubles.tell("value", error.advice)
            return
        if not values:
            self.troubles.tell("value", _("Chưa có gì khác; hãy sửa giá trị rồi lưu."))
            return
        self._settle(partial(_mended, self._desk.actor, values))

    def _way(self) -> list[Button]:
        """To the record's own place, where it has one."""
        route = route_to(self.refusal.subject)
        if route is None or not self._stands():
            return []
        way = Button(_("Đến chỗ sửa"), "forward", Kind.QUIET)
        way.clicked.connect(lambda: self.asked.emit(route))
        return [way]

    def _stands(self) -> bool:
        """Whether its place shows anything: an indicator does always, a record where it is."""
        fields = self.refusal.fields.values()
        return self.refusal.subject.spot is not None or any(
            each.shown is not None for each in fields
        )

    def _settle(self, deed: Callable[[Store, str], object], *_clicked: bool) -> None:
        told = trouble.attempt(lambda: deed(self._desk.store, self.refusal.change))
        self.troubles.tell("value", told)
        if not told:
            self._desk.wrote(self.refusal.type)


def _mended(actor: str, values: Values, store: Store, change: str) -> None:
    deeds.repair(store, actor, change, values)


def _detail(refusal: Refusal) -> str:
    """What it is about, what it said, who saved it and when."""
    what = names.subject_of_all(refusal.subject)
    told = ", ".join(
        _("{field}: {value}").format(
            field=names.of_field(name),
            value=refusal.called.get(str(typed.value)) or names.value(name, typed.value),
        )
        for name, typed in refusal.fields.items()
    )
    return _("{what}: {fields} · {who}, {when}").format(
        what=what[:1].upper() + what[1:],
        fields=told,
        who=refusal.actor or _("không rõ"),
        when=names.moment(refusal.made_at),
    )
