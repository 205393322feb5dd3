"""The record types there are, one file each, and the version of their declarations."""

from rules.record import RecordType
from rules.records.assessment import ASSESSMENT
from rules.records.evidence import EVIDENCE
from rules.records.person import PERSON
from rules.records.review import REVIEW
from rules.records.submission import SUBMISSION
from rules.records.task import TASK
from rules.records.threshold import THRESHOLD
from rules.records.unit import UNIT

# raised when a type or field is added: older programmes then keep such changes for later
SCHEMA = 1

REGISTRY: dict[str, RecordType] = {
    record_type.name: record_type
    for record_type in (UNIT, PERSON, ASSESSMENT, THRESHOLD, EVIDENCE, SUBMISSION, REVIEW, TASK)
}

__all__ = [
    "ASSESSMENT",
    "EVIDENCE",
    "PERSON",
    "REGISTRY",
    "REVIEW",
    "SCHEMA",
    "SUBMISSION",
    "TASK",
    "THRESHOLD",
    "UNIT",
]
