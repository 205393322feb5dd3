"""What a commune that was merged had answered; kept by its heir, and never the heir's own answer.

A type of its own, so that nothing which counts, sums or judges assessments can meet it.  A record
has the id its assessment had in the former commune.
"""

from rules.record import COMMUNE, Field, Identity, Kind, RecordType
from rules.records.assessment import ASSESSMENT

FORMER_ASSESSMENT = RecordType(
    "former_assessment",
    (
        Field("origin", Kind.LINK, to="unit", required=True),  # the commune it was true of
        *ASSESSMENT.fields,
    ),
    identity=Identity.CODED,
    writers=frozenset({COMMUNE}),
    since=3,
)
