"""Cài đặt: officers, language and text size, what protects the data, the commune, packages."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from resources.words import _
from ui.desk import Desk
from ui.look import SPACE
from ui.screen import Key, Route, Screen
from ui.screens.settings.appearance import Appearance
from ui.screens.settings.commune import CommuneBox
from ui.screens.settings.officers import OfficersBox
from ui.screens.settings.packages import PackagesBox
from ui.screens.settings.safety import SafetyBox
from ui.sheets import Sheets, stack
from ui.subject import Subject
from ui.widgets.button import Button
from ui.widgets.flow import Flow

if TYPE_CHECKING:
    from ui.screens.settings.succession import SuccessionBox


class Settings(Screen):
    """Every choice holds at once; nothing here is confirmed or saved by a button."""

    listens: ClassVar[frozenset[str]] = frozenset({"unit", "person", "package"})

    def __init__(self, desk: Desk, subject: Subject, parent: QWidget | None = None) -> None:
        super().__init__(desk, subject, parent)
        self.appearance = Appearance(desk)
        self.officers = OfficersBox(desk)
        self.commune = CommuneBox(desk)
        self.villages = Button(_("Thêm, sửa thôn"), "village")
        self.safety = SafetyBox(desk)
        self.packages = PackagesBox(desk)
        self.succession: SuccessionBox | None = None  # of a commune that was merged
        aside = Flow()
        aside.add(self.villages)
        self.sheets = Sheets(
            self.officers,
            self.appearance,
            self.safety,
            self._commune(aside),
            self.packages,
        )
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.sheets)
        self.appearance.reworded.connect(self.reworded)
        self.villages.clicked.connect(lambda: self.asked.emit(Route("people", part="villages")))

    def _commune(self, aside: QWidget) -> QWidget:
        heirs = self.desk.succession.heirs()
        if heirs:
            from ui.screens.settings.succession import SuccessionBox

            self.succession = SuccessionBox(self.desk, heirs)
        own = stack(self.commune, aside, spacing=SPACE.group)
        return stack(own, self.succession, spacing=SPACE.section) if self.succession else own

    def refresh(self) -> None:
        """Read it all again."""
        self.officers.refresh()
        self.commune.refresh()
        self.safety.refresh()
        self.packages.refresh()

    def flush(self) -> None:
        """Save what is being typed; what cannot be saved, and a name not added yet, wait."""
        self.commune.form.flush()
        self.officers.newcomer.half.flush()

    def go(self, route: Route) -> None:
        """To one of the sections."""
        self.refresh_now()
        sections: dict[str, QWidget] = {
            "officers": self.officers.newcomer.name,
            "safety": self.safety.code.new,
            "look": self.appearance.language,
            "packages": self.packages.add,
            "commune": self.commune.group,
        }
        if self.succession is not None:
            sections["succession"] = self.succession.begin
        target = sections.get(route.part)
        if target is not None:
            # with what belongs to it, which stands below
            self.sheets.ensureWidgetVisible(target, 0, self.sheets.height() // 2)
            target.setFocus(Qt.FocusReason.OtherFocusReason)

    def start(self) -> None:
        table = self.officers.table
        if not table.currentIndex().isValid():
            table.selectRow(0)
        table.setFocus(Qt.FocusReason.OtherFocusReason)

    def keys(self) -> tuple[Key, ...]:
        return (Key("Enter", _("Chọn cán bộ đang đánh dấu")),)
