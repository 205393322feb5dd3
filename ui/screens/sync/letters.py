"""How large a file may be that goes as a letter's attachment."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from resources.words import _
from ui.desk import Preferences
from ui.look import SPACE, Role, Type
from ui.widgets.picker import Picker
from ui.widgets.text import Text

_MB = 1_000_000
_SIZES = {3: 5, 7: 10, 15: 25, 35: 50}  # MB of a file, and of a mail box that takes it
_USUAL = 15  # attachments travel as text, a third larger than the file: common boxes take 25
_REMEMBERED = "letter_megabytes"


class Letters(QWidget):
    """The sizes to choose from; what was chosen is remembered."""

    def __init__(self, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._preferences = preferences
        self.size_of_files = Picker(_("Cỡ lớn nhất của tệp gửi thư"))
        for size, box in _SIZES.items():
            words = _("{size} MB (hộp thư nhận {box} MB)").format(size=size, box=box)
            self.size_of_files.addItem(words, size)
        remembered = preferences.get(_REMEMBERED)
        known = {str(size): size for size in _SIZES}
        self.size_of_files.setCurrentIndex(list(_SIZES).index(known.get(remembered, _USUAL)))
        self.size_of_files.activated.connect(self._remember)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE.gap)
        row.addWidget(Text(_("Tệp gửi thư điện tử, mỗi tệp nhiều nhất"), Type.BODY, Role.MUTED))
        row.addWidget(self.size_of_files)
        row.addStretch(1)

    def limit(self) -> int:
        """The most bytes of one file."""
        return int(self.size_of_files.currentData()) * _MB

    def _remember(self) -> None:
        self._preferences.set(_REMEMBERED, str(self.size_of_files.currentData()))
