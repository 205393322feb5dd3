"""What villages become: the new name or names, and the first day that holds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from resources.words import _
from ui.drafts import Shelf
from ui.editors import DateEditor, NoteEditor
from ui.half import Half
from ui.look import SPACE, Role
from ui.sheets import stack
from ui.slots import Slot
from ui.widgets.button import Button, Kind
from ui.widgets.flow import Flow
from ui.widgets.message import Message
from ui.widgets.text import Heading


class Becoming(QWidget):
    """Asked before villages are merged into one new, or one is split into several."""

    decided = Signal(list, str)  # names, first day as ISO

    def __init__(
        self, today: Callable[[], date], *, many_names: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._today = today
        self.names = NoteEditor(least=3 if many_names else 1, most=8 if many_names else 1)
        self.first = DateEditor(today=today)
        self.half = Half({"names": self.names, "first": self.first})
        self.message = Message()
        self.heading = Heading(_("Chia tách") if many_names else _("Sáp nhập"))
        word = _("Chi&a tách") if many_names else _("&Sáp nhập")
        self.decide = Button(word, "villages", Kind.PRIMARY)
        label = _("Tên các thôn mới, mỗi dòng một thôn") if many_names else _("Tên thôn mới")
        when = Flow(SPACE.group)
        when.add(Slot(_("Từ ngày (ngày đầu tiên của thôn mới)"), self.first, 24))
        buttons = Flow()
        buttons.add(self.decide)
        whole = stack(
            self.heading,
            self.message,
            Slot(label, self.names),
            when,
            buttons,
            spacing=SPACE.gap,
        )
        layout = whole.layout()
        assert layout is not None
        self.setLayout(layout)
        self.decide.clicked.connect(self._decide)

    def start(self) -> None:
        """Take the focus to the name."""
        self.names.setFocus(Qt.FocusReason.TabFocusReason)

    def show_for(self, shelf: Shelf) -> None:
        """Ask about these villages; what was begun about them is there again."""
        if self.half.show(shelf, self._first_day()):
            self.message.clear()

    def forget(self) -> None:
        """Nothing is being decided any more."""
        self.half.forget(self._first_day())
        self.message.clear()

    def _first_day(self) -> dict[str, object]:
        return {"first": self._today().isoformat()}

    def _decide(self) -> None:
        self.first.flush()
        day = self.first.value()
        lines = [line.strip() for line in self.names.toPlainText().splitlines() if line.strip()]
        if self.first.trouble() or not isinstance(day, str):
            told = self.first.trouble() or _("Chưa có ngày; hãy ghi ngày đầu tiên của thôn mới.")
            self.message.say(Role.DANGER, told)
        elif not lines:
            self.message.say(Role.DANGER, _("Chưa có tên thôn mới; hãy gõ tên."))
        else:
            self.decided.emit(lines, day)
