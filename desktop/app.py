"""The window: the one place that knows every room and wires them together."""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

import shiboken6
from msgspec import Struct
from PySide6.QtCore import QLocale, QSocketNotifier, QTimer
from PySide6.QtWidgets import QApplication

from db.commands import profile as officers
from db.store import Store
from desktop import logs, paths, profile, trouble
from desktop.asking import Officer
from desktop.carrier import Carrier
from desktop.press import Press
from desktop.runner import Runner
from desktop.scheduler import Line
from desktop.secrets import Safe
from desktop.settings import Preferences
from desktop.spreadsheets import Spreadsheets
from desktop.succession import Succession
from desktop.vault import Vault
from resources import words
from resources.words import _
from ui import look
from ui.desk import Desk, Pulse
from ui.look import Role
from ui.shell import Shell

if TYPE_CHECKING:
    from desktop.welcome import Founded
    from sync.invitation import Invitation

PAINTED = 100  # milliseconds after which a window has certainly been painted
QUIET = 2000  # milliseconds without a change before preferences are kept
# a style named here costs nothing; one set later makes PySide load all that styles know
_ARGUMENTS = [*sys.argv[:1], "-style", "Fusion"]


class Programme(Struct):
    """A window over an opened profile, and what must be ended with it."""

    shell: Shell
    desk: Desk
    line: Line
    carrier: Carrier
    runner: Runner
    preferences: Preferences
    quiet: QTimer  # until preferences are kept

    def close(self) -> None:
        """Save what is being typed, end every thread, take the window apart.

        The profile stays open.  Widgets that outlived Qt's application would take the whole
        process down when Python lets go of them.
        """
        if not shiboken6.isValid(self.shell):
            return
        self.shell.flush()
        self.carrier.stop()
        self.line.stop()
        self.runner.stop()
        self.shell.close()
        self.quiet.stop()
        self.preferences.keep()
        shiboken6.delete(self.shell)


def build(store: Store, safe: Safe, application: QApplication) -> Programme:
    """Wire a window to an opened profile; nothing is shown and nothing runs yet."""
    quiet = QTimer()
    quiet.setSingleShot(True)
    quiet.setInterval(QUIET)
    preferences = Preferences(store, quiet.start)
    restyle = _styler(application, preferences)
    restyle()
    pulse = Pulse()
    line = Line(store, safe, pulse)
    carrier = Carrier(store, safe, pulse, preferences, line.runner)
    runner = Runner(store.another)
    quiet.timeout.connect(partial(preferences.keep_aside, runner))
    desk = Desk(
        store=store,
        actor=officers.actor(store),
        pulse=pulse,
        worker=runner,
        line=line,
        papers=Press(),
        carrier=carrier,
        preferences=preferences,
        keys=Vault(store, safe),
        spreadsheets=Spreadsheets(),
        succession=Succession(store),
        restyle=restyle,
    )
    return Programme(Shell(desk), desk, line, carrier, runner, preferences, quiet)


def main(folder: Path, *, brief: bool = False) -> int:
    """Open the window on a profile, after making one where there is none; the exit status.

    `brief` ends as soon as the window is there: to see whether an installation works.
    """
    application = make_application()
    officer: Officer | None = None
    try:
        founded = None if profile.exists(folder) else _first_run(folder)
        if founded is None and not profile.exists(folder):
            return 0  # they changed their mind
        folder = founded.folder if founded else folder
        officer = Officer(folder, founded.passphrase if founded else None)
        new = founded is not None and not founded.restored
        holder = _("cửa sổ Làng Số đang mở")
        logs.start(folder)
        with profile.opened(
            folder, holder, patience=1.0, ask=officer.passphrase, recover=officer.code
        ) as (store, safe):
            programme = build(store, safe, application)
            try:
                _catch_faults(programme.shell)
                _end_when_told(application)
                _appear(programme.shell)
                QTimer.singleShot(0, programme.line.start)
                QTimer.singleShot(PAINTED, programme.carrier.start)
                QTimer.singleShot(PAINTED, painted)
                QTimer.singleShot(PAINTED, partial(_take_copies_away, folder))
                if new and safe.database_key() and not brief:
                    QTimer.singleShot(0, partial(_paper, programme))
                if founded is not None and founded.invited is not None:
                    _enrol(programme, founded.invited)
                if brief:
                    QTimer.singleShot(0, application.quit)
                return application.exec()
            finally:
                programme.close()
                _take_copies_away(folder)
                _tidy(store)
    except Exception as error:
        if officer is not None and officer.gave_up:
            return 1  # whoever closed the question knows
        return _could_not_open(error)
    finally:
        logs.stop()


def _tidy(store: Store) -> None:
    """Take away what a killed programme left half copied: now nobody copies, and nobody waits."""
    from db import backup, blobs  # bring the whole of OpenSSL

    blobs.sweep(store)
    backup.sweep(store.folder)


