"""A file that proves an answer; the file itself lies beside the database under its sha256."""

from rules.record import COMMUNE, Field, Form, Kind, RecordType

EVIDENCE = RecordType(
    "evidence",
    (
        Field("target_type", Kind.TEXT, required=True, longest=40),
        Field("target", Kind.LINK, required=True),
        Field("title", Kind.TEXT, longest=500),
        Field("name", Kind.TEXT, longest=255),  # the file's name when it was attached
        Field("document_no", Kind.TEXT, longest=100),
        Field("document_date", Kind.DATE),
        Field("issuer", Kind.TEXT, longest=300),
        Field("expires", Kind.DATE),
        Field("sha256", Kind.TEXT, required=True, longest=64, form=Form.SHA256),
        Field("size", Kind.COUNT, required=True),  # bytes
        Field("media_type", Kind.TEXT, longest=100),
    ),
    writers=frozenset({COMMUNE}),
)
