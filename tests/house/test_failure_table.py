"""The table of failures in the protocol names tests that exist."""

from __future__ import annotations

import re
from pathlib import Path

HOUSE = Path(__file__).parents[2]
TABLE = "## What goes wrong, and what proves that nothing is lost"


def rows() -> list[str]:
    """The rows of the table."""
    text = (HOUSE / "docs" / "sync-protocol.md").read_text(encoding="utf-8")
    return [line for line in text.partition(TABLE)[2].splitlines() if line.startswith("| ")][1:]


def test_every_failure_has_a_test_that_is_there() -> None:
    files = list((HOUSE / "tests").rglob("test_*.py"))
    there = {path.stem for path in files}
    for path in files:
        there |= set(re.findall(r"def (test_\w+)", path.read_text(encoding="utf-8")))
    for row in rows():
        named = re.findall(r"`(test_\w+)`", row)
        assert named, row
        assert set(named) <= there, set(named) - there


def test_the_table_has_the_failures_of_the_promise() -> None:
    assert len(rows()) >= 21
    told = "\n".join(rows())
    for word in ("64 kbit/s with 600 ms and 5 % loss", "20 MB", "each 30 s", "10,000"):
        assert word in told
