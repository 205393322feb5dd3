"""The rows of the village table, and what a pasted block of a spreadsheet means for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct, field

from db.queries.checklist import Checklist, Line
from resources.criteria import Indicator, ValueKind
from resources.words import _
from rules import explain, limits, numbers
from rules.answer import NOTHING, Answer
from rules.numbers import Number, NumberError
from rules.scoring import worth
from rules.text import fold
from rules.villages import VillageAnswer
from ui.look import Role

TOTAL = ""  # the id of the row of sums


class VillageRow(Struct, frozen=True):
    """One village's numbers, or the sums."""

    id: str
    name: str
    answer: Answer
    told: str  # the percentage in words, or what is wanting
    role: Role | None


def fields_of(indicator: Indicator) -> tuple[str, ...]:
    """What a village reports."""
    percent = indicator.kind is ValueKind.PERCENT
    return ("numerator", "denominator") if percent else ("number",)


def rows_of(checklist: Checklist, line: Line) -> list[VillageRow]:
    """A row for every village, then the sums of the complete ones."""
    found = {each.village_id: each for each in line.villages}
    answers = [
        found.get(village.id) or VillageAnswer(village.id, village.name, NOTHING)
        for village in checklist.villages
    ]
    rows = [_row(line.indicator, answer) for answer in answers]
    return [*rows, _sums(line)] if rows else []


def _row(indicator: Indicator, village: VillageAnswer) -> VillageRow:
    told, role = _told(indicator, village.answer)
    return VillageRow(village.village_id, village.name, village.answer, told, role)


def _sums(line: Line) -> VillageRow:
    total = line.verdict.villages
    if total is None:
        return VillageRow(TOTAL, _("Cộng"), NOTHING, "", None)
    name = _("Cộng {reported}/{villages} thôn")
    answer = total.answer()
    return VillageRow(
        TOTAL,
        name.format(reported=total.reported, villages=total.villages),
        answer,
        _percentage(line.indicator, answer),
        Role.MISSING if total.partial or total.wrong else Role.PASSED,
    )


def _told(indicator: Indicator, answer: Answer) -> tuple[str, Role | None]:
    """What a village's numbers amount to, or why they do not."""
    if any(problem.severe for problem in limits.problems(indicator, answer)):
        return _("Xem lại"), Role.REVIEW
    if not answer.given():
        return _("Thiếu"), Role.MISSING
    if answer.given() >= frozenset(fields_of(indicator)) or answer.of_nothing():
        return _percentage(indicator, answer) or _("Đủ"), None
    return _("Chưa đủ"), Role.MISSING


def impossible(indicator: Indicator, held: Answer, numbers: Mapping[str, Number | None]) -> str:
    """Why these numbers cannot be true beside what is held; "" if they can."""
    told = {
        name: numbers.get(name, getattr(held, name))
        for name in ("numerator", "denominator", "number")
    }
    found = limits.problems(indicator, Answer(held.passed, **told))
    return " ".join(problem.sentence for problem in found if problem.severe)


def _percentage(indicator: Indicator, answer: Answer) -> str:
    """What a fraction amounts to; a percentage that was typed alone is shown too."""
    if indicator.kind is not ValueKind.PERCENT:
        return ""
    value = worth(indicator, answer)
    return "" if value is None else explain.value_text(indicator, Answer(number=value))


# Pasting --------------------------------------------------------------------------------------


class Cell(Struct, frozen=True):
    """One cell of a block that cannot be taken as it is."""

    village: str  # id, "" where no village fits
    field: str
    text: str
    advice: str


class Reading(Struct):
    """What a block means: values by village, and the cells that are to be mended."""

    values: dict[str, dict[str, Number | None]] = field(default_factory=dict)
    bad: list[Cell] = field(default_factory=list)


def read_block(
    block: Sequence[Sequence[str]],
    rows: Sequence[VillageRow],
    fields: Sequence[str],
    start: tuple[int, int],
) -> Reading:
    """Read a block whose upper left cell goes to `start` (row, column; column 0 are the names).

    With names in its first column, lines find their villages in whatever order they come, and
    headings above them are passed over.  Without names they go downwards from `start`.
    """
    villages = [row for row in rows if row.id != TOTAL]
    by_name = {_bare(row.name): row for row in villages}
    named = start[1] == 0 or _begins_with_names(block, villages)
    reading = Reading()
    for number, cells in enumerate(block):
        values = list(cells[1:]) if named else list(cells)
        if not any(cell.strip() for cell in cells) or (named and number == 0 and _heads(values)):
            continue
        if named:
            village = by_name.get(_bare(cells[0]))
        else:
            village = next(iter(villages[start[0] + number :]), None)
        if village is None:
            reading.bad.append(_unplaced(cells, named=named))
            continue
        for name, text in zip(fields if named else fields[start[1] - 1 :], values, strict=False):
            _read_cell(reading, village, name, text)
    return reading


def _begins_with_names(block: Sequence[Sequence[str]], villages: Sequence[VillageRow]) -> bool:
    """Whether the first column holds names of villages, though it was pasted upon numbers."""
    full = {fold(village.name) for village in villages}
    return any(cells and fold(cells[0]) in full and _heads(cells[:1]) for cells in block)


def _read_cell(reading: Reading, village: VillageRow, name: str, text: str) -> None:
    try:
        value = numbers.parse(text)
    except NumberError as error:
        reading.bad.append(Cell(village.id, name, text, error.advice))
        return
    if value is not None:  # an empty cell of a sheet says nothing; it never erases
        reading.values.setdefault(village.id, {})[name] = value


def _unplaced(cells: Sequence[str], *, named: bool) -> Cell:
    line = " · ".join(cell.strip() for cell in cells if cell.strip())
    told = (
        _("Không có thôn tên “{name}”; sửa tên cho khớp hoặc thêm thôn. Dòng đã dán: {line}")
        if named
        else _("Thừa một dòng so với số thôn nên chưa nhập; hãy xem lại khối đã dán: {line}")
    )
    return Cell("", "", line, told.format(name=cells[0].strip(), line=line))


def _bare(name: str) -> str:
    """A village's name for comparing: "Thôn Hà Giữa" and "hà giữa" are one."""
    folded = fold(name)
    for kind in ("thon ", "to dan pho ", "tdp ", "ban ", "ap "):
        folded = folded.removeprefix(kind)
    return folded


def _heads(cells: Sequence[str]) -> bool:
    """Whether none of the cells is a number, as in a line of headings."""
    return not any(_is_number(cell) for cell in cells)


def _is_number(text: str) -> bool:
    try:
        return numbers.parse(text) is not None
    except NumberError:
        return False
