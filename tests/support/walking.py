"""A walk through everything a window can show: each place, part, indicator, and what unfolds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QCoreApplication, QEvent

from ui.parted import Parted
from ui.registry import ENTRIES
from ui.screen import Route
from ui.screens.checklist.screen import ChecklistScreen
from ui.shell import Shell

_ADDED = ("people", "training", "survey")  # places where something new is begun


def places(shell: Shell, sets: Sequence[str], period: str = "2025") -> Iterator[str]:
    """Show one thing after the other, laid out and ready to be looked at; where one is."""
    for entry in ENTRIES:
        shell.show_place(entry.key)
        screen = shell.at(entry.key)
        if isinstance(screen, Parted):
            yield from _parts(screen, entry.key)
        elif not isinstance(screen, ChecklistScreen):
            settle()
            yield entry.key
    for key in _ADDED:
        shell.go(Route(key, part="add"))
        settle()
        yield f"{key}, a new one"
    for set_id in sets:
        yield from _indicators(shell, set_id, period)
    yield from _unfolded(shell, sets[0], period)


def settle() -> None:
    """Let everything find its size and its place; painting, which takes longest, is left out."""
    for _once in range(4):  # a row, its form, the scroll area, and what then has another width
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)


def _parts(screen: Parted, key: str) -> Iterator[str]:
    for part in screen.order:
        screen.turn_to(part)
        settle()
        yield f"{key}, {part}"


def _indicators(shell: Shell, set_id: str, period: str) -> Iterator[str]:
    shell.go(Route("checklist", set_id, period))
    screen = _checklist(shell)
    screen.pane.filter_by("all")
    for code in screen.pane.tree.codes():
        screen.pane.choose(code)
        screen.page.show_rest()
        settle()
        yield f"{set_id} {code}"


def _unfolded(shell: Shell, set_id: str, period: str) -> Iterator[str]:
    """What stands open only when it is asked for."""
    shell.go(Route("checklist", set_id, period, "8.4"))
    page = _checklist(shell).page
    page.show_rest()
    list_wide = [shell.width(), 0]  # and the form as narrow as it lets itself be
    _checklist(shell).split.setSizes(list_wide)
    settle()
    yield "a form beside a wide list"
    page.below.evidence.tiles()[0].click()
    settle()
    yield "what is known of a file"
    page.question.threshold.form.show()
    settle()
    yield "the commune's own threshold"
    _checklist(shell).figures.leaving.unfold()
    settle()
    yield "where a list goes"
    shell.go(Route("checklist", part="rehearsal"))
    settle()
    yield "the rehearsal"
    shell.go(Route("checklist", part="submit"))
    settle()
    yield "handing in"
    for place in ("checklist", "today"):
        shell.show_place(place)
        shell._toggle_keys()
        settle()
        yield f"the keys of {place}"
        shell._toggle_keys()


def _checklist(shell: Shell) -> ChecklistScreen:
    screen = shell.at("checklist")
    assert isinstance(screen, ChecklistScreen)
    return screen
