"""What is known here of the time, to judge this PC's clock by."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

from db.store import Store, setting
from rules import belief
from rules.belief import Doubt

AHEAD = "clock_off"  # setting: seconds the clock is ahead of the centre's, while worth a word
TOLD = "clock_told"  # setting: the centre's time when it was heard last, to the hour
_LOOKED_AT = 100  # saves, spread over all there are


def doubt(store: Store, now: datetime | None = None) -> Doubt | None:
    """What is odd about the clock now; None where nothing is."""
    told, ahead = setting(store, TOLD), setting(store, AHEAD)
    return belief.doubt(
        now or datetime.now().astimezone(),
        datetime.fromisoformat(told) if told else None,
        timedelta(seconds=int(ahead)) if ahead else None,
        _saves(store),
    )


def _saves(store: Store) -> list[datetime]:
    """When officers of this PC saved: some of the moments, the last among them."""
    last = store.value("SELECT max(id) FROM action") or 0
    chosen = range(last, 0, -(last // _LOOKED_AT + 1))
    rows = store.rows(
        "SELECT at FROM action WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id",
        (json.dumps(list(chosen)),),
    )
    return [datetime.fromisoformat(row[0]) for row in rows]
