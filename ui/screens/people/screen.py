"""Thôn và cán bộ: people, villages, who may be listed twice, and what was kept long enough."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from db.queries import retention
from resources.words import _, many
from rules.intake.headings import ListKind
from rules.matching import Pair
from ui.desk import Desk
from ui.intake import gate
from ui.intake.gate import Gate
from ui.intake.leaving import Leaving
from ui.look import SPACE
from ui.part import Part
from ui.screen import Key, Route, Screen, alt
from ui.screens.people.book import Book
from ui.subject import Subject
from ui.widgets.chips import Chip, Chips
from ui.widgets.region import Hairline

if TYPE_CHECKING:
    from ui.intake.preview import Preview

PEOPLE, VILLAGES, TWINS, DUE = "people", "villages", "twins", "due"
INTAKE = "intake"  # a list from a spreadsheet, while one is looked at


class PeopleScreen(Screen):
    """Four parts, each built when it is first asked for, and a list that is to be brought in."""

    listens: ClassVar[frozenset[str]] = frozenset(
        {"person", "unit", "course", "enrolment", "attendance"}
    )

    def __init__(self, desk: Desk, subject: Subject, parent: QWidget | None = None) -> None:
        super().__init__(desk, subject, parent)
        self.book = Book(desk, subject.today)
        self.parts: dict[str, Part] = {}
        self.pairs: list[Pair] | None = None  # who may be listed twice, None until counted
        self._makers: Mapping[str, Callable[[], Part]] = {
            PEOPLE: self._make_people,
            VILLAGES: self._make_villages,
            TWINS: self._make_twins,
            DUE: self._make_due,
            INTAKE: self._make_intake,
        }
        self.chips = Chips(_("Phần của danh sách"), self)
        self.gate = Gate(self)
        self.leaving = Leaving("people", desk, self)
        self.stack = QStackedWidget(self)
        top = QHBoxLayout()
        top.setContentsMargins(SPACE.group, SPACE.gap, SPACE.group, SPACE.gap)
        top.addWidget(self.chips, 1)
        top.addWidget(self.gate, 0, Qt.AlignmentFlag.AlignTop)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(top)
        whole.addWidget(self.leaving)
        whole.addWidget(Hairline(self))
        whole.addWidget(self.stack, 1)
        self._say_chips()
        self.chips.chosen.connect(self.turn_to)
        self.gate.chosen.connect(self.bring_in)
        self.gate.leaving.connect(self.leaving.unfold)
        self.leaving.said.connect(self.said)
        for number, key in enumerate((PEOPLE, VILLAGES, TWINS, DUE), start=1):
            self._key(f"Alt+{number}", partial(self.turn_to, key))
        self._key("F6", lambda: self.current().swap())
        self._key(gate.KEY, self.gate.choose)

    # -- what the shell asks -----------------------------------------------------------------

    def refresh(self) -> None:
        """Read everything again; what is being typed stays."""
        self.book.read()
        if not self.parts:
            self._show(PEOPLE)
        for part in self.parts.values():
            part.refresh()
        self._say_chips()
        self._count_twins()

    def flush(self) -> str:
        """Save what is being typed in any part."""
        told = [part.flush() for part in self.parts.values()]
        return next((sentence for sentence in told if sentence), "")

    def go(self, route: Route) -> None:
        """To a part, and to somebody or a village in it."""
        self.refresh_now()
        if route.part == "add":
            self._to_new({})
        elif route.part == INTAKE:
            self.gate.choose()
        elif route.part in self._makers:
            self.turn_to(route.part)
            if route.record:
                self.current().choose(route.record)

    def start(self) -> None:
        """The list is where work begins."""
        if self.parts:
            self.current().start()

    def keys(self) -> tuple[Key, ...]:
        """The same in every part, where they mean the same."""
        return (
            Key("Alt+1…4", _("Người, thôn, có thể trùng, hết hạn lưu")),
            Key("Ctrl+F", _("Tìm trong danh sách, không cần dấu")),
            Key("↑ ↓", _("Người, thôn trước và sau")),
            Key("Enter", _("Vào biểu của dòng đang chọn")),
            Key("F6", _("Qua lại giữa danh sách và biểu")),
            Key("Ctrl+PgDown", _("Người sau, khi đang ở trong biểu")),
            Key("Ctrl+PgUp", _("Người trước, khi đang ở trong biểu")),
            Key(alt(_("Thêm n&gười")), _("Thêm người")),
            Key("Delete", _("Bỏ những dòng đang chọn")),
            Key(gate.KEY, _("Đưa danh sách từ bảng tính vào")),
            Key("Shift+↑ ↓", _("Chọn nhiều dòng: gộp người, sáp nhập thôn")),
        )

    # -- the parts ---------------------------------------------------------------------------

    def turn_to(self, key: str) -> None:
        """Show a part; what is being typed in the one before is saved."""
        told = self.current().flush() if self.parts else ""
        if told:
            self.said.emit(told)
        self._show(key)
        self._say_chips()
        self.current().start()

    def current(self) -> Part:
        """The part that is shown."""
        shown = self.stack.currentWidget()
        assert isinstance(shown, Part)
        return shown

    def part(self, key: str) -> Part:
        """A part, built when it is first asked for."""
        if key not in self.parts:
            made = self._makers[key]()
            made.said.connect(self.said)
            self.parts[key] = made
            self.stack.addWidget(made)
            made.refresh()
        return self.parts[key]

    def bring_in(self, path: Path) -> None:
        """Look at a list of people in a file; nothing is written yet."""
        self.intake.open(path)
        self._say_chips()
        self.turn_to(INTAKE)

    @property
    def intake(self) -> Preview:
        """The list that is to be brought in."""
        from ui.intake.preview import Preview

        part = self.part(INTAKE)
        assert isinstance(part, Preview)
        return part

    def _show(self, key: str) -> None:
        self.stack.setCurrentWidget(self.part(key))
        if key in (TWINS, DUE):  # what was counted from afar may be told more exactly now
            self.part(key).refresh()
        self.chips.choose(key)

    def _make_people(self) -> Part:
        from ui.intake.arriving import Arriving
        from ui.screens.people.people import PeoplePart

        part = PeoplePart(self.desk, self.book, self.stack)
        part.compared.connect(self._compare)
        Arriving(part, self.bring_in)
        return part

    def _make_villages(self) -> Part:
        from ui.screens.people.villages import VillagesPart

        part = VillagesPart(self.desk, self.book, self.stack)
        part.wanted.connect(self._to_people_of)
        part.newcomer.connect(self._to_new)
        return part

    def _make_twins(self) -> Part:
        from ui.screens.people.twins import TwinsPart

        part = TwinsPart(self.desk, self.book, self.stack)
        part.show_pairs(self.pairs or [])
        return part

    def _make_due(self) -> Part:
        from ui.screens.people.due import DuePart

        return DuePart(self.desk, self.book, self.stack)

    def _make_intake(self) -> Part:
        from ui.intake.arriving import Arriving
        from ui.intake.preview import Preview

        part = Preview(ListKind.PEOPLE, self.desk, self.stack)
        part.another.connect(self.gate.choose)
        part.closed.connect(lambda: self.turn_to(PEOPLE))
        Arriving(part, self.bring_in)
        return part

    def _compare(self, one: str, other: str) -> None:
        from ui.screens.people.twins import TwinsPart

        self.turn_to(TWINS)
        twins = self.current()
        assert isinstance(twins, TwinsPart)
        twins.compare(one, other)

    def _to_people_of(self, village: str) -> None:
        from ui.screens.people.people import PeoplePart

        self.turn_to(PEOPLE)
        people = self.current()
        assert isinstance(people, PeoplePart)
        people.filter_by(village=village)

    def _to_new(self, preset: dict[str, object]) -> None:
        from ui.screens.people.people import PeoplePart

        self.turn_to(PEOPLE)
        people = self.current()
        assert isinstance(people, PeoplePart)
        people.begin(preset)

    # -- how many ----------------------------------------------------------------------------

    def _say_chips(self) -> None:
        twins = None if self.pairs is None else len(self.pairs)
        everybody, villages = len(self.book.roster.people), len(self.book.present())
        due = len(retention.past(self.desk.store, self.book.today()))
        chosen = self.chips.current()
        bringing = INTAKE in self.parts and self.intake.path is not None
        self.chips.show_chips(
            [
                Chip(PEOPLE, _("Người"), everybody, many("{n} người", everybody)),
                Chip(VILLAGES, _("Thôn"), villages, many("{n} thôn", villages)),
                Chip(TWINS, _("Có thể trùng"), twins, _("Người có thể trùng")),
                Chip(DUE, _("Hết hạn lưu"), due, _("Thông tin hết hạn lưu")),
                *([Chip(INTAKE, _("Đang đưa vào"), None, _("Đang đưa vào"))] if bringing else []),
            ]
        )
        self.chips.choose(chosen if chosen and (bringing or chosen != INTAKE) else PEOPLE)

    def _count_twins(self) -> None:
        """Comparing thousands takes a while: off the window's thread."""
        from ui.screens.people.twins import find

        self.desk.worker.run(
            find(self.book.roster.people), owner=self, done=self._found, failed=self._not_counted
        )

    def _found(self, pairs: list[Pair]) -> None:
        from ui.screens.people.twins import TwinsPart

        self.pairs = pairs
        part = self.parts.get(TWINS)
        if isinstance(part, TwinsPart):
            part.show_pairs(pairs)
        self._say_chips()

    def _not_counted(self, error: Exception) -> None:
        raise error

    def _key(self, keys: str, deed: Callable[[], object]) -> None:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(deed)
