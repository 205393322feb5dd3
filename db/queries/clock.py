"""Whether this PC's clock can be believed; a wrong one changes no outcome, and is told."""

from __future__ import annotations

from datetime import datetime, timedelta

from msgspec import Struct

from db.store import Store, setting

AHEAD = "clock_off"  # setting: seconds the clock is ahead of the centre's, while worth a word
WORTH_A_WORD = timedelta(minutes=10)


class Doubt(Struct, frozen=True):
    """What is odd about the clock; one of the two at least."""

    ahead: timedelta | None  # of the centre's at the last greeting; negative: behind
    back: timedelta | None  # it stands so long before what was saved last


def doubt(store: Store, now: datetime | None = None) -> Doubt | None:
    """What is odd now; None where nothing is."""
    told = setting(store, AHEAD)
    last = store.value("SELECT at FROM action ORDER BY id DESC LIMIT 1")
    moment = now or datetime.now().astimezone()
    back = datetime.fromisoformat(last) - moment if last else timedelta()
    if told is None and back < WORTH_A_WORD:
        return None
    return Doubt(
        ahead=timedelta(seconds=int(told)) if told else None,
        back=back if back >= WORTH_A_WORD else None,
    )
