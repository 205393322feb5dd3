"""Handing a period to the centre: what is sent is frozen as it was at that moment."""

from __future__ import annotations

import json
from datetime import datetime

from db import errors, journal, projection
from db.store import Store
from resources.words import _
from rules.change import Change
from rules.record import Values, identity
from rules.records import ASSESSMENT, SUBMISSION


def submit(store: Store, actor: str, set_id: str, period: str, version: int) -> Change:
    """Submit a set's period.  Later edits stay possible and show as changed since.

    Refused while nothing has been answered: an empty period tells the centre nothing.
    """
    snapshot = _snapshot(store, set_id, period)
    if not snapshot:
        raise errors.Refused(
            _("Kỳ này chưa có số liệu nào; hãy nhập ít nhất một chỉ tiêu rồi nộp.")
        )
    values: Values = {
        "set": set_id,
        "period": period,
        "state": "submitted",
        "version": version,
        "submitted_at": datetime.now().astimezone().isoformat(timespec="seconds"),
        "submitted_by": actor,
        "snapshot": json.dumps(snapshot, ensure_ascii=False, sort_keys=True, separators=(",", ":")),
        "words": None,
    }
    change = journal.amend(store, actor, SUBMISSION, None, values)
    if change is None:
        raise errors.Refused(_("Kỳ này đã nộp và từ đó chưa có gì thay đổi; không cần nộp lại."))
    return change


def changed_since(store: Store, set_id: str, period: str) -> int | None:
    """How many answers differ from what was submitted; None when nothing was submitted."""
    record = identity(SUBMISSION, journal.commune(store), {"set": set_id, "period": period})
    row = projection.read(store, SUBMISSION, [record]).get(record)
    if row is None or row.deleted or row.values.get("state") in (None, "draft"):
        return None
    sent = json.loads(str(row.values.get("snapshot") or "{}"))
    now = _snapshot(store, set_id, period)
    return len([each for each in {*sent, *now} if sent.get(each) != now.get(each)])


def _snapshot(store: Store, set_id: str, period: str) -> dict[str, Values]:
    """Every answer of the period, by record, without what is empty."""
    rows = store.rows(
        'SELECT * FROM assessment WHERE "set" = ? AND period = ? AND NOT deleted', (set_id, period)
    )
    found: dict[str, Values] = {}
    for row in rows:
        values = projection.values_of(ASSESSMENT, row)
        filled: Values = {name: value for name, value in values.items() if value is not None}
        if set(filled) - {"set", "indicator", "period", "village", "version"}:
            found[row["record"]] = filled
    return found
