"""Figures that cannot all be true, in words."""

from __future__ import annotations

from resources.words import _
from rules.tally import Flaw


def sentence(flaw: Flaw) -> str:
    """What does not fit, and what it should be."""
    if flaw.code == "answers_not_valid":
        return _("Câu {code}: ba ô cộng lại phải bằng số phiếu hợp lệ.").format(code=flaw.left)
    if flaw.code == "not_the_sum":
        return _("Phiếu hợp lệ và không hợp lệ cộng lại phải bằng số phiếu thu về.")
    if flaw.left == "represented":
        return _("Số hộ tham gia không thể nhiều hơn số hộ của thôn.")
    return _("Số phiếu thu về không thể nhiều hơn số phiếu phát ra.")
