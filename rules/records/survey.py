"""Satisfaction of residents: a survey, counts of villages, and single anonymous sheets.

Nothing here names a household or a resident (91/2025/QH15, article 3: only what the purpose needs).
"""

from rules.record import ITSELF, Field, Identity, Kind, RecordType

_SHEETS = ("households", "represented", "issued", "collected", "valid", "invalid")

SURVEY = RecordType(
    "survey",
    (
        Field("title", Kind.TEXT, required=True, longest=400),
        Field("form", Kind.LINK, required=True),  # a package of questions
        Field("version", Kind.COUNT),
        Field("period", Kind.TEXT, longest=10),
        Field("opens", Kind.DATE),
        Field("closes", Kind.DATE),
        Field("method", Kind.CHOICE, choices=("house", "meeting", "online")),
        # shares in per cent that the commune entered from paper, where the package has none
        Field("least_households", Kind.NUMBER, least=0, most=100),
        Field("least_overall", Kind.NUMBER, least=0, most=100),
        Field("least_each", Kind.NUMBER, least=0, most=100),
        Field("terms_source", Kind.TEXT, longest=400),
        Field("seed", Kind.TEXT, longest=60),  # of the drawing of households
        Field("note", Kind.TEXT),
        Field("signed_at", Kind.MOMENT),
        Field("signed_by", Kind.LINK, to="person"),
        Field("snapshot", Kind.TEXT, longest=500_000),  # JSON of the result that was signed
        Field("sample", Kind.YES_NO),
    ),
    since=2,
    sealed_by=ITSELF,
)

TALLY = RecordType(
    "tally",
    (
        Field("survey", Kind.LINK, required=True, to="survey"),
        Field("village", Kind.LINK, required=True, to="unit"),
        *(Field(name, Kind.COUNT, most=1_000_000) for name in _SHEETS),
        Field("source", Kind.CHOICE, choices=("tally", "sheets")),  # typed, or counted from sheets
        Field("held_on", Kind.DATE),
        Field("signatories", Kind.TEXT, longest=1000),
        Field("comments", Kind.TEXT),
    ),
    identity=Identity.KEYED,
    key=("survey", "village"),
    since=2,
    sealed_by="survey",
)

ANSWERS = RecordType(
    "answers",
    (
        Field("survey", Kind.LINK, required=True, to="survey"),
        Field("village", Kind.LINK, required=True, to="unit"),
        Field("question", Kind.LINK, required=True),
        Field("satisfied", Kind.COUNT, most=1_000_000),
        Field("dissatisfied", Kind.COUNT, most=1_000_000),
        Field("silent", Kind.COUNT, most=1_000_000),  # no answer
    ),
    identity=Identity.KEYED,
    key=("survey", "village", "question"),
    since=2,
    sealed_by="survey",
)

SHEET = RecordType(
    "sheet",
    (
        Field("survey", Kind.LINK, required=True, to="survey"),
        Field("village", Kind.LINK, required=True, to="unit"),
        Field("number", Kind.TEXT, longest=20),  # printed on the paper, where one is
        Field("answers", Kind.TEXT, longest=400),  # a figure a question: 1, 2, or 0 for none
        Field("invalid", Kind.YES_NO),
        Field("comment", Kind.TEXT, longest=1000),
        Field("second_of", Kind.LINK, to="sheet"),  # the sheet this is the second entry of
    ),
    since=2,
    sealed_by="survey",
)
