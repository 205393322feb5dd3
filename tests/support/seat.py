"""A PC's window, opened as the programme opens it, and the officer who sits at its keyboard."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from db.queries import replica
from desktop import app, enrolment, profile
from desktop.app import Programme
from resources import words
from sync.invitation import Invitation
from tests.support.keys import NOTHING, type_in
from tests.support.programme import COMMUNE, SET
from ui.screens.checklist.page import Page
from ui.screens.checklist.screen import ChecklistScreen
from ui.screens.sync.screen import Sync
from ui.widgets.text import Text

KEY, CTRL, ALT = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
SUBJECT = f"{SET}/2025"
_LEFT_AT = {"subject": SUBJECT, "place": "checklist", "language": "vi"}  # yesterday
_ROUND = 30_000  # milliseconds a busy machine may take for one


class Seat:
    """What an officer does with the keyboard, and reads in the window."""

    def __init__(self, programme: Programme, qtbot: QtBot) -> None:
        self.shell, self.desk, self.qtbot = programme.shell, programme.desk, qtbot

    # -- hands -------------------------------------------------------------------------------

    def sit_down(self) -> None:
        """Turn to this PC."""
        self.shell.activateWindow()
        self.qtbot.waitUntil(self.shell.isActiveWindow)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NOTHING) -> None:
        """Press a key wherever the focus is."""
        QTest.keyClick(self.focus(), key, modifier)

    def type(self, text: str) -> None:
        """Write wherever the focus is; the first letter may open a cell for the others."""
        for letter in text:
            type_in(self.focus(), letter)

    def tab_to(self, name: str) -> None:
        """Walk by Tab to what a screen reader calls so."""
        start = self.focus()
        self.press(KEY.Key_Tab)
        while not self._called().startswith(name):
            assert self.focus() is not start, f"no way by Tab to {name}"
            self.press(KEY.Key_Tab)

    def copy_file(self, path: Path) -> None:
        """Copy a file as a file manager does."""
        held = QMimeData()
        held.setUrls([QUrl.fromLocalFile(str(path))])
        QGuiApplication.clipboard().setMimeData(held)

    def look_up(self, code: str) -> Page:
        """Go to an indicator of the checklist and into its form."""
        self.press(KEY.Key_2, CTRL)
        self.type(code)
        self.press(KEY.Key_Return)
        screen = self.shell.at("checklist")
        assert isinstance(screen, ChecklistScreen)
        assert screen.page.title.text().startswith(f"{code} ")
        screen.page.show_rest()
        return screen.page

    def send(self) -> None:
        """Gửi ngay, until the round has ended one way or the other."""
        line = self.desk.line

        def ended() -> bool:
            return line.view().phase != "sending"

        self.qtbot.waitUntil(ended, timeout=_ROUND)  # one may have begun by itself
        with self.qtbot.waitSignal(line.changed, check_params_cb=ended, timeout=_ROUND):
            self.press(KEY.Key_Y, ALT)

    # -- eyes --------------------------------------------------------------------------------

    def focus(self) -> QWidget:
        """Where the next key goes."""
        found = QApplication.focusWidget()
        assert found is not None
        assert self.shell.isAncestorOf(found)
        return found

    def at_stake(self) -> tuple[int, int]:
        """How many changes and files would be lost with this PC, as the bar below says it."""
        told = self.shell.status.pending.text()
        if told.startswith("Máy hỏng bây giờ cũng không mất gì"):
            return 0, 0
        found = re.match(r"Máy hỏng bây giờ thì mất (\d+) thay đổi(?: và (\d+) tệp)?", told)
        assert found is not None, told
        return int(found[1]), int(found[2] or 0)

    def centre(self) -> str:
        """How the line is, as the bar below says it."""
        return self.shell.status.centre.text()

    def facts(self) -> dict[str, int]:
        """The numbers of Đồng bộ that are not 0."""
        self.press(KEY.Key_6, CTRL)
        screen = self.shell.at("sync")
        assert isinstance(screen, Sync)
        shown = {
            key: int(fact.findChildren(Text)[0].text()) for key, fact in screen.state.facts.items()
        }
        return {key: number for key, number in shown.items() if number}

    def dump(self) -> str:
        """All this PC shows, as `langso dump` prints it."""
        return "".join(f"{line}\n" for line in replica.dump(self.desk.store))

    def _called(self) -> str:
        here = self.focus()
        return here.accessibleName() or (here.text() if isinstance(here, QAbstractButton) else "")


@contextmanager
def seat(folder: Path, officer: str, invited: Invitation, qtbot: QtBot) -> Iterator[Seat]:
    """A PC that was enrolled some day and has sent nothing yet, with its window open."""
    profile.found(folder, COMMUNE, officer)
    (folder / "preferences.json").write_text(json.dumps(_LEFT_AT), encoding="utf-8")
    with profile.opened(folder, "cửa sổ Làng Số đang mở") as (store, safe):
        enrolment.enrol(store, safe, invited)
        programme = app.build(store, safe, app.make_application())
        try:
            with qtbot.waitExposed(programme.shell):
                programme.shell.show()
            yield Seat(programme, qtbot)
        finally:
            programme.close()
            words.use(words.SOURCE)
