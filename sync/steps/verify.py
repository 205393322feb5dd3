"""After what moved: do this PC and the centre show the same?  If not, put right what can be."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence

from db import journal, safety
from db.queries.digests import DIFFERS, digests, unsettled
from db.store import Store, set_setting, setting
from resources.words import _
from rules import titles
from sync.center import Center, Digests

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
    if news := _is_news(store, found):
        journal.rebuild(store)
        found = _differing(store, told)
        if found:
            _take_again(store)
            pull(told.position)
            told = center.digests()
            found = _differing(store, told)
        if found:
            journal.forget_past(store)
            found = _differing(store, told)
    _settle(store, found, say, news=news, put_off=found is None)


def compare(
    store: Store, told: Digests | None, say: Callable[[str], None], *, moved: bool, whole: bool
) -> None:
    """As `verify`, with what an answer told that came by hand; `whole`: it brought all the stream.

    What the log here cannot put right is put off: the next answer, or round, is asked for the
    stream from its beginning.
    """
    found = _differing(store, told) if told else None
    put_off = found is None and is_due(store, moved=moved)
    news = _is_news(store, found)
    if told and news:
        journal.rebuild(store)
        found = _differing(store, told)
        if found and whole:
            journal.forget_past(store)
            found = _differing(store, told)
        elif found:
            _take_again(store)
            say(_asked_again(found))
            found, put_off = None, True
    _settle(store, found, say, news=news, put_off=put_off)


def _take_again(store: Store) -> None:
    """From its beginning, as if nothing of the stream were here."""
    journal.move_cursor(store, 0, None)
    safety.begin_anew(store)


def _is_news(store: Store, found: Sequence[str] | None) -> bool:
    """Whether these differ now, and did not after all remedies before."""
    if not found or " ".join(found) == setting(store, DIFFERS):
        return False
    _log.warning("records differ from the centre's: %s", ", ".join(found))
    return True


def _settle(
    store: Store,
    found: Sequence[str] | None,
    say: Callable[[str], None],
    *,
    news: bool,
    put_off: bool,
) -> None:
    """Remember and tell what came of it; None: it could not be told now."""
    if put_off != (setting(store, PUT_OFF) is not None):
        set_setting(store, PUT_OFF, "yes" if put_off else None)
    if found is None:
        return
    set_setting(store, DIFFERS, " ".join(found) or None)
    if found:
        _log.error("records still differ from the centre's: %s", ", ".join(found))
        say(_different(found))
    elif news:
        say(_put_right())


def _differing(store: Store, told: Digests) -> list[str] | None:
    """The record types that differ; None where the two have not seen the same changes."""
    with store.write():  # so that nothing is saved between the questions
        if not journal.cursor(store) == journal.reached(store)[0] == told.position:
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


def _asked_again(types: Sequence[str]) -> str:
    return _(
        "Số liệu trên máy này khác với trung tâm ở: {types}. Không có gì bị mất; lần trao đổi kế"
        " tiếp sẽ lấy lại toàn bộ dữ liệu của xã từ trung tâm để dựng lại cho khớp."
    ).format(types=titles.of_types(types))


def _different(types: Sequence[str]) -> str:
    return _(
        "Số liệu trên máy này vẫn khác với trung tâm ở: {types}. Không có gì bị mất; hãy báo người"
        " quản trị trung tâm chạy lệnh check."
    ).format(types=titles.of_types(types))
