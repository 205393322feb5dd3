"""What a plan promised by a date, and from which answers of the communes it is counted.

Values only; the counting is done where the answers of all communes are, at the centre.
"""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from resources.criteria import Comparison, Confidence


class Subject(StrEnum):
    """What a target counts, in the plan's words."""

    COMMUNES = "communes"
    DISTRICTS = "districts"
    PERSONS = "persons"
    MODELS = "models"


class Method(StrEnum):
    """How a target is computed from one indicator of all communes."""

    SHARE_OF_COMMUNES = "share_of_communes"  # units that qualify / all units of the subject, in %
    SUM_RATIO = "sum_ratio"  # sum of numerators / sum of denominators, in %
    PER_DISTRICT = "per_district"  # the fewest qualifying communes in any district


class Qualifies(StrEnum):
    """When a commune counts towards a target."""

    PASSED = "passed"  # its indicator is judged passed
    YES = "yes"  # it answered yes; the plan sets no bound for a single commune


class Counts(Struct, frozen=True):
    """The indicator a target is counted from."""

    set: str  # id of a criteria set, without version
    indicator: str
    method: Method
    qualifies: Qualifies = Qualifies.PASSED


class Closed(Struct, frozen=True):
    """Why a target is no longer counted; its last result stays readable."""

    on: str  # ISO date
    reason: str


class Target(Struct, frozen=True):
    """One target of a plan."""

    id: str
    title: str
    definition: str  # the plan's own sentence, or what a source says of it
    definition_confidence: Confidence
    definition_source: str | None
    subject: Subject
    counts: Counts | None  # None: counted from no indicator the programme holds
    comparison: Comparison | None  # None, with no value: the plan names no number
    value: float | None
    unit: str | None  # "%", or what is counted
    due: str  # ISO date
    note: str | None = None
    closed: Closed | None = None


class TargetSet(Struct, frozen=True):
    """A plan's targets, one version of them."""

    id: str
    version: int
    title: str
    decision: str | None
    issued_by: str | None
    note: str | None
    sources: tuple[str, ...]
    targets: tuple[Target, ...]

    def find(self, id: str) -> Target | None:
        """The target with this id."""
        return next((target for target in self.targets if target.id == id), None)