def _take_copies_away(folder: Path) -> None:
    """No readable copy of an evidence file outlives the window; a kill's go at the next start."""
    from ui import opening  # read after the window is painted

    opening.clear(folder)


def painted() -> None:
    """Let Python look for garbage from now on, but never among what the start has made."""
    gc.freeze()
    gc.enable()


def _appear(shell: Shell) -> None:
    """Show the window; where its frame would not fit (1366x768), it takes the whole screen."""
    room, wished = shell.screen().availableSize(), shell.size()
    if wished.width() >= room.width() or wished.height() >= room.height():
        shell.showMaximized()
    else:
        shell.show()


def make_application() -> QApplication:
    """Qt, made once, in our look and with Vietnamese numbers and dates."""
    there = QApplication.instance()
    application = there if isinstance(there, QApplication) else QApplication(_ARGUMENTS)
    application.setApplicationName("langso")
    application.setApplicationDisplayName(_("Làng Số"))
    application.setDesktopFileName("langso")
    QLocale.setDefault(QLocale("vi_VN"))
    look.apply(application)
    look.follow(application)
    return application


def _first_run(folder: Path) -> Founded | None:
    from desktop.welcome import Welcome  # read once in a profile's life

    welcome = Welcome(folder, movable=folder == paths.profile())
    welcome.exec()
    return welcome.founded


def _paper(programme: Programme) -> None:
    """A new profile gets its recovery code before anything is entered; it can be put off."""
    from ui.dialogs.paper import Paper  # brings printing

    keys = programme.desk.keys
    Paper(keys.new_code(), keys.try_code, programme.shell).exec()


def _styler(application: QApplication, preferences: Preferences) -> Callable[[], None]:
    """Look and words as the preferences say, now and whenever one of them changes."""

    def restyle() -> None:
        language = preferences.get("language", words.SOURCE)
        words.use(language if language in words.LANGUAGES else words.SOURCE)
        wish = preferences.get("theme", "system")
        scale = preferences.get("scale", "100")
        look.apply(
            application,
            wish if wish in look.WISHES else "system",
            int(scale) if scale.isdecimal() else 100,
            touch=preferences.get("touch") == "1",
        )

    return restyle


def _end_when_told(application: QApplication) -> None:
    """Ctrl+C, a logout or `kill` close the window as a click does, with what is being typed saved.

    Python hears of signals only between its own steps, so a pipe wakes Qt's loop.
    """
    if sys.platform == "win32":
        return  # there a session's end arrives as an event of the window
    near, far = os.pipe()
    os.set_blocking(far, False)
    signal.set_wakeup_fd(far)
    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, lambda _number, _frame: None)
    bell = QSocketNotifier(near, QSocketNotifier.Type.Read, application)
    bell.activated.connect(application.quit)


def _catch_faults(shell: Shell) -> None:
    """Our own faults go to the log, and the officer is told once per fault, in the window."""

    def told(error: BaseException) -> None:
        logs.wrong(error)
        shell.status.say(
            trouble.sentence(error)
            or _(
                "Chương trình gặp lỗi ở thao tác vừa rồi; những gì đã báo “Đã lưu” vẫn còn nguyên."
            ),
            Role.DANGER,
        )

    def hook(
        _kind: type[BaseException], error: BaseException, _trace: TracebackType | None
    ) -> None:
        try:
            told(error)
        except Exception as second:  # the window itself is broken: the log must do
            logs.wrong(second)

    sys.excepthook = hook


def _enrol(programme: Programme, invited: Invitation) -> None:
    """Enrol with what was typed or shown at the first run; the window is open already."""
    say = programme.shell.status.say

    def failed(error: Exception) -> None:
        say(
            trouble.sentence(error) or _("Chưa đăng ký được; hãy thử lại ở mục Đồng bộ."),
            Role.DANGER,
        )

    def done() -> None:
        say(_("Máy này đã đăng ký với trung tâm."))

    programme.line.join(invited, done, failed)


def _could_not_open(error: Exception) -> int:
    """One sentence, on the screen where there is one and on stderr for scripts."""
    sentence = trouble.sentence(error)
    if sentence is None:
        logs.wrong(error)
        sentence = _("Chương trình gặp lỗi khi mở; dữ liệu vẫn còn nguyên. Hãy báo người quản trị.")
    if sys.stderr is not None:
        print(sentence, file=sys.stderr)
    if QApplication.platformName() != "offscreen":  # there nobody could press the button
        from PySide6.QtWidgets import QMessageBox

        box = QMessageBox(QMessageBox.Icon.Warning, _("Làng Số"), sentence)
        box.addButton(_("Đóng"), QMessageBox.ButtonRole.AcceptRole)
        box.exec()
    return 1
