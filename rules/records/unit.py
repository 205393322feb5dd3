"""A place that is counted: province, commune, village; with its dates and what became of it."""

from rules.record import Field, Identity, Kind, RecordType

PROVINCE_KINDS = ("tinh", "thanh_pho")
COMMUNE_KINDS = ("xa", "phuong", "thi_tran", "dac_khu")
VILLAGE_KINDS = ("thon", "to_dan_pho")

UNIT = RecordType(
    "unit",
    (
        Field("name", Kind.TEXT, required=True, longest=200),
        Field(
            "kind",
            Kind.CHOICE,
            required=True,
            choices=PROVINCE_KINDS + COMMUNE_KINDS + VILLAGE_KINDS,
        ),
        Field("parent", Kind.LINK, to="unit"),
        Field("valid_from", Kind.DATE),
        Field("valid_to", Kind.DATE),
        # commune group of 51/2025/QĐ-TTg, and the day the decision on it took effect
        Field("group", Kind.CHOICE, choices=("1", "2", "3")),
        Field("group_from", Kind.DATE),
        # the column of the criteria table that holds here, where it is not the province's own
        # (318/QĐ-TTg, article 1: specially difficult communes)
        Field("region", Kind.TEXT, longest=60),
        Field("successors", Kind.TAGS),
        Field("sort", Kind.COUNT),
        Field("sample", Kind.YES_NO),  # invented, for showing the programme
    ),
    identity=Identity.CODED,
)
