"""What a criteria set is, once read: criteria, indicators and the bounds somebody published.

Plain frozen values.  `resources.packages` reads them from JSON; `rules.scoring` judges by them.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from msgspec import Struct


class ValueKind(StrEnum):
    """How an indicator is answered."""

    YES_NO = "yes_no"
    PERCENT = "percent"  # numerator and denominator, or the percentage itself in `number`
    NUMBER = "number"
    MONEY = "money"
    COUNT = "count"
    INDEX = "index"  # a level or score: "mức độ 2"
    COMPOSITE = "composite"  # passed when every part is


class Comparison(StrEnum):
    """How a value meets its bound."""

    AT_LEAST = ">="
    AT_MOST = "<="
    MORE_THAN = ">"
    LESS_THAN = "<"
    EQUAL = "="
    PASS = "pass"  # noqa: S105 - no password: the answer "Đạt" is the bound


class Confidence(StrEnum):
    """How sure a title or a bound is against the official text."""

    EXACT = "exact"
    PARAPHRASE = "paraphrase"
    INFERRED = "inferred"
    RECALL = "recall"  # from memory, no page seen: shown as "chưa đối chiếu"
    MISSING = "missing"


class Bound(Struct, frozen=True):
    """One published threshold and for whom it holds; None means "for any"."""

    value: float | None  # None only with Comparison.PASS
    region: str | None = None
    group: str | None = None  # commune group: "1", "2", "3"
    year: int | None = None
    least_denominator: float | None = None  # holds only when the denominator is at least this
    most_denominator: float | None = None


class Register(StrEnum):
    """A register of the commune that an indicator can be answered from."""

    TRAINING = "training"
    SURVEY = "survey"


class Feed(Struct, frozen=True):
    """Where an answer can be taken from instead of being typed again."""

    register: Register
    role: str | None = None  # training: of whom the coverage is asked; None: of the whole roster
    method: str | None = None  # survey: only those held this way


class Indicator(Struct, frozen=True):
    """One question of a criteria set."""

    code: str
    title: str
    kind: ValueKind
    comparison: Comparison
    bounds: tuple[Bound, ...] = ()  # empty: nobody published one; nothing is judged
    unit: str | None = None
    official_code: str | None = None
    title_confidence: Confidence = Confidence.EXACT
    confidence: Confidence = Confidence.MISSING  # of the bounds
    source: str | None = None
    title_source: str | None = None
    provincial: bool = False  # the province sets the bound
    yearly: bool = False  # the bound changes from year to year
    by_village: bool = False  # the commune's value is summed from its villages
    evidence: tuple[str, ...] = ()  # kinds of evidence the guidance asks for
    owner_role: str | None = None
    guided_by: str | None = None
    note: str | None = None
    feed: Feed | None = None
    parts: tuple[Indicator, ...] = ()  # of a composite; their codes are full: "14.1.a"


class Criterion(Struct, frozen=True):
    """A numbered criterion with its indicators."""

    code: str
    title: str
    group: str | None
    title_confidence: Confidence
    indicators: tuple[Indicator, ...]
    title_source: str | None = None


class Group(Struct, frozen=True):
    """A heading over several criteria, or a class of communes that bounds tell apart."""

    code: str
    title: str
    definition: str | None = None
    source: str | None = None
    confidence: Confidence | None = None


class Rule(Struct, frozen=True):
    """A sentence of the decision that changes which bounds hold, as "these use region X"."""

    text: str
    apply_region: str | None
    source: str | None
    confidence: Confidence


class Recognition(Struct, frozen=True):
    """What else must hold before a commune is recognised; no indicator measures it."""

    decision: str
    items: tuple[str, ...]
    source: str | None
    confidence: Confidence


class Guidance(Struct, frozen=True):
    """A ministry's document on how some indicators are verified."""

    indicators: str  # as the document says it: "8.x"
    document: str
    date: str | None  # ISO
    source: str | None


class Background(Struct, frozen=True):
    """What is known about a set beside its indicators: a definition, a name without a number."""

    topic: str
    text: str
    document: str | None
    source: str | None
    confidence: Confidence | None


class CriteriaSet(Struct, frozen=True):
    """A published set of criteria, one version of it."""

    id: str
    version: int
    title: str
    level: str  # commune, district, province, village
    decision: str | None
    issued_by: str | None
    effective_from: str | None  # ISO dates
    effective_to: str | None
    status: str | None  # complete, scaffold, partial, criteria_only, empty, proposal
    note: str | None
    official_criteria: int | None
    official_indicators: int | None
    criteria: tuple[Criterion, ...]
    annex: str | None = None
    amended_by: tuple[str, ...] = ()
    groups: tuple[Group, ...] = ()
    commune_groups: tuple[Group, ...] = ()  # "1", "2", "3" where bounds differ by group
    rules: tuple[Rule, ...] = ()
    recognition: Recognition | None = None
    guidance: tuple[Guidance, ...] = ()
    background: tuple[Background, ...] = ()
    sources: tuple[str, ...] = ()

    def indicators(self) -> Iterator[Indicator]:
        """Every indicator in order, parts of composites not among them."""
        for criterion in self.criteria:
            yield from criterion.indicators

    def answerable(self) -> Iterator[Indicator]:
        """Every indicator an answer can be written to: composites give way to their parts."""
        for indicator in self.indicators():
            yield from indicator.parts or (indicator,)

    def find(self, code: str) -> Indicator | None:
        """The indicator or part with this code."""
        for indicator in self.indicators():
            if indicator.code == code:
                return indicator
            for part in indicator.parts:
                if part.code == code:
                    return part
        return None

    def criterion_of(self, code: str) -> Criterion | None:
        """The criterion that holds this indicator or part."""
        for criterion in self.criteria:
            for indicator in criterion.indicators:
                if code in (indicator.code, *(part.code for part in indicator.parts)):
                    return criterion
        return None
