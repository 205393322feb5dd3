"""Figures of villages and answers to indicators: a row for each, or a row for each village."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from resources.criteria import CriteriaSet, Indicator, ValueKind
from resources.words import _
from rules import limits
from rules.answer import Answer
from rules.grids import Cell, Percent, Row, Words, plain
from rules.intake import cells
from rules.intake.cells import Misread
from rules.intake.drafts import at, read, text_at
from rules.intake.headings import WORDS, ListKind
from rules.intake.reading import Choice, Listing
from rules.intake.report import SKIP, TAKE, Line, Outcome, Report, Wanted, differences
from rules.numbers import show
from rules.periods import Period, PeriodError
from rules.places import Places
from rules.record import Values, check, identity
from rules.records import ASSESSMENT

CODE = "#"  # begins the field of a column that is an indicator's
_VALUES = ("passed", "numerator", "denominator", "number", "text", "as_of", "note")
_ANSWER = ("passed", "numerator", "denominator", "number", "text")

Criteria = Callable[[str], CriteriaSet | None]


class Known(Struct, frozen=True):
    """What the commune knows."""

    commune: str  # code
    places: Places
    answers: Mapping[str, Values]  # by id
    criteria: Criteria


class _Asked(Struct, frozen=True):
    """One answer a row gives, before it is compared."""

    row: int
    village: str  # as the list writes it, "" for the commune itself
    key: Values
    indicator: Indicator
    version: int
    values: Values
    doubts: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What the officer knows it by."""
        return f"{self.indicator.code} {self.village or self.indicator.title}"


def words(criteria: CriteriaSet | None) -> Sequence[Words]:
    """What columns may be headed by: a row for each indicator, or a column for each."""
    if criteria is None:
        return (WORDS[ListKind.FIGURES],)
    codes: dict[str, Sequence[str]] = {}
    for each in criteria.answerable():
        told = plain(each.code)
        codes[CODE + each.code] = (told,) if " " in told or not told.isdigit() else (f"={told}",)
    by_column = {"village": WORDS[ListKind.FIGURES]["village"], **codes}
    return by_column, WORDS[ListKind.FIGURES]  # a code in a heading is the surer sign


def figures(listing: Listing, known: Known, choice: Choice) -> Report:
    """Every answer of a list beside what is known."""
    lines = [
        line for row in listing.table.rows for line in _lines(row, listing.fields, known, choice)
    ]
    return Report(tuple(_once(lines, choice)))


def _once(lines: Sequence[Line], choice: Choice) -> Iterator[Line]:
    """The second row with the same answer's place is a question, unless the officer takes it."""
    told: dict[str, int] = {
        line.record: line.row
        for line in lines
        if line.record and choice.decisions.get(str(line.row)) == TAKE
    }
    for line in lines:
        first = told.setdefault(line.record or f"row {line.row}", line.row)
        if line.record and first != line.row and line.wanted:
            sentence = _("Giống dòng {row}; có thể ghi trùng.").format(row=first)
            yield replace(line, outcome=Outcome.DOUBTFUL, sentences=(sentence,), wanted=())
        else:
            yield line


def _lines(row: Row, fields: Mapping[str, int], known: Known, choice: Choice) -> Iterator[Line]:
    if choice.decisions.get(str(row.number)) == SKIP:
        yield Line(row.number, "", Outcome.SKIPPED)
        return
    try:
        asked = list(_asked(row, fields, known, choice))
    except _Untold as untold:
        name = text_at(row, fields, "village") or ""
        yield Line(row.number, name, Outcome.REFUSED, (str(untold),))
        return
    taken = choice.decisions.get(str(row.number)) == TAKE
    for each in asked:
        yield _compared(each, known, taken=taken)


class _Untold(Exception):
    """A row that does not say what it answers."""


def _asked(row: Row, fields: Mapping[str, int], known: Known, choice: Choice) -> Iterator[_Asked]:
    """The answers of a row: one, or one for each column of an indicator."""
    criteria = _criteria(row, fields, known, choice)
    key: Values = {
        "set": criteria.id,
        "period": _period(text_at(row, fields, "period") or choice.period),
        "village": _village(row, fields, known),
    }
    village = text_at(row, fields, "village") or ""
    by_column = {name: place for name, place in fields.items() if name.startswith(CODE)}
    for name in by_column:
        indicator = criteria.find(name.removeprefix(CODE))
        cell = at(row, fields, name)
        if indicator is not None and not cells.blank(cell):
            refused: list[str] = []
            values = _value(indicator, cell, refused)
            yield _answer(row, village, key, criteria, indicator, values, refused, cell)
    if not by_column:
        told = at(row, fields, "indicator")
        indicator = _indicator(choice.indicator if cells.blank(told) else told, criteria)
        refused = []
        wanted = [each for each in _VALUES if each != "number"]
        values = read(row, fields, wanted, refused)
        cell = at(row, fields, "number")
        if not cells.blank(cell):
            values |= _value(indicator, cell, refused)
        yield _answer(row, village, key, criteria, indicator, values, refused, cell)


