"""What is pasted: text from before Unicode is turned into today's, and a block has to fit.

Whatever of a block would fall outside a table is told before anything of it is taken.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QModelIndex
from PySide6.QtGui import QStatusTipEvent
from PySide6.QtWidgets import QApplication, QWidget

from resources.words import _, many
from rules import legacy
from ui.rows import Rows

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


def unfit(
    rows: Rows[Any],
    corner: QModelIndex,
    block: Sequence[Sequence[str]],
    columns: int,
    repeats: Callable[[Sequence[str]], bool] = lambda line: False,
) -> str:
    """Why a block does not fit into a table from this cell on; "" where it does.

    `columns` is where the columns that can be filled in end.  A line whose cells beyond them only
    repeat what follows from the others (`repeats`) fits.
    """
    down, right = rows.rowCount() - corner.row(), columns - corner.column()
    filled = [place for place, line in enumerate(block, start=1) if any(map(str.strip, line))]
    if any(any(map(str.strip, line[right:])) and not repeats(line) for line in block):
        return too_wide([column.title for column in rows.columns[corner.column() : columns]])
    if filled and filled[-1] > down:
        text = many(
            "Khối đã dán có {n} dòng mà từ ô này bảng chỉ còn {rows} dòng nên chưa nhập gì; hãy"
            " chọn ô đầu cho đúng hoặc chép ít dòng hơn, rồi dán lại.",
            filled[-1],
        )
        return text.format(rows=down)
    return ""


def too_wide(titles: Sequence[str]) -> str:
    """That a block has more columns than these, and that nothing of it was taken."""
    text = many(
        "Khối đã dán rộng hơn bảng nên chưa nhập gì: từ ô này bảng chỉ nhận {n} cột ({columns});"
        " hãy chép lại đúng các cột đó, rồi dán.",
        len(titles),
    )
    return text.format(columns=", ".join(titles))


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
