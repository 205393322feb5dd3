"""A list that left the programme: what was in it, for the record of who took personal data out."""

from rules.record import Field, Kind, RecordType

EXPORT = RecordType(
    "export",
    (
        Field("list", Kind.TEXT, required=True, longest=60),
        Field("rows", Kind.COUNT),
        Field("fields", Kind.TAGS),
        Field("purpose", Kind.TEXT, longest=400),
    ),
    since=2,
)
