"""The record types there are, a file for each subject, and the version of their declarations."""

from rules.record import RecordType
from rules.records.assessment import ASSESSMENT
from rules.records.evidence import EVIDENCE
from rules.records.export import EXPORT
from rules.records.former import FORMER_ASSESSMENT
from rules.records.person import PERSON
from rules.records.review import REVIEW
from rules.records.submission import SUBMISSION
from rules.records.survey import ANSWERS, SHEET, SURVEY, TALLY
from rules.records.task import TASK
from rules.records.threshold import THRESHOLD
from rules.records.training import ATTENDANCE, COURSE, ENROLMENT, SESSION
from rules.records.unit import UNIT

# raised when a type or field is added: older programmes then keep such changes for later
SCHEMA = 3

REGISTRY: dict[str, RecordType] = {
    record_type.name: record_type
    for record_type in (
        UNIT,
        PERSON,
        ASSESSMENT,
        THRESHOLD,
        EVIDENCE,
        SUBMISSION,
        REVIEW,
        TASK,
        COURSE,
        SESSION,
        ENROLMENT,
        ATTENDANCE,
        SURVEY,
        TALLY,
        ANSWERS,
        SHEET,
        EXPORT,
        FORMER_ASSESSMENT,
    )
}

__all__ = [
    "ANSWERS",
    "ASSESSMENT",
    "ATTENDANCE",
    "COURSE",
    "ENROLMENT",
    "EVIDENCE",
    "EXPORT",
    "FORMER_ASSESSMENT",
    "PERSON",
    "REGISTRY",
    "REVIEW",
    "SCHEMA",
    "SESSION",
    "SHEET",
    "SUBMISSION",
    "SURVEY",
    "TALLY",
    "TASK",
    "THRESHOLD",
    "UNIT",
]
