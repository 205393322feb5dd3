"""What the officer answered to one indicator, for one period, for the commune or one village."""

from rules.record import Field, Identity, Kind, RecordType

ASSESSMENT = RecordType(
    "assessment",
    (
        Field("set", Kind.LINK, required=True),  # the set's id without its version
        Field("indicator", Kind.TEXT, required=True, longest=40),
        Field("period", Kind.TEXT, required=True, longest=10),
        Field("village", Kind.LINK, to="unit"),
        Field("version", Kind.COUNT),  # of the set the answer was given under
        Field("passed", Kind.YES_NO),
        Field("numerator", Kind.NUMBER),
        Field("denominator", Kind.NUMBER),
        Field("number", Kind.NUMBER),
        Field("text", Kind.TEXT),
        Field("as_of", Kind.DATE),
        Field("note", Kind.TEXT, longest=20000),
    ),
    identity=Identity.KEYED,
    key=("set", "indicator", "period", "village"),
)
