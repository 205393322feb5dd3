"""The files of one record: add, see, open, describe, use again, take off."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from msgspec import Struct
from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.commands import evidence as deeds
from db.queries import evidence
from db.queries.evidence import Piece
from resources.words import _, many
from rules.record import Value
from ui import trouble
from ui.desk import Desk
from ui.drafts import Shelf, Where
from ui.evidence import thumbnails
from ui.evidence.intake import Intake
from ui.evidence.opener import Opener
from ui.evidence.sheet import Sheet
from ui.look import SPACE, Role, Type
from ui.screen import Route
from ui.widgets.button import Button, Kind
from ui.widgets.flow import Flow
from ui.widgets.message import Message
from ui.widgets.text import Heading, Text
from ui.widgets.tile import File, FileState, Tile

_STATES = {
    "here": FileState.HERE,
    "elsewhere": FileState.ELSEWHERE,
    "missing": FileState.GONE,
    "altered": FileState.ALTERED,
}


class Bearer(Struct, frozen=True):
    """A record that bears files."""

    type: str
    record: str
    asked: str = ""  # a sentence: which files are expected
    used: Callable[[], Mapping[str, str]] = dict  # where files are in use, by record, in words
    route: Route = Route("today")  # the way to it


class Evidence(QWidget):
    """The strip of files of one record."""

    said = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._bearer: Bearer | None = None
        self._pieces: list[Piece] = []
        self._tiles: dict[str, Tile] = {}
        self._heading = Heading(_("Minh chứng"))
        self.add = Button(_("&Thêm tệp"), "add", Kind.QUIET)
        self.again = Button(_("&Dùng lại tệp"), "copy", Kind.QUIET)
        self._heading.put(self.add)
        self._heading.put(self.again)
        self.add.clicked.connect(self._choose)
        self.again.clicked.connect(self._reuse)
        self._asked = Text("", Type.SMALL, Role.MUTED, wrap=True)
        self._flow = Flow()
        self._hint = Text(
            _("Kéo thả tệp vào đây, hoặc sao chép tệp rồi nhấn Ctrl+V."), role=Role.MUTED, wrap=True
        )
        self.message = Message()
        self._opener = Opener(desk, self.message, self)
        self.intake = Intake(desk)
        self.intake.refused.connect(self._refused)
        self.intake.stopped.connect(self._stopped)
        self.sheet = Sheet(self._describe)
        self.sheet.opened.connect(self._open_chosen)
        self.sheet.removed.connect(self._remove_chosen)
        self.sheet.closed.connect(self._fold)
        self.sheet.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.gap)
        for part in (self._heading, self._asked, self._flow, self._hint, self.intake):
            column.addWidget(part)
        column.addWidget(self.message)
        column.addWidget(self.sheet)

    def show_files(self, bearer: Bearer) -> None:
        """Show the files of this record."""
        if self._bearer is None or self._bearer.record != bearer.record:
            self.sheet.put_away()
            self.message.clear()
        self._bearer = bearer
        self._pieces = evidence.of(self._desk.store, bearer.record)
        self._asked.setText(bearer.asked)
        self._asked.setVisible(bool(bearer.asked))
        self._heading.remark.setText(many("{n} tệp", len(self._pieces)) if self._pieces else "")
        self._hint.setVisible(not self._pieces)
        self._flow.setVisible(bool(self._pieces))
        self._show_tiles()
        self._tell_damage()
        chosen = self.sheet.piece
        here = next((p for p in self._pieces if chosen and p.record == chosen.record), None)
        if chosen is not None and here is None:
            self.sheet.put_away()
        elif here is not None:
            self.sheet.show_piece(here, self._shelf(here))

    def take(self, paths: Sequence[Path]) -> None:
        """Attach these files, one after the other, off the window's thread."""
        if self._bearer is None:
            return
        self.message.clear()
        self.intake.take(self._bearer.type, self._bearer.record, paths)

    def flush(self) -> None:
        """Save what is being typed about a file."""
        self.sheet.flush()

    def tiles(self) -> list[Tile]:
        """The files as they are shown."""
        return list(self._tiles.values())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A double click opens a file at once; F2 tells about it, like Enter."""
        record = next((each for each, tile in self._tiles.items() if tile is watched), None)
        if record is not None and event.type() == QEvent.Type.MouseButtonDblClick:
            self._open(record)
            return True
        pressed = event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent)
        if record is not None and pressed and event.key() == Qt.Key.Key_F2:  # type: ignore[attr-defined]
            self._tell(record)
            return True
        return super().eventFilter(watched, event)

    # -- what is shown -----------------------------------------------------------------------

    def _show_tiles(self) -> None:
        if [piece.record for piece in self._pieces] != list(self._tiles):
            self._flow.clear()
            self._tiles = {piece.record: self._tile(piece) for piece in self._pieces}
            for tile in self._tiles.values():
                self._flow.add(tile)
        for piece in self._pieces:
            self._tiles[piece.record].show_file(_file(piece), thumbnails.kept(piece))
        wanted = thumbnails.wanted(self._pieces)
        if wanted:
            self._desk.worker.run(
                partial(thumbnails.make, wanted),
                owner=self,
                done=self._thumbnails_made,
                failed=_report,
            )

    def _tile(self, piece: Piece) -> Tile:
        tile = Tile(_file(piece))
        tile.opened.connect(lambda record=piece.record: self._tell(record))
        tile.removed.connect(lambda record=piece.record: self._remove(record))
        tile.installEventFilter(self)
        return tile

    def _thumbnails_made(self, made: dict[str, QImage]) -> None:
        thumbnails.keep(made)
        for piece in self._pieces:
            if piece.sha256 in made and piece.record in self._tiles:
                self._tiles[piece.record].show_file(_file(piece), thumbnails.kept(piece))

    def _tell_damage(self) -> None:
        """Name the files that are not what was attached."""
        gone = [p.title or p.name for p in self._pieces if p.state == "missing"]
        altered = [p.title or p.name for p in self._pieces if p.state == "altered"]
        if gone:
            told = many("Không tìm thấy {n} tệp: {names}. Hãy đính kèm lại.", len(gone))
            self.message.say(Role.DANGER, told.format(names=", ".join(gone)), closable=False)
        elif altered:
            told = many(
                "{n} tệp đã bị sửa sau khi đính kèm: {names}. Hãy đính kèm lại.", len(altered)
            )
            self.message.say(Role.WARNING, told.format(names=", ".join(altered)), closable=False)

    # -- adding ------------------------------------------------------------------------------

    def _choose(self) -> None:
        from ui.dialogs.files import choose_files

        self.take(choose_files(self))

    def _refused(self, told: str) -> None:
        before = self.message.text()
        self.message.say(Role.DANGER, f"{before}\n{told}" if before else told)

    def _stopped(self) -> None:
        self.message.say(Role.INFO, _("Đã dừng thêm tệp; tệp dở dang chưa được lưu."))

    def _reuse(self) -> None:
        from ui.dialogs.reuse import Reuse

        bearer = self._bearer
        if bearer is None:
            return
        pieces = evidence.reusable(self._desk.store, bearer.record)
        if not pieces:
            self.message.say(Role.INFO, _("Chưa có tệp nào ở nơi khác. Hãy thêm tệp từ máy này."))
            return
        dialog = Reuse(pieces, bearer.used(), self)
        if dialog.exec():
            self.bind(dialog.chosen())
        dialog.deleteLater()

    def bind(self, chosen: Sequence[str]) -> None:
        """Bind files that are here already to this record as well."""
        bearer, desk = self._bearer, self._desk
        if bearer is None:
            return
        for each in chosen:
            deed = partial(deeds.reuse, desk.store, desk.actor, each, bearer.type, bearer.record)
            told = trouble.attempt(deed)
            if told:
                self.message.say(Role.DANGER, told)
        desk.wrote("evidence")

    # -- one file ----------------------------------------------------------------------------

    def _piece(self, record: str) -> Piece | None:
        return next((piece for piece in self._pieces if piece.record == record), None)

    def _shelf(self, piece: Piece) -> Shelf:
        """Where waits what could not be saved of a file."""
        name = piece.title or piece.name
        route = self._bearer.route if self._bearer else Route("today")
        where = Where(lambda: _("minh chứng “{name}”").format(name=name), route)
        return self._desk.drafts.shelf(where, piece.record)

    def _tell(self, record: str) -> None:
        """Unfold what is known of a file."""
        piece = self._piece(record)
        if piece is None:
            return
        self.sheet.show_piece(piece, self._shelf(piece))
        self.sheet.show()
        place = self.sheet.open_file if self.sheet.open_file.isEnabled() else None
        (place or self.sheet.editors["title"]).setFocus()

    def _fold(self) -> None:
        record = self.sheet.piece.record if self.sheet.piece else ""
        self.sheet.put_away()
        if record in self._tiles:
            self._tiles[record].setFocus()

    def _open_chosen(self) -> None:
        if self.sheet.piece is not None:
            self._open(self.sheet.piece.record)

    def _open(self, record: str) -> None:
        piece = self._piece(record)
        if piece is not None:
            self._opener.open(piece)

    def _remove_chosen(self) -> None:
        if self.sheet.piece is not None:
            self._remove(self.sheet.piece.record)

    def _remove(self, record: str) -> None:
        piece = self._piece(record)
        if piece is None:
            return
        desk = self._desk
        told = trouble.attempt(lambda: deeds.remove(desk.store, desk.actor, record))
        if told:
            self.message.say(Role.DANGER, told)
            return
        if self.sheet.piece is not None and self.sheet.piece.record == record:
            self.sheet.let_go()
        self._shelf(piece).clear()
        self.add.setFocus()
        desk.wrote("evidence")
        self.said.emit(
            _("Đã bỏ minh chứng “{name}”. Nhấn Ctrl+Z để lấy lại.").format(
                name=piece.title or piece.name
            )
        )

    def _describe(self, record: str, field: str, value: Value) -> str:
        desk = self._desk
        told = trouble.attempt(
            lambda: deeds.describe(desk.store, desk.actor, record, {field: value})
        )
        if not told:
            desk.wrote("evidence")
        return told


def _file(piece: Piece) -> File:
    return File(piece.title or piece.name, piece.size, _STATES[piece.state])


def _report(error: Exception) -> None:
    """What goes wrong with small pictures is never the world's fault: that only leaves them out."""
    raise error
