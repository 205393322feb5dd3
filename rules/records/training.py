"""Training: a class, its sessions, who is in it, and who came."""

from rules.record import Field, Identity, Kind, RecordType

COURSE = RecordType(
    "course",
    (
        Field("title", Kind.TEXT, required=True, longest=400),
        Field("code", Kind.TEXT, longest=40),
        Field("topic", Kind.LINK),  # of a training framework, `package` and `topic`'s code
        Field("package", Kind.LINK),
        Field("programme", Kind.TEXT, longest=200),  # component of the programme that pays
        Field("decision_no", Kind.TEXT, longest=60),
        Field("decision_date", Kind.DATE),
        Field("invitation_no", Kind.TEXT, longest=60),
        Field("invitation_date", Kind.DATE),
        Field("organiser", Kind.TEXT, longest=200),
        Field("trainers", Kind.TEXT, longest=1000),  # one a line
        Field("place", Kind.TEXT, longest=200),
        Field("form", Kind.CHOICE, choices=("direct", "online")),
        Field("budget", Kind.TEXT, longest=200),
        Field("hours", Kind.NUMBER, least=0, most=2000),  # planned
        Field("note", Kind.TEXT),
        Field("keep_until", Kind.DATE),  # personal data of the class is not needed after it
        Field("sample", Kind.YES_NO),
    ),
    since=2,
)

SESSION = RecordType(
    "session",
    (
        Field("course", Kind.LINK, required=True, to="course"),
        Field("day", Kind.DATE, required=True),
        Field("begins", Kind.TEXT, longest=5),  # 07:30
        Field("ends", Kind.TEXT, longest=5),
        Field("hours", Kind.NUMBER, least=0, most=24),
        Field("content", Kind.TEXT, longest=400),
    ),
    since=2,
)

ENROLMENT = RecordType(
    "enrolment",
    (
        Field("course", Kind.LINK, required=True, to="course"),
        Field("person", Kind.LINK, required=True, to="person"),
        Field("result", Kind.CHOICE, choices=("passed", "failed")),
        Field("mark", Kind.TEXT, longest=40),
        Field("certificate_no", Kind.TEXT, longest=60),
        Field("certificate_date", Kind.DATE),
        Field("certificate_issuer", Kind.TEXT, longest=200),
        Field("note", Kind.TEXT, longest=400),
    ),
    identity=Identity.KEYED,
    key=("course", "person"),
    since=2,
    tells_by_being=True,
)

ATTENDANCE = RecordType(
    "attendance",
    (
        Field("session", Kind.LINK, required=True, to="session"),
        Field("person", Kind.LINK, required=True, to="person"),
        Field("state", Kind.CHOICE, choices=("present", "absent", "excused")),
    ),
    identity=Identity.KEYED,
    key=("session", "person"),
    since=2,
)
