"""The window."""

from __future__ import annotations


def _spare_the_search() -> None:
    """PySide reads the source of every module that is imported, to see whether it asks for other
    spellings of Qt's names.  None of ours does, and reading them all costs a window a tenth of its
    start and several megabytes.
    """
    try:
        from shibokensupport import feature

        feature._mod_uses_pyside = lambda _module: False
    except (ImportError, AttributeError):  # another version of PySide has no such search
        return


_spare_the_search()
