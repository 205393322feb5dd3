"""A field under its name; what is wrong with it is told by the form, where there is room."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import QMimeData, QSize, Qt, QUrl
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QTextEdit, QVBoxLayout, QWidget

from ui import look
from ui.look import Role, Type
from ui.widgets.text import Text

_LEAST = 14  # letters that are seen in the narrowest field: a date with its button


class Slot(QWidget):
    """A label above an editor of so many letters, fewer where there is no room for them.

    & marks the mnemonic.
    """

    def __init__(
        self, label: str, editor: QWidget, letters: int = 0, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.editor = editor
        self._letters = letters
        self.label = Text("", Type.SMALL, Role.MUTED, parent=self)
        self.label.setBuddy(editor)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.label)
        column.addWidget(editor)
        self.call(label)
        if letters:
            self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
            self._widen()

    def call(self, label: str) -> None:
        """Give it another name."""
        self.label.setText(label)
        self.editor.setAccessibleName(label.replace("&", ""))

    def warn(self, sentence: str) -> None:
        """Mark the editor as wrong, and tell screen readers why; "" when all is well."""
        if bool(self.editor.property("troubled")) != bool(sentence):
            self.editor.setProperty("troubled", bool(sentence))
            self.editor.style().unpolish(self.editor)
            self.editor.style().polish(self.editor)
        self.editor.setAccessibleDescription(sentence)

    def sizeHint(self) -> QSize:
        wished = super().sizeHint()
        if not self._letters:
            return wished
        return QSize(max(self.label.sizeHint().width(), self._wide()), wished.height())

    def _wide(self) -> int:
        metrics = self.editor.fontMetrics()
        scale = look.current().scale_percent / 100
        return self._letters * metrics.averageCharWidth() + round(24 * scale)

    def _widen(self) -> None:
        """No wider than its letters, as narrow as the few that are still to be read in."""
        wide = self._wide()
        least = min(self._letters, _LEAST) * wide // self._letters
        self.editor.setMinimumWidth(least)
        self.editor.setMaximumWidth(wide)


class Troubles(Text):
    """The sentences about the fields above it, one line each; hidden while all is well."""

    def __init__(self, parent: QWidget | None = None, role: Role = Role.DANGER) -> None:
        """Other roles are for what is kept all the same, and may deserve a second look."""
        super().__init__("", Type.SMALL, role, wrap=True, parent=parent)
        self._told: dict[str, str] = {}
        self.hide()

    def tell(self, field: str, sentence: str) -> None:
        """What is wrong with a field; "" takes it back."""
        if sentence:
            self._told[field] = sentence
        else:
            self._told.pop(field, None)
        self.setText("\n".join(dict.fromkeys(self._told.values())))
        self.setVisible(bool(self._told))

    def forget(self) -> None:
        """Another indicator: nothing is known of it yet."""
        self._told.clear()
        self.setText("")
        self.hide()


def leave_drops(form: QWidget) -> None:
    """Fields would take a dropped file as text; upon a form it is evidence, wherever it falls."""
    for kind in (QLineEdit, QTextEdit):
        for field in form.findChildren(kind):
            field.setAcceptDrops(False)


def local_files(urls: Iterable[QUrl]) -> list[Path]:
    """The files of this PC among what was dropped or copied."""
    return [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]


def only_file(dropped: QMimeData) -> Path | None:
    """The one file of this PC that is dropped; None where there are more, or none."""
    paths = local_files(dropped.urls())
    return paths[0] if len(paths) == 1 else None


def follow(before: QWidget, late: QWidget) -> None:
    """Let Tab come to a part that was built late right after `before`, as one reads."""
    after = next(reversed(_stops(before)), before)
    for stop in _stops(late):
        QWidget.setTabOrder(after, stop)
        after = stop


def read_through(part: QWidget) -> None:
    """Let Tab go through a part as one reads it, whatever of it was built late."""
    stops = _stops(part)
    before = part.previousInFocusChain()
    while before and (part.isAncestorOf(before) or before.focusPolicy() == Qt.FocusPolicy.NoFocus):
        before = before.previousInFocusChain()  # Qt orders only what Tab stops at
    for first, second in pairwise([before, *stops] if before else stops):
        QWidget.setTabOrder(first, second)


def enter(part: QWidget) -> None:
    """To the first place in a part where something can be done."""
    for stop in _stops(part):
        if stop.isVisible() and stop.isEnabled():
            stop.setFocus()
            return


def _stops(part: QWidget) -> list[QWidget]:
    """Where Tab stops inside a part, in the order they were built."""
    found = [part, *part.findChildren(QWidget)]
    window = part.window()  # lists that unfold are windows of their own
    return [
        each
        for each in found
        if each.focusPolicy() != Qt.FocusPolicy.NoFocus and each.window() is window
    ]
