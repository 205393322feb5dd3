"""`langso apply`: edits as JSON lines, all of them in one transaction or none."""

from __future__ import annotations

import argparse
import contextlib
import functools
import json
import sys
from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, Any, NoReturn

from db import errors, journal
from db.commands import assess, evidence
from db.commands import profile as officers
from db.commands.assess import Place
from db.journal import Edit
from db.queries import links, replica, rulebook
from db.store import Store
from desktop import profile, trouble
from resources.words import _
from rules.periods import Period
from rules.record import Identity, RecordError, RecordType, Values, identity, tidy
from rules.records import ASSESSMENT, EVIDENCE, THRESHOLD, UNIT
from rules.records.unit import VILLAGE_KINDS

UNCHANGED = "-"  # printed for a line that says what is shown already
_MEMBERS = frozenset({"type", "record", "key", "set", "delete", "resolve"})


def declare(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("file", metavar="FILE", help=_("tệp dòng JSON, hoặc - để đọc từ đầu vào"))


def run(options: argparse.Namespace) -> int:
    """One change id per line, in the file's order."""
    with profile.working(options.profile, "apply") as store, _lines(options.file) as lines:
        done = apply(store, officers.actor(store), lines)
    for change_id in done:
        print(change_id or UNCHANGED)
    return 0


def apply(store: Store, actor: str, lines: Iterable[bytes]) -> list[str | None]:
    """Write what these JSON lines ask for, as one action; a change id for each of them.

    None stands for a line that changes nothing.  Raises Refused with the line's number for the
    first one that cannot be; then nothing is written.  Empty lines are skipped.
    """
    numbered = _Numbered(lines)
    edits = (edit_of(store, _parsed(line)) for line in numbered)
    try:
        changes = journal.commit_each(store, actor, edits)
    except (errors.Refused, ValueError) as error:
        told = trouble.sentence(error)
        if told is None:
            raise
        raise errors.Refused(
            _("Dòng {line}: {sentence}").format(line=numbered.at, sentence=told)
        ) from error
    return [change.id if change else None for change in changes]


class _Numbered:
    """Lines that are not empty, and the number of the one at hand."""

    def __init__(self, lines: Iterable[bytes]) -> None:
        self.at = 0
        self._lines = lines

    def __iter__(self) -> Iterator[bytes]:
        for line in self._lines:
            self.at += 1
            text = line.removeprefix(BOM_UTF8) if self.at == 1 else line
            if text.strip():
                yield text


def edit_of(store: Store, wish: Mapping[str, Any]) -> Edit:
    """The checked edit one line asks for; Refused or RecordError when it cannot be."""
    if strange := sorted(set(wish) - _MEMBERS):
        _refuse(_("không hiểu mục “{name}”; hãy kiểm tra lại tên.").format(name=strange[0]))
    record_type = journal.declared(_text(wish, "type") or "")
    values = _one_form({**_object(wish, "key"), **_object(wish, "set")})
    record = _text(wish, "record")
    delete, resolve = _flag(wish, "delete"), _flag(wish, "resolve")
    if not (delete or values):
        _refuse(_("chưa có gì để ghi; hãy thêm mục “set” hoặc “delete”."))
    if delete and wish.get("set"):
        _refuse(_("vừa xoá vừa sửa; hãy tách thành hai dòng."))
    record = _record(store, record_type, record, values)
    if record_type is ASSESSMENT and not delete:
        return _answer(store, record, values, resolve=resolve)
    if delete:
        return Edit(record_type.name, record, delete=True)
    if record_type is UNIT:
        values = _at_home(store, record, values)
    _refuse_astray(store, record_type, record, values)
    refuse = functools.partial(assess.refuse_threshold, store)
    return Edit(
        record_type.name,
        record,
        values,
        resolve=resolve,
        refuse=refuse if record_type is THRESHOLD else None,
    )


def _at_home(store: Store, record: str | None, values: Values) -> Values:
    """A new village of nobody's is this commune's: without a commune no screen would show it."""
    fresh = record is None or replica.values(store, UNIT.name, record) is None
    if fresh and values.get("kind") in VILLAGE_KINDS and "parent" not in values:
        return {**values, "parent": journal.commune(store)}
    return values


def _refuse_astray(
    store: Store, record_type: RecordType, record: str | None, values: Values
) -> None:
    """What is newly pointed to is there; what the record says already is left alone."""
    shown = (replica.values(store, record_type.name, record) if record else None) or {}
    new = {name: value for name, value in values.items() if value != shown.get(name)}
    if found := links.dangling(store, record_type, new):
        raise RecordError(found)
    whole = {**shown, **new}
    set_id, indicator = whole.get("set"), whole.get("indicator")
    if isinstance(set_id, str) and isinstance(indicator, str):
        assess.indicator_of(rulebook.criteria(store, set_id), indicator)
    target_type, target = whole.get("target_type"), whole.get("target")
    if record_type is EVIDENCE and isinstance(target_type, str) and isinstance(target, str):
        evidence.refuse_no_target(store, target_type, target)


def _answer(store: Store, record: str | None, values: Values, *, resolve: bool) -> Edit:
    """An answer goes through the same checks as one typed into the window."""
    shown = replica.values(store, ASSESSMENT.name, record) if record else None
    key = [values.get(name, (shown or {}).get(name)) for name in ASSESSMENT.key]
    if None in key[:3]:
        return Edit(ASSESSMENT.name, record, values, resolve=resolve)  # the journal says what lacks
    set_id, indicator, period, village = (None if part is None else str(part) for part in key)
    place = Place(set_id or "", indicator or "", period or "", village)
    rest = {name: value for name, value in values.items() if name not in ASSESSMENT.key}
    edit = assess.edit_for(store, place, rest, resolve=resolve)
    if record is not None and record != edit.record:
        _refuse(_("khoá của một bản ghi không đổi được; hãy tạo bản ghi mới."))
    return edit


def _record(
    store: Store, record_type: RecordType, record: str | None, values: Values
) -> str | None:
    """The record meant: as named, or as its key says; both must agree."""
    if record_type.identity is not Identity.KEYED:
        return record
    known = all(
        values.get(name) is not None or not _required(record_type, name) for name in record_type.key
    )
    if not known:
        return record
    tidied = {}
    for name in record_type.key:
        field = record_type.field(name)
        tidied[name] = tidy(field, values.get(name)) if field else None
    computed = identity(record_type, journal.commune(store), tidied)
    if record is not None and record != computed:
        _refuse(
            _("mã bản ghi không khớp với khoá; hãy bỏ mục “record” hoặc dùng mã {right}.").format(
                right=computed
            )
        )
    return computed


def _one_form(values: Values) -> Values:
    """Periods have one written form, or "2026-h1" would make a second record."""
    period = values.get("period")
    return {**values, "period": str(Period.parse(period))} if isinstance(period, str) else values


def _required(record_type: RecordType, name: str) -> bool:
    field = record_type.field(name)
    return field is not None and field.required


def _parsed(line: bytes) -> Mapping[str, Any]:
    def no_constant(name: str) -> NoReturn:
        raise ValueError(name)

    try:
        wish = json.loads(line.decode(), parse_constant=no_constant)
    except (ValueError, RecursionError):
        wish = None
    if not isinstance(wish, dict):
        _refuse(_("không phải một dòng JSON đúng dạng; hãy kiểm tra dấu ngoặc và dấu nháy."))
    return wish


def _text(wish: Mapping[str, Any], name: str) -> str | None:
    value = wish.get(name)
    if value is not None and not (isinstance(value, str) and value):
        _refuse(_("mục “{name}” phải là chữ.").format(name=name))
    return value


def _object(wish: Mapping[str, Any], name: str) -> Values:
    value = wish.get(name, {})
    if not isinstance(value, dict):
        _refuse(_("mục “{name}” phải là một đối tượng JSON.").format(name=name))
    return value


def _flag(wish: Mapping[str, Any], name: str) -> bool:
    value = wish.get(name, False)
    if not isinstance(value, bool):
        _refuse(_("mục “{name}” phải là true hoặc false.").format(name=name))
    return value


def _refuse(sentence: str) -> NoReturn:
    raise errors.Refused(sentence)


@contextlib.contextmanager
def _lines(name: str) -> Iterator[IO[bytes]]:
    if name == "-":
        yield sys.stdin.buffer
    else:
        with Path(name).open("rb") as file:
            yield file
