"""The window on a real profile in a folder of its own, for tests of screens and for pictures."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Signal
from PySide6.QtWidgets import QApplication

from db import errors
from db import store as stores
from db.commands import places, profile
from db.store import Store
from desktop import profile as opened_profile
from desktop.press import Press
from desktop.runner import Runner
from desktop.spreadsheets import Spreadsheets
from desktop.succession import Succession
from resources import words
from ui import look, opening
from ui.desk import Asked, CarryView, Desk, Invited, KeysView, LineView, Pulse
from ui.drafts import Drafts
from ui.shell import Shell

COMMUNE = "19819"
OFFICER = "Trần Thị Bình"
SET = "vn-ntm-xa-2021-2025"
TODAY = date(2026, 11, 23)

ALONE = LineView(
    enrolled=False,
    phase="idle",
    waiting=0,
    waiting_since=None,
    files_waiting=0,
    refused=0,
    conflicts=0,
    last_done=None,
    sentence=None,
)
JOINED = replace(ALONE, enrolled=True)


class StillLine(QObject):
    """A line that does what a test tells it."""

    changed = Signal()

    def __init__(self, view: LineView = ALONE) -> None:
        super().__init__()
        self.shown = view
        self.sent = 0
        self.asked: list[Asked] = []
        self.pauses = 0
        self.enrolments: list[tuple[str, str]] = []
        self.invitations: dict[str, Invited] = {}  # what files say, by name
        self.refuse: Exception | None = None

    def view(self) -> LineView:
        return self.shown

    def tell(self, view: LineView) -> None:
        """From now on things stand so."""
        self.shown = view
        self.changed.emit()

    def send_now(self) -> None:
        self.sent += 1

    def send(self, asked: Asked) -> None:
        self.asked.append(asked)

    def pause(self) -> None:
        self.pauses += 1

    def invited(self, path: Path) -> Invited:
        if self.refuse is not None:
            raise self.refuse
        return self.invitations[path.name]

    def enrol(
        self, url: str, code: str, done: Callable[[], None], failed: Callable[[Exception], None]
    ) -> None:
        self.enrolments.append((url, code))
        if self.refuse is not None:
            failed(self.refuse)
            return
        self.tell(JOINED)
        done()


class StillCarrier(QObject):
    """Sticks and folders as a test says they are."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.shown = CarryView()
        self.laid: list[tuple[Path, int | None, bool]] = []
        self.taken: list[tuple[Path, bool]] = []

    def view(self) -> CarryView:
        return self.shown

    def tell(self, view: CarryView) -> None:
        """From now on things stand so."""
        self.shown = view
        self.changed.emit()

    def lay_down(self, where: Path, *, limit: int | None = None, data_only: bool = False) -> None:
        self.laid.append((where, limit, data_only))

    def take(self, file: Path, *, accept: bool = False) -> None:
        self.taken.append((file, accept))

    def choose(self, folder: Path) -> bool:
        self.tell(replace(self.shown, folder=folder, folder_there=True))
        return True


class Memory:
    """Preferences that live as long as the test."""

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}

    def get(self, name: str, default: str = "") -> str:
        return self.kept.get(name, default)

    def set(self, name: str, value: str) -> None:
        self.kept[name] = value


class StillKeys:
    """Protection that does what a test tells it."""

    def __init__(self, view: KeysView) -> None:
        self.shown = view
        self.code = "AAAA1-BBBB2-CCCC3-DDDD4-EEEE5-FFFF6-GGGG7"
        self.backups: list[Path] = []
        self.passphrases: list[str | None] = []
        self.refuse: Exception | None = None
        self.remark = ""

    def view(self) -> KeysView:
        return self.shown

    def new_code(self) -> str:
        self.shown = replace(self.shown, code_made=True, code_tested=None)
        return self.code

    def try_code(self, typed: str) -> None:
        if typed != self.code:
            raise errors.Refused("Mã này không phải mã khôi phục của hồ sơ này.")
        self.shown = replace(self.shown, code_made=True, code_tested="2026-11-23")

    def change_key(self, passphrase: str | None = None) -> None:
        if self.refuse is not None:
            raise self.refuse
        self.passphrases.append(passphrase)
        self.shown = replace(self.shown, changing=True)

    def back_up(self, target: Path, _store: Store, _stop: object, progress: object) -> str:
        if self.refuse is not None:
            raise self.refuse
        self.backups.append(target)
        return self.remark


@dataclass
class Office:
    """A commune's PC: profile, desk and, when opened, the window."""

    folder: Path
    store: Store
    desk: Desk
    line: StillLine
    carrier: StillCarrier
    runner: Runner
    preferences: Memory
    shells: list[Shell] = field(default_factory=list)

    def open(self, place: str = "", size: tuple[int, int] | None = None) -> Shell:
        """The window, shown; on a place if one is named."""
        if place:
            self.preferences.set("place", place)
        shell = Shell(self.desk, today=lambda: TODAY)
        self.shells.append(shell)
        if size is not None:
            shell.resize(*size)
        shell.show()
        shell.activateWindow()
        QApplication.processEvents()
        return shell

    def shut(self, shell: Shell) -> None:
        """Close a window for good."""
        self.shells.remove(shell)
        shell.flush()
        dismiss(shell)

    def restart(self) -> Shell:
        """Close every window and open one on the same profile, as after a new start."""
        for shell in list(self.shells):
            self.shut(shell)
        self.desk.pulse, self.desk.drafts = Pulse(), Drafts()
        return self.open()

    def elsewhere(self) -> Store:
        """A second connection, as another programme would look at the profile."""
        return stores.open_(self.folder)

    def villages(self, *names: str) -> list[str]:
        """Villages of the commune, by id."""
        return places.add_villages(self.store, self.desk.actor, list(names))


@contextmanager
def office(folder: Path, commune: str = COMMUNE, officer: str = OFFICER) -> Iterator[Office]:
    """A profile, new where there is none, and all a window needs; given back at the end."""
    there = opened_profile.exists(folder)
    store = stores.open_(folder) if there else profile.found(folder, commune, officer)
    preferences, line, carrier = Memory(), StillLine(), StillCarrier()
    runner = Runner(store.another)
    desk = Desk(
        store=store,
        actor=profile.actor(store),
        pulse=Pulse(),
        worker=runner,
        line=line,
        papers=Press(),
        carrier=carrier,
        preferences=preferences,
        keys=StillKeys(KeysView(encrypted=False)),
        spreadsheets=Spreadsheets(),
        succession=Succession(store),
        restyle=lambda: restyle(preferences),
    )
    held = Office(folder, store, desk, line, carrier, runner, preferences)
    try:
        yield held
    finally:
        for shell in list(held.shells):
            held.shut(shell)
        runner.stop()
        store.close()
        opening.clear(folder)
        words.use(words.SOURCE)


def restyle(preferences: Memory) -> None:
    """Look and words as the preferences say."""
    words.use(preferences.get("language", words.SOURCE))
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    look.apply(
        application,
        preferences.get("theme", "light"),
        int(preferences.get("scale", "100")),
        touch=preferences.get("touch") == "1",
    )


def dismiss(shell: Shell) -> None:
    """Delete a window now, not when the event loop finds time."""
    shell.hide()
    shell.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
