"""A person known to the commune: officers, managers, members of digital teams."""

from rules.record import Field, Kind, RecordType

OFFICER = "officer"
FRONT = "front"  # acts for the Fatherland Front: signs surveys
MANAGER, DIGITAL_TEAM, RESIDENT = "manager", "digital_team", "resident"
ROSTER_ROLES = (MANAGER, DIGITAL_TEAM, RESIDENT)  # what the roster is listed by

PERSON = RecordType(
    "person",
    (
        Field("full_name", Kind.TEXT, required=True, longest=200),
        Field("birth_year", Kind.COUNT, least=1900, most=2100),
        Field("sex", Kind.CHOICE, choices=("female", "male")),
        Field("position", Kind.TEXT, longest=200),
        Field("unit", Kind.LINK, to="unit"),
        Field("phone", Kind.TEXT, longest=40),
        Field("roles", Kind.TAGS),
        Field("roster_from", Kind.DATE),
        Field("roster_to", Kind.DATE),
        # sensitive (356/2025/NĐ-CP, article 4): asked for only where a form needs it
        Field("ethnicity", Kind.TEXT, longest=60),
        Field("merged_into", Kind.LINK, to="person"),  # the same person, listed twice
        Field("not_same", Kind.TAGS),  # people it was compared with and is not
        Field("keep_until", Kind.DATE),
    ),
)
