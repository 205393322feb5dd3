"""The keys of the screen, unfolded by F1 below the work and folded again by F1 or Esc."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from resources.words import _
from ui.look import SPACE, Ground, Role, Type
from ui.screen import Key
from ui.widgets.button import IconButton
from ui.widgets.region import Region
from ui.widgets.text import Heading, Text

_COLUMNS = 3


class Keys(Region):
    """Hidden until asked for."""

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Ground.RAISED, parent)
        self.setAccessibleName(_("Phím tắt"))
        heading = Heading(_("Phím tắt"), _("chữ gạch chân: nhấn cùng với Alt"))
        self._close = IconButton("close", _("Đóng bảng phím tắt"))
        self._close.clicked.connect(self.closed)
        heading.put(self._close)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(SPACE.gap)
        self._grid.setVerticalSpacing(SPACE.tight)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE.group, SPACE.gap, SPACE.gap, SPACE.group)
        column.setSpacing(SPACE.gap)
        column.addWidget(heading)
        row = QHBoxLayout()
        row.addLayout(self._grid)
        column.addLayout(row)
        self.hide()

    def show_keys(self, keys: Sequence[Key]) -> None:
        """Unfold with these."""
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        rows = -(-len(keys) // _COLUMNS)
        for column in range(_COLUMNS - 1):
            self._grid.setColumnMinimumWidth(3 * column + 2, SPACE.section)
        for number, key in enumerate(keys):
            column, row = divmod(number, rows)
            shown = _native(key.keys)
            self._grid.addWidget(Text(shown, Type.STRONG), row, 3 * column)
            deed = Text(key.deed, Type.BODY, Role.MUTED, wrap=True)
            self._grid.addWidget(deed, row, 3 * column + 1)
            self._grid.setColumnStretch(3 * column + 1, 1)
        self.show()
        self._close.setFocus(Qt.FocusReason.PopupFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)


def _native(keys: str) -> str:
    """Keys as this system writes them; ranges and arrows stay as they are."""
    if not keys.isascii():
        return keys
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText) or keys


def everywhere() -> tuple[Key, ...]:
    """What works in every place."""
    return (
        Key("Ctrl+1…4", _("Đến từng mục bên trái")),
        Key("Ctrl+K", _("Tìm chỉ tiêu, ghi chú, minh chứng, thôn")),
        Key("Ctrl+Z", _("Hoàn tác việc vừa làm, kể cả đã lưu")),
        Key("Ctrl+Y", _("Làm lại")),
        Key("Ctrl+L", _("Chọn bộ tiêu chí")),
        Key("Ctrl+Shift+L", _("Chọn kỳ báo cáo")),
        Key("Ctrl+O", _("Đổi cán bộ")),
        Key("F1", _("Xem hoặc đóng bảng này")),
    )
