"""What the centre said of one indicator of a submission."""

from rules.record import CENTRE, Field, Kind, RecordType

REVIEW = RecordType(
    "review",
    (
        Field("set", Kind.LINK, required=True),
        Field("indicator", Kind.TEXT, required=True, longest=40),
        Field("period", Kind.TEXT, required=True, longest=10),
        Field("verdict", Kind.CHOICE, required=True, choices=("accepted", "returned")),
        Field("words", Kind.TEXT),
        Field("reviewer", Kind.TEXT, longest=200),
        Field("reviewed_at", Kind.MOMENT),
    ),
    writers=frozenset({CENTRE}),
)
