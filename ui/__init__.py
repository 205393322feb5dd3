"""The window."""

from __future__ import annotations

import sys

import shiboken6  # noqa: F401 -- brings what is changed here


def _spare_the_search() -> None:
    """PySide reads the source of every module that is imported, to see whether it asks for other
    spellings of Qt's names.  None of ours does, and reading them all costs a window a tenth of its
    start and several megabytes.
    """
    feature = sys.modules.get("shibokensupport.feature")
    if hasattr(feature, "_mod_uses_pyside"):
        setattr(feature, "_mod_uses_pyside", lambda _module: False)  # noqa: B010 -- not ours


_spare_the_search()
