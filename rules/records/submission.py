"""A period of a set handed to the centre, with the values as they were at that moment."""

from rules.record import Field, Identity, Kind, RecordType

SUBMISSION = RecordType(
    "submission",
    (
        Field("set", Kind.LINK, required=True),
        Field("period", Kind.TEXT, required=True, longest=10),
        Field(
            "state", Kind.CHOICE, choices=("draft", "submitted", "received", "accepted", "returned")
        ),
        Field("version", Kind.COUNT),
        Field("submitted_at", Kind.MOMENT),
        Field("submitted_by", Kind.LINK, to="person"),
        Field("snapshot", Kind.TEXT, longest=2_000_000),  # JSON of what was sent
        Field("words", Kind.TEXT, longest=4000),
    ),
    identity=Identity.KEYED,
    key=("set", "period"),
)
