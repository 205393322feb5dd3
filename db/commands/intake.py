"""Bringing a list in as one action, and remembering how its columns were understood."""

from __future__ import annotations

import json

from db import journal
from db.journal import Edit
from db.queries import intake
from db.store import Store, set_setting
from rules.intake.reading import Choice, Listing
from rules.intake.report import Report


def bring_in(store: Store, actor: str, listing: Listing, choice: Choice) -> Report:
    """Write what is new and changed, and remember the columns; what became of every row.

    Rows are compared once more with what stands now, in the same transaction: doubtful and refused
    rows are left out.  Everything is one action, taken back by one undo.
    """
    with store.write():
        report = intake.report(store, listing, choice)
        write(store, actor, report)
        remember(store, listing)
    return report


def write(store: Store, actor: str, report: Report) -> None:
    """What a report wants, as one action."""
    edits = [Edit(each.type, each.record, each.values) for each in report.wanted()]
    journal.commit_together(store, actor, edits)


def remember(store: Store, listing: Listing) -> None:
    """Understand the columns of lists of this shape the same way from now on, at this PC."""
    name = intake.SHAPE.format(kind=listing.kind, shape=listing.table.shape)
    set_setting(store, name, json.dumps(listing.columns(), ensure_ascii=False))
