"""Fields that save by themselves."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.support.keys import compose, press, type_in
from ui.editors import DateEditor, NoteEditor, NumberEditor, TextEditor

# the offscreen platform says so of every window it shows
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

TODAY = date(2026, 11, 23)
SOON = 10  # a rest short enough to wait for


class Form(QWidget):
    """A window with one field under test and a place to go to."""

    def __init__(self, editor: QWidget) -> None:
        super().__init__()
        self.editor = editor
        self.elsewhere = QLineEdit()
        column = QVBoxLayout(self)
        column.addWidget(editor)
        column.addWidget(self.elsewhere)
        self.heard: list[object] = []
        self.told: list[str] = []
        editor.edited.connect(self.heard.append)  # type: ignore[attr-defined]
        editor.troubled.connect(self.told.append)  # type: ignore[attr-defined]

    def leave(self) -> None:
        self.elsewhere.setFocus()


@pytest.fixture
def shown(qtbot: QtBot) -> Callable[[QWidget], Form]:
    """Puts an editor on screen, with the focus in it."""
    kept = []

    def show(editor: QWidget) -> Form:
        form = Form(editor)
        kept.append(form)
        qtbot.addWidget(form)
        with qtbot.waitActive(form):
            form.show()
            form.activateWindow()
        editor.setFocus()
        return form

    return show


Shown = Callable[[QWidget], Form]


def test_a_text_counts_when_the_field_is_left(shown: Shown) -> None:
    form = shown(TextEditor())
    type_in(form.editor, "Trạm y tế")
    assert form.heard == []
    form.leave()
    assert form.heard == ["Trạm y tế"]


def test_a_text_counts_on_enter_and_only_once(shown: Shown) -> None:
    form = shown(TextEditor())
    type_in(form.editor, "Thôn Hà Giữa")
    press(form.editor, Qt.Key.Key_Return)
    form.leave()
    assert form.heard == ["Thôn Hà Giữa"]


def test_a_text_counts_when_typing_rests(shown: Shown, qtbot: QtBot) -> None:
    editor = TextEditor(rest=SOON)
    form = shown(editor)
    with qtbot.waitSignal(editor.edited) as settled:
        type_in(editor, "Đường liên thôn")
    assert settled.args == ["Đường liên thôn"]
    assert editor.hasFocus()
    assert form.heard == ["Đường liên thôn"]


def test_leaving_without_typing_says_nothing(shown: Shown) -> None:
    editor = TextEditor()
    editor.setValue("Chợ Mai")
    form = shown(editor)
    form.leave()
    assert form.heard == []


def test_typing_the_same_value_again_says_nothing(shown: Shown) -> None:
    editor = TextEditor()
    editor.setValue("Chợ Mai")
    form = shown(editor)
    editor.selectAll()
    type_in(editor, "Chợ  Mai ")
    form.leave()
    assert form.heard == []
    assert editor.text() == "Chợ Mai"


def test_an_emptied_field_has_no_value(shown: Shown) -> None:
    editor = TextEditor()
    editor.setValue("Chợ Mai")
    form = shown(editor)
    editor.selectAll()
    press(editor, Qt.Key.Key_Delete)
    form.leave()
    assert form.heard == [None]


def test_a_value_from_outside_says_nothing(shown: Shown) -> None:
    editor = TextEditor()
    form = shown(editor)
    editor.setValue("Đình làng Dương Nỗ")
    form.leave()
    assert form.heard == []
    assert editor.text() == "Đình làng Dương Nỗ"


def test_a_value_from_outside_leaves_what_is_being_typed(shown: Shown) -> None:
    editor = TextEditor()
    editor.setValue("cũ")
    form = shown(editor)
    editor.selectAll()
    type_in(editor, "đang gõ dở")
    editor.setValue("từ máy khác")
    assert editor.text() == "đang gõ dở"
    form.leave()
    assert form.heard == ["đang gõ dở"]


def test_typing_what_came_from_outside_meanwhile_is_no_new_value(shown: Shown) -> None:
    editor = TextEditor()
    form = shown(editor)
    type_in(editor, "Phú Hồ")
    editor.setValue("Phú Hồ")
    form.leave()
    assert form.heard == []


def test_the_saved_value_coming_back_does_not_eat_the_space_just_typed(shown: Shown) -> None:
    editor = TextEditor()
    form = shown(editor)
    editor.edited.connect(editor.setValue)  # as a screen does that reads back what it stored
    type_in(editor, "Nhà ")
    editor.flush()
    assert form.heard == ["Nhà"]
    assert editor.text() == "Nhà "
    type_in(editor, "văn hóa")
    form.leave()
    assert form.heard == ["Nhà", "Nhà văn hóa"]


def test_flushing_settles_at_once(shown: Shown) -> None:
    editor = TextEditor()
    form = shown(editor)
    type_in(editor, "Quảng Điền")
    editor.flush()
    assert form.heard == ["Quảng Điền"]
    assert not editor.unsettled()


def test_another_record_forgets_what_was_typed_for_the_first(shown: Shown) -> None:
    editor = NumberEditor()
    form = shown(editor)
    type_in(editor, "mười hai")
    editor.flush()
    assert editor.unsettled()
    editor.open(7)
    form.leave()
    assert (editor.text(), form.heard, form.told[-1]) == ("7", [], "")


def test_escape_brings_the_settled_text_back(shown: Shown) -> None:
    editor = TextEditor()
    editor.setValue("Vinh Lộc")
    form = shown(editor)
    type_in(editor, "?")
    press(editor, Qt.Key.Key_Escape)
    form.leave()
    assert editor.text() == "Vinh Lộc"
    assert form.heard == []


def test_a_value_that_could_not_be_stored_stays_and_is_offered_again(shown: Shown) -> None:
    editor = TextEditor()
    form = shown(editor)
    refusals = iter(["Ổ đĩa đã đầy. Xóa bớt tệp rồi thử lại."])

    def store(_value: object) -> None:
        if sentence := next(refusals, ""):
            editor.refuse(sentence)

    editor.edited.connect(store)
    type_in(editor, "Lộc An")
    form.leave()
    assert editor.text() == "Lộc An"
    assert form.told == ["Ổ đĩa đã đầy. Xóa bớt tệp rồi thử lại."]
    assert editor.unsettled()
    editor.flush()
    assert form.heard == ["Lộc An", "Lộc An"]
    assert form.told[-1] == ""


def test_composed_letters_are_neither_doubled_nor_lost(shown: Shown) -> None:
    form = shown(TextEditor())
    type_in(form.editor, "xã ")
    for held in ("v", "vi", "viê", "việ", "việt"):
        compose(form.editor, held)
    compose(form.editor, "", commit="việt")
    form.leave()
    assert form.heard == ["xã việt"]


def test_nothing_is_settled_while_a_letter_is_being_composed(shown: Shown, qtbot: QtBot) -> None:
    editor = TextEditor(rest=SOON)
    form = shown(editor)
    type_in(editor, "a")
    with qtbot.waitSignal(editor.findChild(QTimer).timeout):
        compose(editor, "ê")
    assert form.heard == []
    with qtbot.waitSignal(editor.edited):
        compose(editor, "", commit="ế")
    assert form.heard == ["aế"]


def test_a_text_still_counts_when_a_composition_is_given_up(shown: Shown, qtbot: QtBot) -> None:
    editor = TextEditor(rest=SOON)
    form = shown(editor)
    type_in(editor, "Huế")
    with qtbot.waitSignal(editor.findChild(QTimer).timeout):
        compose(editor, "ư")
    with qtbot.waitSignal(editor.edited):
        compose(editor, "")
    assert form.heard == ["Huế"]


def test_a_value_from_outside_waits_while_a_letter_is_being_composed(shown: Shown) -> None:
    editor = TextEditor()
    shown(editor)
    compose(editor, "ư")
    editor.setValue("từ máy khác")
    assert editor.text() == ""
    compose(editor, "", commit="ử")
    assert editor.text() == "ử"


def test_leaving_amid_a_composition_keeps_the_letters_that_were_shown(shown: Shown) -> None:
    form = shown(TextEditor())
    type_in(form.editor, "Hu")
    compose(form.editor, "ế")
    form.leave()
    assert form.heard == ["Huế"]


def test_flushing_amid_a_composition_keeps_the_letters_that_were_shown(shown: Shown) -> None:
    for editor in (TextEditor(), NoteEditor()):
        form = shown(editor)
        type_in(editor, "Hu")
        compose(editor, "ế")
        editor.flush()
        assert form.heard == ["Huế"]


def test_decomposed_letters_are_composed_only_when_settled(shown: Shown) -> None:
    decomposed = unicodedata.normalize("NFD", "Huế")
    editor = TextEditor()
    form = shown(editor)
    type_in(editor, decomposed)
    assert editor.text() == decomposed
    form.leave()
    assert form.heard == ["Huế"]
    assert editor.text() == "Huế"


def test_a_field_with_nothing_to_take_back_leaves_undo_to_the_window(shown: Shown) -> None:
    editor = TextEditor()
    editor.setValue("đã lưu")
    shown(editor)
    undo = QKeyEvent(
        QEvent.Type.ShortcutOverride, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier
    )
    undo.ignore()
    QApplication.sendEvent(editor, undo)
    assert not undo.isAccepted()
    type_in(editor, "!")
    QApplication.sendEvent(editor, undo)
    assert undo.isAccepted()


def test_a_note_keeps_its_lines_and_enter_does_not_settle_it(shown: Shown) -> None:
    editor = NoteEditor()
    form = shown(editor)
    type_in(editor, "Đã họp.")
    press(editor, Qt.Key.Key_Return)
    type_in(editor, "Chờ văn bản.")
    assert form.heard == []
    press(editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert form.heard == ["Đã họp.\nChờ văn bản."]


def test_a_note_counts_when_it_is_left(shown: Shown) -> None:
    editor = NoteEditor()
    editor.setValue("Biên bản số 12")
    form = shown(editor)
    editor.selectAll()
    type_in(editor, "Biên bản số 13 ")
    form.leave()
    assert form.heard == ["Biên bản số 13"]
    assert editor.toPlainText() == "Biên bản số 13"


def test_a_note_composes_letters_without_doubling_them(shown: Shown) -> None:
    form = shown(NoteEditor())
    for held in ("đ", "đư", "đươ", "được"):
        compose(form.editor, held)
    compose(form.editor, "", commit="được")
    form.leave()
    assert form.heard == ["được"]


def test_a_note_from_outside_does_not_move_the_cursor_of_who_reads_it(shown: Shown) -> None:
    editor = NoteEditor()
    editor.setValue("một hai ba")
    shown(editor)
    cursor = editor.textCursor()
    cursor.setPosition(4)
    editor.setTextCursor(cursor)
    editor.setValue("một hai bốn")
    assert editor.textCursor().position() == 4


@pytest.mark.parametrize(
    ("typed", "value", "tidy"),
    [("1.234,5", 1234.5, "1.234,5"), ("1234", 1234, "1.234"), ("0", 0, "0"), (" 12 % ", 12, "12")],
)
def test_numbers_are_read_and_written_the_vietnamese_way(
    shown: Shown, typed: str, value: float, tidy: str
) -> None:
    editor = NumberEditor()
    form = shown(editor)
    type_in(editor, typed)
    form.leave()
    assert form.heard == [value]
    assert editor.text() == tidy


def test_an_emptied_number_is_missing_and_not_zero(shown: Shown) -> None:
    editor = NumberEditor()
    editor.setValue(0)
    form = shown(editor)
    assert editor.text() == "0"
    editor.selectAll()
    press(editor, Qt.Key.Key_Backspace)
    form.leave()
    assert form.heard == [None]


def test_a_bad_number_stays_with_a_sentence_until_it_is_mended(shown: Shown) -> None:
    editor = NumberEditor()
    form = shown(editor)
    type_in(editor, "12a")
    form.leave()
    assert editor.text() == "12a"
    assert form.heard == []
    assert len(form.told) == 1
    assert "12a" in form.told[0]
    editor.setFocus()
    editor.selectAll()
    type_in(editor, "12")
    form.leave()
    assert form.heard == [12]
    assert form.told[-1] == ""


def test_a_value_from_outside_does_not_wipe_a_bad_number_away(shown: Shown) -> None:
    editor = NumberEditor()
    form = shown(editor)
    type_in(editor, "12a")
    form.leave()
    editor.setValue(15)
    assert editor.text() == "12a"


@pytest.mark.parametrize("typed", ["1/2/26", "01022026", "1-2-2026", "01.02.26"])
def test_a_date_is_read_tolerantly_and_written_in_full(shown: Shown, typed: str) -> None:
    editor = DateEditor(today=lambda: TODAY)
    form = shown(editor)
    type_in(editor, typed)
    form.leave()
    assert form.heard == ["2026-02-01"]
    assert editor.text() == "01/02/2026"


def test_a_day_that_does_not_exist_stays_with_a_sentence(shown: Shown) -> None:
    editor = DateEditor(today=lambda: TODAY)
    form = shown(editor)
    type_in(editor, "31/2/2026")
    form.leave()
    assert editor.text() == "31/2/2026"
    assert form.heard == []
    assert form.told == ["Tháng 2 năm 2026 không có ngày 31. Kiểm tra lại ngày."]


def test_the_calendar_picks_by_keyboard(shown: Shown) -> None:
    editor = DateEditor(today=lambda: TODAY)
    form = shown(editor)
    press(editor, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    calendar = QApplication.activePopupWidget()
    assert calendar is not None
    days = calendar.focusProxy()
    assert days is not None
    press(days, Qt.Key.Key_PageDown)
    press(days, Qt.Key.Key_Right)
    press(days, Qt.Key.Key_Return)
    assert form.heard == ["2026-12-24"]
    assert editor.text() == "24/12/2026"
    assert QApplication.activePopupWidget() is None
