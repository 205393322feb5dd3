"""One commune in depth: every indicator with its value, evidence, reviews and conflicts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct
from sqlalchemy import Connection

from center.store import Store, devices, streams, uploads
from center.store.devices import Device
from center.store.records import Record
from center.web import standing, words
from center.web.standing import Book, Sheet
from center.web.words import Mark
from resources.criteria import CriteriaSet, Criterion, Indicator
from resources.words import _
from rules import explain, progress
from rules.periods import Period
from rules.progress import Progress
from rules.records import EVIDENCE, PERSON, REVIEW
from rules.scoring import MISSING, Result

_EXPLAINED = (Result.FAILED, Result.NEEDS_REVIEW)


class File(Struct, frozen=True):
    """One piece of evidence."""

    record: str
    title: str
    about: str  # document number, date, issuer
    size: str
    here: bool  # the file itself has arrived


class Said(Struct, frozen=True):
    """What the centre said of an indicator."""

    mark: Mark
    words: str
    who: str
    at: str


class Choice(Struct, frozen=True):
    """One of the answers of a conflict."""

    value: str
    who: str
    at: str


class Dispute(Struct, frozen=True):
    """A field with differing answers."""

    field: str
    choices: tuple[Choice, ...]


class Earlier(Struct, frozen=True):
    """What a commune had answered before it became a part of this one."""

    words: str
    files: tuple[File, ...]


class Line(Struct, frozen=True):
    """One indicator, or one part of a composite."""

    code: str
    title: str
    part: bool
    mark: Mark
    value: str
    threshold: str
    why: str
    note: str
    files: tuple[File, ...]
    changed: str  # when and by whom; empty where nobody answered
    review: Said | None
    disputes: tuple[Dispute, ...]
    before: tuple[Earlier, ...] = ()


class Group(Struct, frozen=True):
    """One criterion with its lines."""

    criterion: Criterion
    mark: Mark
    progress: Progress
    lines: tuple[Line, ...]


class CommunePage(Struct, frozen=True):
    """Everything on the page."""

    commune: streams.Commune
    devices: tuple[Device, ...]
    criteria: CriteriaSet
    sets: tuple[CriteriaSet, ...]
    period: Period
    periods: tuple[Period, ...]
    counts: tuple[tuple[Mark, int], ...]
    total: int
    groups: tuple[Group, ...]
    elsewhere: int  # open conflicts in records this page does not show


def read(
    store: Store, code: str, criteria: CriteriaSet, period: Period | None
) -> CommunePage | None:
    """The page of a commune; None where no such commune was given a code."""
    with store.reading() as connection:
        found = [each for each in streams.communes(connection) if each.code == code]
        machines = devices.all_devices(connection, code)
    if not found:
        return None
    book = standing.read(store, code, found[0].name)
    known = standing.periods([book], criteria.id)
    chosen = period or next(iter(known), standing.this_year())
    sheet = standing.judge(book, criteria, chosen)
    with store.reading() as connection:
        groups = tuple(_Beside(connection, book, sheet).groups())
    indicators = progress.standing(criteria, sheet.verdicts).indicators
    return CommunePage(
        commune=found[0],
        devices=tuple(machines),
        criteria=criteria,
        sets=tuple(standing.criteria_sets(store)),
        period=chosen,
        periods=tuple(sorted({*known, chosen, standing.this_year()}, reverse=True)),
        counts=tuple((words.result_mark(each), getattr(indicators, each.value)) for each in Result),
        total=indicators.total,
        groups=groups,
        elsewhere=_conflicts(book.records) - _conflicts(list(sheet.given.values())),
    )


def evidence_file(store: Store, commune: str, record: str) -> tuple[str, str, int] | None:
    """Name, sha256 and size of a piece of evidence whose file has arrived."""
    book = standing.read(store, commune, commune)
    found = next((each for each in book.of(EVIDENCE.name) if each.record == record), None)
    if found is None:
        return None
    sha256 = str(found.values["sha256"])
    with store.reading() as connection:
        size = uploads.held_size(connection, commune, sha256)
    return None if size is None else (_name(found), sha256, size)


def _conflicts(found: Sequence[Record]) -> int:
    return sum(len(each.conflicts) for each in found)


def _name(evidence: Record) -> str:
    return str(evidence.values["name"] or evidence.values["title"] or evidence.record)


class _Beside:
    """Gathers what stands beside the answers."""

    def __init__(self, connection: Connection, book: Book, sheet: Sheet) -> None:
        self._book, self._sheet = book, sheet
        self._people = {each.record: str(each.values["full_name"]) for each in book.of(PERSON.name)}
        self._evidence: dict[str, list[Record]] = {}
        for each in book.of(EVIDENCE.name):
            self._evidence.setdefault(str(each.values["target"]), []).append(each)
        names = {str(each.values["sha256"]) for each in book.of(EVIDENCE.name)}
        self._here = set(uploads.have(connection, book.commune, names))
        self._changed = streams.last_changes(
            connection, book.commune, [each.record for each in sheet.given.values()]
        )
        self._reviews = self._newest_reviews()
        self._former = standing.former(book, sheet.criteria)

    def groups(self) -> Iterator[Group]:
        """The criteria in order."""
        for each in progress.lines(self._sheet.criteria, self._sheet.verdicts):
            lines = [
                self._line(one, part=one is not indicator)
                for indicator in each.criterion.indicators
                for one in (indicator, *indicator.parts)
            ]
            mark = words.result_mark(each.result)
            yield Group(each.criterion, mark, each.progress, tuple(lines))

    def _newest_reviews(self) -> Mapping[str, Record]:
        sheet = self._sheet
        found = self._book.of(REVIEW.name, set=sheet.criteria.id, period=str(sheet.period))
        by_time = sorted(found, key=lambda each: str(each.values["reviewed_at"] or ""))
        return {str(each.values["indicator"]): each for each in by_time}

    def _line(self, indicator: Indicator, *, part: bool) -> Line:
        sheet, code = self._sheet, indicator.code
        verdict = sheet.verdicts.get(code, MISSING)
        given = sheet.given.get(code)
        target = standing.record_of(self._book, sheet.criteria, sheet.period, code)
        return Line(
            code=code,
            title=indicator.title,
            part=part,
            mark=words.result_mark(verdict.result),
            value=explain.value_text(indicator, verdict),
            threshold=explain.threshold_text(indicator, verdict.bound),
            why=explain.sentence(indicator, verdict) if verdict.result in _EXPLAINED else "",
            note=str(given.values["note"] or "") if given else "",
            files=tuple(map(self._file, self._evidence.get(target, ()))),
            changed=self._change(target) if given else "",
            review=self._said(code),
            disputes=tuple(self._disputes(given)) if given else (),
            before=tuple(self._earlier(indicator)),
        )

    def _earlier(self, indicator: Indicator) -> Iterator[Earlier]:
        for record, answer in self._former.get(indicator.code, ()):
            told = _("{commune}, kỳ {period}: {value}").format(
                commune=words.former_unit(str(record.values["origin"])),
                period=record.values["period"],
                value=explain.noted_text(indicator, answer),
            )
            files = self._evidence.get(record.record, ())
            yield Earlier(told, tuple(map(self._file, files)))

    def _file(self, evidence: Record) -> File:
        told = evidence.values
        about = (told["document_no"], words.day(str(told["document_date"] or "")), told["issuer"])
        size = told["size"]
        return File(
            record=evidence.record,
            title=_name(evidence),
            about=", ".join(str(each) for each in about if each),
            size=words.size(size) if isinstance(size, int) else "",
            here=told["sha256"] in self._here,
        )

    def _change(self, record: str) -> str:
        change = self._changed.get(record)
        if change is None:
            return ""
        return _("{at}, {who}").format(at=words.moment(change.at), who=self._who(change.actor))

    def _said(self, code: str) -> Said | None:
        review = self._reviews.get(code)
        if review is None:
            return None
        told = review.values
        returned = told["verdict"] == "returned"
        mark = (
            Mark("returned", "returned", _("Trả lại"))
            if returned
            else Mark("done", "passed", _("Đã nhận"))
        )
        at = words.moment(str(told["reviewed_at"] or ""))
        return Said(mark, str(told["words"] or ""), str(told["reviewer"] or ""), at)

    def _disputes(self, given: Record) -> Iterator[Dispute]:
        for name, answers in given.conflicts.items():
            yield Dispute(
                words.field_word(name),
                tuple(
                    Choice(
                        words.value_word(each["value"]),
                        self._who(str(each["actor"])),
                        words.moment(str(each["at"])),
                    )
                    for each in answers
                ),
            )

    def _who(self, actor: str) -> str:
        return self._people.get(actor, _("không rõ ai"))
