"""How the programme looks: colours by role, type, space, and the one call that puts them on.

Screens name roles (`Role.MUTED`, `Ground.CANVAS`, `Type.TITLE`, `SPACE.gap`), never numbers.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import fields
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetrics, QPalette
from PySide6.QtWidgets import QApplication

from resources import files


class Role(StrEnum):
    """What a text, an icon or a line says; the theme knows its colour."""

    TEXT = "text"
    MUTED = "muted"
    ACCENT = "accent"
    ON_ACCENT = "on_accent"  # upon a field of accent
    DANGER = "danger"
    WARNING = "warning"
    INFO = "info"
    PASSED = "passed"
    FAILED = "failed"
    MISSING = "missing"
    NO_THRESHOLD = "no_threshold"
    RETURNED = "returned"
    CONFLICT = "conflict"
    REVIEW = "review"


class Ground(StrEnum):
    """What lies behind: regions differ by tone, not by boxes."""

    SURFACE = "surface"  # where work is done
    RAISED = "raised"  # a panel upon the work: details, a group, a tile
    CANVAS = "canvas"  # around the work: navigation, the status bar


class Type(StrEnum):
    """The voices of the text; weight comes before size."""

    SMALL = "small"
    BODY = "body"
    STRONG = "strong"
    LARGE = "large"
    TITLE = "title"


class Tone(NamedTuple):
    """One meaning's colour for text and icon, and the soft ground that goes under them."""

    ink: str
    soft: str


class Space(NamedTuple):
    """Distances in device-independent pixels, in steps of four."""

    tight: int  # inside a control
    gap: int  # between neighbours
    group: int  # between groups
    section: int  # between sections


SPACE = Space(4, 8, 16, 24)
RADIUS = 4
RING = 2  # thickness of the focus ring
ROW, TOUCH_ROW = 30, 40
SCALES = (90, 150)  # per cent of the text size a person may choose
WISHES = ("system", "light", "dark")

_POINTS = {Type.SMALL: 9.0, Type.BODY: 10.0, Type.STRONG: 10.0, Type.LARGE: 12.0, Type.TITLE: 15.0}
_HEAVY = frozenset({Type.STRONG, Type.LARGE, Type.TITLE})


class Theme(Struct, frozen=True):
    """Every colour of the programme, by role, as #rrggbb."""

    name: str
    surface: str
    raised: str
    canvas: str
    text: str
    muted: str
    hairline: str
    outline: str  # the edge of something one can type in or press: 3:1 against its ground
    accent: str
    on_accent: str
    accent_soft: str
    selection: str
    hover: str
    focus: str
    danger: Tone
    warning: Tone
    info: Tone
    passed: Tone
    failed: Tone
    missing: Tone
    no_threshold: Tone
    returned: Tone
    conflict: Tone
    review: Tone

    def ink(self, role: Role) -> str:
        """The colour in which a role is written or drawn."""
        colour: str | Tone = getattr(self, role.value)
        return colour.ink if isinstance(colour, Tone) else colour

    def soft(self, role: Role) -> str:
        """The quiet ground under a role's words; roles without one lie on the raised tone."""
        colour: str | Tone = getattr(self, role.value)
        if isinstance(colour, Tone):
            return colour.soft
        return self.accent_soft if role is Role.ACCENT else self.raised

    def ground(self, ground: Ground) -> str:
        """The colour of a region."""
        colour: str = getattr(self, ground.value)
        return colour


LIGHT = Theme(
    name="light",
    surface="#FFFFFF",
    raised="#F8F6F3",
    canvas="#F1EEEA",
    text="#211E1B",
    muted="#635D56",
    hairline="#E4DFD9",
    outline="#908880",
    accent="#0D6D65",
    on_accent="#FFFFFF",
    accent_soft="#DDEFEC",
    selection="#D5EBE7",
    hover="#EBE7E2",
    focus="#0D6D65",
    danger=Tone("#A61B12", "#FCEBE9"),
    warning=Tone("#7C4F00", "#FBF0DA"),
    info=Tone("#0B615A", "#E2F1EF"),
    passed=Tone("#166534", "#E6F3EA"),
    failed=Tone("#8F3415", "#FAEAE3"),
    missing=Tone("#7C4F00", "#FBF0DA"),
    no_threshold=Tone("#5C564F", "#EEEBE7"),
    returned=Tone("#6127B8", "#F0EAFB"),
    conflict=Tone("#1D4A9E", "#E7EEFA"),
    review=Tone("#98215A", "#FAE9F1"),
)

