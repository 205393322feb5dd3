"""How far a record has come and what proves it, in words."""

from __future__ import annotations

from db.queries.ledger import Promise, Stage
from resources.words import _, many
from rules import numbers
from ui import names


def stage_words(promise: Promise) -> str:
    """How far it has come."""
    match promise.stage:
        case Stage.REFUSED:
            return _("Bị từ chối")
        case Stage.WAITING:
            return many("Chờ gửi {n} thay đổi", promise.changes)
        case Stage.SENT:
            return _("Đã gửi, chờ biên nhận")
        case Stage.FILE:
            return many("Còn {n} tệp chưa gửi", promise.files)
        case Stage.APPLIED:
            return _("Trung tâm đã nhận")
        case Stage.RETURNED:
            return _("Trả lại")
    return _("Đã chấp nhận")


def proof_words(promise: Promise) -> str:
    """What proves it: the reviewer, or the place in the centre's book and its time."""
    if promise.stage in (Stage.ACCEPTED, Stage.RETURNED):
        return _("{who}, {when}").format(
            who=promise.reviewer or _("trung tâm"), when=names.moment(promise.reviewed_at)
        )
    if promise.position is None:
        return ""
    number, when = numbers.show(promise.position), names.moment(promise.applied_at)
    if promise.stage is Stage.APPLIED:
        return _("số {number}, {when}").format(number=number, when=when)
    if promise.stage is Stage.FILE:
        return _("thông tin: số {number}, {when}").format(number=number, when=when)
    return _("bản trước: số {number}, {when}").format(number=number, when=when)


def promise_words(promise: Promise) -> str:
    """The same in one line, for beside a heading."""
    stage, proof = stage_words(promise), proof_words(promise)
    return _("{stage} · {proof}").format(stage=stage, proof=proof) if proof else stage
