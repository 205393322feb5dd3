"""What rounds with the centre did, as rows."""

from __future__ import annotations

from db.queries.rounds import Round
from resources.words import _, many
from rules import numbers
from ui import names
from ui.look import Role
from ui.rows import Align, Column


def columns() -> tuple[Column[Round], ...]:
    """The columns of the log."""

    def number(title: str, name: str) -> Column[Round]:
        return Column(title, lambda each: getattr(each, name), align=Align.END, width=9)

    return (
        Column(_("Lúc"), lambda each: names.moment(each.at), width=13),
        Column(
            _("Kết quả"),
            outcome_words,
            role=lambda each: Role.PASSED if each.outcome == "done" else Role.WARNING,
        ),
        number(_("Gửi"), "pushed"),
        number(_("Nhận"), "pulled"),
        number(_("Từ chối"), "refused"),
        Column(
            _("Dữ liệu"),
            lambda each: each.bytes_up + each.bytes_down,
            numbers.size,
            align=Align.END,
            width=9,
        ),
    )


def outcome_words(each: Round) -> str:
    """What became of a round."""
    if each.outcome == "done":
        files = each.files_up + each.files_down
        return many("Xong, {n} tệp", files) if files else _("Xong")
    return each.sentence or _("Chưa tới được trung tâm")
