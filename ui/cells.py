"""What is wrong in the cells of a table, told above or below it until it is mended."""

from __future__ import annotations

from typing import Any

from resources.words import _, many
from ui.drafts import Draft
from ui.look import Role
from ui.rows import Rows
from ui.widgets.message import Message

_LISTED = 8  # bad cells told one by one; the others are counted


def tell_in(rows: Rows[Any], message: Message) -> None:
    """From now on the message tells what waits in the cells."""
    rows.troubled.connect(lambda _advice: tell(rows, message))


def tell(rows: Rows[Any], message: Message, *more: str) -> None:
    """Say what waits in the cells, and more that belongs to it; nothing where all is well."""
    sentences = list(dict.fromkeys((*map(_sentence, rows.waiting()), *more)))
    listed = sentences[:_LISTED]
    if len(sentences) > _LISTED:
        listed.append(many("… và {n} ô nữa, được đánh dấu.", len(sentences) - _LISTED))
    if listed:
        message.say(Role.DANGER, "\n".join(listed))
    elif message.role() is Role.DANGER:
        message.clear()


def _sentence(draft: Draft) -> str:
    why = draft.why or _("“{typed}” chưa lưu được; hãy sửa hoặc xoá.").format(typed=draft.typed)
    return _("{row}: {advice}").format(row=draft.row, advice=why)
