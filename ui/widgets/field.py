"""A field with its name above and, when something is wrong, the sentence below."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.look import SPACE, Role, Type
from ui.widgets.text import Text


class Field(QWidget):
    """Puts an editor under its label; & in the label is the mnemonic that leads to the editor.

    An editor that has a signal `troubled(str)` is listened to: its sentence stands below until
    it says "".
    """

    def __init__(
        self, label: str, editor: QWidget, unit: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.editor = editor
        self.label = Text(label, Type.SMALL, Role.MUTED)
        self.label.setBuddy(editor)
        self.trouble = Text("", Type.SMALL, Role.DANGER, wrap=True)
        self.trouble.hide()
        editor.setAccessibleName(label.replace("&", ""))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.label)
        line = QHBoxLayout()
        line.setSpacing(SPACE.gap)
        line.addWidget(editor)
        if unit:
            line.addWidget(Text(unit, Type.BODY, Role.MUTED))
        column.addLayout(line)
        column.addWidget(self.trouble)
        column.addStretch(1)  # a neighbour's long sentence must not pull the name off its editor
        troubled = getattr(editor, "troubled", None)
        if troubled is not None:
            troubled.connect(self.warn)

    def warn(self, sentence: str) -> None:
        """Show what is wrong and what to do; "" when all is well again."""
        self.trouble.setText(sentence)
        self.trouble.setVisible(bool(sentence))
        self.editor.setProperty("troubled", bool(sentence))
        self.editor.setAccessibleDescription(sentence)
        self.editor.style().unpolish(self.editor)
        self.editor.style().polish(self.editor)
