"""Heads are kept short (`db/heads.py`): the rows are made anew, as with every step, and no
programme from before may read them.
"""

from __future__ import annotations

import sqlite_utils


def step(_db: sqlite_utils.Database) -> None:
    """The tables stay as they are; what a row's heads say is what changes."""
