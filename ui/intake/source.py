"""Where a list comes from and how it was understood: file, sheet, rows passed over, columns."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from resources.words import _, many
from rules.intake.reading import Listing
from ui.intake.mapping import Mapping
from ui.look import SPACE, Ground, Role, Type
from ui.pasting import NAMES
from ui.slots import Slot, follow
from ui.widgets.button import Button, Kind
from ui.widgets.pick import Pick
from ui.widgets.region import Region
from ui.widgets.text import Elided, Heading, Text

_NAMED = 6  # rows that are named one by one


class Source(Region):
    """The left side of the preview."""

    def __init__(self, parent: QWidget, belonging: QWidget | None = None) -> None:
        super().__init__(Ground.SURFACE, parent)
        self.name = Elided("", Type.STRONG, parent=self)
        self.other = Button(_("&Chọn tệp khác…"), "open", Kind.QUIET, self)
        self.about = Text("", Type.SMALL, Role.MUTED, wrap=True, parent=self)
        self.sheet = Pick(_("Trang tính"), (), self)
        self._sheets = Slot(_("Trang tính"), self.sheet, parent=self)
        self.facts = Text("", Type.SMALL, Role.MUTED, wrap=True, parent=self)
        self.converted = Text("", Type.SMALL, Role.INFO, wrap=True, parent=self)
        self.heading = Heading(_("Các cột"), _("được nhớ cho tệp cùng mẫu"), self)
        self.mapping = Mapping(self)
        title = QHBoxLayout()
        title.setSpacing(SPACE.gap)
        title.addWidget(self.name, 1)
        title.addWidget(self.other)
        top = QVBoxLayout()
        top.setContentsMargins(SPACE.group, SPACE.gap, SPACE.group, SPACE.gap)
        top.setSpacing(SPACE.gap)
        top.addLayout(title)
        top.addWidget(self.about)
        if belonging is not None:
            top.addWidget(belonging)
        for part in (self._sheets, self.facts, self.converted, self.heading):
            top.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self.mapping, 1)
        if belonging is not None:
            follow(self.other, belonging)
        self.mapping.rebuilt.connect(lambda: follow(self.sheet, self.mapping))
        self.show_listing(None, ())

    def call(self, name: str, about: str) -> None:
        """Name the file, and what its figures are of."""
        self.name.setText(name)
        self.about.setText(about)
        self.about.setVisible(bool(about))
        self._sheets.hide()

    def offer_sheets(self, names: Sequence[str], chosen: str | None) -> None:
        """Let one of several sheets be chosen."""
        self._sheets.setVisible(len(names) > 1)
        self.sheet.offer((each, each) for each in names)
        self.sheet.setValue(chosen)

    def show_listing(self, listing: Listing | None, meanings: Sequence[tuple[str, str]]) -> None:
        """Show how a list was understood."""
        self.mapping.show_columns(listing, meanings)
        self.heading.setVisible(listing is not None)
        self.facts.setText(_facts(listing) if listing else "")
        self.facts.setVisible(listing is not None)
        converted = _converted(listing) if listing else ""
        self.converted.setText(converted)
        self.converted.setVisible(bool(converted))
        if listing is not None:
            self.sheet.setValue(listing.sheet)

    def start(self) -> None:
        """Take the focus to the first column."""
        for line in self.mapping.lines.values():
            line.pick.setFocus(Qt.FocusReason.TabFocusReason)
            return
        self.other.setFocus(Qt.FocusReason.TabFocusReason)


def _facts(listing: Listing) -> str:
    """Where the headings are, how many rows there are, which were passed over."""
    table = listing.table
    head = (
        _("Tiêu đề ở dòng {row}.").format(row=table.header[0])
        if len(table.header) == 1
        else _("Tiêu đề ở dòng {first} đến {last}.").format(
            first=table.header[0], last=table.header[-1]
        )
    )
    told = [head, many("{n} dòng danh sách.", len(table.rows))]
    passed = table.passed_over
    if 0 < len(passed) <= _NAMED:
        rows = ", ".join(map(str, passed))
        told.append(_("Bỏ qua dòng {rows}: đánh số cột, cộng hoặc ký tên.").format(rows=rows))
    elif passed:
        told.append(many("Bỏ qua {n} dòng đánh số cột, cộng hoặc ký tên.", len(passed)))
    return " ".join(told)


def _converted(listing: Listing) -> str:
    """How many cells came in an old encoding, and some of them before and after."""
    if not listing.converted:
        return ""
    old = ", ".join(NAMES.get(each, each) for each in listing.converted)
    count = many("Đã chuyển {n} ô từ {encoding} sang Unicode:", sum(listing.converted.values()))
    samples = [
        _("“{before}” → “{after}”").format(before=_short(before), after=_short(after))
        for before, after in listing.samples
    ]
    return "\n".join([count.format(encoding=old), *samples])


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 30 else f"{text[:29]}…"
