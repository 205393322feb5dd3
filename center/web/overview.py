"""The first page: who has sent, where each commune stands, and the plan's targets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from center.store import Store, devices, streams
from center.web import standing, words
from center.web.standing import Book, Sheet
from center.web.words import Mark
from resources.criteria import CriteriaSet
from resources.targets import Method, TargetSet
from resources.words import _
from rules import progress, targets
from rules.numbers import show
from rules.periods import Period
from rules.targets import CommuneAnswer, TargetResult


class Cell(Struct, frozen=True):
    """One criterion of one commune."""

    mark: Mark
    count: str  # "3/4"; a dash while nothing was answered, for missing is not zero
    about: str  # the whole in words, for those who cannot see the colour


class Row(Struct, frozen=True):
    """One commune."""

    code: str
    name: str
    sent: str
    sent_ago: str
    late: bool
    devices: int
    answered: int
    passed: int
    total: int
    cells: tuple[Cell, ...]


class TargetLine(Struct, frozen=True):
    """One target with the communes behind its number."""

    id: str
    title: str
    definition: str
    wanted: str
    due: str
    mark: Mark
    value: str  # "7,5 %", or that there is none
    counted: str  # "3/40"
    behind: tuple[str, ...]  # names
    undecided: tuple[str, ...]
    missing: tuple[str, ...]
    note: str


class Overview(Struct, frozen=True):
    """Everything on the page."""

    criteria: CriteriaSet
    sets: tuple[CriteriaSet, ...]
    period: Period
    periods: tuple[Period, ...]
    rows: tuple[Row, ...]
    plans: tuple[tuple[TargetSet, tuple[TargetLine, ...]], ...]

    @property
    def late(self) -> int:
        """How many communes have not sent for a week."""
        return sum(row.late for row in self.rows)


def read(store: Store, criteria: CriteriaSet, period: Period | None) -> Overview:
    """The page for a set, in this period or the newest that somebody answered."""
    with store.reading() as connection:
        communes = streams.communes(connection)
        active = [each for each in devices.all_devices(connection) if not each.revoked_at]
    books = [standing.read(store, each.code, each.name) for each in communes]
    known = standing.periods(books, criteria.id)
    chosen = period or next(iter(known), standing.this_year())
    sheets = [standing.judge(book, criteria, chosen) for book in books]
    counted = {each.code: sum(one.commune == each.code for one in active) for each in communes}
    return Overview(
        criteria=criteria,
        sets=tuple(standing.criteria_sets(store)),
        period=chosen,
        periods=tuple(sorted({*known, chosen, standing.this_year()}, reverse=True)),
        rows=tuple(
            _row(commune, sheet, counted[commune.code])
            for commune, sheet in zip(communes, sheets, strict=True)
        ),
        plans=tuple(
            (plan, tuple(_lines(store, plan, books, chosen))) for plan in standing.plans(store)
        ),
    )


def _row(commune: streams.Commune, sheet: Sheet, device_count: int) -> Row:
    lines = progress.lines(sheet.criteria, sheet.verdicts)
    indicators = progress.standing(sheet.criteria, sheet.verdicts).indicators
    return Row(
        code=commune.code,
        name=commune.name,
        sent=words.moment(commune.last_received) if commune.last_received else "",
        sent_ago=words.ago(commune.last_received),
        late=words.is_late(commune.last_received),
        devices=device_count,
        answered=indicators.answered,
        passed=indicators.passed,
        total=indicators.total,
        cells=tuple(map(_cell, lines)),
    )


def _cell(line: progress.Line) -> Cell:
    mark, done = words.result_mark(line.result), line.progress
    about = _("{code} {title}: {result}, đạt {passed}/{total} chỉ tiêu")
    if not done.answered:
        about = _("{code} {title}: chưa có số liệu")
    return Cell(
        mark,
        f"{done.passed}/{done.total}" if done.answered else "–",
        about.format(
            code=line.criterion.code,
            title=line.criterion.title,
            result=mark.word.lower(),
            passed=done.passed,
            total=done.total,
        ),
    )


# -- targets -------------------------------------------------------------------------------------


def _lines(
    store: Store, plan: TargetSet, books: Sequence[Book], period: Period
) -> Iterable[TargetLine]:
    asked = {(each.counts.set, each.counts.indicator) for each in plan.targets if each.counts}
    sheets: dict[str, list[Sheet]] = {}
    for set_id in sorted({set_id for set_id, _indicator in asked}):
        criteria = standing.criteria_set(store, set_id)
        if criteria is not None:
            sheets[set_id] = [standing.judge(book, criteria, period) for book in books]
    answers = {
        (set_id, code): [
            CommuneAnswer(
                book.commune, book.name, sheet.verdicts.get(code), standing.district(book.commune)
            )
            for book, sheet in zip(books, sheets[set_id], strict=True)
        ]
        for set_id, code in asked
        if set_id in sheets
    }
    names = {book.commune: book.name for book in books}
    for result in targets.results(plan, answers):
        yield _line(result, names)


def _line(result: TargetResult, names: Mapping[str, str]) -> TargetLine:
    target = result.target
    closed = target.closed
    value, counted = _stands(result)
    return TargetLine(
        id=target.id,
        title=target.title,
        definition=target.definition,
        wanted=words.wanted(target),
        due=words.day(target.due),
        mark=words.met_mark(result.met, closed=closed is not None),
        value=value,
        counted=counted,
        behind=_names(result.communes_behind, names),
        undecided=_names(result.undecided, names),
        missing=_names(result.missing, names),
        note=closed.reason if closed else target.note or "",
    )


def _stands(result: TargetResult) -> tuple[str, str]:
    """The number and what it was counted from; nothing where nobody has answered."""
    answered = result.communes_counted or result.communes_behind or result.undecided
    if result.numerator is None or not result.denominator or not answered:
        return _("chưa có số liệu"), ""
    counted = f"{show(result.numerator)}/{show(result.denominator)}"
    counts = result.target.counts
    if counts is not None and counts.method is Method.PER_DISTRICT:
        return _("{counted} địa bàn huyện cũ").format(counted=counted), ""
    if result.value is None:
        return counted, ""
    return f"{show(result.value, 1)} {result.target.unit or ''}".strip(), counted


def _names(codes: Iterable[str], names: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(names.get(code, code) for code in codes)
