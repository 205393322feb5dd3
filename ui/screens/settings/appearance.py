"""Language, text size, light or dark: put on at once."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from resources import words
from resources.words import _
from ui import look
from ui.desk import Desk
from ui.look import SPACE
from ui.screens.settings.section import section
from ui.slots import Slot
from ui.widgets.check import Check
from ui.widgets.choice import Choice, Option
from ui.widgets.flow import Flow
from ui.widgets.picker import Picker
from ui.widgets.text import Heading

SIZES = (90, 100, 110, 125, 150)  # per cent of the text size


class Appearance(QWidget):
    """How this PC shows the programme."""

    reworded = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.language = Choice(_("Ngôn ngữ"), (Option("vi", "Tiếng Việt"), Option("en", "English")))
        self.theme = Choice(
            _("Giao diện"),
            (
                Option("system", _("Theo máy")),
                Option("light", _("Sáng")),
                Option("dark", _("Tối")),
            ),
        )
        self.text_size = Picker(_("Cỡ chữ"))
        for size in SIZES:
            self.text_size.addItem(f"{size} %", size)
        self.touch = Check(_("Hàng cao cho màn hình cảm ứng"))
        self.language.setValue(words.language())
        now = look.current()
        self.theme.setValue(now.wish)
        self.text_size.setCurrentIndex(_nearest(now.scale_percent))
        self.touch.setChecked(now.touch)
        self.language.edited.connect(lambda value: self._prefer("language", str(value)))
        self.theme.edited.connect(lambda value: self._prefer("theme", str(value)))
        self.text_size.activated.connect(lambda row: self._prefer("scale", str(SIZES[row])))
        self.touch.toggled.connect(lambda on: self._prefer("touch", "1" if on else ""))
        row = Flow(SPACE.section)
        for label, editor in (
            (_("Ngôn ngữ"), self.language),
            (_("Giao diện"), self.theme),
            (_("Cỡ chữ"), self.text_size),
        ):
            row.add(Slot(label, editor))
        column = section(self, Heading(_("Hiển thị")))
        column.addWidget(row)
        column.addWidget(self.touch)

    def _prefer(self, name: str, value: str) -> None:
        """Remember a choice and put it on at once."""
        self._desk.preferences.set(name, value)
        self._desk.restyle()
        if name != "theme":
            self.reworded.emit()


def _nearest(scale: int) -> int:
    return min(range(len(SIZES)), key=lambda row: abs(SIZES[row] - scale))
