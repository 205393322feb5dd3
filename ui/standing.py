"""In words: what would be lost, how far a round has come, and the shortest way to safety."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from db.queries.ledger import AtStake
from resources.words import _, many
from rules import loss, numbers
from ui.desk import Asked, CarryView, LineView, Moving

_MINUTE = 60


def stake_words(stake: AtStake) -> str:
    """What would be lost if this PC died now."""
    return loss.words(stake.changes, stake.files, refused=stake.only_refused)


def moving_words(moving: Moving) -> str:
    """What the round under way is doing, what went over the line, what it still needs."""
    told = [_phase_words(moving)]
    if moving.bytes:
        told.append(_("{size} qua đường truyền").format(size=numbers.size(moving.bytes)))
    if moving.seconds_left is not None:
        told.append(left_words(moving.seconds_left))
    return " · ".join(told)


def left_words(seconds: int) -> str:
    """How long it still takes, as exactly as such a guess can be."""
    if seconds < _MINUTE:
        return _("còn chưa đầy một phút")
    return many("còn khoảng {n} phút", round(seconds / _MINUTE))


def _phase_words(moving: Moving) -> str:
    done, whole = moving.done, moving.whole
    match moving.phase:
        case "send":
            text = _("Đang gửi {done}/{whole} thay đổi")
        case "take":
            text = _("Đang nhận {done}/{whole} thay đổi")
        case "fill":
            if not whole:
                return many("Đang nhận số liệu của xã: {n} bản ghi", done)
            text = _("Đang nhận số liệu của xã: {done}/{whole} bản ghi")
        case "files_up":
            return _("Đang gửi minh chứng: {done}/{whole}").format(
                done=numbers.size(done), whole=numbers.size(whole)
            )
        case _:
            return _("Đang nhận minh chứng: {done}/{whole}").format(
                done=numbers.size(done), whole=numbers.size(whole)
            )
    return text.format(done=numbers.show(done), whole=numbers.show(whole))


def limit_words(limit: Asked) -> str:
    """How rounds go that nobody asks for, where they do not take everything."""
    if limit.budget is None:
        return (
            _("Hiện chỉ gửi nhận dữ liệu, tệp minh chứng để sau; bấm “Gửi ngay” để gửi cả tệp.")
            if limit.data_only
            else ""
        )
    text = (
        _(
            "Hiện chỉ gửi nhận dữ liệu và còn được dùng {size} đường truyền; bấm “Gửi ngay” để bỏ"
            " giới hạn."
        )
        if limit.data_only
        else _("Hiện còn được dùng {size} đường truyền; bấm “Gửi ngay” để bỏ giới hạn.")
    )
    return text.format(size=numbers.size(limit.budget))


class Way(Struct, frozen=True):
    """The shortest way to put what is at stake somewhere else as well."""

    words: str
    icon: str
    place: Path | None = None  # where to lay it down; None: over the network
    choose: bool = False  # nothing is at hand: an officer has to choose a place
    why: str = ""  # where that is not plain


def way(line: LineView, carry: CarryView) -> Way:
    """What one click should do now.

    What was refused goes with no round, so only a copy makes it safe.
    """
    stake, send = line.at_stake, Way(_("Gửi ngay"), "send")
    reached = line.enrolled and line.phase not in ("offline", "trouble")
    if stake.nothing or (reached and not stake.refused):
        return send
    why = refused_words(stake)
    if carry.sticks:
        return Way(_("Chép ra USB"), "stick", carry.sticks[0].path, why=why)
    if carry.folder_there:
        return Way(_("Chép sang thư mục khác"), "copy", carry.folder, why=why)
    if line.enrolled and not stake.only_refused:
        return send
    return Way(_("Chép ra ngoài…"), "stick", choose=True, why=why)


def refused_words(stake: AtStake) -> str:
    """Why sending is not enough, and what is; "" where it is."""
    if not stake.refused:
        return ""
    return many(
        "{n} thay đổi trung tâm trả lại không đi theo lần gửi nào; chép ra USB hoặc ổ khác thì có"
        " kèm một bản sao lưu giữ chúng.",
        stake.refused,
    )
