"""Reading an invitation: a file of the centre, or a picture of its QR code."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QImageReader, QPainter

from db import errors
from resources.words import _
from sync import invitation
from sync.errors import no_invitation
from sync.invitation import Invitation

_LARGEST = 64 * 1024  # bytes of a file; a picture may have more
_SIDE = 4000  # pixels; a larger photo is made smaller first


def read(path: Path) -> Invitation:
    """The invitation in this file or picture.

    Raises NoInvitation for anything else, Refused where the file cannot be read.
    """
    try:
        with path.open("rb") as file:
            head = file.read(_LARGEST)
    except OSError as error:
        raise errors.Refused(
            _("Không đọc được tệp {path}; hãy chọn tệp khác.").format(path=path)
        ) from error
    reader = QImageReader(str(path))
    reader.setDecideFormatFromContent(True)
    return invitation.from_text(_of_picture(reader) if reader.canRead() else head)


def _of_picture(reader: QImageReader) -> str:
    """What the first QR code of a picture says."""
    import zxingcpp  # read once in a profile's life

    reader.setAutoTransform(True)
    size = reader.size()
    if max(size.width(), size.height()) > _SIDE:
        size.scale(_SIDE, _SIDE, Qt.AspectRatioMode.KeepAspectRatio)
        reader.setScaledSize(size)
    grey = _on_white(reader.read())
    if grey.isNull():
        raise no_invitation()
    wanted = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    found = zxingcpp.read_barcodes(_rows(grey), formats=wanted)
    if not found:
        raise no_invitation()
    return str(found[0].text)


def _on_white(picture: QImage) -> QImage:
    """In grey; what is transparent becomes paper."""
    paper = QImage(picture.size(), QImage.Format.Format_Grayscale8)
    if not paper.isNull():
        paper.fill(Qt.GlobalColor.white)
        with QPainter(paper) as painter:
            painter.drawImage(0, 0, picture)
    return paper


def _rows(grey: QImage) -> memoryview:
    """The picture's bytes, row by row; Qt fills rows up to four bytes."""
    wide, high, line = grey.width(), grey.height(), grey.bytesPerLine()
    bits = grey.constBits()
    tight = b"".join(bytes(bits[row * line : row * line + wide]) for row in range(high))
    return memoryview(tight).cast("B", (high, wide))
