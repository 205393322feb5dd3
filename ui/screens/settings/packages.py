"""Criteria sets and forms at hand, what could not be used, and the way in for a file."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from msgspec import Struct
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from db.commands import packages
from db.queries import rulebook
from db.queries.rulebook import PackageLine
from db.store import Store
from resources.words import N_, _, many
from ui import trouble
from ui.desk import Desk
from ui.look import Role
from ui.rows import Align, Column, Rows
from ui.screens.settings.section import as_high_as_its_rows, section
from ui.slots import only_file
from ui.widgets.button import Button
from ui.widgets.message import Message
from ui.widgets.table import Table
from ui.widgets.text import Heading

_KINDS = {
    "criteria": N_("Bộ tiêu chí"),
    "targets": N_("Mục tiêu kế hoạch"),
    "units": N_("Đơn vị hành chính"),
    "training": N_("Khung tập huấn"),
    "survey": N_("Phiếu khảo sát"),
}
_SOURCES = {"shipped": N_("đi kèm"), "centre": N_("trung tâm"), "file": N_("cài tay")}


class Added(Struct, frozen=True):
    """What came of a file."""

    title: str
    version: int
    fresh: bool  # False: the same was here already


class PackagesBox(QWidget):
    """Every package at hand; a file may be chosen, or dropped upon the section."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._heading = Heading(_("Bộ tiêu chí và biểu mẫu"))
        self.add = Button(_("Thêm từ tệp…"), "import")
        self._heading.put(self.add)
        self.rows: Rows[PackageLine] = Rows(
            _columns(), key=lambda each: (each.kind, each.id, each.version), parent=self
        )
        self.table = Table(self.rows)
        self.table.setAccessibleName(_("Bộ tiêu chí và biểu mẫu"))
        self.message, self.aside = Message(), Message()
        self.setAcceptDrops(True)
        self.add.clicked.connect(self._choose)
        desk.line.changed.connect(self._show_aside)
        column = section(self, self._heading)
        for part in (self.message, self.aside, self.table):
            column.addWidget(part)

    def refresh(self) -> None:
        """Read what is at hand."""
        lines = rulebook.package_lines(self._desk.store)
        self._heading.remark.setText(many("{n} gói", len(lines)))
        self.rows.replace(lines)
        as_high_as_its_rows(self.table, self.rows)
        self._show_aside()

    def take(self, path: Path) -> None:
        """Check a file and keep what is in it, off the window's thread."""
        self.message.clear()
        self.add.setEnabled(False)
        self._desk.worker.run(
            partial(_added, path),
            owner=self,
            done=self._came,
            failed=partial(self._failed, path),
        )

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _file(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = _file(event.mimeData())
        if path is not None:
            event.acceptProposedAction()
            self.take(path)

    def _choose(self) -> None:
        from ui.dialogs.files import choose_package

        path = choose_package(self)
        if path is not None:
            self.take(path)

    def _came(self, added: Added) -> None:
        self._settle()
        text = (
            _("Đã thêm “{title}”, bản {version}.")
            if added.fresh
            else _("“{title}”, bản {version} đã có sẵn nên không có gì thay đổi.")
        )
        told = text.format(title=added.title, version=added.version)
        self.message.say(Role.PASSED if added.fresh else Role.INFO, told)
        if added.fresh:
            self._desk.pulse.beat("package")

    def _failed(self, path: Path, error: Exception) -> None:
        self._settle()
        told = trouble.sentence(error)
        if told is None:
            raise error
        text = _("Chưa dùng được tệp {name}: {reason}")
        self.message.say(Role.DANGER, text.format(name=path.name, reason=told))

    def _settle(self) -> None:
        self.add.setEnabled(True)
        self.add.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_aside(self) -> None:
        """What the centre published and this PC cannot use; a round may have left more of it."""
        told = "\n".join(each.sentence for each in rulebook.set_aside(self._desk.store))
        if not told:
            self.aside.clear()
        elif told != self.aside.text():
            self.aside.say(Role.WARNING, told, closable=False)


def _columns() -> tuple[Column[PackageLine], ...]:
    return (
        Column(_("Tên"), lambda each: each.title, hint=lambda each: each.title),
        Column(_("Loại"), lambda each: _(_KINDS[each.kind]), width=20),
        Column(_("Bản"), lambda each: each.version, align=Align.END, width=8),
        Column(_("Từ đâu"), lambda each: _(_SOURCES[each.source]), width=14),
    )


def _added(
    path: Path, store: Store, _stop: Callable[[], bool], _progress: Callable[[int, int], None]
) -> Added:
    """Work for the worker: what checks packages takes a while to be read itself."""
    before = rulebook.package_lines(store)
    package = packages.install_file(store, path)
    return Added(package.title, package.version, rulebook.package_lines(store) != before)


def _file(dropped: QMimeData) -> Path | None:
    """The one package that is dropped."""
    path = only_file(dropped)
    return path if path is not None and path.suffix.lower() == ".json" else None
