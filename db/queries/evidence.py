"""The evidence of a record, and files that could be used again."""

from __future__ import annotations

from msgspec import Struct

from db import blobs
from db.folding import log_of
from db.store import Store


class Piece(Struct, frozen=True):
    """One piece of evidence and the state of its file."""

    record: str
    target: str
    title: str | None
    name: str
    document_no: str | None
    document_date: str | None
    issuer: str | None
    expires: str | None
    sha256: str
    size: int  # bytes
    media_type: str | None
    state: str  # here, elsewhere (not fetched yet), missing (was here), altered
    sent: bool  # the centre has the file


_COLUMNS = (
    "e.record, e.target, e.title, e.name, e.document_no, e.document_date, e.issuer, e.expires,"
    " e.sha256, e.size, e.media_type, coalesce(b.sent, 0) AS sent, coalesce(b.here, 0) AS here"
)


def of(store: Store, target: str) -> list[Piece]:
    """The live evidence of one record, in the order it was attached."""
    rows = store.rows(
        f"SELECT {_COLUMNS} FROM evidence e LEFT JOIN blob b ON b.sha256 = e.sha256"
        " WHERE e.target = ? AND NOT e.deleted"
        f" ORDER BY (SELECT min(id) FROM {log_of('e.record')})",
        (target,),
    )
    return [_piece(store, row) for row in rows]


def reusable(store: Store, besides: str) -> list[Piece]:
    """Every file attached elsewhere, once each, the latest first."""
    rows = store.rows(
        f"SELECT {_COLUMNS} FROM evidence e LEFT JOIN blob b ON b.sha256 = e.sha256"
        " WHERE NOT e.deleted AND e.sha256 NOT IN"
        " (SELECT sha256 FROM evidence WHERE target = ? AND NOT deleted)"
        " GROUP BY e.sha256"
        f" ORDER BY max((SELECT max(id) FROM {log_of('e.record')})) DESC",
        (besides,),
    )
    return [_piece(store, row) for row in rows]


def _piece(store: Store, row: dict[str, object]) -> Piece:
    sha256, size = str(row["sha256"]), int(str(row["size"]))
    text = {name: row[name] for name in row.keys()}  # noqa: SIM118 -- sqlite.Row iterates values
    state = blobs.state_of(store, sha256, size)
    return Piece(
        record=str(text["record"]),
        target=str(text["target"]),
        title=_text(text["title"]),
        name=_text(text["name"]) or sha256,
        document_no=_text(text["document_no"]),
        document_date=_text(text["document_date"]),
        issuer=_text(text["issuer"]),
        expires=_text(text["expires"]),
        sha256=sha256,
        size=size,
        media_type=_text(text["media_type"]),
        state="elsewhere" if state == "missing" and not text["here"] else state,
        sent=bool(text["sent"]),
    )


def _text(value: object) -> str | None:
    return None if value is None else str(value)
