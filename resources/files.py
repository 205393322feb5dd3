"""Where the files that ship with the programme lie: the one place that knows.

A one-folder build keeps the same folders beside this module, so nothing here asks whether the
programme is frozen.
"""

from __future__ import annotations

from pathlib import Path

_ROOT = Path(__file__).parent


def path(*parts: str) -> Path:
    """The path of a shipped file or folder: `path("schema", "criteria.json")`."""
    return _ROOT.joinpath(*parts)
