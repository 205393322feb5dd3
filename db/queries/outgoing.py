"""What waits on this PC to go over the line, as it weighs on it."""

from __future__ import annotations

from db import blobs
from db.store import Store
from rules.budget import PACKED, Load


def load(store: Store) -> Load:
    """What waits here; what others wrote meanwhile only the centre knows."""
    row = store.row(
        "SELECT count(*), coalesce(sum(length(CAST(body AS BLOB))), 0) FROM change WHERE state = 0"
    )
    return Load(
        row[0],
        row[1] // PACKED,
        tuple(blob.size for blob in blobs.unsent(store)),
        tuple(blob.size for blob in blobs.wanted(store)),
    )