def _answer(
    row: Row,
    village: str,
    key: Values,
    criteria: CriteriaSet,
    indicator: Indicator,
    values: Values,
    refused: Sequence[str],
    cell: Cell,
) -> _Asked:
    kept: Values = {name: value for name, value in values.items() if value is not None}
    problems = tuple(problem.sentence for problem in check(ASSESSMENT, kept))
    whole: Values = {**key, "indicator": indicator.code}
    return _Asked(
        row.number,
        village,
        whole,
        indicator,
        criteria.version,
        kept,
        _doubts(indicator, cell),
        (*refused, *problems),
    )


def _doubts(indicator: Indicator, cell: Cell) -> tuple[str, ...]:
    """Nobody can tell 0,85 from 0,85 %, but where the file shows it in per cent."""
    if indicator.kind is not ValueKind.PERCENT or isinstance(cell, Percent):
        return ()
    if not isinstance(cell, float) or not 0 < cell <= 1:
        return ()
    return (_("“{cell}” là số phần trăm hay phần của một?").format(cell=show(cell)),)


def _value(indicator: Indicator, cell: Cell, refused: list[str]) -> Values:
    """What one cell answers to an indicator."""
    field = "passed" if indicator.kind in (ValueKind.YES_NO, ValueKind.COMPOSITE) else "number"
    try:
        return {field: cells.value(field, cell)}
    except Misread as error:
        refused.append(error.sentence)
        return {}


def _compared(asked: _Asked, known: Known, *, taken: bool) -> Line:
    record = identity(ASSESSMENT, known.commune, asked.key)
    before = known.answers.get(record, {})
    changes = differences(before, asked.values)
    line = Line(asked.row, asked.name, Outcome.SAME, record=record, changes=changes)
    if asked.refused:
        return replace(line, outcome=Outcome.REFUSED, sentences=asked.refused, changes={})
    if not changes:
        return line
    values: Values = {name: after for name, (_before, after) in changes.items()}
    severe = _impossible(asked.indicator, {**before, **values})
    if "text" in changes and (told := limits.no_remark(asked.indicator)):
        severe = (*severe, told)
    if severe:
        return replace(line, outcome=Outcome.REFUSED, sentences=severe)
    if asked.doubts and "number" in changes and not taken:
        return replace(line, outcome=Outcome.DOUBTFUL, sentences=asked.doubts)
    given = any(before.get(name) is not None for name in _ANSWER)
    return replace(
        line,
        outcome=Outcome.CHANGED if given else Outcome.NEW,
        wanted=(
            Wanted(ASSESSMENT.name, record, {**asked.key, "version": asked.version, **values}),
        ),
    )


def _impossible(indicator: Indicator, values: Values) -> tuple[str, ...]:
    said = {name: values.get(name) for name in _ANSWER}
    found = limits.problems(indicator, Answer(**said))  # type: ignore[arg-type]
    return tuple(problem.sentence for problem in found if problem.severe)


def _criteria(row: Row, fields: Mapping[str, int], known: Known, choice: Choice) -> CriteriaSet:
    name = text_at(row, fields, "set") or choice.set
    found = known.criteria(name) if name else None
    if found is None:
        raise _Untold(
            _("Không có bộ tiêu chí “{id}”; hãy chọn bộ tiêu chí của danh sách.").format(
                id=name or ""
            )
        )
    return found


def _period(text: str | None) -> str:
    try:
        return str(Period.parse(text or ""))
    except PeriodError as error:
        raise _Untold(error.advice) from error


def _village(row: Row, fields: Mapping[str, int], known: Known) -> str | None:
    """The village a row is of; None for the commune itself."""
    own = text_at(row, fields, "village_id")
    name = text_at(row, fields, "village")
    told = own if own else _called(name, known.places) if name else None
    if own and own not in known.places:
        raise _Untold(_("Xã không có thôn mang mã “{id}”; hãy xoá ô mã thôn.").format(id=own))
    if told is None and any(each.startswith(CODE) for each in fields):
        raise _Untold(_("Chưa biết số liệu của thôn nào."))
    return None if told == known.commune else told


def _called(name: str, places: Places) -> str:
    """The one place with this name."""
    meant = places.meant(name)
    if not meant:
        raise _Untold(_("Chưa có thôn “{name}”; hãy thêm thôn này trước.").format(name=name))
    if len(meant) > 1:
        raise _Untold(
            _("“{name}” có thể là {names}; hãy ghi đủ tên của một thôn.").format(
                name=name, names=places.told(meant)
            )
        )
    return meant[0]


def _indicator(cell: Cell, criteria: CriteriaSet) -> Indicator:
    """The indicator a cell names: "8.4", "Chỉ tiêu 8.4"; a number that lost a nought is none."""
    if cells.blank(cell):
        raise _Untold(_("Chưa biết chỉ tiêu nào; hãy thêm cột mã chỉ tiêu."))
    told = str(cell) if isinstance(cell, float) else cells.text(cell) or ""
    code = told.removesuffix(".0") if isinstance(cell, float) else told
    code = code.split()[-1].rstrip(".") if code.split() else ""
    found = criteria.find(code) or criteria.find(told)
    if isinstance(cell, float) and criteria.find(f"{told}0"):
        raise _Untold(
            _("Mã “{code}” có thể là {other}; hãy định dạng cột mã là chữ.").format(
                code=told, other=f"{told}0"
            )
        )
    if found is None:
        raise _Untold(
            _("Bộ tiêu chí “{set}” không có chỉ tiêu {code}; hãy kiểm tra lại mã.").format(
                set=criteria.title, code=told
            )
        )
    return found
