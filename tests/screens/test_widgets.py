"""The small widgets, by keyboard and as screen readers meet them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QAccessible, QImage, QKeySequence, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLineEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from tests.support.keys import press, type_in
from ui import look
from ui.editors import NumberEditor
from ui.look import STATUSES, Role, Type
from ui.widgets.button import Button, IconButton, Kind
from ui.widgets.check import Check, Radio
from ui.widgets.chips import Chip, Chips
from ui.widgets.choice import verdict
from ui.widgets.empty import Empty
from ui.widgets.field import Field
from ui.widgets.flow import Flow
from ui.widgets.growing import Growing
from ui.widgets.message import Message
from ui.widgets.picker import Picker
from ui.widgets.pill import Pill
from ui.widgets.progress import Progress
from ui.widgets.rail import WIDTH, Place, Rail
from ui.widgets.search import Search
from ui.widgets.text import Elided, Heading, Text, Wrapped, line_height
from ui.widgets.tile import File, FileState, Tile, icon_of

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

KEY = Qt.Key
LONG = (
    "Có ứng dụng công nghệ thông tin trong công tác quản lý, điều hành và cung cấp dịch vụ công "
    "trực tuyến phục vụ người dân, doanh nghiệp trên địa bàn xã; tỷ lệ hồ sơ thủ tục hành chính "
    "được tiếp nhận và giải quyết trực tuyến toàn trình đạt mức do Ủy ban nhân dân tỉnh quy định, "
    "kể cả kết quả đánh giá mức độ hài lòng của người dân về chuyển đổi số ở cơ sở."
)
PLACES = (
    Place("today", "&Hôm nay", "today"),
    Place("checklist", "&Bộ tiêu chí", "checklist"),
    Place("sync", "Đồ&ng bộ", "sync", below=True),
)


@pytest.fixture(autouse=True)
def light(qapp: QApplication) -> None:
    look.apply(qapp, "light")


class Show(Protocol):
    def __call__(self, *widgets: QWidget) -> QWidget: ...


@pytest.fixture
def on_screen(qtbot: QtBot) -> Show:
    """Puts widgets into a window of their own that has the focus."""
    kept = []

    def show(*widgets: QWidget) -> QWidget:
        window = QWidget()
        kept.append(window)
        column = QVBoxLayout(window)
        for widget in widgets:
            column.addWidget(widget)
        qtbot.addWidget(window)
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        return window

    return show


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def name_of(widget: QWidget) -> str:
    """What a screen reader calls it."""
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


def inks(image: QImage) -> set[str]:
    return {
        image.pixelColor(x, y).name().upper()
        for x in range(image.width())
        for y in range(image.height())
    }


# Navigation


def test_up_and_down_move_through_the_rail(on_screen: Show) -> None:
    rail = Rail(PLACES)
    on_screen(rail)
    rail.mark("today")
    visited: list[str] = []
    rail.chosen.connect(visited.append)
    rail.setFocus()
    rail.focusNextChild()
    press(focused(), KEY.Key_Down)
    press(focused(), KEY.Key_Down)
    press(focused(), KEY.Key_Up)
    assert visited == ["checklist", "sync", "checklist"]
    assert rail.current() == "checklist"


def test_marking_a_place_goes_nowhere(qtbot: QtBot) -> None:
    rail = Rail(PLACES)
    qtbot.addWidget(rail)
    visited: list[str] = []
    rail.chosen.connect(visited.append)
    rail.mark("sync")
    assert (rail.current(), visited) == ("sync", [])


def test_what_waits_at_a_place_is_said_to_screen_readers(qtbot: QtBot) -> None:
    rail = Rail(PLACES)
    qtbot.addWidget(rail)
    rail.count("sync", 3)
    entry = rail.entry("sync")
    assert name_of(entry) == "Đồng bộ: 3 việc đang chờ"
    rail.count("sync", 0)
    assert name_of(entry) == "Đồng bộ"


def test_the_rail_is_168_pixels_wide_at_the_usual_text_size(qtbot: QtBot) -> None:
    rail = Rail(PLACES)
    qtbot.addWidget(rail)
    rail.say("Làng Số", "Phường có tên dài nhất trong cả thành phố")
    assert rail.sizeHint().width() == WIDTH


# Statuses and progress


@pytest.mark.parametrize("status", STATUSES)
def test_a_status_is_written_in_its_colour_on_its_ground(qtbot: QtBot, status: Role) -> None:
    pill = Pill("Trạng thái", status)
    qtbot.addWidget(pill)
    drawn = inks(pill.grab().toImage())
    assert {look.LIGHT.ink(status).upper(), look.LIGHT.soft(status).upper()} <= drawn
    assert name_of(pill) == "Trạng thái"


def test_progress_says_how_many_are_passed(qtbot: QtBot) -> None:
    progress = Progress()
    qtbot.addWidget(progress)
    progress.passed(34, 57)
    assert progress.words() == "34/57 đạt"
    assert name_of(progress) == "34/57 đạt"
    assert (progress.value(), progress.maximum()) == (34, 57)


def test_progress_of_nothing_is_an_empty_bar(qtbot: QtBot) -> None:
    progress = Progress()
    qtbot.addWidget(progress)
    progress.passed(0, 0)
    assert progress.words() == "0/0 đạt"
    assert progress.value() == 0
    assert look.LIGHT.accent.upper() not in inks(progress.grab().toImage())


# Filters and answers

CHIPS = (Chip("all", "Tất cả", 57), Chip("missing", "Thiếu", 12), Chip("mine", "Của tôi"))


def test_left_and_right_move_through_the_filters(on_screen: Show) -> None:
    chips = Chips("Lọc chỉ tiêu")
    chips.show_chips(CHIPS)
    on_screen(chips)
    taken: list[str] = []
    chips.chosen.connect(taken.append)
    chips.widgets()[0].setFocus()
    press(focused(), KEY.Key_Right)
    press(focused(), KEY.Key_Right)
    press(focused(), KEY.Key_Left)
    assert taken == ["missing", "mine", "missing"]
    assert chips.current() == "missing"


def test_new_counts_leave_the_chosen_filter_and_the_focus(on_screen: Show) -> None:
    chips = Chips("Lọc chỉ tiêu")
    chips.show_chips(CHIPS)
    on_screen(chips)
    chips.choose("missing")
    chips.widgets()[1].setFocus()
    before = focused()
    chips.show_chips((CHIPS[0], Chip("missing", "Thiếu", 11), CHIPS[2]))
    assert chips.current() == "missing"
    assert focused() is before
    assert name_of(before) == "Thiếu: 11 chỉ tiêu"


def test_other_filters_replace_the_old_ones(qtbot: QtBot) -> None:
    chips = Chips("Lọc chỉ tiêu")
    qtbot.addWidget(chips)
    chips.show_chips(CHIPS)
    chips.choose("mine")
    chips.show_chips((Chip("open", "Đang mở"), Chip("done", "Đã xong")))
    assert chips.current() == "open"
    assert len(chips.widgets()) == 2


def test_an_answer_is_taken_by_keyboard_and_said_once(on_screen: Show) -> None:
    choice = verdict("Tự đánh giá")
    on_screen(choice)
    heard: list[object] = []
    choice.edited.connect(heard.append)
    assert choice.value() is None
    choice.setFocus()
    choice.focusNextChild()
    press(focused(), KEY.Key_Left)
    press(focused(), KEY.Key_Left)
    press(focused(), KEY.Key_Space)
    assert heard == [False, True]
    assert choice.value() is True


def test_an_answer_from_outside_says_nothing(qtbot: QtBot) -> None:
    choice = verdict("Tự đánh giá")
    qtbot.addWidget(choice)
    heard: list[object] = []
    choice.edited.connect(heard.append)
    choice.setValue(False)
    assert (choice.value(), heard) == (False, [])


def test_an_answer_nobody_offered_is_refused(qtbot: QtBot) -> None:
    choice = verdict("Tự đánh giá")
    qtbot.addWidget(choice)
    with pytest.raises(ValueError, match="maybe"):
        choice.setValue("maybe")


def test_a_box_is_ticked_by_space_and_a_dot_by_arrows(on_screen: Show) -> None:
    box, one, other = Check("Chỉ của tôi"), Radio("Cả xã"), Radio("Từng thôn")
    on_screen(box, one, other)
    press(box, KEY.Key_Space)
    assert box.isChecked()
    one.setChecked(True)
    one.setFocus()
    press(one, KEY.Key_Down)
    assert other.isChecked()


# Messages


def test_a_message_stays_until_it_is_solved(on_screen: Show) -> None:
    message = Message()
    window = on_screen(message)
    assert not message.isVisible()
    message.say(Role.DANGER, "Ổ đĩa đã đầy. Xóa bớt tệp rồi thử lại.", "&Thử lại", closable=False)
    assert message.isVisible()
    assert name_of(message) == "Ổ đĩa đã đầy. Xóa bớt tệp rồi thử lại."
    acted: list[bool] = []
    message.acted.connect(lambda: acted.append(True))
    window.focusNextChild()
    press(focused(), KEY.Key_Space)
    assert acted == [True]
    assert message.isVisible()
    message.clear()
    assert not message.isVisible()
    assert message.text() == ""


def test_a_message_can_be_put_away(qtbot: QtBot, on_screen: Show) -> None:
    message = Message()
    window = on_screen(message)
    message.say(Role.INFO, "Đã có gói dữ liệu mới.")
    window.focusNextChild()
    with qtbot.waitSignal(message.closed):
        press(focused(), KEY.Key_Space)
    assert not message.isVisible()


def test_an_empty_screen_offers_one_next_step(qtbot: QtBot, on_screen: Show) -> None:
    empty = Empty("training", "Chưa có lớp nào", "Lớp học của xã nằm ở đây.", "&Mở lớp")
    on_screen(empty)
    with qtbot.waitSignal(empty.acted):
        press(empty.action, KEY.Key_Space)
    empty.say("Chưa có lớp nào", "Lớp học của xã nằm ở đây.")
    assert not empty.action.isVisible()


# Words


def test_a_long_title_takes_its_lines_and_ends_in_an_ellipsis(qtbot: QtBot) -> None:
    title = Elided(LONG, Type.STRONG, lines=3)
    qtbot.addWidget(title)
    title.resize(360, title.heightForWidth(360))
    lines = title.shown()
    assert len(lines) == 3
    assert lines[-1].endswith("…")
    assert title.toolTip() == LONG
    assert title.height() == 3 * line_height(title.font())


def test_a_title_that_fits_is_shown_whole_and_has_no_tooltip(qtbot: QtBot) -> None:
    title = Elided("Điện", Type.STRONG, lines=3)
    qtbot.addWidget(title)
    title.resize(360, 60)
    assert title.shown() == ["Điện"]
    assert title.toolTip() == ""


def test_no_word_of_a_long_title_is_lost_between_its_lines(qtbot: QtBot) -> None:
    title = Elided(LONG, lines=40)
    qtbot.addWidget(title)
    title.resize(300, 900)
    assert " ".join(title.shown()).split() == LONG.split()


def test_a_word_longer_than_the_line_is_broken(qtbot: QtBot) -> None:
    title = Elided("x" * 400, lines=2)
    qtbot.addWidget(title)
    title.resize(200, 60)
    assert len(title.shown()) == 2
    assert max(title.fontMetrics().horizontalAdvance(line) for line in title.shown()) <= 200


@pytest.mark.parametrize("kind", list(Type))
def test_stacked_marks_are_not_cut_off(qtbot: QtBot, kind: Type) -> None:
    for label in (Elided("ẾỄẪỮỘ gjpqỵ", kind), Text("ẾỄẪỮỘ gjpqỵ", kind)):
        qtbot.addWidget(label)
        label.ensurePolished()
        label.resize(label.sizeHint())
        tight = ink_of(label)
        label.resize(label.width(), 3 * label.height())
        assert tight == ink_of(label)


def ink_of(widget: QWidget) -> int:
    """How many pixels are drawn upon."""
    image, ground = widget.grab().toImage(), look.LIGHT.surface.lower()
    return sum(
        image.pixelColor(x, y).name() != ground
        for x in range(image.width())
        for y in range(image.height())
    )


def test_a_note_grows_with_its_text_up_to_a_bound(qtbot: QtBot) -> None:
    note = Growing(least=2, most=5)
    note.resize(300, 10)
    qtbot.addWidget(note)
    note.show()
    heights = []
    for lines in (1, 2, 4, 5, 9):
        note.setPlainText("\n".join(["Ế"] * lines))
        heights.append(note.height())
    assert heights[0] == heights[1] < heights[2] < heights[3] == heights[4]
    always_off = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
    assert note.verticalScrollBarPolicy() != always_off
    note.setPlainText("ngắn")
    assert note.verticalScrollBarPolicy() == always_off


# Fields


def test_a_label_leads_to_its_field_and_names_it(qtbot: QtBot, on_screen: Show) -> None:
    editor = NumberEditor()
    field = Field("&Số hộ", editor, unit="hộ")
    on_screen(QLineEdit(), field)
    assert name_of(editor) == "Số hộ"
    qtbot.keyClick(focused(), KEY.Key_S, Qt.KeyboardModifier.AltModifier)
    assert editor.hasFocus()


def test_what_is_wrong_stands_under_the_field_until_it_is_mended(on_screen: Show) -> None:
    editor = NumberEditor()
    field = Field("&Số hộ", editor)
    on_screen(field)
    type_in(editor, "12a")
    editor.flush()
    assert field.trouble.isVisible()
    assert field.trouble.text() == editor.accessibleDescription() == editor.trouble()
    editor.selectAll()
    type_in(editor, "12")
    editor.flush()
    assert not field.trouble.isVisible()


def test_the_wheel_changes_no_choice(on_screen: Show) -> None:
    picker = Picker("Kỳ báo cáo")
    picker.addItems(["2024", "2025"])
    on_screen(picker)
    wheel = QWheelEvent(
        QPointF(5, 5),
        QPointF(5, 5),
        QPoint(0, -120),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(picker, wheel)
    assert picker.currentText() == "2024"
    press(picker, KEY.Key_Down)
    assert picker.currentText() == "2025"


def test_searching_waits_for_a_rest_and_tells_the_whole_text(qtbot: QtBot, on_screen: Show) -> None:
    search = Search("Tìm", QKeySequence("Ctrl+K"))
    on_screen(search)
    with qtbot.waitSignal(search.sought) as sought:
        type_in(search, "đường")
    assert sought.args == ["đường"]


def test_the_key_of_the_search_field_leads_to_it(qtbot: QtBot, on_screen: Show) -> None:
    elsewhere, search = QLineEdit(), Search("Tìm", QKeySequence("Ctrl+K"))
    on_screen(elsewhere, search)
    elsewhere.setFocus()
    qtbot.keyClick(elsewhere, KEY.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert search.hasFocus()


def test_escape_empties_the_search_and_down_goes_to_what_was_found(
    qtbot: QtBot, on_screen: Show
) -> None:
    search = Search("Tìm")
    on_screen(search)
    heard: list[str] = []
    search.sought.connect(heard.append)
    type_in(search, "chợ")
    with qtbot.waitSignal(search.descended):
        press(search, KEY.Key_Down)
    press(search, KEY.Key_Escape)
    assert heard == ["chợ", ""]


# Buttons and evidence


@pytest.mark.parametrize("key", [KEY.Key_Return, KEY.Key_Enter, KEY.Key_Space])
@pytest.mark.parametrize("button", [lambda: Button("Gửi"), lambda: IconButton("undo", "Hoàn tác")])
def test_a_button_is_pressed_by_enter_as_by_space(
    button: Callable[[], QAbstractButton], key: Qt.Key, on_screen: Show
) -> None:
    pressed = button()
    on_screen(pressed)
    heard: list[bool] = []
    pressed.clicked.connect(lambda: heard.append(True))
    pressed.setFocus()
    press(pressed, key)
    assert heard == [True]
    pressed.setEnabled(False)
    press(pressed, key)
    assert heard == [True]


def test_a_button_of_an_icon_has_a_name_and_tells_its_key(qtbot: QtBot) -> None:
    undo = IconButton("undo", "Hoàn tác", QKeySequence("Ctrl+Z"))
    qtbot.addWidget(undo)
    assert name_of(undo) == "Hoàn tác"
    assert undo.toolTip() == "Hoàn tác (Ctrl+Z)"


def test_a_button_has_room_for_its_words_and_icon(qtbot: QtBot) -> None:
    bare, with_icon = Button("Gửi ngay"), Button("Gửi ngay", "send", Kind.PRIMARY)
    qtbot.addWidget(bare)
    qtbot.addWidget(with_icon)
    assert with_icon.sizeHint().width() > bare.sizeHint().width() + look.icon_size()
    assert bare.sizeHint().height() == with_icon.sizeHint().height() == look.row_height()


@pytest.mark.parametrize(
    ("name", "icon"),
    [
        ("Ảnh.JPG", "evidence_image"),
        ("Quyết định.pdf", "evidence_text"),
        ("bảng.xlsx", "evidence_table"),
        ("a.zip", "evidence_archive"),
        ("không đuôi", "evidence_file"),
    ],
)
def test_a_file_has_the_icon_of_its_kind(name: str, icon: str) -> None:
    assert icon_of(name) == icon


def test_evidence_is_opened_and_removed_by_keyboard(qtbot: QtBot, on_screen: Show) -> None:
    tile = Tile(File("Biên bản.pdf", 5_000))
    on_screen(tile)
    with qtbot.waitSignal(tile.opened):
        press(tile, KEY.Key_Return)
    with qtbot.waitSignal(tile.removed):
        press(tile, KEY.Key_Delete)


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (FileState.HERE, "Biên bản.pdf, 5 kB"),
        (FileState.ELSEWHERE, "Biên bản.pdf, 5 kB, chưa tải về"),
        (FileState.GONE, "Biên bản.pdf, Không tìm thấy tệp"),
        (FileState.ALTERED, "Biên bản.pdf, Tệp đã bị sửa"),
    ],
)
def test_what_is_wrong_with_evidence_is_said(qtbot: QtBot, state: FileState, said: str) -> None:
    tile = Tile(File("Biên bản.pdf", 5_000, state))
    qtbot.addWidget(tile)
    assert name_of(tile) == said


class Box(QWidget):
    def sizeHint(self) -> QSize:
        return QSize(100, 20)


def test_a_flow_goes_on_with_the_next_line(qtbot: QtBot) -> None:
    flow = Flow(spacing=10)
    qtbot.addWidget(flow)
    for _number in range(4):
        flow.add(Box())
    flow.resize(320, 100)
    flow.show()
    corners = [widget.pos() for widget in flow.widgets()]
    assert corners == [QPoint(0, 0), QPoint(110, 0), QPoint(220, 0), QPoint(0, 30)]
    assert flow.heightForWidth(320) == 50
    assert flow.heightForWidth(1000) == 20
    flow.clear()
    assert flow.heightForWidth(320) == 0


def test_what_is_wider_than_a_line_becomes_as_narrow_as_it_may(qtbot: QtBot) -> None:
    flow, long = Flow(), Elided("Nâng cao nhận thức " * 9)
    qtbot.addWidget(flow)
    flow.add(long)
    flow.resize(200, 100)
    flow.show()
    assert long.width() == 200 < long.sizeHint().width()
    assert flow.minimumSizeHint().width() == long.minimumSizeHint().width()


@pytest.fixture
def heading(qtbot: QtBot) -> Heading:
    """A title, a remark, and two buttons."""
    made = Heading("Theo thôn", "7/12 thôn có đủ số liệu")
    qtbot.addWidget(made)
    for words in ("Lấy từ bảng tính…", "Xuất số liệu…"):
        made.put(Button(words))
    made.resize(900, 60)
    made.show()
    return made


def placed(heading: Heading) -> list[QRect]:
    """Where the buttons of a heading stand in it."""
    buttons = heading.findChildren(Button)
    return [QRect(each.mapTo(heading, QPoint()), each.size()) for each in buttons]


def test_a_headings_buttons_stand_beside_its_words_at_the_right(heading: Heading) -> None:
    first, last = placed(heading)
    assert first.top() == last.top() == 0
    assert last.right() == heading.rect().right()


def test_a_headings_buttons_go_to_the_next_line_together(heading: Heading) -> None:
    heading.resize(heading.sizeHint().width() - 1, 90)
    first, last = placed(heading)
    assert first.top() == last.top() > heading.remark.geometry().bottom()
    assert last.right() == heading.rect().right()
    assert heading.remark.toolTip() == ""


def test_a_remark_longer_than_a_line_has_its_words_in_the_tooltip(heading: Heading) -> None:
    heading.remark.setText("Chờ gửi 7 thay đổi · bản trước: số 1.234.567, 08:15 23/11")
    heading.resize(260, 120)
    assert heading.remark.geometry().right() <= heading.rect().right()
    assert heading.remark.toolTip() == heading.remark.text()
    assert heading.minimumSizeHint().width() <= 260


def test_words_wrap_only_where_there_is_no_room(qtbot: QtBot) -> None:
    words = Wrapped("Tử số: 706 · Mẫu số: 1.000")
    qtbot.addWidget(words)
    line = words.sizeHint()
    assert words.heightForWidth(line.width()) == line.height()
    assert words.minimumSizeHint().width() < line.width()
    assert words.heightForWidth(words.minimumSizeHint().width()) > line.height()


# Everything that can be reached shows that it is reached


def reachable() -> list[QWidget]:
    chips = Chips("Lọc")
    chips.show_chips(CHIPS)
    picker = Picker("Kỳ")
    picker.addItem("2025")
    return [
        Button("Gửi"),
        Button("Xem", kind=Kind.QUIET),
        IconButton("undo", "Hoàn tác"),
        Check("Của tôi"),
        Radio("Cả xã"),
        Search("Tìm"),
        NumberEditor(),
        Growing(),
        Tile(File("a.pdf", 1)),
        picker,
        chips,
        verdict("Tự đánh giá"),
    ]


@pytest.mark.parametrize("number", range(12))
@pytest.mark.parametrize("wish", ["light", "dark"])
def test_the_focus_is_seen(on_screen: Show, qapp: QApplication, number: int, wish: str) -> None:
    theme = look.apply(qapp, wish)
    widget, other = reachable()[number], QLineEdit()
    on_screen(other, widget)
    other.setFocus()
    unseen = ringed(widget.grab().toImage(), theme.focus)
    (widget.findChild(QRadioButton) or widget).setFocus()
    seen = ringed(widget.grab().toImage(), theme.focus)
    look.apply(qapp, "light")
    assert seen > unseen + 100


def ringed(image: QImage, ink: str) -> int:
    """How many pixels have the colour of the focus ring."""
    return sum(
        image.pixelColor(x, y).name().upper() == ink.upper()
        for x in range(image.width())
        for y in range(image.height())
    )
