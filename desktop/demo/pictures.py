"""Pictures of the main screens, for machines without a display and for the README."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer

from desktop import app, profile
from resources.words import _
from ui.screen import Route

_SIZE = (1366, 768)
_MOMENT = 400  # milliseconds


def take(pc: Path, views: Sequence[tuple[str, Route]], folder: Path) -> list[Path]:
    """One picture of each view, by name, of the window over this profile."""
    application = app.make_application()
    folder.mkdir(parents=True, exist_ok=True)
    taken = []
    with profile.opened(pc, _("lệnh langso {command}").format(command="demo")) as (store, safe):
        programme = app.build(store, safe, application)
        try:
            shell = programme.shell
            shell.resize(*_SIZE)
            shell.show()
            for number, (name, route) in enumerate(views, start=1):
                shell.go(route)
                _settle()
                path = folder / f"{number}-{name}.png"
                shell.grab().save(str(path))
                taken.append(path)
            shell.show_place("today")  # where the next window opens
        finally:
            programme.close()
    return taken


def _settle() -> None:
    """Let the window live for a moment: what is laid out, read and drawn in turns comes about."""
    loop = QEventLoop()
    QTimer.singleShot(_MOMENT, loop.quit)
    loop.exec()
