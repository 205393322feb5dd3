"""From what went wrong to the sentence beside the field."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from db.errors import DatabaseError
from resources.reasons import reason
from resources.trouble import PackageError
from resources.words import _
from rules.record import RecordError
from ui import names


def sentence(error: Exception) -> str | None:
    """What to tell the officer; None when the fault is ours and must be reported."""
    match error:
        case DatabaseError():
            return error.sentence
        case RecordError():
            told = (humanly(problem.sentence, [problem.field]) for problem in error.problems)
            return " ".join(dict.fromkeys(told))
        case PackageError():
            return str(error)
        case OSError():
            return _("Máy báo lỗi khi đọc hoặc ghi tệp ({reason}); hãy thử lại.").format(
                reason=reason(error)
            )
    from rules.intake.trouble import NotAList  # read when there is a fault to tell

    if isinstance(error, NotAList):
        return str(error)
    # the carriers' errors are a room this one does not know; all of them tell people something
    return str(error) if hasattr(error, "sentence") else None


def attempt(deed: Callable[[], object]) -> str:
    """Do it; "" when it is done, the sentence when the world stood in the way.

    Our own mistakes are raised on.
    """
    try:
        deed()
    except Exception as error:
        told = sentence(error)
        if told is None:
            raise
        return told
    return ""


def humanly(told: str, fields: Iterable[str]) -> str:
    """Declarations speak of fields by their names in the data; officers know them otherwise."""
    for field in fields:
        told = told.replace(f"“{field}”", f"“{names.of_field(field)}”")
    return told
