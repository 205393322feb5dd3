"""What the first round left folded gets its rows in the log, in a round that comes later."""

from __future__ import annotations

from db import journal
from db.store import Store
from sync.center import Stop

_AT_ONCE = 200  # records in one commit: whoever saves meanwhile waits a hundredth of a second


def unfold(store: Store, stop: Stop) -> None:
    """Unfold all there is, a little at a time; what is left is done by the next round."""
    going = True
    while going and not stop():
        with store.write():
            going = journal.unfold(store, most=_AT_ONCE) == _AT_ONCE
