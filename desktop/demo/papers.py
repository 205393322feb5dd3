"""Small evidence files for the sample: drawn, printed or written, each marked as invented."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMarginsF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPageSize, QPainter, QPdfWriter, QTransform

from resources.words import _

_WIDE, _HIGH = 900, 640


def make(path: Path, title: str, commune: str) -> None:
    """Make the file, as its name's ending says: .png, .pdf or .txt.  Needs Qt's application."""
    match path.suffix:
        case ".png":
            _picture(path, title, commune)
        case ".pdf":
            _printed(path, title, commune)
        case _:
            path.write_text(f"{commune}\n{title}\n\n{_mark()}\n", encoding="utf-8")


def _mark() -> str:
    return _("DỮ LIỆU MẪU, không phải văn bản thật")


def _picture(path: Path, title: str, commune: str) -> None:
    image = QImage(_WIDE, _HIGH, QImage.Format.Format_RGB32)
    image.fill(QColor("#FBFAF7"))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillRect(0, 0, _WIDE, 84, QColor("#0D6D65"))
    for number in range(12):  # fields and a road, as a plan of the place would show them
        left, top = 40 + number % 4 * 210, 120 + number // 4 * 150
        shade = QColor("#DDEFEC") if number % 3 else QColor("#FBF0DA")
        painter.fillRect(QRectF(left, top, 190, 130), shade)
    painter.fillRect(QRectF(0, 402, _WIDE, 12), QColor("#908880"))
    _write(painter, QRectF(40, 12, _WIDE - 80, 60), title, 20, "#FFFFFF")
    _write(painter, QRectF(40, _HIGH - 50, _WIDE - 80, 40), commune, 14, "#211E1B")
    _stamp(painter, QRectF(0, 0, _WIDE, _HIGH), 34)
    painter.end()
    image.save(str(path))


def _printed(path: Path, title: str, commune: str) -> None:
    page = QPdfWriter(str(path))
    page.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    page.setPageMargins(QMarginsF(25, 20, 15, 20))
    page.setResolution(96)
    page.setTitle(title)
    painter = QPainter(page)
    area = QRectF(painter.viewport())
    _write(painter, QRectF(0, 0, area.width(), 30), commune, 12, "#211E1B")
    _write(painter, QRectF(0, 90, area.width(), 120), title, 18, "#211E1B")
    _stamp(painter, area, 30)
    painter.end()


def _write(painter: QPainter, area: QRectF, words: str, points: int, colour: str) -> None:
    font = QFont(painter.font())
    font.setPixelSize(round(points * 1.3))
    painter.setFont(font)
    painter.setPen(QColor(colour))
    flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap
    painter.drawText(area, int(flags), words)


def _stamp(painter: QPainter, area: QRectF, points: int) -> None:
    """Across the whole page, so that no cut-out passes for real."""
    painter.save()
    middle = area.center()
    turned = QTransform().translate(middle.x(), middle.y()).rotate(-24)
    painter.setTransform(turned, combine=True)
    font = QFont(painter.font())
    font.setPixelSize(round(points * 1.3))
    font.setWeight(QFont.Weight.DemiBold)
    painter.setFont(font)
    painter.setPen(QColor(166, 27, 18, 110))
    wide = QRectF(-area.width() / 2, -60, area.width(), 120)
    painter.drawText(wide, int(Qt.AlignmentFlag.AlignCenter), _mark())
    painter.restore()
