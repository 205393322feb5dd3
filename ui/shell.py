"""The window: navigation, header, one place at a time, the status bar.  It knows no screen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QEvent, QTimer
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut, QShowEvent, QStatusTipEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from db import history
from db.history import Undone
from db.queries import places
from resources import words
from resources.words import _, many
from ui import names, officers, registry, trouble
from ui.desk import Desk
from ui.header import Header
from ui.keys import Keys, everywhere
from ui.look import Ground, Role
from ui.screen import Route, Screen
from ui.slots import follow
from ui.status import Status
from ui.subject import Subject
from ui.widgets.pill import Pill
from ui.widgets.rail import Rail
from ui.widgets.region import Hairline, Region

if TYPE_CHECKING:
    from ui.dialogs.unsaved import Unsaved

_PLACE, _GEOMETRY = "place", "geometry"
_ABOUT_A_SET = frozenset({"today", "checklist"})
_SOON = 200  # milliseconds: the window is painted by then, on a slow PC, too
DESIGN = (1366, 768)
LEAST = (820, 480)


class Shell(QMainWindow):
    """The commune's register, open at the place where it was closed."""

    def __init__(
        self,
        desk: Desk,
        *,
        today: Callable[[], date] = date.today,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.desk = desk
        self.subject = Subject(desk, today, self)
        self.screens: dict[str, Screen] = {}
        self._asking: Unsaved | None = None  # whether what is not saved may go, once it was asked
        self._leaving = False  # it may
        self._language = words.language()
        self.setMinimumSize(*LEAST)
        self._remember_size()
        self._build()
        self._shortcuts()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._focus_moved)
        desk.line.changed.connect(self._count)
        desk.pulse.changed.connect(self._heard)
        self._opening = desk.preferences.get(_PLACE, "today")

    # -- places ----------------------------------------------------------------------------

    def show_place(self, name: str) -> None:
        """Go to a place of the registry; what was being typed is saved first."""
        screen = self.at(name)
        if screen is not self.stack.currentWidget():
            self._flush_current()
            self.stack.setCurrentWidget(screen)
        entry = self._entries[name]
        self.rail.mark(name)
        self.header.say(entry.place().word.replace("&", ""), choosers=name in _ABOUT_A_SET)
        self.desk.preferences.set(_PLACE, name)
        if self.keys.isVisible():
            self._show_keys()
        screen.start()

    def at(self, name: str) -> Screen:
        """A place's screen, built when it is first asked for."""
        if name not in self.screens:
            screen = self._entries[name].build(self.desk, self.subject, self.stack)
            screen.asked.connect(self.go)
            screen.said.connect(self.status.say)
            screen.warned.connect(lambda told: self.status.say(told, Role.WARNING))
            screen.reworded.connect(self._reword)
            self.screens[name] = screen
            self.stack.addWidget(screen)
            # soon: looking through a screen makes PySide load every kind of widget there is
            QTimer.singleShot(_SOON, screen, partial(follow, screen, self.status))
        return self.screens[name]

    def go(self, route: Route) -> None:
        """Follow a route: place, set, period, indicator."""
        if route.place == officers.PLACE:
            self.header.officers.unfold()
            return
        self._flush_current()
        self.subject.choose(route.set, route.period)
        self.show_place(route.place)
        self.at(route.place).go(route)

    def flush(self) -> str:
        """Save what is being typed anywhere; a sentence when something cannot be saved."""
        for screen in self.screens.values():
            screen.flush()
        self.header.officers.flush()
        return self.desk.drafts.told()

    # -- undo ------------------------------------------------------------------------------

    def undo(self) -> None:
        """Take back what this officer did last, also before the last restart."""
        self._retrace(again=False)

    def redo(self) -> None:
        """Do again what was taken back."""
        self._retrace(again=True)

    def _retrace(self, *, again: bool) -> None:
        unsaved = self.flush()
        if self.desk.drafts.wrong():
            self.status.say(unsaved, Role.DANGER)
            return
        done: list[Undone | None] = []
        step = history.redo if again else history.undo
        told = trouble.attempt(lambda: done.append(step(self.desk.store, self.desk.actor)))
        if told:
            self.status.say(told, Role.DANGER)
            return
        undone = done[0]
        if undone is not None and undone.records:
            self.desk.wrote(*{kind for kind, _record in undone.records})
        self.status.say(retraced(self.desk, undone, again=again))

    # -- the window ------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        """The first place is built when the window is about to be seen."""
        if not self.screens:
            known = self._opening if self._opening in self._entries else "today"
            self.show_place(known)
        super().showEvent(event)

    def event(self, event: QEvent) -> bool:
        """What a field says to the window (`ui.pasting`) stands in its status line."""
        if isinstance(event, QStatusTipEvent):
            if event.tip():
                self.status.say(event.tip())
            return True
        return super().event(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Save what is being typed; what cannot be saved goes only if the officer says so."""
        unsaved = self.flush()
        if unsaved and not self._leaving:
            self.status.say(unsaved, Role.DANGER)
            self._ask()
            event.ignore()
            return
        geometry = bytes(self.saveGeometry().toBase64().data()).decode()
        self.desk.preferences.set(_GEOMETRY, geometry)
        super().closeEvent(event)

    def _ask(self) -> None:
        """Whether what is not saved may go with the window; anew as often as it is closed."""
        from ui.dialogs.unsaved import Unsaved

        if self._asking is not None:
            self._asking.deleteLater()
        self._asking = Unsaved(self.desk.drafts.unsaved(), self)
        self._asking.wanted.connect(self.go)
        self._asking.dropped.connect(self._let_go)
        self._asking.open()

    def _let_go(self) -> None:
        """The officer said so: the window closes, and what is not saved goes."""
        self._leaving = True
        self.close()

    def _remember_size(self) -> None:
        geometry = self.desk.preferences.get(_GEOMETRY)
        known = bool(geometry) and self.restoreGeometry(QByteArray.fromBase64(geometry.encode()))
        if not known:
            self.resize(*DESIGN)

    def _build(self) -> None:
        """Everything in the window; again after the language changed."""
        self._entries = {entry.key: entry for entry in registry.ENTRIES}
        # from the outside inwards: Qt styles a widget anew each time it gets another parent
        whole = Region(Ground.SURFACE)
        self.setCentralWidget(whole)
        work = QWidget(whole)
        self.rail = Rail(tuple(entry.place() for entry in registry.ENTRIES), whole)
        self.header = Header(self.desk, self.subject, self._findable(), work)
        self.stack = QStackedWidget(work)
        self.keys = Keys(work)
        self.status = Status(self.desk, whole)
        self.status.asked.connect(lambda: self.go(Route("sync")))
        right = _column(work)
        right.addWidget(self.header)
        right.addWidget(Hairline(work))
        right.addWidget(self.stack, 1)
        right.addWidget(self.keys)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.rail)
        middle.addWidget(work, 1)
        column = _column(whole)
        column.addLayout(middle, 1)
        column.addWidget(Hairline(whole))
        column.addWidget(self.status)
        self._say_whose()
        self.rail.chosen.connect(self.show_place)
        self.header.asked.connect(self.go)
        self.header.officers.switched.connect(self._switched)
        self.keys.closed.connect(self._fold_keys)
        self._count()

    def _findable(self) -> tuple[tuple[str, Route], ...]:
        """Places and deeds that Ctrl+K finds beside the commune's own words."""
        going = tuple(
            (entry.place().word.replace("&", ""), Route(entry.key)) for entry in registry.ENTRIES
        )
        return (
            *going,
            (_("Thẩm tra thử"), Route("checklist", part="rehearsal")),
            (_("Nộp kỳ này"), Route("checklist", part="submit")),
            (_("Chỉ tiêu còn thiếu"), Route("checklist", part="missing")),
            (_("Chỉ tiêu bị trả lại"), Route("checklist", part="returned")),
            (_("Thêm, sửa thôn"), Route("people", part="villages")),
            (_("Thêm người vào danh sách"), Route("people", part="add")),
            (_("Mở lớp tập huấn"), Route("training", part="add")),
            (_("Đưa danh sách người từ bảng tính vào"), Route("people", part="intake")),
            (_("Đưa danh sách lớp từ bảng tính vào"), Route("training", part="intake")),
            (_("Đưa số liệu từ bảng tính vào"), Route("checklist", part="intake")),
            (_("Mở cuộc khảo sát"), Route("survey", part="add")),
            (_("Nhập phiếu khảo sát"), Route("survey", part="sheets")),
            (_("Người có thể trùng"), Route("people", part="twins")),
            (_("Thông tin hết hạn lưu"), Route("people", part="due")),
            (_("Thêm cán bộ"), Route("settings", part="officers")),
            (_("Giao diện, cỡ chữ, ngôn ngữ"), Route("settings", part="look")),
            (_("Thêm bộ tiêu chí từ tệp"), Route("settings", part="packages")),
        )

    def _say_whose(self) -> None:
        commune = places.commune(self.desk.store)
        name = _("Làng Số")
        self.rail.say(name, commune.name)
        if commune.sample:
            sample = Pill(_("dữ liệu mẫu"), Role.WARNING)
            sample.setToolTip(_("Hồ sơ này chứa số liệu tự đặt để xem thử, không phải số thật."))
            self.rail.put(sample)
        title = _("{name} · {commune}").format(name=name, commune=commune.name)
        if commune.sample:
            title = _("{title} (dữ liệu mẫu)").format(title=title)
        self.setWindowTitle(title)

    def _shortcuts(self) -> None:
        keys: dict[str, Callable[[], None]] = {
            "Ctrl+Z": self.undo,
            "Ctrl+Y": self.redo,
            "Ctrl+Shift+Z": self.redo,
            "F1": self._toggle_keys,
        }
        for number, entry in enumerate(registry.ENTRIES, start=1):
            keys[f"Ctrl+{number}"] = partial(self.show_place, entry.key)
        for key, deed in keys.items():
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.activated.connect(deed)

    def _flush_current(self) -> None:
        current = self.stack.currentWidget()
        if isinstance(current, Screen):
            current.flush()
            told = self.desk.drafts.told()
            if told:
                self.status.say(told, Role.WARNING)

    def _count(self) -> None:
        view = self.desk.line.view()
        self.rail.count("sync", view.refused + view.conflicts)

    def _switched(self) -> None:
        self.desk.pulse.beat("person")

    def _heard(self, types: frozenset[str]) -> None:
        if "person" in types:
            self.header.officers.show_actor()
        if "assessment" in types:  # a period may have its first answer
            self.header.show_subject()

    def _focus_moved(self, before: QWidget | None, _now: QWidget | None) -> None:
        if before is not None:
            self.header.finder.come_from(before)

    def _reword(self) -> None:
        """Language or text size are others: build the window anew, once the screen is done."""
        QTimer.singleShot(0, self, self._rebuild)

    def _rebuild(self) -> None:
        if words.language() != self._language:
            self._language = words.language()
            self.desk.drafts.forget_reasons()
        self.flush()
        place = self.rail.current()
        held = {name: screen.held() for name, screen in self.screens.items()}
        self.screens.clear()
        self._build()
        for name, what in held.items():
            if what is not None:
                self.at(name).resume(what)
        self.show_place(place)
        unsaved = self.desk.drafts.told()
        if unsaved:
            self.status.say(unsaved, Role.WARNING)

    def _toggle_keys(self) -> None:
        if self.keys.isVisible():
            self._fold_keys()
        else:
            self._show_keys()

    def _show_keys(self) -> None:
        current = self.stack.currentWidget()
        own = current.keys() if isinstance(current, Screen) else ()
        self.keys.show_keys((*own, *everywhere()))

    def _fold_keys(self) -> None:
        self.keys.hide()
        current = self.stack.currentWidget()
        if isinstance(current, Screen):
            current.start()


def _column(widget: QWidget) -> QVBoxLayout:
    column = QVBoxLayout(widget)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    return column


def retraced(desk: Desk, undone: Undone | None, *, again: bool) -> str:
    """What was undone or done again, in a sentence."""
    if undone is None:
        return _("Không còn gì để làm lại.") if again else _("Không còn gì để hoàn tác.")
    if not undone.records:
        return _("Giá trị này đã được người khác sửa sau đó nên được giữ nguyên.")
    what = _what(desk, undone)
    text = _("Đã làm lại: {what}.") if again else _("Đã hoàn tác: {what}.")
    said = text.format(what=what)
    if undone.skipped:
        kept = many("{n} ô đã được sửa sau đó nên giữ nguyên.", undone.skipped)
        return f"{said} {kept}"
    return said


def _what(desk: Desk, undone: Undone) -> str:
    """The one thing that was touched by its name, several by their number."""
    from db.queries import subjects

    told = {names.subject(subjects.of(desk.store, *each)) for each in undone.records}
    return told.pop() if len(told) == 1 else many("{n} thay đổi", len(undone.records))
