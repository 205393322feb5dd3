"""The keys of the screen, unfolded by F1 below the work and folded again by F1 or Esc."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QGridLayout, QScrollArea, QVBoxLayout, QWidget

from resources.words import _
from ui import look
from ui.look import SPACE, Ground, Role, Type
from ui.registry import ENTRIES
from ui.screen import Key
from ui.widgets.button import IconButton
from ui.widgets.region import Region
from ui.widgets.text import Elided, Heading, Text

_MOST, _WIDE = 3, 1200  # columns, and the width of a window that has room for them


class Keys(Region):
    """Hidden until asked for."""

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Ground.RAISED, parent)
        self.setAccessibleName(_("Phím tắt"))
        self._built: tuple[QScrollArea, IconButton] | None = None
        self.hide()

    def show_keys(self, keys: Sequence[Key]) -> None:
        """Unfold with these, in as many columns as there is room for."""
        table = Region(Ground.RAISED)
        grid = QGridLayout(table)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(SPACE.gap)
        grid.setVerticalSpacing(SPACE.tight)
        room = self.window().width() * 100 // look.current().scale_percent
        columns = _MOST if room > _WIDE else _MOST - 1
        rows = -(-len(keys) // columns)
        for number, key in enumerate(keys):
            column, row = divmod(number, rows)
            grid.addWidget(Text(_native(key.keys), Type.STRONG), row, 3 * column)
            grid.addWidget(Elided(key.deed, Type.BODY, Role.MUTED), row, 3 * column + 1)
            grid.setColumnStretch(3 * column + 1, 1)
            grid.setColumnMinimumWidth(3 * column + 2, SPACE.section)
        area, close = self._parts()
        area.setWidget(table)
        area.setFixedHeight(min(table.sizeHint().height(), self.window().height() // 3))
        self.show()
        close.setFocus(Qt.FocusReason.PopupFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        elif Qt.Key(event.key()) in steps:
            bar = self._parts()[0].verticalScrollBar()
            bar.setValue(bar.value() + steps[Qt.Key(event.key())] * look.row_height())
        else:
            super().keyPressEvent(event)

    def _parts(self) -> tuple[QScrollArea, IconButton]:
        """Where the keys stand and how they are put away; built when they are first asked for."""
        if self._built is None:
            self._built = self._build()
        return self._built

    def _build(self) -> tuple[QScrollArea, IconButton]:
        heading = Heading(_("Phím tắt"), _("chữ gạch chân: nhấn cùng với Alt"), self)
        close = IconButton("close", _("Đóng bảng phím tắt"), parent=self)
        close.clicked.connect(self.closed)
        heading.put(close)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE.group, SPACE.gap, SPACE.gap, SPACE.group)
        column.setSpacing(SPACE.gap)
        column.addWidget(heading)
        column.addWidget(area)
        return area, close


def _native(keys: str) -> str:
    """Keys as this system writes them; ranges and arrows stay as they are."""
    if not keys.isascii():
        return keys
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText) or keys


def everywhere() -> tuple[Key, ...]:
    """What works in every place."""
    return (
        Key(f"Ctrl+1…{len(ENTRIES)}", _("Đến từng mục bên trái")),
        Key("Ctrl+K", _("Tìm chỉ tiêu, ghi chú, minh chứng, thôn, người, lớp")),
        Key("Ctrl+Z", _("Hoàn tác việc vừa làm, kể cả đã lưu")),
        Key("Ctrl+Y", _("Làm lại")),
        Key("Ctrl+L", _("Chọn bộ tiêu chí")),
        Key("Ctrl+Shift+L", _("Chọn kỳ báo cáo")),
        Key("Ctrl+O", _("Đổi cán bộ")),
        Key("F1", _("Xem hoặc đóng bảng này")),
    )
