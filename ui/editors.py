"""Fields that save by themselves: a value counts when the field is left or typing rests.

    edited(object)   a settled new value, once; never for a value that came from outside
    troubled(str)    what is wrong with the text and what to do; "" when all is well
    setValue(v)      show what is stored; keeps its hands off a text somebody is typing
    open(v)          show another record: what was typed for the one before is forgotten
    flush()          settle now, because the window closes or another record is chosen
    refuse(words)    the value could not be stored: the text stays, and counts as not settled

Vietnamese is often typed by composition: the last letters are still the input method's while
they are shown.  Nothing is settled or rewritten until it has handed them over, and only then is
the text brought into Unicode's composed form (NFC).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAction,
    QFocusEvent,
    QGuiApplication,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QTextCursor,
)
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from resources.words import _
from rules import numbers
from rules.numbers import NumberError
from ui import look
from ui.look import Role
from ui.widgets import dates, icons
from ui.widgets.dates import DateError
from ui.widgets.growing import Growing

if TYPE_CHECKING:
    from PySide6.QtGui import QContextMenuEvent
    from PySide6.QtWidgets import QMenu

REST = 2000  # milliseconds without a key before a text counts


class _Typed(Protocol):
    """What the settler needs of a field."""

    def typed(self) -> str: ...
    def put(self, text: str) -> None: ...
    def read(self, text: str) -> object: ...
    def words(self, value: object) -> str: ...
    def hasFocus(self) -> bool: ...


class Settler(QObject):
    """Decides when what is typed counts; the same for every kind of field."""

    edited = Signal(object)
    troubled = Signal(str)

    def __init__(self, field: QWidget, typed: _Typed, rest: int) -> None:
        super().__init__(field)
        self._field = typed
        self._value: object = None
        self._before: object = None  # the value settled before, should the new one be refused
        self._typing = False  # the text is newer than the value
        self._composing = False
        self._trouble = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(rest)
        self._timer.timeout.connect(self.settle)

    @property
    def value(self) -> object:
        """What was settled or given last."""
        return self._value

    @property
    def trouble(self) -> str:
        """What is wrong with the text, "" if nothing."""
        return self._trouble

    @property
    def typing(self) -> bool:
        """Whether the text holds something that is not settled."""
        return self._typing

    def touch(self) -> None:
        """The person changed the text."""
        self._typing = True
        self._timer.start()

    def compose(self, composing: bool) -> None:
        """The input method holds letters, or has just handed them over."""
        ended = self._composing and not composing
        self._composing = composing
        if ended and self._typing:
            self._timer.start()

    def settle(self) -> None:
        """Make the text count, if it can be read and no letter is still being composed."""
        self._timer.stop()
        if self._composing or not self._typing:
            return
        try:
            value = self._field.read(unicodedata.normalize("NFC", self._field.typed()))
        except (NumberError, DateError) as unreadable:
            self._tell(unreadable.advice)
            return
        self._typing = False
        self._tell("")
        if value != self._value:
            self._before, self._value = self._value, value
            self.edited.emit(value)

    def leave(self) -> None:
        """The field is left: settle, and write the value in its usual form."""
        self.settle()
        if not self._typing and not self._composing:
            self._field.put(self._field.words(self._value))

    def give(self, value: object) -> None:
        """The stored value is this; a text that is being typed stays."""
        self._value = value
        if self._typing or self._composing:
            return
        text = self._field.words(value)
        if not (self._field.hasFocus() and self._says(value)):
            self._field.put(text)

    def open(self, value: object) -> None:
        """Begin anew with the value of another record."""
        self._timer.stop()
        self._typing = False
        self._value = value
        self._field.put(self._field.words(value))
        self._tell("")

    def resume(self, text: str) -> None:
        """Show a text that was typed earlier and could not be read."""
        self._field.put(text)
        self._typing = True

    def refuse(self, sentence: str) -> None:
        """What was settled last could not be stored: it counts as typed, not as settled."""
        self._value = self._before
        self._typing = True
        self._tell(sentence)

    def revert(self) -> None:
        """Back to the settled value, because the person wants so."""
        self.open(self._value)

    def _says(self, value: object) -> bool:
        """Whether the text already means this value, in whatever form."""
        try:
            return self._field.read(self._field.typed()) == value
        except (NumberError, DateError):
            return False

    def _tell(self, sentence: str) -> None:
        if sentence != self._trouble:
            self._trouble = sentence
            self.troubled.emit(sentence)


class _Saving:
    """What all the fields answer to; `_settler` does the work."""

    _settler: Settler
    _held: str  # the letters the input method still holds

    def value(self) -> object:
        """The settled value; what is being typed is not in it."""
        return self._settler.value

    def setValue(self, value: object) -> None:
        """Show the stored value; fires nothing and leaves alone what is being typed."""
        self._settler.give(self.plain(value))

    def open(self, value: object) -> None:
        """Show the value of another record; fires nothing, forgets what was typed."""
        self._held = ""
        self._settler.open(self.plain(value))

    def unsettled(self) -> bool:
        """Whether the text holds something that does not count yet, or cannot be read."""
        return self._settler.typing

    def trouble(self) -> str:
        """What is wrong with the text, "" if nothing."""
        return self._settler.trouble

    def flush(self) -> None:
        """Settle now; letters that are still being composed are taken as they are shown."""
        self.take_held()
        self._settler.settle()

    def resume(self, typed: object) -> None:
        """Show a text that was typed earlier and does not count yet."""
        self._settler.resume(str(typed))

    def refuse(self, sentence: str) -> None:
        """The value could not be stored; keep the text and say why."""
        self._settler.refuse(sentence)

    def plain(self, value: object) -> object:
        """The value as this field gives it back: an empty text is no value."""
        return None if value == "" else value

    def take_held(self) -> None:
        """Ask the input method for its letters; if it does not answer, keep what is shown."""
        assert isinstance(self, QWidget)
        if self._held and self.hasFocus():
            QGuiApplication.inputMethod().commit()
        if self._held:
            handed = QInputMethodEvent("", [])
            handed.setCommitString(self._held)
            QApplication.sendEvent(self, handed)


class TextEditor(_Saving, QLineEdit):
    """A text of one line; runs of spaces become one.  Value: str, or None when empty.

    Enter settles, Esc brings the settled text back.
    """

    edited = Signal(object)
    troubled = Signal(str)

    def __init__(self, parent: QWidget | None = None, *, rest: int = REST) -> None:
        super().__init__(parent)
        self._held = ""
        self._settler = Settler(self, self, rest)
        self._settler.edited.connect(self.edited)
        self._settler.troubled.connect(self.troubled)
        self.textEdited.connect(lambda _text: self._settler.touch())
        self.returnPressed.connect(self._settler.leave)

    def typed(self) -> str:
        return self.text()

    def put(self, text: str) -> None:
        if text != self.text():
            place = self.cursorPosition()
            self.setText(text)
            self.setCursorPosition(min(place, len(text)) if self.hasFocus() else 0)

    def read(self, text: str) -> object:
        return " ".join(text.split()) or None

    def words(self, value: object) -> str:
        return "" if value is None else str(value)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self._held = event.preeditString()
        super().inputMethodEvent(event)
        self._settler.compose(bool(self._held))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.take_held()
        super().focusOutEvent(event)
        self._settler.leave()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._settler.typing:
            self._settler.revert()
        elif event.matches(QKeySequence.StandardKey.Paste) and not self.isReadOnly():
            self._paste()
        else:
            super().keyPressEvent(event)

    def menu(self) -> QMenu:
        """What unfolds upon the field; pasting is ours there too."""
        from ui import menus  # needed when somebody asks for it

        return menus.spoken(self.createStandardContextMenu(), self._paste)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        from ui import menus

        menus.unfold(self.menu(), event.globalPos())

    def _paste(self) -> None:
        """As it stands first, so that Ctrl+Z brings back what a conversion made of it."""
        from ui import pasting  # with the tables of the old encodings

        start = self.selectionStart() if self.hasSelectedText() else self.cursorPosition()
        self.paste()
        text, encoding = pasting.opened(self.text()[start : self.cursorPosition()])
        if encoding:
            self.setSelection(start, self.cursorPosition() - start)
            self.insert(text)
            pasting.tell_text(self, encoding)

    def event(self, event: QEvent) -> bool:
        if _is_for_the_register(event, undo=self.isUndoAvailable(), redo=self.isRedoAvailable()):
            event.ignore()
            return False
        return super().event(event)


def _is_for_the_register(event: QEvent, *, undo: bool, redo: bool) -> bool:
    """Whether this is Ctrl+Z or Ctrl+Y, and the field has nothing of its own to take back."""
    if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    takes_back = event.matches(QKeySequence.StandardKey.Undo) and not undo
    return takes_back or (event.matches(QKeySequence.StandardKey.Redo) and not redo)


class NumberEditor(TextEditor):
    """A number as it is written here: 1.234,5.  Value: int, float, or None when empty."""

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        decimals: int | None = None,
        rest: int = REST,
    ) -> None:
        super().__init__(parent, rest=rest)
        self._decimals = decimals
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setInputMethodHints(Qt.InputMethodHint.ImhFormattedNumbersOnly)
        self.setFont(look.numerals())

    def read(self, text: str) -> object:
        return numbers.parse(text)

    def words(self, value: object) -> str:
        assert value is None or isinstance(value, int | float)
        return "" if value is None else numbers.show(value, self._decimals)


class DateEditor(TextEditor):
    """A date as it is written here: 23/11/2026.  Value: ISO str, or None when empty.

    Alt+Down unfolds a calendar.  `today` completes short years and marks the day.
    """

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        today: Callable[[], date] = date.today,
        rest: int = REST,
    ) -> None:
        super().__init__(parent, rest=rest)
        self._today = today
        self.setPlaceholderText(_("ngày/tháng/năm"))
        self.setInputMethodHints(Qt.InputMethodHint.ImhDate)
        self.setFont(look.numerals())
        unfold = QAction(icons.icon("due", Role.MUTED), _("Chọn ngày (Alt+Mũi tên xuống)"), self)
        unfold.triggered.connect(self.unfold)
        self.addAction(unfold, QLineEdit.ActionPosition.TrailingPosition)

    def read(self, text: str) -> object:
        return dates.read(text, self._today())

    def words(self, value: object) -> str:
        assert value is None or isinstance(value, str)
        return dates.show(value)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
        if event.key() == Qt.Key.Key_Down and alt:
            self.unfold()
        else:
            super().keyPressEvent(event)

    def unfold(self) -> None:
        """Show the calendar, on the settled date or today."""
        from ui.widgets.calendar import Calendar  # few ask for it, so no start waits for it

        self.flush()
        settled = self.value()
        day = date.fromisoformat(settled) if isinstance(settled, str) else self._today()
        calendar = Calendar(day, self._today(), self)
        calendar.picked.connect(self._pick)
        calendar.open_under(self)

    def _pick(self, iso: str) -> None:
        self.setText(dates.show(iso))
        self._settler.touch()
        self._settler.leave()


class NoteEditor(_Saving, Growing):
    """A note of several lines that grows.  Value: str, or None when empty.

    Ctrl+Enter settles; Tab leaves the field.
    """

    edited = Signal(object)
    troubled = Signal(str)

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        least: int = 2,
        most: int = 12,
        rest: int = REST,
    ) -> None:
        super().__init__(least, most, parent)
        self.document().clearUndoRedoStacks()  # setting the margins counts as an edit to Qt
        self._held = ""
        self._putting = False
        self._settler = Settler(self, self, rest)
        self._settler.edited.connect(self.edited)
        self._settler.troubled.connect(self.troubled)
        self.textChanged.connect(self._changed)

    def event(self, event: QEvent) -> bool:
        written = self.document()
        undo, redo = written.isUndoAvailable(), written.isRedoAvailable()
        if _is_for_the_register(event, undo=undo, redo=redo):
            event.ignore()
            return False
        return super().event(event)

    def typed(self) -> str:
        return self.toPlainText()

    def put(self, text: str) -> None:
        if text == self.toPlainText():
            return
        place = self.textCursor().position() if self.hasFocus() else 0
        self._putting = True
        self.setPlainText(text)
        self._putting = False
        cursor = self.textCursor()
        cursor.setPosition(min(place, len(self.toPlainText())))
        self.setTextCursor(cursor)

    def read(self, text: str) -> object:
        return text.strip() or None

    def words(self, value: object) -> str:
        return "" if value is None else str(value)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self._held = event.preeditString()
        super().inputMethodEvent(event)
        self._settler.compose(bool(self._held))

    def menu(self) -> QMenu:
        """What unfolds upon the field."""
        from ui import menus  # needed when somebody asks for it

        return menus.spoken(self.createStandardContextMenu())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        from ui import menus

        menus.unfold(self.menu(), event.globalPos())

    def insertFromMimeData(self, source: QMimeData) -> None:
        """As it stands first, so that Ctrl+Z brings back what a conversion made of it."""
        from ui import pasting  # with the tables of the old encodings

        start = self.textCursor().selectionStart()
        super().insertFromMimeData(source)
        text, encoding = pasting.opened(source.text())
        if encoding:
            cursor = self.textCursor()
            cursor.setPosition(start, QTextCursor.MoveMode.KeepAnchor)
            cursor.insertText(text)
            pasting.tell_text(self, encoding)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.take_held()
        super().focusOutEvent(event)
        self._settler.leave()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._settler.settle()
        else:
            super().keyPressEvent(event)

    def _changed(self) -> None:
        if not self._putting:
            self._settler.touch()
