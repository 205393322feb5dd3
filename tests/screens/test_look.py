"""Colours, type and icons."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QIcon, QImage, QPalette, QRawFont
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from resources import files
from ui import look
from ui.look import DARK, LIGHT, SCALES, STATUSES, Ground, Role, Theme, Type
from ui.widgets import icons
from ui.widgets.text import Text

BOTH = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])

VIETNAMESE = "ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúýĂăĐđĨĩŨũƠơƯư" + "".join(
    chr(code) for code in (*range(0x20, 0x7F), *range(0x1EA0, 0x1EFA))
)
STACKED = "ẾỄẪẨỮỘẬỆỰỖẴ"


@pytest.fixture
def worn(qapp: QApplication) -> Iterator[QApplication]:
    """The application in the light look; put back after the test."""
    look.apply(qapp, "light")
    yield qapp
    look.apply(qapp, "light")


@BOTH
def test_every_text_can_be_read_on_every_ground_it_stands_on(theme: Theme) -> None:
    faint = {
        what: round(look.contrast(text, ground), 2)
        for what, text, ground in look.pairs(theme)
        if look.contrast(text, ground) < 4.5
    }
    assert faint == {}


@BOTH
def test_edges_and_focus_stand_out_from_every_ground(theme: Theme) -> None:
    for ground in Ground:
        assert look.contrast(theme.outline, theme.ground(ground)) >= 3, ground
        assert look.contrast(theme.focus, theme.ground(ground)) >= 3, ground


@BOTH
def test_statuses_differ_in_colour_and_in_icon(theme: Theme) -> None:
    assert len({theme.ink(status) for status in STATUSES}) == len(STATUSES)
    assert len({icons.OF_ROLE[status] for status in STATUSES}) == len(STATUSES)


def test_contrast_is_counted_as_wcag_counts_it() -> None:
    assert look.contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert look.contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize(("wish", "theme"), [("light", LIGHT), ("dark", DARK)])
def test_a_wish_for_light_or_dark_is_followed(worn: QApplication, wish: str, theme: Theme) -> None:
    assert look.apply(worn, wish) is theme
    assert look.theme() is theme
    assert worn.palette().color(QPalette.ColorRole.Window) == QColor(theme.surface)


def test_the_system_is_asked_when_nothing_is_wished(worn: QApplication) -> None:
    dark = worn.styleHints().colorScheme() == Qt.ColorScheme.Dark
    assert look.apply(worn, "system") is (DARK if dark else LIGHT)


def test_the_look_follows_the_system_only_while_it_is_wished(
    worn: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    look.follow(worn)
    look.apply(worn, "dark")
    worn.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Light)
    assert look.theme() is DARK
    look.apply(worn, "system")
    now_dark = LIGHT if look.theme() is DARK else DARK
    monkeypatch.setattr(look, "_choose", lambda app, wish: now_dark)
    worn.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert look.theme() is now_dark


def test_a_look_nobody_made_is_refused(worn: QApplication) -> None:
    with pytest.raises(ValueError, match="sepia"):
        look.apply(worn, "sepia")


@pytest.mark.parametrize(("asked", "given"), [(50, 90), (90, 90), (125, 125), (400, 150)])
def test_the_text_size_stays_within_bounds(worn: QApplication, asked: int, given: int) -> None:
    look.apply(worn, "light", asked)
    assert look.current().scale_percent == given
    assert worn.font().pointSizeF() == pytest.approx(10 * given / 100)


def test_rows_are_higher_for_fingers_and_for_large_text(worn: QApplication) -> None:
    assert look.row_height() == 30
    look.apply(worn, "light", touch=True)
    assert look.row_height() == 40
    look.apply(worn, "light", 150)
    assert look.row_height() == 45


def test_words_on_screen_grow_with_the_text_size(worn: QApplication, qtbot: QtBot) -> None:
    label = Text("Bộ tiêu chí", Type.TITLE)
    qtbot.addWidget(label)
    label.ensurePolished()
    small = label.fontMetrics().height()
    look.apply(worn, "light", max(SCALES))
    label.ensurePolished()
    assert label.fontMetrics().height() > 1.3 * small


def test_the_interface_font_has_every_vietnamese_letter(worn: QApplication) -> None:
    for kind in Type:
        raw = QRawFont.fromFont(look.font(kind))
        lacking = [letter for letter in VIETNAMESE if not raw.supportsCharacter(ord(letter))]
        assert lacking == []


@pytest.mark.parametrize("weight", ["Regular", "SemiBold"])
def test_the_font_that_ships_has_every_vietnamese_letter_and_room_for_their_marks(
    worn: QApplication, weight: str
) -> None:
    font = QRawFont(str(files.path("fonts", f"LangSoSans-{weight}.ttf")), 100)
    assert [letter for letter in VIETNAMESE if not font.supportsCharacter(ord(letter))] == []
    for glyph in font.glyphIndexesForString(STACKED + "gjpqyỵ"):
        drawn = font.boundingRect(glyph)
        assert -drawn.top() <= font.ascent() + 0.5
        assert drawn.bottom() <= font.descent() + 0.5


def test_calls_into_qt_take_nothing_away_from_python(worn: QApplication, qtbot: QtBot) -> None:
    """A binding that forgets to count its Nones ends Python 3.11 after some thousand calls."""
    label = QLabel()
    qtbot.addWidget(label)
    before = sys.getrefcount(None)
    for _number in range(500):
        label.update()
    assert sys.getrefcount(None) > before - 250


def test_the_fonts_that_ship_are_small() -> None:
    shipped = files.path("fonts").glob("*.ttf")
    assert sum(font.stat().st_size for font in shipped) <= 400_000


def test_digits_are_equally_wide_where_numbers_stand_in_columns(worn: QApplication) -> None:
    metrics = QFontMetrics(look.numerals(look.font()))
    assert len({metrics.horizontalAdvance(digit * 10) for digit in "0123456789"}) == 1


def test_every_icon_can_be_drawn_and_is_drawn_in_its_roles_colour(worn: QApplication) -> None:
    for drawing in sorted(files.path("icons").glob("*.svg")):
        image = icons.pixmap(drawing.stem, Role.ACCENT, 24).toImage()
        inks = {
            image.pixelColor(x, y).name()
            for x in range(24)
            for y in range(24)
            if image.pixelColor(x, y).alpha() == 255
        }
        assert inks == {LIGHT.accent.lower()}, drawing.stem


def test_icons_are_drawn_for_the_pixels_of_the_screen(worn: QApplication) -> None:
    picture = icons.pixmap("today", Role.TEXT, 16, 1.5)
    assert picture.size() == QSize(24, 24)
    assert picture.devicePixelRatio() == 1.5
    assert icons.icon("today").pixmap(QSize(16, 16), 2.0).size() == QSize(32, 32)


def test_an_icon_takes_the_colour_of_the_theme_put_on_later(worn: QApplication) -> None:
    icon = icons.icon("passed", Role.PASSED)
    light = darkest(icon.pixmap(QSize(24, 24)).toImage())
    look.apply(worn, "dark")
    dark = darkest(icon.pixmap(QSize(24, 24)).toImage())
    assert light == LIGHT.passed.ink.lower()
    assert dark == DARK.passed.ink.lower()


def test_the_icon_of_something_switched_off_is_muted(worn: QApplication) -> None:
    icon = icons.icon("send", Role.ACCENT)
    picture = icon.pixmap(QSize(24, 24), QIcon.Mode.Disabled)
    assert darkest(picture.toImage()) == LIGHT.muted.lower()


def test_every_icon_that_is_named_exists() -> None:
    assert all(files.path("icons", f"{name}.svg").exists() for name in icons.OF_ROLE.values())


def darkest(image: QImage) -> str:
    """The ink of an icon: the colour of a pixel it covers wholly."""
    return next(
        image.pixelColor(x, y).name()
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).alpha() == 255
    )
