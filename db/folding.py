"""Records a snapshot brought on one line each: kept as they came, unfolded into the log later.

To give each change a row costs more than to show what it says, and a new PC has many.  Until that
is done the view `log` reads the lines as if each change in them stood in the table `change`, to
the letter and under the number it will have there.  Whatever comes for a record unfolds it first.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from db import bulk, errors
from db.store import Store
from resources.words import _
from rules import snapshot
from rules.change import Change, ChangeError, decode
from rules.fitting import fit, reason_to_hold
from rules.records import REGISTRY, SCHEMA
from rules.snapshot import Folded, Piece

_New = TypeVar("_New")


def log_of(record: str) -> str:
    """The changes of the record this SQL expression names, where a query asks for each row's.

    The view `log` says the same, but would be read whole for every row.
    """
    return (
        f"(SELECT seq, id, type FROM change WHERE record = {record} UNION ALL"
        " SELECT f.seq + c.key, json_extract(c.value, '$.id'), f.type"
        f" FROM folded f, json_each(f.line, '$.changes') c WHERE f.record = {record})"
    )


def fits(record: Folded) -> bool:
    """Whether a record may be kept folded: nothing of it needs to be held back."""
    record_type = REGISTRY.get(record.type)
    if record_type is None or record.schema > SCHEMA:
        return False
    return fit(record_type, [change.set for change in record.changes])


def keep(store: Store, records: Sequence[Folded]) -> None:
    """Put these records beside the log, each under the numbers its changes will have there."""
    seq: int = next_number(store) or 1 + store.value("SELECT coalesce(max(seq), 0) FROM change")
    rows = []
    for each in records:
        rows.append((seq, each.type, each.record, len(each.at), bulk.text(each.line)))
        seq += len(each.at)
    bulk.insert(
        store.connection,
        "INTO folded(seq, type, record, count, line)",
        "(?, ?, ?, ?, CAST(? AS TEXT))",
        rows,
    )


def next_number(store: Store) -> int | None:
    """The next number of the log behind those of folded changes; None where nothing is folded."""
    behind: int | None = store.value("SELECT seq + count FROM folded ORDER BY seq DESC LIMIT 1")
    if behind is None:
        return None
    last: int = store.value("SELECT coalesce(max(seq), 0) FROM change")
    return max(behind, last + 1)


def numbered(store: Store, new: Iterable[_New]) -> Iterator[tuple[int | None, _New]]:
    """What is to stand in the log next, each with its number; None: as the database counts on."""
    first = next_number(store)
    return ((first and first + n, each) for n, each in enumerate(new))


def is_any(store: Store) -> bool:
    """Whether anything is folded."""
    return store.row("SELECT 1 FROM folded LIMIT 1") is not None


def count(store: Store) -> int:
    """How many changes are folded."""
    found: int = store.value("SELECT coalesce(sum(count), 0) FROM folded")
    return found


def past_of(store: Store, type_name: str, record: str) -> dict[str, list[str]]:
    """What a folded record tells of fields in which its changes were superseded."""
    rows = store.rows("SELECT line FROM folded WHERE type = ? AND record = ?", (type_name, record))
    return {name: [*ids] for row in rows for name, ids in _unfolded(row[0]).past.items()}


def unfold(
    store: Store, records: Iterable[str] | None = None, most: int | None = None
) -> tuple[int, list[tuple[Change, str]]]:
    """Give the changes of these records, or of the first so many, their rows in the log.

    In the caller's transaction.  Gives how many records were unfolded and what of them must be held
    back after all, each change with the reason: of its record the tables show too much.
    """
    if not is_any(store):
        return 0, []
    if records is None:
        lines = store.rows("SELECT seq, line FROM folded ORDER BY seq LIMIT ?", (most or -1,))
    else:
        lines = store.rows(
            "SELECT seq, line FROM folded WHERE record IN (SELECT value FROM json_each(?))",
            (json.dumps(sorted(set(records))),),
        )
    pieces = [(seq, _unfolded(line)) for seq, line in lines]
    changes = [
        (number, position, body, decode(body))
        for seq, piece in pieces
        for number, (position, body) in enumerate(piece.changes, start=seq)
    ]
    bulk.insert(
        store.connection,
        "INTO change(seq, id, type, record, body, state, position)",
        "(?, ?, ?, ?, CAST(? AS TEXT), 1, ?)",
        [
            (number, change.id, change.type, change.record, bulk.text(body), position)
            for number, position, body, change in changes
        ],
    )
    remember(store, [piece for _seq, piece in pieces])
    store.connection.execute(
        "DELETE FROM folded WHERE seq IN (SELECT value FROM json_each(?))",
        (json.dumps([seq for seq, _piece in pieces]),),
    )
    held = [(each, reason) for *_place, each in changes if (reason := reason_to_hold(each))]
    return len(pieces), held


def remember(store: Store, pieces: Iterable[Piece]) -> None:
    """Note the ids these pieces of a snapshot tell as superseded."""
    bulk.insert(
        store.connection,
        "OR IGNORE INTO past(type, record, field, change)",
        "(?, ?, ?, ?)",
        [
            (piece.type, piece.record, field, change)
            for piece in pieces
            for field, ids in piece.past.items()
            for change in ids
        ],
    )


def _unfolded(line: str) -> Piece:
    try:
        return snapshot.unfold(line)
    except ChangeError as error:
        raise errors.NotAProfile(
            _("Nhật ký có dòng hỏng ({id}); hãy khôi phục từ bản sao lưu.").format(id=line[:80])
        ) from error
