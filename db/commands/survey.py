"""Surveys: opened, counted village by village, signed, and the signature taken back."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec

from db import errors, journal
from db.journal import Edit
from db.queries import survey as reading
from db.store import Store
from resources.surveys import SurveyForm
from resources.words import _
from rules.record import Value, Values, identity
from rules.records import ANSWERS, SHEET, SURVEY, TALLY
from rules.tally import Result


def open_survey(store: Store, actor: str, title: str, form: SurveyForm, **values: Value) -> str:
    """A new survey with these questions; its id.  Refused without a title."""
    whole: Values = {**values, "title": _title(title), "form": form.id, "version": form.version}
    (change,) = journal.commit(store, actor, [Edit(SURVEY.name, None, whole, refuse=_backwards)])
    return change.record


def describe(store: Store, actor: str, survey: str, values: Values) -> None:
    """Say something else about a survey.  Refused for an empty title, and once it is signed."""
    if "title" in values:
        values = {**values, "title": _title(values["title"])}
    journal.commit(store, actor, [Edit(SURVEY.name, survey, values, refuse=_backwards)])


def remove(store: Store, actor: str, survey: str) -> None:
    """Take a survey out with its counts and sheets; one undo brings all back."""
    edits = [
        Edit(table.name, row[0], delete=True)
        for table in (TALLY, ANSWERS, SHEET)
        for row in store.rows(
            f"SELECT record FROM {table.name} WHERE survey = ? AND NOT deleted", (survey,)
        )
    ]
    journal.commit_together(store, actor, [*edits, Edit(SURVEY.name, survey, delete=True)])


def count(store: Store, actor: str, survey: str, village: str, values: Values) -> None:
    """What a village counted: households, sheets, who signed."""
    count_many(store, actor, survey, {village: values})


def count_many(store: Store, actor: str, survey: str, told: dict[str, Values]) -> None:
    """The same for several villages, as one action."""
    edits = [_edit(store, survey, village, values) for village, values in told.items()]
    journal.commit_together(store, actor, edits)


def answer(store: Store, actor: str, survey: str, village: str, told: dict[str, Values]) -> None:
    """What a village's sheets say, by question: satisfied, dissatisfied, silent.  One action."""
    commune = journal.commune(store)
    edits = []
    for question, values in told.items():
        key: Values = {"survey": survey, "village": village, "question": question}
        record = identity(ANSWERS, commune, key)
        edits.append(Edit(ANSWERS.name, record, {**key, **values}))
    journal.commit_together(store, actor, edits)


def sign(store: Store, actor: str, survey: str, found: Result) -> None:
    """The Front signs a result; its figures are kept with the signature.

    Refused for anybody else, and while a village lacks a figure or has some that cannot be true.
    """
    if not found.complete:
        raise errors.Refused(
            _("Chưa ký được: còn thôn thiếu số liệu hoặc số liệu chưa khớp; hãy xem danh sách.")
        )
    values: Values = {
        "signed_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "signed_by": actor,
        "snapshot": msgspec.json.encode(reading.figures_of(found)).decode(),
    }
    journal.commit(store, actor, [Edit(SURVEY.name, survey, values)])


def withdraw(store: Store, actor: str, survey: str) -> None:
    """The Front takes its signature back; the survey can be edited again."""
    values: Values = dict.fromkeys(("signed_at", "signed_by", "snapshot"))
    journal.commit(store, actor, [Edit(SURVEY.name, survey, values)])


def _edit(store: Store, survey: str, village: str, values: Values) -> Edit:
    key: Values = {"survey": survey, "village": village}
    return Edit(TALLY.name, identity(TALLY, journal.commune(store), key), {**key, **values})


def _title(given: Value) -> str:
    title = " ".join(str(given or "").split())
    if not title:
        raise errors.Refused(_("Chưa có tên cuộc khảo sát; hãy nhập tên."))
    return title


def _backwards(values: Values) -> None:
    opens, closes = values.get("opens"), values.get("closes")
    if isinstance(opens, str) and isinstance(closes, str) and closes < opens:
        raise errors.Refused(_("Ngày kết thúc trước ngày bắt đầu; hãy kiểm tra lại ngày."))
