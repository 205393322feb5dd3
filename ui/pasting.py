"""Text from before Unicode that is pasted: turned into today's, and the window says so."""

from __future__ import annotations

from PySide6.QtGui import QStatusTipEvent
from PySide6.QtWidgets import QApplication, QWidget

from resources.words import _, many
from rules import legacy

NAMES = {"tcvn3": "TCVN3", "vni": "VNI", "vps": "VPS", "viscii": "VISCII"}


def opened(text: str) -> tuple[str, str]:
    """The text in Unicode, and the encoding it was in: "" where it was well already."""
    if text.isascii():
        return text, ""
    reading = legacy.read(text)
    return (reading.text, reading.encoding) if reading.encoding else (text, "")


def opened_block(block: list[list[str]]) -> tuple[list[list[str]], int, str]:
    """A block with its cells in Unicode, how many were turned, and from what.

    Cells that could be of several encodings are read like the others.
    """
    likely = next((code for row in block for cell in row if (code := opened(cell)[1])), "")
    turned = 0
    done: list[list[str]] = []
    for row in block:
        readings = [legacy.read(cell, likely=likely) for cell in row]
        turned += sum(bool(each.encoding) for each in readings)
        done.append(
            [each.text if each.encoding else cell for each, cell in zip(readings, row, strict=True)]
        )
    return done, turned, likely


def tell_text(widget: QWidget, encoding: str) -> None:
    """Say that a pasted text was turned."""
    text = _("Đã chuyển chữ {encoding} sang Unicode. Nhấn Ctrl+Z để lấy lại chữ đã dán.")
    _tell(widget, text.format(encoding=NAMES.get(encoding, encoding)))


def tell_cells(widget: QWidget, turned: int, encoding: str) -> None:
    """Say that cells of a pasted block were turned."""
    text = many("Đã chuyển {n} ô từ {encoding} sang Unicode. Nhấn Ctrl+Z để lấy lại.", turned)
    _tell(widget, text.format(encoding=NAMES.get(encoding, encoding)))


def _tell(widget: QWidget, sentence: str) -> None:
    """Up through the parents to the window, which says it in its status line."""
    QApplication.sendEvent(widget, QStatusTipEvent(sentence))
