"""Who is at work: the button at the top right, and adding an officer without leaving it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget, QWidgetAction

from db.commands import profile
from db.queries import people
from resources.words import _
from ui import trouble
from ui.desk import Desk
from ui.drafts import Where
from ui.half import Half, Line
from ui.look import SPACE, Role, Type
from ui.screen import Route
from ui.widgets.button import Button, IconButton
from ui.widgets.text import Text

PLACE = "officers"  # where a route unfolds the menu


class Officers(Button):
    """Shows the officer at work; the menu switches or adds one."""

    switched = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("", "owner", parent=parent)
        self._desk = desk
        self._menu = QMenu(self)
        self._newcomer: Newcomer | None = None  # while the menu has one
        self._menu.aboutToShow.connect(self._fill)
        self._menu.aboutToHide.connect(self.flush)
        self.setMenu(self._menu)
        self.setToolTip(_("Cán bộ đang làm việc (Ctrl+O)"))
        self.show_actor()

    def show_actor(self) -> None:
        """Say who is at work."""
        name = people.names(self._desk.store, [self._desk.actor]).get(
            self._desk.actor, _("Chọn cán bộ")
        )
        self.setText(name.replace("&", "&&"))
        self.setAccessibleName(_("Cán bộ đang làm việc: {name}").format(name=name))

    def be(self, officer: str) -> None:
        """This officer works at this PC from now on."""
        profile.be(self._desk.store, officer)
        self._desk.actor = officer
        self.show_actor()
        self.switched.emit()

    def unfold(self) -> None:
        """Show the menu, on whoever is at work, or ready to go on with a name that waits there."""
        self._menu.popup(self.mapToGlobal(self.rect().bottomLeft()))
        if self._newcomer is not None and self._newcomer.name.text():
            self._menu.setActiveAction(self._menu.actions()[-1])
            self._newcomer.name.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        for action in self._menu.actions():
            if action.isChecked():
                self._menu.setActiveAction(action)

    def flush(self) -> None:
        """A name that was begun and not added waits."""
        if self._newcomer is not None:
            self._newcomer.half.flush()

    def _fill(self) -> None:
        self._newcomer = None
        self._menu.clear()
        group = QActionGroup(self._menu)
        for officer in people.officers(self._desk.store):
            action = QAction(officer.name.replace("&", "&&"), self._menu)
            action.setCheckable(True)
            action.setChecked(officer.id == self._desk.actor)
            action.triggered.connect(lambda _checked, officer=officer.id: self.be(officer))
            group.addAction(action)
            self._menu.addAction(action)
        self._menu.addSeparator()
        adding = self._newcomer = Newcomer(self._desk, self._menu)
        where = Where(lambda: _("cán bộ mới"), Route(PLACE))
        adding.half.show(self._desk.drafts.shelf(where, "newcomer"))
        adding.setFocusProxy(adding.name)
        adding.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # or the arrows of the menu pass it by
        adding.added.connect(self._welcome)
        entry = QWidgetAction(self._menu)
        entry.setDefaultWidget(adding)
        self._menu.addAction(entry)

    def _welcome(self, officer: str) -> None:
        self._menu.close()
        self._desk.wrote("person")
        self.be(officer)


class Newcomer(QWidget):
    """A name to type and a button; Enter adds."""

    added = Signal(str)  # the officer's id

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.name = Line()
        self.half = Half({"name": self.name})
        self.name.setPlaceholderText(_("Thêm cán bộ: họ và tên"))
        self.name.setAccessibleName(_("Họ và tên cán bộ mới"))
        self.name.setMinimumWidth(220)
        self._trouble = Text("", Type.SMALL, Role.DANGER, wrap=True)
        self._trouble.hide()
        add = IconButton("add", _("Thêm cán bộ"))
        add.clicked.connect(self.add)
        self.name.returnPressed.connect(self.add)
        self.name.installEventFilter(self)
        line = QHBoxLayout()
        line.setSpacing(SPACE.tight)
        line.addWidget(self.name)
        line.addWidget(add)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE.gap, SPACE.tight, SPACE.gap, SPACE.tight)
        column.setSpacing(SPACE.tight)
        column.addLayout(line)
        column.addWidget(self._trouble)

    def add(self) -> None:
        """Add whoever was typed."""
        kept: list[str] = []
        told = trouble.attempt(
            lambda: kept.append(profile.add_officer(self._desk.store, self.name.text()))
        )
        self._trouble.setText(told)
        self._trouble.setVisible(bool(told))
        if kept:
            self.half.forget()
            self.added.emit(kept[0])

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter adds; a menu would take it as the choice of an entry and close."""
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        ):
            self.add()
            return True
        return super().eventFilter(watched, event)
