"""Programmes of two ages in one process: each acts under what it declares itself."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from msgspec import Struct

from db import journal
from rules import fitting
from rules.record import RecordType, Values
from rules.records import ASSESSMENT, REGISTRY, SCHEMA
from sync.stick import out


class Age(Struct, frozen=True):
    """A programme, by what it knows of the answers to the checklist."""

    schema: int
    assessment: RecordType

    def knows(self, values: Values) -> bool:
        """Whether all of this can be typed into it."""
        return all(map(self.assessment.field, values))


TODAY = Age(SCHEMA, ASSESSMENT)
OLDER = Age(
    SCHEMA - 1,
    RecordType(
        ASSESSMENT.name,
        tuple(field for field in ASSESSMENT.fields if field.name != "note"),
        ASSESSMENT.identity,
        ASSESSMENT.key,
    ),
)


@contextmanager
def acting(age: Age) -> Iterator[None]:
    """Let a programme of this age act; then whoever acted before."""
    before = Age(fitting.SCHEMA, REGISTRY[ASSESSMENT.name])
    _declare(age)
    try:
        yield
    finally:
        _declare(before)


def _declare(age: Age) -> None:
    REGISTRY[ASSESSMENT.name] = age.assessment
    for module in (fitting, journal, out):
        module.SCHEMA = age.schema  # type: ignore[attr-defined]
