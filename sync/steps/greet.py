"""The first request: who are we to each other, and is there anything to do?

Two things may have happened since the last round.  This profile was copied or put back to an older
state: then the centre tells of a change of ours that we do not know.  Or the centre was put back:
then it has another change, or none, where it once gave us a receipt.  Neither loses anything.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from db import journal
from db.commands import enrolment
from db.queries import clock, outgoing
from db.store import Store, set_setting, setting
from resources.words import _
from rules import belief
from sync import errors, wire
from sync.center import Center, Hello

_WORTH_A_WORD = belief.WORTH_A_WORD.total_seconds()
_WORTH_KEEPING = timedelta(hours=1)  # by which the centre's time went on


def greet(store: Store, center: Center, say: Callable[[str], None]) -> Hello:
    """Where the centre stands; `say` hears in a sentence what was found out about either side.

    Raises NewerNeeded when one side is too old for the other.
    """
    try:
        hello = center.hello(journal.reached(store)[0])
    except errors.DeviceRevoked:
        enrolment.note_revoked(store, revoked=True)
        raise
    enrolment.note_revoked(store, revoked=False)
    if hello.oldest > wire.PROTOCOL:
        raise errors.newer_needed()
    if hello.newest < wire.OLDEST:
        raise errors.centre_too_old()
    _note_clock(store, hello.server_time)
    if hello.last_own is not None and not journal.is_own(store, hello.last_own):
        enrolment.become(store, center.again(hello.last_own).device)
        say(left_behind())
    elif hello.renew:
        center.renew()
    if _went_back(store, hello):
        enrolment.start_over(store)
        say(centre_went_back())
    _note_what_comes(store, hello)
    return hello


def _note_what_comes(store: Store, hello: Hello) -> None:
    """Remember how much there is to take, to tell before the next round."""
    if setting(store, outgoing.TOLD) != str(hello.position):
        set_setting(store, outgoing.TOLD, str(hello.position))
    if hello.records is not None:
        set_setting(store, outgoing.RECORDS, str(hello.records))


def _went_back(store: Store, hello: Hello) -> bool:
    """Whether the centre lost the last change it once told us of, or confirmed."""
    reached, proof = journal.reached(store)
    if hello.position < reached:
        return True
    if reached and proof is None and hello.taken_at is not None:
        journal.move_cursor(store, reached, hello.taken_at)
    return proof is not None and hello.taken_at is not None and proof != hello.taken_at


def left_behind() -> str:
    """What an officer is told of a profile that is a copy, or was put back to an older state."""
    return _(
        "Hồ sơ này là bản chép hoặc được khôi phục từ bản cũ nên từ nay là một máy riêng; những gì"
        " trung tâm đã nhận được tải về đủ. Hãy xem lại những gì đã nhập sau bản cũ mà chưa gửi."
    )


def centre_went_back() -> str:
    """What an officer is told of a centre that was put back to an older state."""
    return _(
        "Trung tâm vừa được khôi phục từ bản cũ; máy này gửi lại những gì trung tâm đã mất,"
        " không phải làm gì thêm."
    )


def _note_clock(store: Store, server_time: str) -> None:
    """Remember the centre's time, and a clock that is far off, to tell the officer.

    It changes no outcome.  Nothing is written while little has changed.
    """
    try:
        server = datetime.fromisoformat(server_time).astimezone(UTC)
    except ValueError as error:
        raise errors.garbled() from error
    off = round(time.time() - server.timestamp())
    ahead, told = setting(store, clock.AHEAD), setting(store, clock.TOLD)
    was, now_off = int(ahead or 0), off if abs(off) >= _WORTH_A_WORD else 0
    changed = bool(was) != bool(now_off) or abs(was - now_off) > _WORTH_A_WORD
    if changed or told is None or abs(datetime.fromisoformat(told) - server) > _WORTH_KEEPING:
        with store.write():
            set_setting(store, clock.TOLD, server.isoformat(timespec="seconds"))
            if changed:
                set_setting(store, clock.AHEAD, str(now_off) if now_off else None)
