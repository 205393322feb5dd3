"""Thôn và cán bộ: people, villages, who may be listed twice, and what was kept long enough."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtWidgets import QWidget

from db.queries import retention
from resources.words import _, many
from rules.intake.headings import ListKind
from rules.matching import Pair
from ui.desk import Desk
from ui.intake import gate
from ui.intake.place import INTAKE, UNDERWAY, ListPlace
from ui.part import Part
from ui.screen import Key, Route, alt
from ui.screens.people.book import Book
from ui.subject import Subject
from ui.widgets.chips import Chip

if TYPE_CHECKING:
    from ui.intake.preview import Preview

PEOPLE, VILLAGES, TWINS, DUE = "people", "villages", "twins", "due"


class PeopleScreen(ListPlace):
    """Four parts, each built when it is first asked for, and a list that is to be brought in."""

    listens: ClassVar[frozenset[str]] = frozenset(
        {"person", "unit", "course", "enrolment", "attendance"}
    )
    order: ClassVar[tuple[str, ...]] = (PEOPLE, VILLAGES, TWINS, DUE)
    home: ClassVar[str] = PEOPLE
    list_kind: ClassVar[str] = "people"
    goes_out: ClassVar[Mapping[str, str]] = {VILLAGES: "villages"}

    def __init__(self, desk: Desk, subject: Subject, parent: QWidget | None = None) -> None:
        super().__init__(desk, subject, _("Phần của danh sách"), parent)
        self.book = Book(desk, subject.today)
        self.pairs: list[Pair] | None = None  # who may be listed twice, None until counted

    # -- what the shell asks -----------------------------------------------------------------

    def read(self) -> None:
        """Read what the parts share."""
        self.book.read()

    def refresh(self) -> None:
        """Read everything again; what is being typed stays."""
        super().refresh()
        self._count_twins()

    def go(self, route: Route) -> None:
        """To a part, and to somebody or a village in it."""
        self.refresh_now()
        if route.part == "add":
            self._to_new({})
        elif route.part == INTAKE:
            self.gate.choose()
        elif route.part == UNDERWAY:
            self.turn_to(INTAKE)
        elif route.part in self.order:
            self.turn_to(route.part)
            if route.record:
                self.current().choose(route.record)

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

    def own(self, key: str) -> Part:
        """Build a part."""
        makers: Mapping[str, Callable[[], Part]] = {
            PEOPLE: self._make_people,
            VILLAGES: self._make_villages,
            TWINS: self._make_twins,
            DUE: self._make_due,
        }
        return makers[key]()

    def preview(self) -> Preview:
        """Build the part in which a list of people is looked at."""
        from ui.intake.preview import Preview

        return Preview(ListKind.PEOPLE, self.desk, self.stack)

    def own_chips(self) -> Sequence[Chip]:
        """The parts, with how many there are in each."""
        twins = None if self.pairs is None else len(self.pairs)
        everybody, villages = len(self.book.roster.people), len(self.book.present())
        due = len(retention.past(self.desk.store, self.book.today()))
        return (
            Chip(PEOPLE, _("Mọi người"), everybody, many("{n} người", everybody)),
            Chip(VILLAGES, _("Các thôn"), villages, many("{n} thôn", villages)),
            Chip(TWINS, _("Có thể trùng"), twins, _("Người có thể trùng")),
            Chip(DUE, _("Hết hạn lưu"), due, _("Thông tin hết hạn lưu")),
        )

    def _show(self, key: str) -> None:
        super()._show(key)
        if key in (TWINS, DUE):  # what was counted from afar may be told more exactly now
            self.part(key).refresh()
            self.say_chips()

    def _make_people(self) -> Part:
        from ui.screens.people.people import PeoplePart

        part = PeoplePart(self.desk, self.book, self.stack)
        part.compared.connect(self._compare)
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

    # -- who may be listed twice ---------------------------------------------------------------

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
        self.say_chips()

    def _not_counted(self, error: Exception) -> None:
        raise error
