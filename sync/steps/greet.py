"""The first request: does the centre understand us, and is there anything to do?"""

from __future__ import annotations

import time
from datetime import datetime

from db import journal
from db.store import Store, set_setting, setting
from sync import errors, wire
from sync.center import Center, Hello

CLOCK_OFF = "clock_off"  # setting: seconds this PC's clock is ahead, while that is worth a word
_WORTH_A_WORD = 10 * 60  # seconds


def greet(store: Store, center: Center) -> Hello:
    """Where the centre stands.

    Raises NewerNeeded when one side is too old for the other, CentreWentBack when the centre
    knows less than it once confirmed: then nothing may be taken, or changes would be skipped.
    """
    hello = center.hello()
    if hello.oldest > wire.PROTOCOL:
        raise errors.newer_needed()
    if hello.newest < wire.OLDEST:
        raise errors.centre_too_old()
    if hello.position < journal.cursor(store):
        raise errors.centre_went_back()
    _note_clock(store, hello.server_time)
    return hello


def _note_clock(store: Store, server_time: str) -> None:
    """Remember a clock that is far off, to tell the officer; it changes no outcome."""
    try:
        off = round(time.time() - datetime.fromisoformat(server_time).timestamp())
    except ValueError as error:
        raise errors.garbled() from error
    told = setting(store, CLOCK_OFF)
    if abs(off) < _WORTH_A_WORD:
        if told is not None:
            set_setting(store, CLOCK_OFF, None)
    elif told is None or abs(off - int(told)) > _WORTH_A_WORD:
        set_setting(store, CLOCK_OFF, str(off))
