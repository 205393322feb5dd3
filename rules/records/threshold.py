"""A threshold the commune copied from a decision on paper, until the centre publishes one."""

from rules.record import COMMUNE, Field, Identity, Kind, RecordType

THRESHOLD = RecordType(
    "threshold",
    (
        Field("set", Kind.LINK, required=True),
        Field("indicator", Kind.TEXT, required=True, longest=40),
        Field("year", Kind.COUNT, required=True, least=2000, most=2100),
        Field("comparison", Kind.CHOICE, choices=(">=", "<=", ">", "<", "=", "pass")),
        Field("value", Kind.NUMBER),
        Field("source", Kind.TEXT, longest=1000),  # number, date and place of the paper
    ),
    identity=Identity.KEYED,
    key=("set", "indicator", "year"),
    writers=frozenset({COMMUNE}),
)
