"""What the sections of the settings have in common."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui import look
from ui.look import SPACE
from ui.rows import Rows
from ui.widgets.table import Table
from ui.widgets.text import Heading


def section(widget: QWidget, heading: Heading) -> QVBoxLayout:
    """A heading, and room below it."""
    column = QVBoxLayout(widget)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(SPACE.gap)
    column.addWidget(heading)
    return column


def as_high_as_its_rows(table: Table, rows: Rows[Any]) -> None:
    """The page scrolls, the table does not."""
    header = table.horizontalHeader().sizeHint().height()
    table.setFixedHeight(rows.rowCount() * look.row_height() + header + 2)
