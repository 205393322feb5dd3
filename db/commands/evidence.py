"""Attaching files to records, describing them, using them again, taking them away."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from pathlib import Path

from db import blobs, errors, journal
from db.journal import Edit
from db.queries import links, replica
from db.store import Store
from resources.words import _
from rules.record import Identity, Values
from rules.records import EVIDENCE

_CARRIED = ("title", "name", "document_no", "document_date", "issuer", "expires", "sha256", "size")


def attach(
    store: Store,
    actor: str,
    target_type: str,
    target: str,
    path: Path,
    *,
    title: str | None = None,
    stop: Callable[[], bool] = lambda: False,
    progress: Callable[[int, int], None] = lambda done, whole: None,
) -> str:
    """Take a file in and bind it to a record; the evidence's id.

    The same content twice on the same record stays one piece of evidence.  Raises BlobError for
    a folder, an unreadable, empty or too large file, CannotWrite for a full disk.
    """
    import mimetypes  # reads the system's lists; a start can do without

    journal.declared(target_type)
    blob = blobs.take(store, path, stop, progress)
    there = store.value(
        "SELECT record FROM evidence WHERE target = ? AND sha256 = ? AND NOT deleted",
        (target, blob.sha256),
    )
    if there:
        return str(there)
    values: Values = {
        "target_type": target_type,
        "target": target,
        "title": title,
        "name": path.name,
        "sha256": blob.sha256,
        "size": blob.size,
        "media_type": mimetypes.guess_type(path.name)[0],
    }
    return _added(store, actor, values)


def refuse_no_target(store: Store, target_type: str, target: str) -> None:
    """Refused for what evidence cannot be bound to.

    A record whose id is computed may be given its evidence before it is answered.
    """
    record_type = journal.declared(target_type)
    early = record_type.identity is Identity.KEYED and _is_uuid(target)
    if not early and not links.leads(store, target_type, target):
        raise errors.Refused(
            _("Không có bản ghi {type} {record}; hãy kiểm tra lại mã.").format(
                type=target_type, record=target
            )
        )


def _is_uuid(text: str) -> bool:
    try:
        return str(uuid.UUID(text)) == text
    except ValueError:
        return False


def reuse(store: Store, actor: str, evidence: str, target_type: str, target: str) -> str:
    """Bind a file that is already here to another record as well; the new evidence's id."""
    known = replica.values(store, EVIDENCE.name, evidence)
    if known is None:
        raise errors.Refused(_("Minh chứng này không còn; hãy chọn minh chứng khác."))
    there = store.value(
        "SELECT record FROM evidence WHERE target = ? AND sha256 = ? AND NOT deleted",
        (target, known["sha256"]),
    )
    if there:
        return str(there)
    carried: Values = {name: known[name] for name in (*_CARRIED, "media_type")}
    return _added(store, actor, {**carried, "target_type": target_type, "target": target})


def describe(store: Store, actor: str, evidence: str, values: Values) -> None:
    """Say a piece of evidence's title, document number, date, issuer or expiry."""
    journal.amend(store, actor, EVIDENCE, evidence, values)


def remove(store: Store, actor: str, evidence: str) -> None:
    """Take a piece of evidence off its record; the file stays until nothing can need it."""
    journal.commit(store, actor, [Edit(EVIDENCE.name, evidence, delete=True)])


def _added(store: Store, actor: str, values: Values) -> str:
    change = journal.amend(store, actor, EVIDENCE, None, values)
    if change is None:
        raise errors.Refused(_("Chưa thêm được minh chứng; hãy thử lại."))
    return change.record
