"""Answers that differ: all of them below each other, one to be chosen or another to be typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from db.commands import assess
from db.queries import disputes, people
from db.queries.disputes import Dispute
from db.queries.subjects import Subject
from resources.words import _, many
from rules import numbers
from rules.numbers import NumberError
from rules.record import DELETED, Kind, Value, Values
from rules.records import REGISTRY
from ui import look, names, trouble
from ui.desk import Desk
from ui.drafts import Shelf, Where
from ui.half import Half, Line
from ui.look import SPACE, Role, Type
from ui.screen import Route
from ui.slots import Troubles
from ui.widgets import dates, icons, paint
from ui.widgets.button import Button
from ui.widgets.button import Kind as Loudness
from ui.widgets.dates import DateError
from ui.widgets.text import Elided, Text, Wrapped

TYPED = frozenset({Kind.NUMBER, Kind.COUNT, Kind.TEXT, Kind.DATE})  # can be typed as they are
_LONG = 40  # letters; a longer answer takes the whole width
Matter = tuple[Dispute, ...]  # fields of one record that the same changes answered differently


class Disputes(QWidget):
    """The open conflicts of one place; hidden while there are none."""

    resolved = Signal()
    asked = Signal(object)  # a Route to where it stands

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._shown: tuple[Dispute, ...] = ()
        self.panels: list[DisputePanel] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE.gap)
        self.hide()

    def show_disputes(self, found: Sequence[Dispute], *, named: bool = False) -> None:
        """Show these; `named` also says what they are about.  The same again change nothing."""
        if tuple(found) == self._shown:
            return
        self._shown = tuple(found)
        wanted = matters(found)
        for gone in [panel for panel in self.panels if panel.matter not in wanted]:
            self.panels.remove(gone)
            gone.put_away()
            gone.hide()
            gone.deleteLater()
        actors = {answer.actor for dispute in found for answer in dispute.answers}
        signed = people.names(self._desk.store, actors) if found else {}
        there = self.panels
        self.panels = []
        for at, matter in enumerate(wanted):
            panel = next((each for each in there if each.matter == matter), None)
            self.panels.append(panel or self._new(matter, signed, named=named))
            self._column.insertWidget(at, self.panels[at])
            self.panels[at].raise_()  # Tab follows the order of children
        self.setVisible(bool(self.panels))

    def flush(self) -> None:
        """An answer that is typed and not taken yet waits."""
        for panel in self.panels:
            panel.half.flush()

    def _new(self, matter: Matter, signed: dict[str, str], *, named: bool) -> DisputePanel:
        panel = DisputePanel(self._desk, matter, signed, named=named)
        panel.resolved.connect(self.resolved)
        panel.asked.connect(self.asked)
        return panel


class DisputePanel(QWidget):
    """One matter: its answers with who gave them, and room for another one."""

    resolved = Signal()
    asked = Signal(object)

    def __init__(
        self,
        desk: Desk,
        matter: Matter,
        signed: dict[str, str],
        *,
        named: bool,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk, self.matter, self._signed = desk, matter, signed
        question = asked_words(matter, named=named)
        self.setAccessibleName(question)
        self.troubles = Troubles()
        self.choices: list[Button] = []
        self.others = {field: Line() for field in typed_fields(matter)}
        self.half = Half(self.others)
        self.half.show(self._shelf(Route("sync") if named else route_to(matter[0].subject)))
        head = QHBoxLayout()
        head.setSpacing(SPACE.gap)
        self._question = Text(question, Type.STRONG, wrap=True)
        head.addWidget(self._question, 1)
        if named and route_to(matter[0].subject) is not None:
            head.addWidget(self._way(), 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        edge = look.icon_size() + 2 * SPACE.gap
        column.setContentsMargins(edge, SPACE.gap, SPACE.group, SPACE.gap)
        column.setSpacing(SPACE.gap)
        column.addLayout(head)
        before = {dispute.field: dispute.before for dispute in matter}
        if any(value is not None for value in before.values()):
            was = _("Trước đó: {value}").format(value=answer_words(before))
            column.addWidget(Text(was, Type.SMALL, Role.MUTED, wrap=True))
        column.addLayout(self._answers())
        if self.others:
            column.addLayout(self._typing())
        column.addWidget(self.troubles)

    def choose(self, values: Values) -> None:
        """These values hold from now on, here and at every PC."""
        desk, first = self._desk, self.matter[0]
        told = trouble.attempt(
            lambda: assess.resolve(desk.store, desk.actor, first.type, first.record, values)
        )
        self.troubles.tell("value", told)
        if not told:
            self.half.forget()
            self.resolved.emit()
            desk.wrote(first.type)

    def put_away(self) -> None:
        """Something else is shown: what is typed waits, unless the matter was settled meanwhile."""
        first = self.matter[0]
        still_open = disputes.among(self._desk.store, [first.record])
        if any(each.field == first.field for each in still_open):
            self.half.flush()
        else:
            self.half.forget()

    def take_typed(self) -> None:
        """The answer that was typed instead; one that has several parts is whole or none."""
        try:
            values = {
                field: read(_kind(self.matter[0].type, field), line.text())
                for field, line in self.others.items()
            }
        except (NumberError, DateError) as error:
            self.troubles.tell("value", error.advice)
            return
        missing = [names.of_field(field) for field, value in values.items() if value is None]
        if missing and len(values) > 1:
            text = _("Các ô này đi cùng nhau; hãy gõ cả “{fields}”.")
            self.troubles.tell("value", text.format(fields="”, “".join(missing)))
            return
        if missing:
            self.troubles.tell("value", _("Chưa có gì để dùng; hãy gõ giá trị đúng."))
            return
        self.choose(values)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = paint.pen_on(self)
        paint.field(painter, self.rect(), look.theme().soft(Role.CONFLICT))
        words = self._question.geometry()
        mark = QRect(SPACE.gap, words.top(), look.icon_size(), words.height())
        icons.draw(painter, "conflict", Role.CONFLICT, mark)
        painter.end()

    def _shelf(self, route: Route | None) -> Shelf:
        """Where what is typed waits; beside the record and in the list of all, each by itself."""
        first = self.matter[0]
        where = Where(lambda: names.subject(first.subject), route or Route("sync"))
        return self._desk.drafts.shelf(where, first.record, "dispute", first.field)

    def _answers(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(SPACE.group)
        grid.setVerticalSpacing(SPACE.tight)
        long = False
        for row, answer in enumerate(self.matter[0].answers):
            values = {dispute.field: dispute.answers[row].value for dispute in self.matter}
            who = self._signed.get(answer.actor, _("người ở máy khác"))
            shown = answer_words(values, self._called())
            use = Button(_("Dùng"))
            use.setAccessibleName(_("Dùng {value} của {who}").format(value=shown, who=who))
            use.clicked.connect(lambda _checked, values=values: self.choose(values))
            self.choices.append(use)
            long = long or len(shown) > _LONG
            here = answer.change in self.matter[0].ours
            text = _("{who}, {when}, máy này") if here else _("{who}, {when}, máy khác")
            signed = text.format(who=who, when=names.moment(answer.at))
            middle = Qt.AlignmentFlag.AlignVCenter
            grid.addWidget(use, row, 0, middle)
            grid.addWidget(Wrapped(shown, Type.STRONG), row, 1, middle)
            grid.addWidget(Elided(signed, Type.SMALL, Role.MUTED), row, 2)
        grid.setColumnStretch(1 if long else 2, 1)
        return grid

    def _way(self) -> Button:
        way = Button(_("Đến chỗ đó"), "forward", Loudness.QUIET)
        route = route_to(self.matter[0].subject)
        way.clicked.connect(lambda: self.asked.emit(route))
        return way

    def _called(self) -> dict[str, str]:
        return {id: name for dispute in self.matter for id, name in dispute.called.items()}

    def _typing(self) -> QHBoxLayout:
        use = Button(_("Dùng giá trị này"))
        use.clicked.connect(self.take_typed)
        fields = QGridLayout()
        fields.setHorizontalSpacing(SPACE.gap)
        fields.setVerticalSpacing(SPACE.tight)
        for row, (field, line) in enumerate(self.others.items()):
            called = names.of_field(field)
            alone = len(self.others) == 1
            line.setPlaceholderText(_("Hoặc gõ giá trị đúng"))
            line.setAccessibleName(_("Giá trị đúng") if alone else called)
            line.returnPressed.connect(self.take_typed)
            if not alone:
                fields.addWidget(Text(called), row, 0)
            fields.addWidget(line, row, 1)
        whole = QHBoxLayout()
        whole.setSpacing(SPACE.gap)
        whole.addLayout(fields, 1)
        whole.addWidget(use, 0, Qt.AlignmentFlag.AlignBottom)
        return whole


def route_to(about: Subject) -> Route | None:
    """Where a record stands, None where no place shows it."""
    if about.spot is not None:
        return Route("checklist", about.spot.set, about.spot.period, about.spot.indicator)
    if about.type in _ROUTES:
        place, part = _ROUTES[about.type]
        return Route(place, part=part, record=about.within or about.record)
    return None


_ROUTES = {
    "person": ("people", "people"),
    "unit": ("people", "villages"),
    "course": ("training", "courses"),
    "session": ("training", "courses"),
    "enrolment": ("training", "results"),
    "attendance": ("training", "attendance"),
    "survey": ("survey", "surveys"),
    "tally": ("survey", "tallies"),
    "answers": ("survey", "tallies"),
    "sheet": ("survey", "sheets"),
}


def matters(every: Sequence[Dispute]) -> list[Matter]:
    """Fields answered together are chosen together: one's numerator fits one's denominator."""
    found: dict[tuple[str, str, tuple[str, ...]], list[Dispute]] = {}
    for dispute in every:
        changes = tuple(answer.change for answer in dispute.answers)
        alone = (dispute.field,) if dispute.field == DELETED else ()
        key = (dispute.type, dispute.record, (*changes, *alone))
        found.setdefault(key, []).append(dispute)
    return [tuple(sorted(group, key=_place)) for group in found.values()]


def typed_fields(matter: Matter) -> list[str]:
    """The fields of a matter where another answer can be typed: all of them, or none."""
    fields = [each.field for each in matter]
    kinds = {_kind(matter[0].type, field) for field in fields}
    return fields if kinds <= TYPED and DELETED not in fields else []


def _kind(type_name: str, name: str) -> Kind | None:
    field = REGISTRY[type_name].field(name)
    return field.kind if field else None


def _place(dispute: Dispute) -> int:
    """Fields in the order forms have them."""
    fields = [field.name for field in REGISTRY[dispute.type].fields]
    return fields.index(dispute.field) if dispute.field in fields else -1


def answer_words(values: Values, called: Mapping[str, str] | None = None) -> str:
    """One answer: the value alone, or several with the names of their fields.

    `called` has the names of people and villages that are answers.
    """
    if called:
        values = {
            field: called.get(value, value) if isinstance(value, str) else value
            for field, value in values.items()
        }
    if len(values) == 1:
        return next(names.value(field, value) for field, value in values.items())
    told = (
        _("{field}: {value}").format(field=names.of_field(field), value=names.value(field, value))
        for field, value in values.items()
    )
    return " · ".join(told)


def asked_words(matter: Matter, *, named: bool) -> str:
    """What has to be settled, in a sentence."""
    first = matter[0]
    field, n = names.of_field(first.field), len(first.answers)
    village = first.subject.spot.village if first.subject.spot else None
    called = names.subject_of_all(first.subject) if named else names.subject(first.subject)
    what = called if named else village
    if first.field == DELETED:
        text = _("Một người đã bỏ {what}, người khác lại sửa. Chọn cách giữ:")
        return text.format(what=called)
    if len(matter) > 1:
        if what is None:
            return many("Có {n} câu trả lời khác nhau. Chọn câu đúng:", n)
        text = many("{what}: có {n} câu trả lời khác nhau. Chọn câu đúng:", n)
        return text.format(what=what[:1].upper() + what[1:])
    if what is None:
        return many("Có {n} giá trị khác nhau ở “{field}”. Chọn giá trị đúng:", n).format(
            field=field
        )
    text = many("{what}: có {n} giá trị khác nhau ở “{field}”. Chọn giá trị đúng:", n)
    return text.format(what=what[:1].upper() + what[1:], field=field)


def read(kind: Kind | None, text: str) -> Value:
    """What was typed, as this kind of field holds it; raises NumberError or DateError."""
    if kind in (Kind.NUMBER, Kind.COUNT):
        return numbers.parse(text)
    if kind is Kind.DATE:
        return dates.read(text, datetime.now().astimezone().date())
    return text.strip() or None
