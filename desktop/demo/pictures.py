"""Pictures of the main screens, for machines without a display and for the README."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from desktop import app, profile
from resources.words import _
from ui import registry
from ui.screen import Route

_SIZE = (1366, 768)


def take(pc: Path, indicator: str, folder: Path) -> list[Path]:
    """One picture of each place of the window, with this indicator open in the checklist."""
    application = app.make_application()
    folder.mkdir(parents=True, exist_ok=True)
    taken = []
    with profile.opened(pc, _("lệnh langso {command}").format(command="demo")) as (store, safe):
        programme = app.build(store, safe, application)
        try:
            shell = programme.shell
            shell.resize(*_SIZE)
            shell.show()
            for number, entry in enumerate(registry.ENTRIES, start=1):
                route = Route(entry.key, indicator=indicator if entry.key == "checklist" else "")
                shell.go(route)
                QApplication.sendPostedEvents()
                QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
                path = folder / f"{number}-{entry.key}.png"
                shell.grab().save(str(path))
                taken.append(path)
        finally:
            programme.close()
    return taken
