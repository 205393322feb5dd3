"""What was signed stays as it was signed.

The satisfaction survey is the Front's own: once it has signed, nobody edits the survey, its counts
or its sheets, until somebody of the Front takes the signature back.
"""

from __future__ import annotations

import json

from db import errors
from db.projection import Row
from db.store import Store
from resources.words import _
from rules.record import ITSELF, RecordType, Values
from rules.records.person import FRONT

_SIGNATURE = ("signed_at", "signed_by", "snapshot")


def refuse(
    store: Store, actor: str, record_type: RecordType, record: str, row: Row | None, values: Values
) -> None:
    """Raise Refused where this edit would change what is signed, or sign for the Front."""
    before = row.values if row else {}
    if record_type.sealed_by != ITSELF:
        field = record_type.field(record_type.sealed_by)
        assert field is not None
        for link in {before.get(field.name), values.get(field.name)}:
            if isinstance(link, str) and _is_signed(store, str(field.to), link):
                raise _sealed()
    elif any(name in values and values[name] != before.get(name) for name in _SIGNATURE):
        if not is_front(store, actor):
            raise errors.Refused(
                _(
                    "Chỉ người của Mặt trận ký hoặc rút chữ ký được; vai trò này đặt ở"
                    " Cài đặt, phần Cán bộ."
                )
            )
    elif before.get("signed_at") and not (row and row.deleted):
        raise _sealed()


def is_front(store: Store, actor: str) -> bool:
    """Whether an officer acts for the Fatherland Front."""
    roles = store.value("SELECT roles FROM person WHERE record = ? AND NOT deleted", (actor,))
    return FRONT in json.loads(roles or "[]")


def _is_signed(store: Store, table: str, record: str) -> bool:
    found = store.value(
        f"SELECT 1 FROM {table} WHERE record = ? AND signed_at IS NOT NULL AND NOT deleted",
        (record,),
    )
    return found is not None


def _sealed() -> errors.Refused:
    return errors.Refused(
        _(
            "Cuộc khảo sát đã được Mặt trận ký nên không sửa được; muốn sửa, người của Mặt trận"
            " phải rút chữ ký trước."
        )
    )
