"""One piece of evidence: a small picture or icon, its name, its size, and what is wrong with it."""

from __future__ import annotations

from enum import StrEnum
from pathlib import PurePath

from msgspec import Struct
from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QAbstractButton, QWidget

from resources.words import _
from rules import numbers
from ui import look
from ui.look import SPACE, Role, Type
from ui.widgets import icons, paint
from ui.widgets.text import break_lines

_WIDTH = 200
_PICTURE = 44

_ICONS = {
    "evidence_image": ("jpg", "jpeg", "png", "gif", "bmp", "webp", "heic", "tif", "tiff"),
    "evidence_text": ("pdf", "doc", "docx", "odt", "rtf", "txt"),
    "evidence_table": ("xls", "xlsx", "ods", "csv", "tsv"),
    "evidence_archive": ("zip", "rar", "7z", "gz", "tar"),
}
_ICON_OF = {suffix: name for name, suffixes in _ICONS.items() for suffix in suffixes}


class FileState(StrEnum):
    """Whether the file on this PC is the one that was attached."""

    HERE = "here"
    ELSEWHERE = "elsewhere"  # known, not yet fetched
    GONE = "gone"  # should be here and is not
    ALTERED = "altered"  # its content is not what was attached


class File(Struct, frozen=True):
    """What a tile shows; `size` in bytes."""

    name: str
    size: int
    state: FileState = FileState.HERE


def icon_of(name: str) -> str:
    """The icon for a file of this name."""
    return _ICON_OF.get(PurePath(name).suffix.lower().lstrip("."), "evidence_file")


class Tile(QAbstractButton):
    """A piece of evidence that can be opened (Enter, click) and removed (Delete)."""

    opened = Signal()
    removed = Signal()

    def __init__(
        self, file: File, thumbnail: QPixmap | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._file = file
        self._thumbnail = thumbnail
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.clicked.connect(self.opened)
        self.show_file(file, thumbnail)

    def show_file(self, file: File, thumbnail: QPixmap | None = None) -> None:
        """Show this file; the thumbnail may come later."""
        self._file, self._thumbnail = file, thumbnail
        remark, _role = self._remark()
        self.setToolTip(file.name)
        self.setAccessibleName(f"{file.name}, {remark}")
        self.update()

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(look.font(Type.SMALL))
        scale = max(1.0, look.current().scale_percent / 100)
        height = max(_PICTURE, 3 * metrics.lineSpacing()) + 2 * SPACE.gap
        return QSize(round(_WIDTH * scale), height)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete:
            self.removed.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = paint.pen_on(self)
        theme, area = look.theme(), self.rect()
        paint.field(painter, area, theme.hover if self.underMouse() else theme.raised)
        inner = area.adjusted(SPACE.gap, SPACE.gap, -SPACE.gap, -SPACE.gap)
        top = inner.top() + (inner.height() - _PICTURE) // 2
        self._picture(painter, QRect(inner.left(), top, _PICTURE, _PICTURE))
        self._say(painter, inner.adjusted(_PICTURE + SPACE.gap, 0, 0, 0))
        if self.hasFocus():
            paint.ring(painter, area)
        painter.end()

    def _picture(self, painter: QPainter, box: QRect) -> None:
        """The thumbnail, cut to a square; else the icon of the file's kind."""
        theme = look.theme()
        if self._thumbnail is None or self._file.state is not FileState.HERE:
            paint.field(painter, box, theme.hairline)
            gone = {FileState.GONE: "evidence_gone", FileState.ALTERED: "evidence_altered"}
            name = gone.get(self._file.state, icon_of(self._file.name))
            icons.draw(painter, name, self._remark()[1], box)
            return
        side = min(self._thumbnail.width(), self._thumbnail.height())
        cut = QRect(0, 0, side, side)
        cut.moveCenter(self._thumbnail.rect().center())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(box, self._thumbnail, cut)

    def _say(self, painter: QPainter, area: QRect) -> None:
        """The name on at most two lines, then the size or what is wrong."""
        font = look.font(Type.SMALL)
        painter.setFont(font)
        metrics = QFontMetrics(font)
        remark, role = self._remark()
        lines = break_lines(self._file.name, metrics, self, area.width(), 2)
        top = area.top() + max(0, area.height() - (len(lines) + 1) * metrics.lineSpacing()) // 2
        told = [(line, look.theme().text) for line in lines] + [(remark, look.theme().ink(role))]
        for number, (line, ink) in enumerate(told):
            box = QRect(area.left(), top + number * metrics.lineSpacing(), area.width(), 0)
            box.setHeight(metrics.lineSpacing())
            paint.words(painter, box, line, ink, Qt.AlignmentFlag.AlignLeft)

    def _remark(self) -> tuple[str, Role]:
        match self._file.state:
            case FileState.HERE:
                return numbers.size(self._file.size), Role.MUTED
            case FileState.ELSEWHERE:
                size = numbers.size(self._file.size)
                return _("{size}, chưa tải về").format(size=size), Role.MUTED
            case FileState.GONE:
                return _("Không tìm thấy tệp"), Role.DANGER
            case FileState.ALTERED:
                return _("Tệp đã bị sửa"), Role.WARNING
