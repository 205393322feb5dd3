"""Danh sách mời: who is called to a class, attached to the invitation that is signed with it."""

from __future__ import annotations

from db.queries.papers import Folder
from reports.papers import about, official
from reports.papers.paper import Column, Paper

_COLUMNS = (
    Column("STT", 10, centred=True),
    Column("Họ và tên", 47),
    Column("Năm\nsinh", 14, centred=True),
    Column("Chức vụ", 40),
    Column("Đơn vị", 32),
    Column("Ghi chú", 20),
)


def papers(folder: Folder) -> tuple[Paper, ...]:
    """One list of everybody in the class.

    60/2026/TT-BTC, article 4.1, asks for the invitation in writing.  What was noted of a learner
    stays inside: remarks on this list are made by hand.
    """
    letter = official.numbered(folder.invitation_no, folder.invitation_date)
    return (
        Paper(
            name="Danh sách mời",
            agency=official.agency(folder.commune),
            place=official.place_and_day(folder.commune),
            title="DANH SÁCH MỜI",
            subtitle=f"Tham dự lớp: {folder.title}",
            beneath=f"(Kèm theo Giấy mời {letter})",
            facts=about.facts(folder),
            columns=_COLUMNS,
            rows=[
                (number, each.name, each.birth_year, each.position, each.village, "")
                for number, each in enumerate(folder.learners, start=1)
            ],
            count=f"Danh sách này có {len(folder.learners)} người.",
        ),
    )
