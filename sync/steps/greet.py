"""The first request: who are we to each other, and is there anything to do?

Two things may have happened since the last round.  This profile was copied or put back to an older
state: then the centre tells of a change of ours that we do not know.  Or the centre was put back:
then it has another change, or none, where it once gave us a receipt.  Neither loses anything.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime

from db import journal
from db.commands import enrolment
from db.queries import clock, outgoing
from db.store import Store, set_setting, setting
from resources.words import _
from sync import errors, wire
from sync.center import Center, Hello

_WORTH_A_WORD = clock.WORTH_A_WORD.total_seconds()


def greet(store: Store, center: Center, say: Callable[[str], None]) -> Hello:
    """Where the centre stands; `say` hears in a sentence what was found out about either side.

    Raises NewerNeeded when one side is too old for the other.
    """
    hello = center.hello(journal.reached(store)[0])
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
    if setting(store, outgoing.TOLD) != str(hello.position):
        set_setting(store, outgoing.TOLD, str(hello.position))
    return hello


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
    """Remember a clock that is far off, to tell the officer; it changes no outcome."""
    try:
        off = round(time.time() - datetime.fromisoformat(server_time).timestamp())
    except ValueError as error:
        raise errors.garbled() from error
    told = setting(store, clock.AHEAD)
    if abs(off) < _WORTH_A_WORD:
        if told is not None:
            set_setting(store, clock.AHEAD, None)
    elif told is None or abs(off - int(told)) > _WORTH_A_WORD:
        set_setting(store, clock.AHEAD, str(off))
