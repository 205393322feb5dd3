"""The places there are, in the order of the navigation.  A new screen is one entry here.

Each screen's module is read when it is first shown, so that the window opens fast.
"""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct
from PySide6.QtWidgets import QWidget

from resources.words import N_, _
from ui.desk import Desk
from ui.screen import Screen
from ui.subject import Subject
from ui.widgets.rail import Place


class Entry(Struct, frozen=True):
    """One place: its word (& marks the mnemonic), its icon, and how its screen is made."""

    key: str
    word: str
    icon: str
    build: Callable[[Desk, Subject, QWidget], Screen]
    below: bool = False  # at the foot of the navigation

    def place(self) -> Place:
        """As the navigation shows it, in the language in use."""
        return Place(self.key, _(self.word), self.icon, self.below)


def _today(desk: Desk, subject: Subject, parent: QWidget) -> Screen:
    from ui.screens.today.screen import Today

    return Today(desk, subject, parent)


def _checklist(desk: Desk, subject: Subject, parent: QWidget) -> Screen:
    from ui.screens.checklist.screen import ChecklistScreen

    return ChecklistScreen(desk, subject, parent)


def _training(desk: Desk, subject: Subject, parent: QWidget) -> Screen:
    from ui.screens.training.screen import TrainingScreen

    return TrainingScreen(desk, subject, parent)


def _survey(desk: Desk, subject: Subject, parent: QWidget) -> Screen:
    from ui.screens.survey.screen import SurveyScreen

    return SurveyScreen(desk, subject, parent)


def _people(desk: Desk, subject: Subject, parent: QWidget) -> Screen:
    from ui.screens.people.screen import PeopleScreen

    return PeopleScreen(desk, subject, parent)


def _sync(desk: Desk, subject: Subject, parent: QWidget) -> Screen:
    from ui.screens.sync.screen import Sync

    return Sync(desk, subject, parent)


def _settings(desk: Desk, subject: Subject, parent: QWidget) -> Screen:
    from ui.screens.settings.screen import Settings

    return Settings(desk, subject, parent)


ENTRIES = (
    Entry("today", N_("&Hôm nay"), "today", _today),
    Entry("checklist", N_("&Bộ tiêu chí"), "checklist", _checklist),
    Entry("training", N_("Tập huấn"), "training", _training),
    Entry("survey", N_("Khảo sát"), "survey", _survey),
    Entry("people", N_("Thôn &và cán bộ"), "people", _people),
    Entry("sync", N_("Đồ&ng bộ"), "sync", _sync, below=True),
    Entry("settings", N_("Cà&i đặt"), "settings", _settings, below=True),
)
