"""How far the recovery code of a profile has come; the code itself is nowhere but on paper."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from db.commands import elsewhere
from db.store import Store, set_setting, setting

_RECIPIENTS, _TESTED = "recovery", "recovery_tested"


class State(Struct, frozen=True):
    """Which codes there are, and whether somebody typed the newest from the paper."""

    recipients: tuple[str, ...]  # the public halves of the codes in use, the newest last
    tested: str | None  # ISO date

    @property
    def made(self) -> bool:
        """Whether there is a code at all."""
        return bool(self.recipients)

    @property
    def proven(self) -> bool:
        """Whether a code that somebody typed from paper opens what is sealed now."""
        return self.tested is not None or len(self.recipients) > 1


def state(store: Store) -> State:
    """How things stand now."""
    return State(tuple((setting(store, _RECIPIENTS) or "").split()), setting(store, _TESTED))


def made(store: Store, recipient: str) -> None:
    """A new code is there, which nobody has typed yet: the last one that was typed serves on."""
    before = state(store)
    proven = before.recipients if before.tested else before.recipients[:-1]
    with store.write():
        set_setting(store, _RECIPIENTS, " ".join((*proven, recipient)))
        set_setting(store, _TESTED, None)


def tested(store: Store, day: date) -> None:
    """Somebody typed the newest code from the paper: it alone serves from now on.

    Backups that only an older one opens are as good as lost, for nobody keeps that paper.
    """
    with store.write():
        if len(state(store).recipients) > 1:
            elsewhere.forget_backups(store)
        set_setting(store, _RECIPIENTS, state(store).recipients[-1])
        set_setting(store, _TESTED, day.isoformat())
