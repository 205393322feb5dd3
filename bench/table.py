"""A table of 10,000 rows: scrolling asks for what is visible and builds no row anew."""

from __future__ import annotations

import functools
import os
import statistics
import time
from dataclasses import dataclass

ROWS = 10_000
SMALL = 100
STEPS = 200


@dataclass(frozen=True, slots=True)
class Household:
    """One row of the table."""

    id: int
    name: str
    members: int


def main() -> dict[str, float]:
    """Median time of one scroll step with 10,000 rows against 100, and what a step asked for."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    from ui.rows import Align, Column, Rows
    from ui.widgets.table import Table

    application = QApplication.instance() or QApplication([])
    asked = 0

    def name(row: Household) -> str:
        nonlocal asked
        asked += 1
        return row.name

    medians, cells = {}, 0.0
    for count in (SMALL, ROWS):
        columns = (
            Column("Hộ", name),
            Column("Nhân khẩu", lambda row: row.members, align=Align.END),
        )
        rows: Rows[Household] = Rows(columns, key=lambda row: row.id)
        rows.replace([Household(i, f"Nguyễn Thị Hương {i}", i % 9) for i in range(count)])
        resets: list[None] = []
        rows.modelReset.connect(functools.partial(resets.append, None))
        table = Table(rows)
        table.resize(900, 600)
        table.show()
        application.processEvents()
        bar = table.verticalScrollBar()
        asked, taken = 0, []
        for step in range(STEPS):
            start = time.perf_counter()
            bar.setValue(step * bar.pageStep() % max(1, bar.maximum()))
            application.processEvents()
            taken.append(time.perf_counter() - start)
        if resets:
            raise RuntimeError("scrolling built the rows anew")
        medians[count], cells = statistics.median(taken), asked / STEPS
        table.close()
        table.deleteLater()
        application.processEvents()
    return {
        "one scroll step, 100 rows, ms": medians[SMALL] * 1000,
        "one scroll step, 10,000 rows, ms": medians[ROWS] * 1000,
        "ratio": medians[ROWS] / medians[SMALL],
        "names asked for per step (about 20 are visible)": cells,
    }
