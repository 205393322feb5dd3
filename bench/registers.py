"""Registers: search while typing over 50,000 people, and the attendance grid of 200 x 20.

Both with the real screens offscreen, as a person waits for them: what was asked for is painted.
"""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.support.window import Office

PEOPLE, LEARNERS, SESSIONS = 50_000, 200, 20
QUERIES = ("nguyen van an", "bi thu", "0905 12", "khong co ai", "tran thi binh thon 3")
ROUNDS = 15
_FAMILIES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Phan", "Võ", "Đặng", "Bùi", "Hồ", "Ngô")
_MIDDLES = ("Văn", "Thị", "Đình", "Hữu", "Công", "Quang", "Minh", "Thanh", "Ngọc")
_GIVEN = ("An", "Bình", "Cúc", "Dũng", "Giang", "Hà", "Hùng", "Lan", "Mai", "Nam", "Phúc", "Yến")
_POSTS = ("Trưởng thôn", "Bí thư chi bộ", "Chủ tịch Hội Nông dân", None)


def main() -> dict[str, float]:
    """Median and slowest milliseconds of a key, and of opening the grid."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    import ui  # noqa: F401 -- before anything of Qt
    from tests.support.window import office, restyle

    application = QApplication.instance() or QApplication([])
    with tempfile.TemporaryDirectory() as folder, office(Path(folder) / "profile") as pc:
        restyle(pc.preferences)
        ids = _fill(pc)
        keys = _search(pc, application.processEvents)
        opened = _attendance(pc, ids, application.processEvents)
    return {
        "people": len(ids),
        "a key of the search, median ms (under 30)": statistics.median(keys),
        "a key of the search, slowest ms": max(keys),
        "the grid of 200 x 20 opened, median ms (under 100)": statistics.median(opened),
        "the grid opened, slowest ms": max(opened),
    }


def _fill(pc: Office) -> list[str]:
    """Everybody, each with name, year, post, village and phone of their own mixture."""
    from db import journal
    from db.journal import Edit

    villages = pc.villages(*(f"Thôn {number}" for number in range(1, 41)))
    edits = [
        Edit(
            "person",
            f"{number:08x}-0000-4000-8000-000000000000",
            {
                "full_name": " ".join(
                    (
                        _FAMILIES[number % len(_FAMILIES)],
                        _MIDDLES[number // 11 % len(_MIDDLES)],
                        _GIVEN[number // 99 % len(_GIVEN)],
                    )
                ),
                "birth_year": 1950 + number % 55,
                "position": _POSTS[number % len(_POSTS)],
                "unit": villages[number % len(villages)],
                "phone": f"09{number:08}",
                "roles": ["manager" if number % 7 == 0 else "resident"],
            },
        )
        for number in range(PEOPLE)
    ]
    return [change.record for change in journal.commit_together(pc.store, pc.desk.actor, edits)]


def _search(pc: Office, settle: Callable[[], None]) -> list[float]:
    """Each letter of each query, until the list shows what it finds."""
    from ui.screens.people.people import PeoplePart
    from ui.screens.people.screen import PEOPLE as PART
    from ui.screens.people.screen import PeopleScreen

    screen = pc.open("people", (1366, 768)).at("people")
    assert isinstance(screen, PeopleScreen)
    part = screen.part(PART)
    assert isinstance(part, PeoplePart)
    taken = []
    for query in QUERIES:
        for end in range(1, len(query) + 1):
            part.search.setText(query[:end])
            begun = time.perf_counter()
            part.look_for()
            part.table.viewport().repaint()
            taken.append(1000 * (time.perf_counter() - begun))
        settle()
    while part.book.roster.people and screen.pairs is None:
        settle()  # who may be listed twice is looked for beside the window
    return taken


def _attendance(pc: Office, ids: list[str], settle: Callable[[], None]) -> list[float]:
    """Turning to the grid of one class and of another, marked from top to bottom."""
    from db.commands import training as deeds
    from db.queries import training
    from rules.attendance import PRESENT
    from ui.screens.training.screen import ATTENDANCE, TrainingScreen

    store, actor = pc.store, pc.desk.actor
    courses = []
    for number in range(2):
        learners = ids[number * LEARNERS : (number + 1) * LEARNERS]
        course = deeds.open_course(store, actor, f"Lớp {number}", learners)
        for day in range(1, SESSIONS + 1):
            deeds.add_session(store, actor, course, f"2026-03-{day:02}")
        everybody = training.learners(store, course)
        held = training.sessions(store, course)
        states = {(each.id, who): PRESENT for each in held for who in everybody}
        deeds.mark(store, actor, states)
        courses.append(course)
    screen = pc.open("training", (1366, 768)).at("training")
    assert isinstance(screen, TrainingScreen)
    screen.turn_to(ATTENDANCE)
    settle()
    taken = []
    for number in range(ROUNDS):
        begun = time.perf_counter()
        screen.course.edited.emit(courses[number % 2])
        settle()
        taken.append(1000 * (time.perf_counter() - begun))
    return taken
