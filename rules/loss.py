"""The one question of the status bar: what would be lost if this PC died now?"""

from __future__ import annotations

from resources.words import _, many
from rules import numbers


def words(changes: int, files: int, *, refused: bool = False) -> str:
    """The answer; `refused`: nothing but changes the centre refused."""
    if not changes and not files:
        return _("Máy hỏng bây giờ cũng không mất gì")
    if refused:
        return many("Máy hỏng bây giờ thì mất {n} thay đổi trung tâm trả lại", changes)
    if not files:
        return many("Máy hỏng bây giờ thì mất {n} thay đổi", changes)
    if not changes:
        return many("Máy hỏng bây giờ thì mất {n} tệp", files)
    return many("Máy hỏng bây giờ thì mất {n} thay đổi và {files} tệp", changes).format(
        files=numbers.show(files)
    )
