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
from rules.places import Places
from rules.scoring import worth
from rules.text import fold
from rules.villages import VillageAnswer
from ui.look import Role

_ROUNDED = 0.5  # per cent; sheets show shares without decimals
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
    headings above them are passed over; a line that could be of two villages, and all lines of one
    that has several, are told and not taken.  Without names they go downwards from `start`.
    """
    villages = [row for row in rows if row.id != TOTAL]
    if start[1] == 0 or _begins_with_names(block, villages):
        return _read_named(block, villages, fields)
    reading = Reading()
    for number, cells in enumerate(block, start[0]):
        if not any(cell.strip() for cell in cells):
            continue
        if number >= len(villages):
            told = _("Thừa một dòng so với số thôn nên chưa nhập; hãy xem lại khối đã dán: {line}")
            reading.bad.append(_left_out(told, cells))
            continue
        for name, text in zip(fields[start[1] - 1 :], cells, strict=False):
            _read_cell(reading, villages[number], name, text)
    return reading


def is_wider(
    block: Sequence[Sequence[str]],
    rows: Sequence[VillageRow],
    fields: Sequence[str],
    start: tuple[int, int],
) -> bool:
    """Whether the block has figures beyond the columns of the table, that would be left out.

    A column after the last that only says what share the others are, as the table itself does,
    is none of them.
    """
    villages = [row for row in rows if row.id != TOTAL]
    named = start[1] == 0 or _begins_with_names(block, villages)
    lines = [[cell.strip() for cell in line[named:]] for line in block]
    if named and lines and _heads(lines[0]):
        del lines[0]
    room = len(fields) if named else len(fields) - start[1] + 1
    return any(
        any(line[room:]) and not (room == len(fields) and _repeats(line[:room], line[room:]))
        for line in lines
    )


def _repeats(figures: Sequence[str], beyond: Sequence[str]) -> bool:
    """Whether what stands beyond the figures says nothing that does not follow from them."""
    told, *more = beyond
    if any(more):
        return False
    if told.startswith("#") or told in (_("Thiếu"), _("Chưa đủ"), _("Đủ"), _("Xem lại")):
        return True  # a formula without figures, or the table's own words
    try:
        share, *read = (numbers.parse(text) for text in (told, *figures))
    except NumberError:
        return False
    match read:
        case [int() | float() as part, int() | float() as whole] if whole and share is not None:
            exact = 100 * part / whole
            return any(abs(exact - each) <= _ROUNDED for each in (share, 100 * share))
    return False


def _read_named(
    block: Sequence[Sequence[str]], villages: Sequence[VillageRow], fields: Sequence[str]
) -> Reading:
    """Every line to the village it names."""
    places = Places((row.id, row.name) for row in villages)
    reading = Reading()
    lines: dict[str, list[Sequence[str]]] = {}
    for number, cells in enumerate(block):
        if not any(cell.strip() for cell in cells) or (number == 0 and _heads(cells[1:])):
            continue
        meant = places.meant(cells[0])
        if len(meant) == 1:
            lines.setdefault(meant[0], []).append(cells)
        else:
            reading.bad.append(_unplaced(cells, places.told(meant)))
    for village in villages:
        told, *more = lines.get(village.id) or [()]
        if more:
            reading.bad.append(_repeated(village, told, *more))
            continue
        for name, text in zip(fields, told[1:], strict=False):
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


def _unplaced(cells: Sequence[str], possible: str) -> Cell:
    told = (
        _("“{name}” có thể là {possible} nên chưa nhập; hãy ghi đủ tên thôn. Dòng đã dán: {line}")
        if possible
        else _("Không có thôn tên “{name}”; sửa tên cho khớp hoặc thêm thôn. Dòng đã dán: {line}")
    )
    return _left_out(told, cells, name=cells[0].strip(), possible=possible)


def _repeated(village: VillageRow, *lines: Sequence[str]) -> Cell:
    told = _("“{village}” có nhiều dòng nên chưa nhập dòng nào; hãy để lại một dòng: {line}")
    return _left_out(told, *lines, village=village.name)


def _left_out(told: str, *lines: Sequence[str], **words: str) -> Cell:
    """Lines that were not taken, as they were pasted."""
    shown = [" · ".join(cell.strip() for cell in cells if cell.strip()) for cells in lines]
    return Cell("", "", shown[0], told.format(line="; ".join(shown), **words))


def _heads(cells: Sequence[str]) -> bool:
    """Whether none of the cells is a number, as in a line of headings."""
    return not any(_is_number(cell) for cell in cells)


def _is_number(text: str) -> bool:
    try:
        return numbers.parse(text) is not None
    except NumberError:
        return False