DARK = Theme(
    name="dark",
    surface="#201E1C",
    raised="#292624",
    canvas="#191716",
    text="#ECE8E3",
    muted="#B3ACA4",
    hairline="#383431",
    outline="#7F7870",
    accent="#2DD4BF",
    on_accent="#05302A",
    accent_soft="#17403B",
    selection="#18433E",
    hover="#322E2B",
    focus="#2DD4BF",
    danger=Tone("#FF9D92", "#46201C"),
    warning=Tone("#EFC26B", "#3A2E15"),
    info=Tone("#6FDCCD", "#173632"),
    passed=Tone("#79D39C", "#1C3526"),
    failed=Tone("#F2A384", "#40261C"),
    missing=Tone("#EFC26B", "#3A2E15"),
    no_threshold=Tone("#B9B2AA", "#35312E"),
    returned=Tone("#C8B4FA", "#31294A"),
    conflict=Tone("#A3BFFA", "#212D48"),
    review=Tone("#F3A6C6", "#442231"),
)

STATUSES = (
    Role.PASSED,
    Role.FAILED,
    Role.MISSING,
    Role.NO_THRESHOLD,
    Role.RETURNED,
    Role.CONFLICT,
    Role.REVIEW,
)


class Look(Struct, frozen=True):
    """What is put on now."""

    theme: Theme = LIGHT
    wish: str = "system"
    scale_percent: int = 100
    touch: bool = False
    family: str = ""


_look = Look()


def current() -> Look:
    """What is put on now; widgets ask when they paint, so a change needs no messenger."""
    return _look


def theme() -> Theme:
    """The colours in use."""
    return _look.theme


def colour(role: Role) -> QColor:
    """The colour of a role in the theme in use."""
    return QColor(_look.theme.ink(role))


def row_height() -> int:
    """Height of a row in a list or table, and of a control, at the text size in use."""
    return round((TOUCH_ROW if _look.touch else ROW) * max(1.0, _look.scale_percent / 100))


def icon_size() -> int:
    """Edge of an icon beside body text."""
    return round(16 * _look.scale_percent / 100)


def font(kind: Type = Type.BODY) -> QFont:
    """The font of a voice, at the text size in use, for widgets that paint themselves."""
    made = QFont(QApplication.font())
    made.setPointSizeF(_POINTS[kind] * _look.scale_percent / 100)
    made.setWeight(QFont.Weight.DemiBold if kind in _HEAVY else QFont.Weight.Normal)
    return made


@lru_cache(maxsize=512)
def width(words: str, kind: Type = Type.BODY, *, mnemonic: bool = False) -> int:
    """How wide a line is in a voice, measured once: layouts ask for the same many times over."""
    metrics = QFontMetrics(font(kind))
    if mnemonic:
        return metrics.size(Qt.TextFlag.TextShowMnemonic, words).width()
    return metrics.horizontalAdvance(words)


def numerals(base: QFont | None = None) -> QFont:
    """A font whose digits are equally wide, so that columns of numbers align."""
    made = QFont(base) if base is not None else QFont()
    made.setFeature(QFont.Tag("tnum"), 1)
    return made


def apply(
    app: QApplication, wish: str = "system", scale_percent: int = 100, *, touch: bool = False
) -> Theme:
    """Put the look on; again whenever a setting changes.

    `wish` is "system", "light" or "dark"; `scale_percent` is kept within 90-150; `touch` makes
    rows 40 px high.  Raises ValueError for another wish.
    """
    global _look
    chosen = _choose(app, wish)
    scale = min(max(scale_percent, SCALES[0]), SCALES[1])
    _look = Look(chosen, wish, scale, touch, _look.family or _family())
    _tell_system(app)
    base = QFont(_look.family or app.font().family())
    base.setPointSizeF(_POINTS[Type.BODY] * scale / 100)
    app.setFont(base)
    width.cache_clear()
    app.setPalette(_palette(chosen))
    app.setStyleSheet(_sheet(_look))
    return chosen


def follow(app: QApplication) -> None:
    """Change with the system's light and dark from now on, while the wish is "system"."""

    def turn() -> None:
        if _look.wish == "system":
            apply(app, "system", _look.scale_percent, touch=_look.touch)

    app.styleHints().colorSchemeChanged.connect(turn)


def _choose(app: QApplication, wish: str) -> Theme:
    """The theme a wish means on this system."""
    if wish not in WISHES:
        raise ValueError(f"no look is called {wish!r}")
    if wish == "system":
        app.styleHints().unsetColorScheme()  # what an earlier wish told it would be the answer
        wish = "dark" if app.styleHints().colorScheme() == Qt.ColorScheme.Dark else "light"
    return DARK if wish == "dark" else LIGHT


