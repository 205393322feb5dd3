"""Trước sáp nhập: what the communes that became this one had answered, to be read."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from db.queries import evidence
from db.queries.evidence import Piece
from db.queries.former import Before, Former, Joined
from resources.criteria import Indicator
from resources.words import _, many
from rules import explain, numbers
from rules.answer import Answer
from rules.numbers import Number
from ui.desk import Desk
from ui.evidence.opener import Opener
from ui.look import SPACE, Role, Type
from ui.screens.checklist.case import Case
from ui.widgets import dates
from ui.widgets.button import Button, Kind
from ui.widgets.flow import Flow
from ui.widgets.message import Message
from ui.widgets.text import Heading, Text, Wrapped

_FEW = 6
_WHOSE, _VALUE, _FILES = range(3)


class FormerBox(QWidget):
    """One line for each former commune and period; its files can be opened and used again."""

    reused = Signal(str)  # a piece of evidence

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._shown: tuple[str, Before, frozenset[str]] | None = None
        self._all = False
        self._unfolded: set[tuple[str, ...]] = set()  # whose files are seen
        self.message = Message()
        self._opener = Opener(desk, self.message, self)
        heading = Heading(_("Trước sáp nhập"), _("để đọc lại, không tính cho xã mới"))
        self.more = Button("", "history", Kind.QUIET)
        self.more.clicked.connect(self._toggle)
        heading.put(self.more)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE.gap)
        self._column.addWidget(heading)
        self._column.addWidget(self.message)
        self._lines = QWidget()
        self._column.addWidget(self._lines)

    def show_before(self, case: Case, before: Before) -> None:
        """Show what was answered to the indicator in hand; hidden where there was nothing."""
        held = {piece.sha256 for piece in evidence.of(self._desk.store, case.line.record)}
        shown = case.line.record, before, frozenset(held)
        self.setVisible(bool(before.answers))
        if shown == self._shown:
            return
        if self._shown is None or self._shown[0] != case.line.record:
            self._all = False
            self._unfolded.clear()
            self.message.clear()
        self._shown, self._case = shown, case
        self._fill()

    def sentences(self) -> list[str]:
        """All that is told now, from left to right and line by line."""
        return [each.text() for each in self._lines.findChildren(Text)]

    def _toggle(self) -> None:
        self._all = not self._all
        self._fill()

    def _fill(self) -> None:
        """Made anew: it is seldom shown, and hardly ever changes."""
        if self._shown is None:
            return
        _record, before, held = self._shown
        lines = before.answers if self._all else before.answers[:_FEW]
        self.more.setVisible(len(before.answers) > _FEW)
        whole = _("Xem cả {n} dòng").format(n=numbers.show(len(before.answers)))
        self.more.setText(_("Xem ít hơn") if self._all else whole)
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.gap)
        grid = QGridLayout()
        column.addLayout(grid)
        self._put(lines, held, grid)
        for told in before.joined:
            column.addWidget(Text(self._hint(told), Type.SMALL, Role.MUTED, wrap=True))
        self._column.replaceWidget(self._lines, made)
        self._lines.hide()
        self._lines.setParent(None)
        self._lines.deleteLater()
        self._lines = made

    def _put(self, lines: Sequence[Former], held: frozenset[str], grid: QGridLayout) -> None:
        grid.setHorizontalSpacing(SPACE.group)
        grid.setVerticalSpacing(SPACE.tight)
        grid.setColumnStretch(_VALUE, 1)
        top = Qt.AlignmentFlag.AlignTop
        for told in lines:
            row = grid.rowCount()
            value = value_words(self._indicator(told.indicator), told)
            grid.addWidget(Wrapped(self._named(told)), row, _WHOSE, top)
            grid.addWidget(Wrapped(value, Type.STRONG), row, _VALUE, top)
            grid.addWidget(Wrapped(_when(told), Type.SMALL, Role.MUTED), row + 1, _WHOSE, top)
            if told.note:
                note = Text(told.note, Type.SMALL, Role.MUTED, wrap=True)
                grid.addWidget(note, row + 1, _VALUE, 1, 2, top)
            if told.evidence:
                self._add_files(grid, row, told, held)
            grid.setRowMinimumHeight(grid.rowCount(), SPACE.gap)  # air below each answer

    def _add_files(self, grid: QGridLayout, row: int, told: Former, held: frozenset[str]) -> None:
        """A button that unfolds the files below their line."""
        button = Button(many("{n} tệp", told.evidence), "attach", Kind.QUIET)
        button.setAccessibleName(
            many("{n} minh chứng của {commune}", told.evidence).format(commune=told.commune)
        )
        grid.addWidget(button, row, _FILES, Qt.AlignmentFlag.AlignVCenter)
        below = QWidget()
        below.hide()
        grid.addWidget(below, row + 2, _WHOSE, 1, -1)
        button.clicked.connect(partial(self._unfold, below, told, held))
        if told.records in self._unfolded:
            self._unfold(below, told, held)

    def _unfold(self, below: QWidget, told: Former, held: frozenset[str]) -> None:
        if below.layout() is None:
            column = QVBoxLayout(below)
            column.setContentsMargins(SPACE.group, 0, 0, 0)
            column.setSpacing(SPACE.tight)
            for record in told.records:
                for piece in evidence.of(self._desk.store, record):
                    column.addWidget(self._file(piece, held))
        below.setVisible(below.isHidden())
        (self._unfolded.discard if below.isHidden() else self._unfolded.add)(told.records)

    def _file(self, piece: Piece, held: frozenset[str]) -> Flow:
        row = Flow()
        name = Wrapped(piece.title or piece.name)
        row.add(name)
        row.fill(name)
        read = Button(_("Mở"), "open", Kind.QUIET)
        read.setAccessibleName(_("Mở “{name}”").format(name=name.text()))
        read.clicked.connect(partial(self._opener.open, piece))
        row.add(read)
        if piece.sha256 in held:
            row.add(Text(_("đang dùng"), Type.SMALL, Role.MUTED))
            return row
        again = Button(_("Dùng lại"), "copy", Kind.QUIET)
        again.setAccessibleName(_("Dùng lại “{name}” cho xã mới").format(name=name.text()))
        again.clicked.connect(lambda: self.reused.emit(piece.record))
        row.add(again)
        return row

    def _named(self, told: Former) -> str:
        """The commune; of a part of a composite, which one it is."""
        if told.indicator == self._case.line.indicator.code:
            return told.commune
        return _("{commune}, {code}").format(commune=told.commune, code=told.indicator)

    def _indicator(self, code: str) -> Indicator:
        return self._case.checklist.lines[code].indicator

    def _hint(self, told: Joined) -> str:
        """All parts together, or why they are not put together."""
        period = told.period.label()
        if told.indicator != self._case.line.indicator.code:
            period = _("{commune}, {code}").format(commune=period, code=told.indicator)
        if told.missing:
            return _("{period}: chưa cộng được các xã cũ vì thiếu số của {communes}.").format(
                period=period, communes=", ".join(told.missing)
            )
        if told.unknown:
            return _(
                "{period}: chưa cộng được các xã cũ vì chưa có nguồn cho biết {communes} gồm những"
                " xã nào."
            ).format(period=period, communes=", ".join(told.unknown))
        if told.split:
            return _(
                "{period}: chưa cộng được các xã cũ vì {communes} chia cho nhiều xã, không rõ phần"
                " của mỗi xã."
            ).format(period=period, communes=", ".join(told.split))
        return _(
            "{period}: cộng tất cả các xã cũ được {value}. Chỉ để tham khảo; xã mới tự nhập số."
        ).format(
            period=period,
            value=_share(self._indicator(told.indicator), told.numerator, told.denominator),
        )


def value_words(indicator: Indicator, told: Former) -> str:
    """What was answered, and passed or not as it was noted; of villages what was entered."""
    answer = told.answer
    if not answer.given() and told.villages:
        return _of_villages(indicator, told)
    return explain.noted_text(indicator, answer)


def _when(told: Former) -> str:
    """The period, and the day its figures stand for where one was noted."""
    if told.as_of is None:
        return told.period.label()
    return _("{period}, số liệu đến {day}").format(
        period=told.period.label(), day=dates.show(told.as_of)
    )


def _of_villages(indicator: Indicator, told: Former) -> str:
    whole = [
        (each.numerator, each.denominator)
        for each in told.villages
        if each.numerator is not None and each.denominator is not None
    ]
    if not whole:
        return many("{n} thôn có số liệu", len(told.villages))
    value = _share(indicator, sum(n for n, _d in whole), sum(d for _n, d in whole))
    return many("{n} thôn đã nhập: {value}", len(whole)).format(value=value)


def _share(indicator: Indicator, numerator: Number | None, denominator: Number | None) -> str:
    return explain.value_text(indicator, Answer(numerator=numerator, denominator=denominator))
