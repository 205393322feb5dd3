"""What an officer answered to one indicator; each field may be missing, and missing is not zero."""

from __future__ import annotations

from msgspec import Struct

from resources.criteria import Indicator, ValueKind
from rules.numbers import Number


class Answer(Struct, frozen=True):
    """One answer, for one indicator and period, by the commune or by one of its villages.

    A percentage is a numerator over a denominator, or the percentage itself in `number`.
    `passed` is the officer's own judgement, `text` a remark nobody judges by.
    """

    passed: bool | None = None
    numerator: Number | None = None
    denominator: Number | None = None
    number: Number | None = None
    text: str | None = None

    def given(self) -> frozenset[str]:
        """The names of the fields that say something, the remark not among them."""
        return frozenset(name for name in _SAYING if getattr(self, name) is not None)

    def of_nothing(self) -> bool:
        """Whether the whole is known to be empty: no such household here, so no percentage.

        A part of nothing is nothing, so the numerator need not be typed.
        """
        return self.denominator == 0 and not self.numerator


NOTHING = Answer()

_SAYING = ("passed", "numerator", "denominator", "number")
_ASKED = {
    ValueKind.YES_NO: frozenset({"passed"}),
    ValueKind.COMPOSITE: frozenset({"passed"}),
    ValueKind.PERCENT: frozenset({"passed", "numerator", "denominator", "number"}),
}
_ASKED_OF_AMOUNTS = frozenset({"passed", "number"})


def asked(indicator: Indicator) -> frozenset[str]:
    """The fields of an answer that mean something for this kind of indicator."""
    return _ASKED.get(indicator.kind, _ASKED_OF_AMOUNTS)


def is_share(indicator: Indicator) -> bool:
    """Whether the percentage is a part of a whole, so between 0 and 100.

    "% cao hơn mức quy định" and "%/năm" are rates of growth: they may pass 100 or fall below 0.
    """
    return indicator.kind is ValueKind.PERCENT and indicator.unit in (None, "", "%")