def _tell_system(app: QApplication) -> None:
    """A wish of our own holds for the system's window frame and dialogs, too."""
    if _look.wish != "system":
        dark = _look.theme is DARK
        app.styleHints().setColorScheme(Qt.ColorScheme.Dark if dark else Qt.ColorScheme.Light)


def _family() -> str:
    """A family with every Vietnamese letter, made for small sizes.

    Windows has Segoe UI.  Elsewhere a known good family, else the one that ships with us: some
    systems' default lacks Vietnamese letters, and Qt would mix two fonts inside a word.
    """
    if sys.platform == "win32":
        return "Segoe UI"
    for family in ("Noto Sans", "Inter", "Roboto"):
        if QFontDatabase.WritingSystem.Vietnamese in QFontDatabase.writingSystems(family):
            return family
    for weight in ("Regular", "SemiBold"):
        QFontDatabase.addApplicationFont(str(files.path("fonts", f"LangSoSans-{weight}.ttf")))
    return "Lang So Sans"


def _palette(chosen: Theme) -> QPalette:
    """The colours Qt's own drawing asks for."""
    part = QPalette.ColorRole
    colours = {
        part.Window: chosen.surface,
        part.WindowText: chosen.text,
        part.Base: chosen.surface,
        part.AlternateBase: chosen.raised,
        part.Text: chosen.text,
        part.Button: chosen.raised,
        part.ButtonText: chosen.text,
        part.BrightText: chosen.danger.ink,
        part.ToolTipBase: chosen.text,
        part.ToolTipText: chosen.surface,
        part.PlaceholderText: chosen.muted,
        part.Highlight: chosen.selection,
        part.HighlightedText: chosen.text,
        part.Accent: chosen.accent,
        part.Link: chosen.accent,
        part.LinkVisited: chosen.accent,
        part.Light: chosen.raised,
        part.Midlight: chosen.hairline,
        part.Mid: chosen.hairline,
        part.Dark: chosen.outline,
    }
    palette = QPalette()
    for role, colour_name in colours.items():
        palette.setColor(role, QColor(colour_name))
    for role in (part.WindowText, part.Text, part.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(chosen.muted))
    return palette


def _sheet(look: Look) -> str:
    """The style sheet, from the template and the tokens in use."""
    tokens: dict[str, object] = {}
    for field in fields(look.theme):
        value = getattr(look.theme, field.name)
        if isinstance(value, Tone):
            tokens |= {field.name: value.ink, f"{field.name}_soft": value.soft}
        else:
            tokens[field.name] = value
    tokens |= {f"{kind}_size": f"{_points(kind, look)}pt" for kind in Type}
    tokens |= {"control": row_height() - 6, "radius": RADIUS}
    tokens |= {f"space_{name}": size for name, size in SPACE._asdict().items()}
    template = files.path("styles", "langso.qss").read_text(encoding="utf-8")
    return re.sub(
        r"\$(?:(\w+)|\{(\w+)\})", lambda found: str(tokens[found[1] or found[2]]), template
    )


def _points(kind: Type, look: Look) -> float:
    return round(_POINTS[kind] * look.scale_percent / 100, 1)


def contrast(one: str, other: str) -> float:
    """How well two colours (#rrggbb) stand apart, 1 to 21, as WCAG 2 counts it."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(name: str) -> float:
    """Relative luminance of an sRGB colour, 0 to 1."""

    def linear(part: int) -> float:
        share = part / 255
        return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4

    red, green, blue = (int(name[at : at + 2], 16) for at in (1, 3, 5))
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)


def pairs(theme: Theme) -> Iterator[tuple[str, str, str]]:
    """Every text and the ground it may stand on: (what, text, ground)."""
    grounds = ("surface", "raised", "canvas", "accent_soft", "selection", "hover")
    for ground in grounds:
        for role in ("text", "muted", "accent"):
            yield f"{role} on {ground}", getattr(theme, role), getattr(theme, ground)
    yield "on_accent on accent", theme.on_accent, theme.accent
    yield "tooltip", theme.surface, theme.text
    for role in (Role.DANGER, Role.WARNING, Role.INFO, *STATUSES):
        for ground in ("surface", "raised", "canvas", "selection", "hover"):
            yield f"{role} on {ground}", theme.ink(role), getattr(theme, ground)
        yield f"{role} on its soft ground", theme.ink(role), theme.soft(role)
        yield f"text on soft {role}", theme.text, theme.soft(role)
