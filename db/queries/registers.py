"""What the commune's own registers say to an indicator, so that nobody types it again."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from db.queries import coverage as training
from db.store import Store
from resources.criteria import Feed, Register
from rules.coverage import Question, Reach, Span
from rules.periods import Period
from rules.record import Values


class Figure(Struct, frozen=True):
    """An answer as a register gives it; empty `values` where it cannot say yet."""

    register: Register
    day: str  # ISO; how things stood on it
    values: Values


def figure(store: Store, feed: Feed, period: Period, today: date) -> Figure:
    """What a register says at the end of a period, or today while the period runs."""
    day = min(period.end, today)
    if feed.register is Register.TRAINING:
        return Figure(feed.register, day.isoformat(), _coverage(store, feed, day))
    return Figure(feed.register, day.isoformat(), _signed(store, feed, period))


def _coverage(store: Store, feed: Feed, day: date) -> Values:
    """Distinct people of the roster who finished a class up to that day, over all of them."""
    question, members = Question(feed.role, Span(None, day)), training.members(store)
    found = Reach(question, members, training.seats(store)).whole()
    if not found.whole:
        return {}
    return {"numerator": len(found.trained), "denominator": found.whole}


def _signed(store: Store, feed: Feed, period: Period) -> Values:
    """A yes once such a survey was signed that closed in the period."""
    held = store.value(
        "SELECT 1 FROM survey WHERE NOT deleted AND signed_at IS NOT NULL"
        " AND (?1 IS NULL OR method = ?1) AND closes BETWEEN ?2 AND ?3 LIMIT 1",
        (feed.method, period.start.isoformat(), period.end.isoformat()),
    )
    return {"passed": True} if held else {}
