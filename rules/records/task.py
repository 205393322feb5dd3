"""Who is to answer an indicator, and by when."""

from rules.record import COMMUNE, Field, Identity, Kind, RecordType

TASK = RecordType(
    "task",
    (
        Field("set", Kind.LINK, required=True),
        Field("indicator", Kind.TEXT, required=True, longest=40),
        Field("period", Kind.TEXT, required=True, longest=10),
        Field("owner", Kind.LINK, to="person"),
        Field("due", Kind.DATE),
    ),
    identity=Identity.KEYED,
    key=("set", "indicator", "period"),
    writers=frozenset({COMMUNE}),
)
