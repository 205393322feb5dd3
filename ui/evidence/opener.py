"""Opening one file of a record with the system's programme, off the window's thread."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from db.queries.evidence import Piece
from resources.words import _
from ui import opening
from ui.desk import Desk
from ui.look import Role
from ui.widgets.message import Message


class Opener(QObject):
    """What stands in the way is said in the message beside the files."""

    def __init__(self, desk: Desk, message: Message, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._message = desk, message

    def open(self, piece: Piece) -> None:
        """Show a copy of the file; one that is not here yet says so."""
        if piece.state == "elsewhere":
            self._message.say(
                Role.INFO, _("Tệp này ở máy khác, chưa tải về. Nó sẽ về ở lần gửi nhận tới.")
            )
            return
        self._desk.worker.run(
            partial(opening.copy, piece.sha256, piece.name),
            owner=self,
            done=self._show,
            failed=partial(self._failed, piece.name),
        )

    def _show(self, copied: Path) -> None:
        told = opening.show(copied)
        if told:
            self._message.say(Role.DANGER, told)

    def _failed(self, name: str, error: Exception) -> None:
        if not isinstance(error, OSError):
            raise error
        self._message.say(Role.DANGER, opening.unreadable(name, error))
