"""Single anonymous sheets: keyed, corrected, taken out, keyed a second time to be compared."""

from __future__ import annotations

from collections.abc import Iterable

from db import errors, journal
from db.journal import Edit
from db.queries import sheets as reading
from db.store import Store
from resources.words import _
from rules import keying
from rules.keying import Draft
from rules.record import Values
from rules.records import SHEET, TALLY


def keep(store: Store, actor: str, survey: str, village: str, draft: Draft, questions: int) -> str:
    """Keep a keyed sheet; the number to be written on the paper.

    Refused while a question has no figure.  Nothing tells who filled it in.
    """
    _refuse_half(draft, questions)
    number = reading.next_number(store, survey, village)
    values = {**_values(draft), "survey": survey, "village": village, "number": number}
    journal.commit(store, actor, [Edit(SHEET.name, None, values)])
    return number


def correct(store: Store, actor: str, sheet: str, draft: Draft, questions: int) -> None:
    """Key a sheet again in place of what was kept."""
    _refuse_half(draft, questions)
    journal.commit(store, actor, [Edit(SHEET.name, sheet, _values(draft))])


def remove(store: Store, actor: str, sheets: Iterable[str]) -> None:
    """Take sheets out, with their second entries; one undo brings them back."""
    wanted = set(sheets)
    seconds = store.rows("SELECT record, second_of FROM sheet WHERE second_of IS NOT NULL")
    wanted |= {row[0] for row in seconds if row[1] in wanted}
    edits = [Edit(SHEET.name, each, delete=True) for each in sorted(wanted)]
    journal.commit_together(store, actor, edits)


def keep_second(store: Store, actor: str, first: str, draft: Draft, questions: int) -> None:
    """The second entry of a sheet: kept beside the first, and never counted."""
    _refuse_half(draft, questions)
    sheet = reading.find(store, first)
    if sheet is None:
        raise errors.Refused(_("Phiếu này không còn nữa; hãy chọn phiếu khác."))
    values = {
        **_values(draft),
        "survey": sheet.survey,
        "village": sheet.village,
        "second_of": first,
    }
    before = reading.second_of(store, first)
    journal.commit(store, actor, [Edit(SHEET.name, before.id if before else None, values)])


def count_from(store: Store, actor: str, survey: str, village: str, source: str) -> None:
    """Whether a village's counts are typed, or counted from its sheets."""
    key: Values = {"survey": survey, "village": village}
    journal.amend(store, actor, TALLY, None, {**key, "source": source})


def _values(draft: Draft) -> Values:
    return {"answers": draft.answers or None, "invalid": draft.invalid or None}


def _refuse_half(draft: Draft, questions: int) -> None:
    if not keying.is_whole(draft, questions):
        raise errors.Refused(
            _("Phiếu còn câu chưa có số; gõ tiếp, hoặc phím + để điền 1 cho các câu còn lại.")
        )
