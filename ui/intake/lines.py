"""The rows of a list with what will become of each, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from resources.words import _
from rules.grids import Cell
from rules.intake import cells
from rules.intake.headings import TITLES, ListKind, fields
from rules.intake.reading import Listing
from rules.intake.report import Line, Outcome
from rules.record import Value
from ui import names
from ui.look import Role
from ui.rows import Align, Column
from ui.widgets.chips import Chip

ALL = "all"
ROLES: Mapping[Outcome, Role] = {
    Outcome.NEW: Role.PASSED,
    Outcome.CHANGED: Role.INFO,
    Outcome.SAME: Role.MUTED,
    Outcome.DOUBTFUL: Role.WARNING,
    Outcome.REFUSED: Role.DANGER,
    Outcome.SKIPPED: Role.MUTED,
}
_FORMER = (Outcome.DOUBTFUL, Outcome.REFUSED, Outcome.SKIPPED)  # told by why, not by what
Ids = Mapping[str, str]  # who and what the ids of a report mean


class Row(Struct, frozen=True):
    """One line of the report as the table shows it."""

    place: int  # in the report
    line: Line
    told: str


def rows(lines: Iterable[Line], ids: Ids) -> tuple[Row, ...]:
    """The whole report for the table."""
    return tuple(Row(place, line, _told(line, ids)) for place, line in enumerate(lines))


def _told(line: Line, ids: Ids) -> str:
    """Why, and what will be written, on one line."""
    return " ".join(filter(None, (*line.sentences, " · ".join(changes(line, ids)))))


def changes(line: Line, ids: Ids) -> list[str]:
    """What will be written; the name stands beside it already."""
    if line.outcome in _FORMER:
        return []
    shown = [each for each in line.changes if each != "full_name" or line.changes[each][0]]
    return [changed(line, each, ids) for each in shown]


def changed(line: Line, field: str, ids: Ids) -> str:
    """One field as it is and as it will be."""
    before, after = (_value(field, each, ids) for each in line.changes[field])
    name = names.of_field(field)
    if line.changes[field][0] is None:
        return _("{field}: {value}").format(field=name, value=after)
    return _("{field}: {before} → {after}").format(field=name, before=before, after=after)


def _value(field: str, held: Value, ids: Ids) -> str:
    return ids[held] if isinstance(held, str) and held in ids else names.value(field, held)


def in_file(listing: Listing, number: int) -> str:
    """What the file says in a row, column by column."""
    row = next((each for each in listing.table.rows if each.number == number), None)
    if row is None:
        return ""
    parts = [
        _("{field}: {value}").format(field=column.heading, value=written(row.cells[column.place]))
        for column in listing.table.columns
        if column.heading and column.place < len(row.cells)
        if not cells.blank(row.cells[column.place])
    ]
    return " · ".join(parts)


def written(cell: Cell) -> str:
    """A cell as people read it, whatever is in it."""
    try:
        return cells.text(cell) or ""
    except cells.Misread:
        return str(cell)


def word(outcome: Outcome) -> str:
    """What will become of a row, in a word."""
    match outcome:
        case Outcome.NEW:
            return _("Mới")
        case Outcome.CHANGED:
            return _("Sửa")
        case Outcome.SAME:
            return _("Giữ nguyên")
        case Outcome.DOUBTFUL:
            return _("Chờ quyết định")
        case Outcome.REFUSED:
            return _("Không nhận")
        case Outcome.SKIPPED:
            return _("Bỏ ra")


def chips(shown: Sequence[Row]) -> list[Chip]:
    """Filters by what will become of the rows."""
    found = Counter(row.line.outcome for row in shown)
    kinds = [each for each in ROLES if each is not Outcome.SKIPPED or found[each]]
    return [
        Chip(ALL, _("Tất cả"), len(shown), _spoken(_("Tất cả"), len(shown))),
        *(Chip(each, word(each), found[each], _spoken(word(each), found[each])) for each in kinds),
    ]


def _spoken(filter: str, n: int) -> str:
    return _("{filter}: {n} dòng").format(filter=filter, n=n)


def columns(kind: ListKind) -> tuple[Column[Row], ...]:
    """What the table shows of a row."""
    name = _("Chỉ tiêu, thôn") if kind is ListKind.FIGURES else _("Họ và tên")
    return (
        Column(_("Dòng"), lambda row: row.line.row, str, Align.END, width=6),
        Column(name, lambda row: row.line.name, width=22, hint=lambda row: row.line.name),
        Column(
            _("Kết quả"),
            lambda row: word(row.line.outcome),
            role=lambda row: ROLES[row.line.outcome],
            width=17,
        ),
        Column(_("Nội dung"), lambda row: row.told, hint=_lines),
    )


def _lines(row: Row) -> str:
    return row.told


def meanings(kind: ListKind, indicators: Iterable[tuple[str, str]] = ()) -> list[tuple[str, str]]:
    """What a column can be taken for, by field; "" is for one that is not taken."""
    return [
        ("", _("không lấy")),
        *((each, _(TITLES[each])) for each in fields(kind)),
        *indicators,
    ]
