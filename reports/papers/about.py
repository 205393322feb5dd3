"""What every paper of a class tells of it: which class, on what ground, where and when."""

from __future__ import annotations

from collections.abc import Sequence

from db.queries.papers import Folder
from db.queries.training import Session
from reports.papers import official

_NAMED = 4  # sessions that are told one by one


def facts(folder: Folder) -> tuple[str, ...]:
    """One line each."""
    decision = official.numbered(folder.decision_no, folder.decision_date)
    return (
        f"Mã lớp: {folder.code}; mở theo Quyết định {decision}"
        if folder.code
        else f"Mở theo Quyết định {decision}",
        f"Đơn vị tổ chức: {folder.organiser or official.BLANK}",
        f"Địa điểm: {folder.place or official.BLANK}",
        f"Thời gian: {_times(folder.sessions)}",
    )


def of_session(number: int, session: Session) -> str:
    """One session in a line."""
    content = f"; nội dung: {session.content}" if session.content else ""
    return f"Buổi {number}: {_moment(session)}{content}"


def _times(sessions: Sequence[Session]) -> str:
    """One by one where they are few; their hours once where they are the same."""
    if not sessions:
        return official.BLANK
    count = f"{len(sessions)} buổi"
    days = [official.short(each.day) for each in sessions]
    if len(sessions) > _NAMED:
        return f"{count}, từ ngày {days[0]} đến ngày {days[-1]}"
    if len({_hours(each) for each in sessions}) > 1:
        return f"{count}: {'; '.join(map(_moment, sessions))}"
    return f"{count}: {_hours(sessions[0])} ngày {', '.join(days)}"


def _moment(session: Session) -> str:
    return f"{_hours(session)} ngày {official.short(session.day)}"


def _hours(session: Session) -> str:
    """From when to when; dots where nobody wrote it."""
    return " - ".join(each for each in (session.begins, session.ends) if each) or "........"
