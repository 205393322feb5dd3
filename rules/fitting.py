"""Whether a change fits the declarations this programme knows; most do, and quickly."""

from __future__ import annotations

import functools
import math
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct, ValidationError, convert, defstruct
from msgspec.json import Encoder

from rules.change import Change
from rules.clock import is_id
from rules.record import (
    DELETED,
    LARGEST_NUMBER,
    Field,
    Kind,
    Problem,
    RecordType,
    Value,
    check,
)
from rules.records import REGISTRY, SCHEMA

_written = Encoder().encode


def reason_to_hold(change: Change) -> str:
    """Why a change takes no part in the tables now: "newer", "bad", or "" when it does."""
    if not is_id(change.id):
        return "bad"
    record_type = REGISTRY.get(change.type)
    if record_type is None or change.schema > SCHEMA:
        return "newer"
    found = problems(record_type, change.set)
    if not found:
        return ""
    if any(problem.code == "unknown_field" for problem in found):
        return "newer"
    return "bad"


def reasons_to_hold(changes: Sequence[Change]) -> dict[str, str]:
    """The same of a whole page: by id those that take no part, which are few or none."""
    if _all_fit(changes):
        return {}
    return {change.id: reason for change in changes if (reason := reason_to_hold(change))}


def _all_fit(changes: Sequence[Change]) -> bool:
    by_type: dict[str, list[Mapping[str, Value]]] = {}
    for change in changes:
        if change.schema > SCHEMA or not is_id(change.id):
            return False
        by_type.setdefault(change.type, []).append(change.set)
    if not by_type.keys() <= REGISTRY.keys():
        return False
    try:
        _written(list(by_type.values()))
    except UnicodeEncodeError:
        return False
    return all(fit(REGISTRY[name], several) for name, several in by_type.items())


def problems(record_type: RecordType, values: Mapping[str, Value]) -> tuple[Problem, ...]:
    """What `check` says of these values, without asking it where they plainly fit."""
    try:
        _written(values)  # half of a surrogate pair is text that nothing can write
    except UnicodeEncodeError:
        return check(record_type, values)
    return misfits(record_type, values)


def misfits(record_type: RecordType, values: Mapping[str, Value]) -> tuple[Problem, ...]:
    """The same of values that have been written before."""
    try:
        convert(values, _shape(record_type))
    except ValidationError:
        return check(record_type, values)
    return ()


def fit(record_type: RecordType, several: Sequence[Mapping[str, Value]]) -> bool:
    """Whether `check` has nothing to say of any of these values, which have been written before."""
    try:
        convert(several, _shapes(record_type))
    except ValidationError:
        return not any(check(record_type, values) for values in several)
    return True


@functools.cache
def _shapes(record_type: RecordType) -> Any:
    return list[_shape(record_type)]  # type: ignore[misc]  # it is made when it is asked for


@functools.cache
def _shape(record_type: RecordType) -> type[Struct]:
    """The fields of a type as msgspec checks them at once: never more than `check` allows.

    Tags and moments are left out: they are few, and `check` judges them.
    """
    declared = [*record_type.fields, Field(DELETED, Kind.YES_NO)]
    quick = [each for each in declared if each.kind not in (Kind.TAGS, Kind.MOMENT)]
    fields = [(each.name, _kind(each) | None, None) for each in quick]
    return defstruct(record_type.name, fields, forbid_unknown_fields=True)


def _kind(field: Field) -> Any:
    match field.kind:
        case Kind.YES_NO:
            return bool
        case Kind.DATE:
            return date
        case Kind.CHOICE:
            return Literal[field.choices]
        case Kind.COUNT | Kind.NUMBER:
            return _number(field)
    return Annotated[str, Meta(max_length=field.longest)]


def _number(field: Field) -> Any:
    least = -LARGEST_NUMBER if field.least is None else math.ceil(field.least)
    most = LARGEST_NUMBER if field.most is None else math.floor(field.most)
    if field.kind is Kind.COUNT:
        return Annotated[int, Meta(ge=max(0, least), le=most)]
    whole, part = Meta(ge=least, le=most), Meta(ge=float(least), le=float(most))
    return Annotated[int, whole] | Annotated[float, part]
