"""Whether what a record points to is there.

Asked of what is entered here.  What arrives is never asked: the record it points to may follow.
"""

from __future__ import annotations

from collections.abc import Mapping

from db.store import Store
from resources import units
from resources.words import _
from rules.record import Field, Kind, Problem, RecordType, Value
from rules.records import UNIT


def dangling(
    store: Store, record_type: RecordType, values: Mapping[str, Value]
) -> tuple[Problem, ...]:
    """The fields among these that point to a record nobody knows."""
    return tuple(
        Problem(field.name, "dangling", _nowhere(field, value))
        for field in record_type.fields
        if field.kind is Kind.LINK and field.to and isinstance(value := values.get(field.name), str)
        if not leads(store, field.to, value)
    )


def leads(store: Store, to: str, record: str) -> bool:
    """Whether there is such a record, or an official unit of this code."""
    if store.row(f'SELECT 1 FROM "{to}" WHERE record = ? AND NOT deleted', (record,)):
        return True
    return to == UNIT.name and units.newest(record) is not None


def _nowhere(field: Field, value: Value) -> str:
    return _("“{field}” ghi {to} “{value}” chưa có ở đây; hãy kiểm tra lại mã.").format(
        field=field.name, to=field.to, value=value
    )
