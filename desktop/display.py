"""Whether there is a screen to open a window on."""

from __future__ import annotations

import os
import sys

_UNSEEN = frozenset({"offscreen", "minimal"})  # Qt's platforms for programmes nobody watches


def visible() -> bool:
    """Whether a window would be seen by somebody."""
    platform = os.environ.get("QT_QPA_PLATFORM")
    return platform not in _UNSEEN if platform else _has_screen()


def usable() -> bool:
    """Whether Qt can open a window at all; where it cannot, it ends the process."""
    return bool(os.environ.get("QT_QPA_PLATFORM")) or _has_screen()


def _has_screen() -> bool:
    if not sys.platform.startswith("linux"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
