"""After what moved: do this PC and the centre show the same?  If not, put right what can be."""

from __future__ import annotations

import logging
from collections.abc import Callable

from db import journal
from db.queries.digests import digests, unsettled
from db.store import Store, set_setting, setting
from resources.words import _
from sync.center import Center, Digests

DIFFERS = "differs"  # setting: record types that stay different, whatever was tried
PUT_OFF = "comparison_put_off"  # setting: a round moved something and could not compare

_log = logging.getLogger("sync")


def is_due(store: Store, *, moved: bool) -> bool:
    """Whether to compare: after something moved, until that was done, and while they differ."""
    return moved or any(setting(store, name) is not None for name in (DIFFERS, PUT_OFF))


def verify(
    store: Store, center: Center, pull: Callable[[int], None], say: Callable[[str], None]
) -> None:
    """Compare the digests of every record type that both sides have seen the same changes of.

    Where they differ the tables are made anew from the log; where that is not enough the stream
    is taken again from its beginning (`pull`), and then nothing is believed of changes that are
    not in it.  What still differs then is told with every round.  A centre that has not read all
    it was sent yet is not waited for: the next round compares.
    """
    told = center.digests()
    found = _differing(store, told)
    if found and " ".join(found) != setting(store, DIFFERS):
        _log.warning("records differ from the centre's: %s", ", ".join(found))
        found = _repaired(store, center, told, pull)
        if found == []:
            say(_put_right())
    _put_off(store, found is None)
    if found is None:
        return
    set_setting(store, DIFFERS, " ".join(found) or None)
    if found:
        _log.error("records still differ from the centre's: %s", ", ".join(found))
        say(_different(found))


def _put_off(store: Store, yes: bool) -> None:
    if yes != (setting(store, PUT_OFF) is not None):
        set_setting(store, PUT_OFF, "yes" if yes else None)


def _repaired(
    store: Store, center: Center, told: Digests, pull: Callable[[int], None]
) -> list[str] | None:
    """What differs still after each remedy; None where it cannot be told now."""
    journal.rebuild(store)
    found = _differing(store, told)
    if found:
        journal.move_cursor(store, 0, None)
        pull(told.position)
        told = center.digests()
        found = _differing(store, told)
    if found:
        journal.forget_past(store)
        found = _differing(store, told)
    return found


def _differing(store: Store, told: Digests) -> list[str] | None:
    """The record types that differ; None where the two have not seen the same changes."""
    with store.write():  # so that nothing is saved between the questions
        if journal.cursor(store) != told.position:
            return None
        passed_over = {*told.beyond, *unsettled(store)}
        own = digests(store)
    return [
        name
        for name, total in own.items()
        if name not in passed_over and total != told.types.get(name, 0)
    ]


def _put_right() -> str:
    return _("Số liệu trên máy này đã lệch với trung tâm và vừa được tự dựng lại cho khớp.")


def _different(types: list[str]) -> str:
    return _(
        "Số liệu trên máy này vẫn khác với trung tâm ở: {types}. Không có gì bị mất; hãy báo người"
        " quản trị trung tâm chạy lệnh check."
    ).format(types=", ".join(types))
