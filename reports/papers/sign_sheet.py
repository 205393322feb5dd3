"""Danh sách ký nhận: everybody signs for each session, after reading what becomes of their data."""

from __future__ import annotations

from collections.abc import Sequence

from db.queries.papers import Folder
from db.queries.training import Session
from reports.papers import about, official
from reports.papers.notice import notice
from reports.papers.paper import Cell, Column, Paper

BESIDE = 4  # so many sessions find room beside each other; of more, each has a sheet of its own
_FOR_SIGNING = 108.0  # mm across a lying page
_NARROW = (
    Column("STT", 10, centred=True),
    Column("Họ và tên", 44),
    Column("Năm\nsinh", 14, centred=True),
    Column("Chức vụ", 36),
    Column("Đơn vị", 29),
)
_WIDE = (
    Column("STT", 10, centred=True),
    Column("Họ và tên", 46),
    Column("Năm\nsinh", 14, centred=True),
    Column("Chức vụ", 40),
    Column("Đơn vị", 32),
)
_ALONE = (Column("Ký nhận", 30, centred=True),)


def papers(folder: Folder) -> tuple[Paper, ...]:
    """A column for each session; where there are many, a sheet for each."""
    sessions = folder.sessions
    if len(sessions) > BESIDE:
        return tuple(_of_one(folder, at, each) for at, each in enumerate(sessions, start=1))
    facts = about.facts(folder)
    if len(sessions) < 2:
        return (_paper(folder, "Danh sách ký nhận", facts, _ALONE),)
    return (_paper(folder, "Danh sách ký nhận", facts, _side_by_side(sessions)),)


def _of_one(folder: Folder, number: int, session: Session) -> Paper:
    facts = (*about.facts(folder), about.of_session(number, session))
    return _paper(folder, f"Buổi {number}", facts, _ALONE)


def _side_by_side(sessions: Sequence[Session]) -> tuple[Column, ...]:
    width = _FOR_SIGNING / len(sessions)
    return tuple(
        Column(f"Ký nhận buổi {number} ({official.short(each.day)})", width, centred=True)
        for number, each in enumerate(sessions, start=1)
    )


def _paper(
    folder: Folder, name: str, facts: tuple[str, ...], signing: tuple[Column, ...]
) -> Paper:
    several = len(signing) > 1
    open_cells: tuple[Cell, ...] = ("",) * len(signing)
    return Paper(
        name=name,
        agency=official.agency(folder.commune),
        place=official.place_and_day(folder.commune),
        title="DANH SÁCH KÝ NHẬN",
        subtitle=f"Học viên dự lớp: {folder.title}",
        beneath="",
        facts=facts,
        columns=(_WIDE if several else _NARROW) + signing,
        rows=[
            (number, each.name, each.birth_year, each.position, each.village, *open_cells)
            for number, each in enumerate(folder.learners, start=1)
        ],
        count=f"Danh sách này có {len(folder.learners)} người."
        " Số người có mặt và ký: ...........",
        row_height=9.5,
        notice=notice(folder.commune, folder.keep_until),
        landscape=several,
    )
