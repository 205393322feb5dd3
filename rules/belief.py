"""Whether a PC's clock can be believed; a wrong one changes no outcome, and is told."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta, timezone
from enum import Enum

from msgspec import Struct

from resources.words import _, many

WORTH_A_WORD = timedelta(minutes=10)
# the communes this programme is made for began on this day, so it is past everywhere
CERTAINLY_PAST = datetime(2025, 7, 1, tzinfo=timezone(timedelta(hours=7)))
_FAR = timedelta(days=366)  # nobody saves nor reaches the centre for so long


class Sort(Enum):
    """What is odd."""

    FAST = "fast"  # the centre's clock says so
    SLOW = "slow"
    PAST = "past"  # it stands before a moment that is certainly over
    FUTURE = "future"  # it stands long after all that is known; that may be right
    BACK = "back"  # it stands before what was saved last; either may be right


class Doubt(Struct, frozen=True):
    """What is odd about a clock."""

    sort: Sort
    by: timedelta
    now: datetime  # what the clock says


def doubt(
    now: datetime, told: datetime | None, ahead: timedelta | None, saves: Iterable[datetime]
) -> Doubt | None:
    """What is odd now; None where nothing is.

    `told` is the centre's time when it was last heard, `ahead` how far this clock was ahead of it
    then, where that was worth a word.  `saves` are moments of saving, the latest last.
    """
    if ahead is not None and _stands(now, told, ahead):
        return Doubt(Sort.FAST if ahead > timedelta() else Sort.SLOW, abs(ahead), now)
    over = max(CERTAINLY_PAST, told or CERTAINLY_PAST)
    if over - now >= WORTH_A_WORD:
        return Doubt(Sort.PAST, over - now, now)
    known = last = told
    for last in saves:
        if known is None or timedelta() < last - known <= _FAR:
            known = last
    if known is not None and now - known > _FAR:
        return Doubt(Sort.FUTURE, now - known, now)
    if last is not None and last - now >= WORTH_A_WORD:
        return Doubt(Sort.BACK, last - now, now)
    return None


def _stands(now: datetime, told: datetime | None, ahead: timedelta) -> bool:
    """Whether the clock was not set right since the centre's time was compared with it."""
    if told is None:
        return True
    if ahead > timedelta():
        return now >= told + ahead - WORTH_A_WORD
    return now < told - WORTH_A_WORD


def words(doubt: Doubt) -> str:
    """What an officer should do, in a sentence; only a clock that is surely wrong is to be set."""
    match doubt.sort:
        case Sort.FAST:
            sentence = _(
                "Đồng hồ máy nhanh hơn trung tâm {time}. Hãy đặt lại ngày giờ của máy; số liệu"
                " không bị ảnh hưởng."
            )
        case Sort.SLOW:
            sentence = _(
                "Đồng hồ máy chậm hơn trung tâm {time}. Hãy đặt lại ngày giờ của máy; số liệu"
                " không bị ảnh hưởng."
            )
        case Sort.PAST:
            sentence = _(
                "Đồng hồ máy chỉ ngày {day}, chậm ít nhất {time}. Hãy đặt lại ngày giờ của máy; số"
                " liệu không bị ảnh hưởng."
            )
        case Sort.FUTURE:
            sentence = _(
                "Đồng hồ máy chỉ ngày {day}, {time} sau lần lưu hoặc liên lạc gần nhất. Hãy xem"
                " lại: nếu sai thì đặt lại ngày giờ của máy; số liệu không bị ảnh hưởng."
            )
        case Sort.BACK:
            sentence = _(
                "Đồng hồ máy đã lùi lại {time} so với lần lưu trước, nay chỉ ngày {day}. Nếu ngày"
                " giờ này đúng thì không phải làm gì; số liệu không bị ảnh hưởng."
            )
    return sentence.format(time=span_words(doubt.by), day=f"{doubt.now:%d/%m/%Y}")


def span_words(span: timedelta) -> str:
    """A length of time in its largest unit."""
    minutes = round(span.total_seconds() / 60)
    if minutes < 120:
        return many("{n} phút", minutes)
    if minutes < 2 * 24 * 60:
        return many("{n} giờ", round(minutes / 60))
    days = round(minutes / 60 / 24)
    return many("{n} ngày", days) if days < 2 * 365 else many("{n} năm", round(days / 365.25))
