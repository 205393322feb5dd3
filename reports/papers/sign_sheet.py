"""Danh sách ký nhận: everybody signs for each session, after reading what becomes of their data."""

from __future__ import annotations

from collections.abc import Sequence

from db.queries.papers import Folder
from db.queries.training import Session
from reports.papers import about, official
from reports.papers.notice import notice
from reports.papers.paper import Cell, Column, Paper

BESIDE = 4  # so many sessions find room beside each other; of more, each has a sheet of its own
_CENTRED = (0, 2)
_TITLES = ("STT", "Họ và tên", "Năm\nsinh", "Chức vụ", "Đơn vị")
# by how many columns are signed: mm of each of the others, and of those that are signed together
_UPRIGHT = {1: ((10, 44, 13, 38, 28), 30.0), 2: ((10, 40, 13, 28, 26), 46.0)}
_LYING = ((10, 46, 14, 40, 32), 108.0)


def papers(folder: Folder) -> tuple[Paper, ...]:
    """A column for each session; where there are many, a sheet for each."""
    sessions = folder.sessions
    if len(sessions) > BESIDE:
        return tuple(_of_one(folder, at, each) for at, each in enumerate(sessions, start=1))
    titles = [_signed(at, each) for at, each in enumerate(sessions, start=1)]
    signed = titles if len(titles) > 1 else ["Ký nhận"]
    return (_paper(folder, "Danh sách ký nhận", about.facts(folder), signed),)


def _of_one(folder: Folder, number: int, session: Session) -> Paper:
    facts = (*about.facts(folder), about.of_session(number, session))
    return _paper(folder, f"Buổi {number}", facts, ["Ký nhận"])


def _signed(number: int, session: Session) -> str:
    return f"Ký nhận\nbuổi {number}\n{official.short(session.day)}"


def _columns(signed: Sequence[str]) -> tuple[Column, ...]:
    widths, signing = _UPRIGHT.get(len(signed), _LYING)
    told = zip(_TITLES, widths, strict=True)
    return (
        *(Column(title, width, at in _CENTRED) for at, (title, width) in enumerate(told)),
        *(Column(title, signing / len(signed), centred=True) for title in signed),
    )


def _paper(folder: Folder, name: str, facts: tuple[str, ...], signed: Sequence[str]) -> Paper:
    open_cells: tuple[Cell, ...] = ("",) * len(signed)
    return Paper(
        name=name,
        agency=official.agency(folder.commune),
        place=official.place_and_day(folder.commune),
        title="DANH SÁCH KÝ NHẬN",
        subtitle=f"Học viên dự lớp: {folder.title}",
        beneath="",
        facts=facts,
        columns=_columns(signed),
        rows=[
            (number, each.name, each.birth_year, each.position, each.village, *open_cells)
            for number, each in enumerate(folder.learners, start=1)
        ],
        count=f"Danh sách này có {len(folder.learners)} người. Số người có mặt và ký: ...........",
        row_height=9.5,
        notice=notice(folder.commune, folder.keep_until),
        landscape=len(signed) not in _UPRIGHT,
    )
