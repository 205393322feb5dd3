"""Lists from spreadsheets: until the preview against the bare reader, and into the profile.

A file of 100,000 rows is read and understood as far as an officer sees it first: the columns, and
what becomes of the first rows.  Then 10,000 people are compared and written, journal and table,
against executemany of exactly the rows this leaves, prepared before, on the same file system.
"""

from __future__ import annotations

import itertools
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import xlsxwriter
from python_calamine import CalamineWorkbook

from db.commands import intake as writing
from db.commands import profile
from db.queries import intake
from db.store import Store
from reports.spreadsheets import reading
from rules.grids import Cell
from rules.intake.headings import ListKind
from rules.intake.reading import HEAD, Choice
from rules.intake.report import Report
from rules.worksheet import Worksheet

COMMUNE = "19753"
LONG, LIST = 100_000, 10_000
ROUNDS = 5
HEADER = ("STT", "Họ và tên", "Năm sinh", "Giới tính", "Chức vụ", "Thôn", "Điện thoại", "Ghi chú")


def main() -> dict[str, float]:
    """Seconds of each, and what ours cost against the bare ones."""
    with tempfile.TemporaryDirectory() as folder:
        return {**_reading(Path(folder)), **_importing(Path(folder))}


def _rows(count: int) -> list[list[Cell]]:
    people = (
        [n, f"Nguyễn Thị Hoa {n}", 1950 + n % 50, "Nữ", "Tổ viên", "A Roàng", f"0914{n:06}", ""]
        for n in range(1, count + 1)
    )
    return [list(HEADER), *map(list[Cell], people)]


def _reading(folder: Path) -> dict[str, float]:
    path = folder / "long.xlsx"
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(_rows(LONG)):
            sheet.write_row(number, 0, row)
    with profile.found(folder / "reader", COMMUNE, "Nguyễn Thị Hoa") as store:
        taken = _in_turn(lambda: _bare(path), lambda: _preview(store, path))
    bare, ours = map(statistics.median, taken)
    return {
        "100,000 rows, bare reader, s": bare,
        "100,000 rows until the preview, s": ours,
        "preview / bare reader (at most 1.5)": ours / bare,
    }


def _bare(path: Path) -> None:
    with CalamineWorkbook.from_path(path) as book:
        book.get_sheet_by_index(0).to_python(skip_empty_area=False)


def _preview(store: Store, path: Path) -> Report:
    listing = intake.understand(store, reading.read(path), ListKind.PEOPLE, Choice(), HEAD)
    return intake.report(store, listing, Choice())


def _importing(folder: Path) -> dict[str, float]:
    sheets = [Worksheet("Tờ 1", _rows(LIST))]
    writes, bares, wholes = [], [], []
    for turn in range(ROUNDS):
        with profile.found(folder / f"ours-{turn}", COMMUNE, "Nguyễn Thị Hoa") as store:
            begun = time.perf_counter()
            listing = intake.understand(store, sheets, ListKind.PEOPLE, Choice())
            report = intake.report(store, listing, Choice())
            compared = time.perf_counter()
            writing.write(store, "officer", report)
            written = time.perf_counter()
            rows = _left_by(store)
        writes.append(written - compared)
        wholes.append(written - begun)
        with profile.found(folder / f"bare-{turn}", COMMUNE, "Nguyễn Thị Hoa") as store:
            bares.append(_poured(store, rows))
    bare, write, whole = map(statistics.median, (bares, writes, wholes))
    return {
        "10,000 people, executemany, s": bare,
        "10,000 people written, s": write,
        "10,000 people read, compared and written, s": whole,
        "written / executemany (at most 4)": write / bare,
        "all of it / executemany": whole / bare,
    }


_Poured = list[tuple[str, list[Sequence[object]]]]  # statement, rows


def _left_by(store: Store) -> _Poured:
    """Everything the import left in the journal and the table."""
    poured: _Poured = []
    for table, where in (("change", "action = 2"), ("person", "birth_year IS NOT NULL")):
        rows = [tuple(row) for row in store.rows(f"SELECT * FROM {table} WHERE {where}")]
        places = ", ".join("?" * len(rows[0]))
        poured.append((f"INSERT INTO {table} VALUES ({places})", rows))
    return poured


def _poured(store: Store, rows: _Poured) -> float:
    begun = time.perf_counter()
    with store.write() as connection:
        for statement, lines in rows:
            connection.executemany(statement, lines)
    return time.perf_counter() - begun


def _in_turn(*deeds: Callable[[], object]) -> list[list[float]]:
    """How long each took, the order changing from round to round."""
    taken: list[list[float]] = [[] for _deed in deeds]
    numbered = list(enumerate(deeds))
    for turn in range(ROUNDS):
        for number, deed in itertools.islice(itertools.cycle(numbered), turn, turn + len(deeds)):
            begun = time.perf_counter()
            deed()
            taken[number].append(time.perf_counter() - begun)
    return taken
