"""Sổ cấp chứng nhận: what was given to whom in a class, and who took it."""

from __future__ import annotations

from db.queries.papers import Folder, certified
from db.queries.training import Learner
from reports.papers import about, official
from reports.papers.paper import Cell, Column, Paper

_COLUMNS = (
    Column("STT", 10, centred=True),
    Column("Số chứng nhận", 34, centred=True),
    Column("Họ và tên", 46),
    Column("Năm\nsinh", 14, centred=True),
    Column("Đơn vị", 36),
    Column("Kết quả", 24, centred=True),
    Column("Ngày cấp", 24, centred=True),
    Column("Nơi cấp", 36),
    Column("Ký nhận", 26, centred=True),
)
_RESULTS = {"passed": "Đạt", "failed": "Không đạt"}


def papers(folder: Folder) -> tuple[Paper, ...]:
    """Those who have a certificate or are due one; numbers not given yet are written by hand."""
    chosen = [each for each in folder.learners if certified(each)]
    return (
        Paper(
            name="Sổ cấp chứng nhận",
            agency=official.agency(folder.commune),
            place=official.place_and_day(folder.commune),
            title="SỔ CẤP CHỨNG NHẬN",
            subtitle=f"Lớp: {folder.title}",
            beneath="",
            facts=about.facts(folder),
            columns=_COLUMNS,
            rows=[_row(number, each) for number, each in enumerate(chosen, start=1)],
            count=f"Sổ này có {len(chosen)} người.",
            row_height=9.5,
            landscape=True,
        ),
    )


def _row(number: int, learner: Learner) -> tuple[Cell, ...]:
    return (
        number,
        learner.certificate_no,
        learner.name,
        learner.birth_year,
        learner.village,
        _result(learner),
        official.short(learner.certificate_date),
        learner.certificate_issuer,
        "",
    )


def _result(learner: Learner) -> str:
    """The result with its mark: "Đạt (8,5)"."""
    result = _RESULTS.get(learner.result or "", "")
    return f"{result} ({learner.mark})".strip() if learner.mark else result
