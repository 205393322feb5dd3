"""Packages: versioned data the centre publishes and the programme loads without a release."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import NamedTuple

from resources import files
from resources.assemble import criteria_set, target_set
from resources.criteria import CriteriaSet
from resources.targets import TargetSet

__all__ = ["Shipped", "criteria_set", "load_criteria", "load_targets", "sha256", "shipped"]

KINDS = ("criteria", "targets", "units")


class Shipped(NamedTuple):
    """A package that comes with the programme."""

    kind: str
    id: str
    version: int
    path: Path


def shipped() -> list[Shipped]:
    """Every package that comes with the programme, by kind, id and version."""
    return sorted(
        Shipped(kind, path.parent.name, int(path.stem), path)
        for kind in KINDS
        for path in files.path(kind).glob("*/*.json")
    )


def load_criteria(path: Path) -> CriteriaSet:
    """A criteria set from a package already checked, as the shipped ones are."""
    return criteria_set(json.loads(path.read_bytes()))


def sha256(content: bytes) -> str:
    """The name of a package's exact bytes: what the centre signs and a receipt quotes."""
    return hashlib.sha256(content).hexdigest()


def load_targets(path: Path) -> TargetSet:
    """The targets from a package already checked."""
    return target_set(json.loads(path.read_bytes()))
