"""A list on a sheet, with what each column was taken for and old encodings turned into Unicode."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice, pairwise

from msgspec import Struct
from msgspec.structs import replace

from resources.words import _
from rules import grids, legacy
from rules.grids import Cell, Column, Table, Words
from rules.intake.headings import FEMALE, GIVEN, MALE, TITLES, WORDS, ListKind
from rules.intake.trouble import NotAList
from rules.text import fold
from rules.worksheet import Block, Worksheet, column_of, letters_of

SAMPLES = 3  # cells of an old encoding that are shown before and after
HEAD = 200  # rows that are looked at to find the table and to show what was understood

Columns = Mapping[str, str | None]  # heading, or letters of a column: a field, or None to skip it


class Choice(Struct, frozen=True, forbid_unknown_fields=True):
    """What the officer says about a file: which sheet, which columns, whom the rows belong to."""

    sheet: str | None = None
    header: int | None = None  # number of the row above the list, where its words tell nothing
    columns: Columns = {}
    course: str | None = None  # code of the class, where no column tells
    course_title: str | None = None  # for a class that is not there yet
    set: str | None = None  # criteria set and period of figures, where no column tells
    period: str | None = None
    indicator: str | None = None  # code of what the figures are of, where no column tells
    decisions: Mapping[str, str] = {}  # number of a row: "take", "skip", or the record it means


class Listing(Struct, frozen=True):
    """A list as it was understood."""

    kind: ListKind
    sheet: str
    table: Table  # in Unicode
    converted: Mapping[str, int]  # cells by the old encoding they were in
    samples: tuple[tuple[str, str], ...] = ()  # some of them, as they stood and as they are read

    @property
    def fields(self) -> Mapping[str, int]:
        """Which column each field is in."""
        return {each.field: each.place for each in self.table.columns if each.field}

    def columns(self) -> dict[str, str | None]:
        """The mapping as it can be corrected and remembered, by letters of the columns."""
        return {letters_of(each.place): each.field for each in self.table.columns}


def understand(
    sheets: Sequence[Worksheet],
    kind: ListKind,
    choice: Choice,
    *,
    remembered: Callable[[str], Columns] = lambda shape: {},
    words: Sequence[Words] = (),
    rows: int | None = None,
) -> Listing:
    """The list on these sheets; of its rows the first `rows`, all where None.

    `remembered` knows what was chosen for a shape before; the choice of now goes before it.
    `words` are ways to lay such a list out, where there is more than one.
    Raises NotAList.
    """
    wanted = [each for each in sheets if choice.sheet in (None, each.name)]
    if not wanted:
        raise NotAList(_("Tệp không có trang tính “{name}”.").format(name=choice.sheet))
    if not any(map(_filled, wanted)):
        raise NotAList(_("Bảng tính không có dòng nào; hãy chọn trang tính khác hoặc tệp khác."))
    heads = [(_opened(each, HEAD).rows, each) for each in wanted]
    found = [
        (_table(head, choice, each), each, sheet)
        for head, sheet in heads
        for each in words or (WORDS[kind],)
    ]
    best, known, sheet = max(found, key=lambda each: _known(each[0]))
    if best is None or (not _known(best) and choice.header is None):
        raise NotAList(
            _(
                "Không tìm thấy dòng tiêu đề có cột “{column}”; hãy kiểm tra trang tính hoặc ghép"
                " cột bằng tay."
            ).format(column=_first_title(known))
        )
    opened = _opened(sheet, rows)
    whole = _table(opened.rows, choice, known) or best
    columns = _mapped(whole, sheet.merged, {**remembered(whole.shape), **choice.columns})
    table = replace(whole, columns=columns, rows=_spread(whole, columns, sheet.merged))
    return Listing(kind, sheet.name, table, opened.converted, opened.samples)


def _filled(sheet: Worksheet) -> bool:
    return any(cell not in (None, "") for row in sheet.rows for cell in row)


def with_likely_header(sheets: Sequence[Worksheet], choice: Choice) -> Choice | None:
    """The choice for a list whose headings say nothing: its columns can then be told one by one.

    None where no row could be a header.
    """
    for sheet in sheets:
        head = grids.likely_head(sheet.rows) if choice.sheet in (None, sheet.name) else None
        if head is not None:
            return replace(choice, sheet=sheet.name, header=head + 1)
    return None


class _Opened(Struct, frozen=True):
    """Rows in Unicode."""

    rows: Sequence[Sequence[Cell]]
    converted: Mapping[str, int]
    samples: tuple[tuple[str, str], ...] = ()


def _opened(sheet: Worksheet, rows: int | None) -> _Opened:
    """The first rows in Unicode; where cells could be of several encodings, that of the others."""
    cells = sheet.rows[:rows]
    seen: dict[tuple[str, str, str], legacy.Reading] = {}
    found: Counter[str] = Counter()

    if _is_ours(cells):
        return _Opened(cells, {})

    def of(place: tuple[int, int], cell: Cell, likely: str) -> Cell:
        if not isinstance(cell, str) or cell.isascii():
            return cell
        key = (cell, sheet.fonts.get(place, ""), likely)
        if key not in seen:
            seen[key] = legacy.read(*key)
        found[seen[key].encoding] += 1
        return seen[key].text

    def opened(likely: str) -> list[list[Cell]]:
        found.clear()
        return [
            [of((y, x), cell, likely) for x, cell in enumerate(row)] for y, row in enumerate(cells)
        ]

    likely, done = "", opened("")
    old = Counter({name: count for name, count in found.items() if name})
    if len(old) > 1:
        likely = old.most_common(1)[0][0]
        done = opened(likely)
        old = Counter({name: count for name, count in found.items() if name})
    told = (
        (key[0], reading.text)
        for key, reading in seen.items()
        if reading.encoding and key[2] == likely
    )
    return _Opened(done, dict(old), tuple(islice(told, SAMPLES)))


def _is_ours(cells: Sequence[Sequence[Cell]]) -> bool:
    """Whether this programme wrote the list: then nothing in it is from before Unicode."""
    return bool(cells) and any(TITLES[each] in cells[0] for each in ("id", "village_id"))


def _table(rows: Sequence[Sequence[Cell]], choice: Choice, words: Words) -> Table | None:
    """The table found by its headings, among them those the officer has told."""
    told = [(grids.plain(name), field) for name, field in choice.columns.items() if len(name) > 3]
    more = {
        field: (*known, *(name for name, of in told if of == field))
        for field, known in words.items()
    }
    if choice.header is not None:
        return grids.under(rows, choice.header - 1, more)
    return grids.find(rows, more)


def _known(table: Table | None) -> int:
    return sum(each.field is not None for each in table.columns) if table else 0


def _first_title(words: Words) -> str:
    return _(TITLES[next(iter(words))])


def _mapped(table: Table, merged: Sequence[Block], chosen: Columns) -> tuple[Column, ...]:
    """The columns with what was chosen for them; a field is in one column alone."""
    columns = [*_told_by_sex(_told_by_part(table.columns, merged))]
    picked = {place: field for name, field in chosen.items() for place in _places(columns, name)}
    taken = {field for field in picked.values() if field}
    return tuple(
        replace(each, field=picked[each.place])
        if each.place in picked
        else replace(each, field=None if each.field in taken else each.field)
        for each in columns
    )


def _places(columns: Sequence[Column], name: str) -> list[int]:
    """The columns of this heading; failing that, the one with these letters."""
    found = [each.place for each in columns if fold(each.heading) == fold(name)]
    if not found and name.isascii() and name.isalpha() and len(name) <= 3:
        found = [column_of(name)]
    return found


def _told_by_part(columns: Sequence[Column], merged: Sequence[Block]) -> list[Column]:
    """Names in two columns, "Họ đệm" and "Tên", or one heading over both: they are joined."""
    over = {(each.left, each.right) for each in merged}
    done = list(columns)
    for before, each in pairwise(columns):
        named = before.field == "full_name" and each.field is None
        alone = each.heading.lower().split()[-1:] == ["tên"]
        if named and (alone or (before.place, each.place) in over):
            done[each.place] = replace(each, field=GIVEN)
    return done


def _told_by_sex(columns: Sequence[Column]) -> list[Column]:
    """Columns "Nam" and "Nữ" tell the sex together; one alone could as well be headed "Năm"."""
    fields = {each.field for each in columns}
    if {MALE, FEMALE} <= fields:
        return list(columns)
    return [replace(each, field=None) if each.field in (MALE, FEMALE) else each for each in columns]


def _spread(
    table: Table, columns: Sequence[Column], merged: Iterable[Block]
) -> tuple[grids.Row, ...]:
    """What stands once for several rows is said in each of them; but nobody is doubled."""
    named = {each.place for each in columns if each.field in ("full_name", GIVEN, "indicator")}
    down = [each for each in merged if each.left == each.right and each.bottom > each.top]
    filled = {row.number - 1: list(row.cells) for row in table.rows}
    for block in down:
        if block.left in named or block.top not in filled:
            continue
        for row in range(block.top + 1, block.bottom + 1):
            if row in filled and block.left < len(filled[row]):
                filled[row][block.left] = filled[block.top][block.left]
    return tuple(replace(row, cells=tuple(filled[row.number - 1])) for row in table.rows)
