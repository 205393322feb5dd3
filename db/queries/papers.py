"""What the papers of a class tell: the class as it was decided, its sessions, who is in it."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from db import errors
from db.queries import places, training
from db.queries.training import Course, Learner, Session
from db.store import Store
from resources.words import _, many
from rules.text import fold


class Folder(Struct, frozen=True):
    """A class as its papers need it; telephone numbers are not among it."""

    commune: str  # with its kind: "Xã Vinh Lộc"
    title: str
    code: str | None
    decision_no: str | None
    decision_date: str | None  # ISO
    invitation_no: str | None
    invitation_date: str | None
    organiser: str | None
    place: str | None
    keep_until: str | None
    sessions: tuple[Session, ...]
    learners: tuple[Learner, ...]  # in the order names are listed in Vietnam


def folder(store: Store, course: str) -> Folder:
    """All that is printed of a class.  Refused where it is gone or nobody is in it."""
    row = store.row(
        "SELECT title, code, decision_no, decision_date, invitation_no, invitation_date,"
        " organiser, place, keep_until FROM course WHERE record = ? AND NOT deleted",
        (course,),
    )
    if row is None:
        raise errors.Refused(_("Lớp này không còn trong sổ; hãy chọn lớp khác."))
    learners = tuple(training.learners(store, course))
    if not learners:
        raise errors.Refused(
            _("Lớp “{title}” chưa có học viên; hãy thêm học viên rồi lập danh sách.").format(
                title=row[0]
            )
        )
    return Folder(
        commune=places.commune(store).name,
        sessions=tuple(training.sessions(store, course)),
        learners=learners,
        **dict(row),
    )


def certified(learner: Learner) -> bool:
    """Whether somebody has a certificate, or passed and is due one."""
    return learner.result == "passed" or bool(learner.certificate_no or learner.certificate_date)


def find(store: Store, told: str) -> str:
    """The id of the class with this id or code.  Refused where it is none, or one of several."""
    courses = training.courses(store)
    found = [each for each in courses if each.id == told] or _of_code(courses, told)
    match found:
        case [course]:
            return course.id
        case []:
            text = _(
                "Không có lớp nào mang mã “{code}”; hãy xem mã lớp trong sổ tập huấn,"
                " hoặc dùng id của lớp."
            )
            raise errors.Refused(text.format(code=told))
    text = many("Có {n} lớp cùng mang mã “{code}”; hãy dùng id của lớp: {ids}.", len(found))
    raise errors.Refused(text.format(code=told, ids=", ".join(sorted(each.id for each in found))))


def _of_code(courses: Iterable[Course], told: str) -> list[Course]:
    wanted = fold(told)
    return [each for each in courses if wanted and fold(each.code or "") == wanted]
