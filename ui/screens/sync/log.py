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
            role=lambda each: Role.PASSED if _went_well(each) else Role.WARNING,
        ),
        number(_("Xác nhận"), "pushed"),
        number(_("Nhận về"), "pulled"),
        number(_("Từ chối"), "refused"),
        Column(
            _("Dữ liệu"),
            lambda each: each.bytes_up + each.bytes_down,
            numbers.size,
            align=Align.END,
            width=9,
        ),
    )


def _went_well(each: Round) -> bool:
    return each.outcome == "done" and not each.sentence


def outcome_words(each: Round) -> str:
    """What became of a round, with what an officer was told of it."""
    if each.outcome == "stopped":
        return each.sentence or _("Dừng giữa chừng, lần sau đi tiếp")
    if each.outcome != "done":
        return each.sentence or _("Chưa tới được trung tâm")
    files = each.files_up + each.files_down
    done = many("Xong, {n} tệp", files) if files else _("Xong")
    if each.sentence:
        return _("{done}. {sentence}").format(done=done, sentence=each.sentence)
    return done
