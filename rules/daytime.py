"""A time of day as offices write it: 7h30, 07:30, 13 giờ 30."""

from __future__ import annotations

import re

from resources.words import _

_TIME = re.compile(r"(\d{1,2})\s*(?:[:hg.]|giờ|gio)?\s*(\d{2})?\s*(?:phút|phut|p)?", re.IGNORECASE)


class DaytimeError(ValueError):
    """What was typed is no time of day; the message says how to write one."""


def read(typed: str) -> str | None:
    """The time as 07:30; None for nothing.  Raises DaytimeError."""
    text = " ".join(typed.split())
    if not text:
        return None
    found = _TIME.fullmatch(text)
    hour, minute = (int(found[1]), int(found[2] or 0)) if found else (99, 0)
    if hour > 23 or minute > 59:
        raise DaytimeError(_("“{text}” không phải giờ; hãy ghi như 7h30.").format(text=text))
    return f"{hour:02}:{minute:02}"
