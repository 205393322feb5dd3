"""What two PCs changed in one record at the same time, in different fields: both hold."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.queries.merged import Meeting
from resources.words import _
from ui import names
from ui.disputes import answer_words
from ui.look import SPACE, Role, Type
from ui.sheets import stack
from ui.widgets.text import Heading, Text


class Meetings(QWidget):
    """Nobody is asked; an officer may look.  Hidden while there are none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[Meeting, ...] = ()
        self._lines: QWidget | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE.gap)
        self._column.addWidget(
            Heading(
                _("Hai máy cùng sửa, đã ghép"), _("mỗi máy sửa một ô khác nhau, cả hai được giữ")
            )
        )
        self.hide()

    def show_meetings(self, meetings: Sequence[Meeting]) -> None:
        """Show these."""
        if tuple(meetings) == self._shown:
            return
        self._shown = tuple(meetings)
        if self._lines is not None:
            self._lines.deleteLater()
        self._lines = stack(*(_line(meeting) for meeting in meetings), spacing=SPACE.gap)
        self._column.addWidget(self._lines)
        self.setVisible(bool(meetings))

    def sentences(self) -> list[str]:
        """What is told now."""
        return [line_words(meeting) for meeting in self._shown]


def _line(meeting: Meeting) -> QWidget:
    when = _("{who}, {when}").format(
        who=meeting.actor or _("người ở máy khác"), when=names.moment(meeting.at)
    )
    return stack(
        Text(line_words(meeting), wrap=True), Text(when, Type.SMALL, Role.MUTED, wrap=True)
    )


def line_words(meeting: Meeting) -> str:
    """What the other PC put beside ours."""
    what = names.subject_of_all(meeting.subject)
    fields = meeting.theirs
    if len(fields) == 1:
        (field,) = fields
        return _("{what}: máy kia sửa {field} thành {value}").format(
            what=what[:1].upper() + what[1:],
            field=names.of_field(field).lower(),
            value=answer_words(fields),
        )
    return _("{what}: máy kia sửa {values}").format(
        what=what[:1].upper() + what[1:], values=answer_words(fields)
    )
