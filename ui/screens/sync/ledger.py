"""The ledger of promises as rows: how far each record has come, and the proof."""

from __future__ import annotations

from db.queries.ledger import Entry, Stage
from resources.words import _
from ui import names
from ui.look import Role
from ui.promises import proof_words, stage_words
from ui.rows import Column

_ROLES = {
    Stage.REFUSED: Role.DANGER,
    Stage.WAITING: Role.MUTED,
    Stage.SENT: Role.INFO,
    Stage.FILE: Role.INFO,
    Stage.APPLIED: Role.PASSED,
    Stage.RETURNED: Role.RETURNED,
    Stage.ACCEPTED: Role.PASSED,
}


def columns() -> tuple[Column[Entry], ...]:
    """The columns of the ledger."""
    return (
        Column(_("Bản ghi"), _about),
        Column(_("Lưu lúc"), lambda each: names.moment(each.promise.saved_at), width=13),
        Column(
            _("Đã tới đâu"),
            lambda each: stage_words(each.promise),
            role=lambda each: _ROLES[each.promise.stage],
            width=22,
        ),
        Column(_("Bằng chứng"), lambda each: proof_words(each.promise), width=28),
    )


def _about(entry: Entry) -> str:
    what = names.subject_of_all(entry.subject)
    return what[:1].upper() + what[1:]
