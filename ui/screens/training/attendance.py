"""Who came: learners down, sessions across, one key a cell; a whole column with Shift."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import partial

from msgspec import Struct
from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from db.commands import training as deeds
from db.queries.training import Learner, Session
from resources.words import N_, _, many
from rules import attendance
from rules.attendance import ABSENT, EXCUSED, LETTERS, PRESENT
from ui import trouble
from ui.desk import Desk
from ui.look import SPACE, Ground, Role, Type
from ui.part import Part
from ui.rows import Align, Column, Rows
from ui.screens.training.register import Register
from ui.widgets import dates
from ui.widgets.block import Block
from ui.widgets.button import Button
from ui.widgets.empty import Empty
from ui.widgets.flow import Flow
from ui.widgets.message import Message
from ui.widgets.region import Hairline, Region
from ui.widgets.table import Table
from ui.widgets.text import Text

_ROLES = {PRESENT: Role.PASSED, ABSENT: Role.FAILED, EXCUSED: Role.REVIEW}
_WORDS = {PRESENT: N_("Có mặt"), ABSENT: N_("Vắng"), EXCUSED: N_("Có phép")}


class Sitting(Struct, frozen=True):
    """A learner with their marks, in the order of the sessions."""

    learner: Learner
    states: tuple[str | None, ...]

    @property
    def attended(self) -> int:
        """At how many sessions they were present."""
        return self.states.count(PRESENT)


class Grid(Table):
    """Keys C, V, P mark the chosen cells and go down; with Shift the whole column."""

    marked = Signal(list, object)  # cells as (row, column), the state or None
    columns_marked = Signal(list, object)  # columns, the state

    def keyPressEvent(self, event: QKeyEvent) -> None:
        letter = event.text().strip().upper()
        state = next((each for each, key in LETTERS.items() if key == letter), None)
        held = event.modifiers()
        plain = not held & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        if state is not None and plain:
            self._mark(state, whole=bool(held & Qt.KeyboardModifier.ShiftModifier))
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.marked.emit(self._cells(), None)
        else:
            super().keyPressEvent(event)

    def mark_column(self, state: str) -> None:
        """Mark everybody in the columns of the chosen cells."""
        columns = sorted({column for _row, column in self._cells()})
        if columns:
            self.columns_marked.emit(columns, state)

    def _mark(self, state: str, *, whole: bool) -> None:
        if whole:
            self.mark_column(state)
            return
        cells = self._cells()
        self.marked.emit(cells, state)
        if len(cells) == 1:
            self.step(1, 0)

    def _cells(self) -> list[tuple[int, int]]:
        chosen = self.selectionModel().selectedIndexes() or [self.currentIndex()]
        return [(each.row(), each.column()) for each in chosen if each.isValid()]


class AttendancePart(Part):
    """Names at the left, the grid at the right; they scroll together."""

    wanted = Signal(str)  # another part of the place

    def __init__(self, desk: Desk, register: Register, parent: QWidget | None = None) -> None:
        super().__init__("training/attendance", desk, parent)
        self.register = register
        self._sessions: tuple[Session, ...] = ()
        left, self._right = Region(Ground.SURFACE, self.split), Region(Ground.SURFACE, self.split)
        self.people: Rows[Sitting] = Rows(_people(), key=_key, parent=self)
        self.names = Table(self.people, parent=left)
        self.names.setAccessibleName(_("Học viên"))
        self.names.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.names.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.names.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.rows: Rows[Sitting] = Rows((), key=_key, parent=self)
        self.grid = Grid(self.rows, entry=True, parent=self._right)
        self.message = Message()
        self.nothing = Empty("training", "", "", parent=self._right)
        self._line = Hairline()
        self.foot = Flow(SPACE.gap)
        self.count = Text("", Type.SMALL, Role.MUTED)
        self._lay_out(left)
        self._together()
        self._hear(self.grid)
        self.nothing.acted.connect(self._to_what_is_missing)

    def refresh(self) -> None:
        """Everybody and every session of the chosen class."""
        sessions = tuple(self.register.sessions)
        marks = self.register.marks
        sittings = [
            Sitting(each, tuple(marks.of(session.id, each) for session in sessions))
            for each in self.register.learners
        ]
        if sessions != self._sessions:
            self._sessions = sessions
            self._build()
        self.people.replace(sittings)
        self.rows.replace(sittings)
        ready = bool(sessions and sittings)
        self.grid.setVisible(ready)
        self.foot.setVisible(ready)
        self._line.setVisible(ready)
        self.nothing.setVisible(not ready)
        if ready and not self.grid.currentIndex().isValid():
            self.grid.setCurrentIndex(self._first_open(sittings))
        self._say_nothing(sessions, sittings)
        self._say_count(sittings)

    def start(self) -> None:
        """The grid."""
        target = self.grid if self.grid.isVisibleTo(self) else self.nothing.action
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- marking -----------------------------------------------------------------------------

    def _mark(self, cells: Iterable[tuple[int, int]], state: str | None) -> None:
        sittings = self.rows.rows()
        self._save(
            {(self._sessions[column].id, sittings[row].learner): state for row, column in cells}
        )

    def _mark_columns(self, columns: Iterable[int], state: str) -> None:
        everybody = [each.learner for each in self.rows.rows()]
        wanted = list(columns)
        self._save({(self._sessions[each].id, who): state for each in wanted for who in everybody})
        days = ", ".join(dates.show(self._sessions[each].day) for each in wanted)
        text = _("{days}: cả lớp “{state}”. Sửa từng người, hoặc Ctrl+Z để lấy lại.")
        self.said.emit(text.format(days=days, state=_(_WORDS[state])))

    def _paste(self, corner: QModelIndex, block: Block) -> None:
        """What cannot be understood is left out and named."""
        from ui import pasting  # with the tables of the old encodings

        unfit = pasting.unfit(self.rows, corner, block, len(self._sessions))
        if unfit:
            self.message.say(Role.DANGER, unfit)
            return
        sittings, odd = self.rows.rows(), list[str]()
        states: dict[tuple[str, Learner], str | None] = {}
        for down, line in enumerate(block):
            for right, cell in enumerate(line):
                row, column = corner.row() + down, corner.column() + right
                if row >= len(sittings) or column >= len(self._sessions):
                    continue
                try:
                    state = attendance.read(cell)
                except ValueError:
                    odd.append(cell)
                    continue
                states[self._sessions[column].id, sittings[row].learner] = state
        self._save(states)
        if odd:
            text = many(
                "{n} ô không hiểu được nên để nguyên, ví dụ “{cell}”. Hãy ghi C, V hoặc P.",
                len(odd),
            )
            self.message.say(Role.WARNING, text.format(cell=odd[0][:20]))

    def _save(self, states: dict[tuple[str, Learner], str | None]) -> None:
        desk = self.desk
        told = trouble.attempt(lambda: deeds.mark(desk.store, desk.actor, states))
        if told:
            self.message.say(Role.DANGER, told)
            return
        self.message.clear()
        self.register.read_marks()
        self.refresh()
        desk.wrote("attendance")

    # -- inside ------------------------------------------------------------------------------

    def _build(self) -> None:
        """Another class, or other sessions: the grid has other columns."""
        old = self.grid
        self.rows = Rows(_columns(self._sessions), key=_key, parent=self)
        self.grid = Grid(self.rows, entry=True, parent=self._right)
        self._beside.replaceWidget(old, self.grid)
        self._hear(self.grid)
        self._together()
        old.hide()
        old.deleteLater()

    def _hear(self, grid: Grid) -> None:
        grid.setAccessibleName(_("Điểm danh"))
        grid.marked.connect(self._mark)
        grid.columns_marked.connect(self._mark_columns)
        grid.pasted.connect(self._paste)
        grid.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        grid.selectionModel().currentChanged.connect(
            lambda now, _before: self.names.selectRow(now.row()) if now.isValid() else None
        )

    def _together(self) -> None:
        """Names and marks scroll as one."""
        one, other = self.names.verticalScrollBar(), self.grid.verticalScrollBar()
        one.valueChanged.connect(other.setValue)
        other.valueChanged.connect(one.setValue)

    def _first_open(self, sittings: list[Sitting]) -> QModelIndex:
        """The first session nobody was marked in yet, at the top; else the first cell."""
        marked = [any(each.states[at] for each in sittings) for at in range(len(self._sessions))]
        column = marked.index(False) if False in marked else 0
        return self.rows.index(0, column)

    def _say_nothing(self, sessions: tuple[Session, ...], sittings: list[Sitting]) -> None:
        if self.register.course is None:
            self.nothing.say(_("Chưa có lớp nào"), _("Hãy mở một lớp trước."), _("Đến các lớp"))
        elif not sessions:
            self.nothing.say(
                _("Lớp chưa có buổi nào"), _("Hãy ghi các buổi của lớp trước."), _("Ghi các buổi")
            )
        elif not sittings:
            self.nothing.say(
                _("Lớp chưa có học viên"), _("Hãy thêm học viên trước."), _("Thêm học viên")
            )

    def _to_what_is_missing(self) -> None:
        self.wanted.emit("courses" if not self._sessions else "learners")

    def _say_count(self, sittings: list[Sitting]) -> None:
        open_cells = sum(each.states.count(None) for each in sittings)
        if open_cells:
            self.count.setText(many("còn {n} ô chưa điểm danh", open_cells))
        else:
            self.count.setText(_("đã điểm danh đủ"))

    def _lay_out(self, left: QWidget) -> None:
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.names, 1)
        for state, letter in LETTERS.items():
            words = _("{letter} · {state} cả buổi").format(letter=letter, state=_(_WORDS[state]))
            button = Button(words)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(partial(self._whole, state))
            self.foot.add(button)
        self.foot.add(self.count)
        bottom = QHBoxLayout()
        bottom.setContentsMargins(SPACE.group, SPACE.gap, SPACE.group, SPACE.gap)
        bottom.addWidget(self.foot)
        self._beside = QVBoxLayout(self._right)
        self._beside.setContentsMargins(0, 0, 0, 0)
        self._beside.setSpacing(0)
        self._beside.addWidget(self.message)
        self._beside.addWidget(self.grid, 1)
        self._beside.addWidget(self.nothing, 1)
        self.whole.addWidget(self._line)
        self.whole.addLayout(bottom)

    def _whole(self, state: str, _checked: bool = False) -> None:
        self.grid.mark_column(state)
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)


def _key(sitting: Sitting) -> str:
    return sitting.learner.person


def _people() -> tuple[Column[Sitting], ...]:
    return (
        Column(_("Họ và tên"), lambda each: each.learner.name, hint=_hint),
        Column(_("Thôn"), lambda each: each.learner.village, width=12),
        Column(_("Có mặt"), _attended, align=Align.END, width=8),
    )


def _attended(sitting: Sitting) -> str:
    return f"{sitting.attended}/{len(sitting.states)}"


def _hint(sitting: Sitting) -> str:
    learner = sitting.learner
    told = (learner.name, str(learner.birth_year or ""), learner.position)
    return "\n".join(part for part in told if part)


def _columns(sessions: Sequence[Session]) -> tuple[Column[Sitting], ...]:
    """Headed by the day; by the hour too where a day has several."""
    held = Counter(session.day for session in sessions)
    return tuple(
        _column(at, session, hour=held[session.day] > 1) for at, session in enumerate(sessions)
    )


def _column(at: int, session: Session, *, hour: bool) -> Column[Sitting]:
    title = f"{session.day[8:10]}/{session.day[5:7]}"
    if hour and session.begins:
        title = f"{title} {session.begins}"

    def state(sitting: Sitting) -> str | None:
        return sitting.states[at] if at < len(sitting.states) else None

    return Column(
        title,
        state,
        lambda held: LETTERS.get(held or "", ""),
        Align.MIDDLE,
        role=_role(state),
        width=len(title) + 1,
        bare=True,
    )


def _role(state: Callable[[Sitting], str | None]) -> Callable[[Sitting], Role | None]:
    def role(sitting: Sitting) -> Role | None:
        return _ROLES.get(state(sitting) or "")

    return role
