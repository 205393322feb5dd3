"""Changes that were kept for a newer programme: after the update they get their turn.

They may take as much away as a pull, so the same question is asked first.
"""

from __future__ import annotations

from db import braking, projection
from db.commands import question
from db.store import Store
from rules.change import Change, decode
from rules.fitting import reason_to_hold


def release(store: Store, *, accept: bool = False) -> None:
    """Let held changes take part that fit now; those that take too much away wait for a word.

    `accept`: an officer gave it.  Nothing is looked at again while the same question stands.
    """
    rows = store.rows(
        "SELECT c.seq, c.body FROM change c JOIN held h ON h.change = c.id"
        " WHERE h.reason != 'refused' ORDER BY c.seq"
    )
    waiting = [(seq, decode(body)) for seq, body in rows]
    fit = {seq: change for seq, change in waiting if not reason_to_hold(change)}
    if not fit:
        question.settle(store, question.RELEASE)
        return
    last, asked = max(fit), question.standing(store, question.RELEASE)
    if accept or asked is None or asked.newest != last:
        _let_in(store, list(fit.values()), last, accept=accept)


def _let_in(store: Store, fit: list[Change], last: int, *, accept: bool) -> None:
    def take_part() -> None:
        store.connection.executemany(
            "DELETE FROM held WHERE change = ?", [(change.id,) for change in fit]
        )
        projection.take_in(store, fit)

    taking = [change for change in fit if braking.takes_away(change)]
    try:
        braking.checked(store, taking, last, take_part, accept=accept)
    except braking.TooMuch as stop:
        question.ask(store, stop.question, question.RELEASE)
    else:
        question.settle(store, question.RELEASE)
