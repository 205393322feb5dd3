"""What every paper of a class tells of it: which class, on what ground, where and when."""

from __future__ import annotations

from collections.abc import Sequence

from db.queries.papers import Folder
from db.queries.training import Session
from reports.papers.official import BLANK, numbered, short

_NAMED = 4  # sessions that are told one by one


def facts(folder: Folder) -> tuple[str, ...]:
    """One line each."""
    code = (f"Mã lớp: {folder.code}",) if folder.code else ()
    return (
        *code,
        f"Quyết định mở lớp: {numbered(folder.decision_no, folder.decision_date)}",
        f"Đơn vị tổ chức: {folder.organiser or BLANK}",
        f"Địa điểm: {folder.place or BLANK}",
        f"Thời gian: {_times(folder.sessions)}",
    )


def of_session(number: int, session: Session) -> str:
    """One session in a line."""
    content = f"; nội dung: {session.content}" if session.content else ""
    return f"Buổi {number}: {moment(session)}{content}"


def moment(session: Session) -> str:
    """When a session is: "07:30 - 11:00 ngày 05/03/2026"."""
    hours = " - ".join(each for each in (session.begins, session.ends) if each)
    return f"{hours} ngày {short(session.day)}".strip()


def _times(sessions: Sequence[Session]) -> str:
    if not sessions:
        return BLANK
    if len(sessions) <= _NAMED:
        return f"{len(sessions)} buổi: {'; '.join(map(moment, sessions))}"
    first, last = short(sessions[0].day), short(sessions[-1].day)
    return f"{len(sessions)} buổi, từ ngày {first} đến ngày {last}"
