"""When a pull takes so much away that an officer should look first."""

from __future__ import annotations

from resources.words import many

MOST = 50  # records
PART = 10  # one in so many of the commune's records
_FEW = 1  # a single record is no mass, however small the commune's register still is


def is_mass(lost: int, whole: int) -> bool:
    """Whether deleting or blanking `lost` of `whole` live records at once asks for a look."""
    return lost > MOST or (lost > _FEW and lost * PART > whole)


def span(whole: int) -> int:
    """Of how many changes of the stream the losses count as one.

    So slices of a loss add up, and what is cleared now and then among a day's work does not: it
    asks where more than one change in PART took something away.
    """
    return min(MOST * PART, whole)


def with_earlier(told: str, earlier: int) -> str:
    """What is told of a loss, and where so many other records add to it that went unseen."""
    if not earlier:
        return told
    more = many(
        "Tính cả {n} bản ghi khác mà những lần nhận vừa qua đã xoá hoặc làm trống, chưa ai xem lại,"
        " thì là quá nhiều.",
        earlier,
    )
    return f"{told} {more}"
