"""Which criteria sets and plans the centre judges by: what ships, and what it published since."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection

from center.store import packages
from resources import packages as files
from resources.criteria import CriteriaSet
from resources.targets import TargetSet

_Content = TypeVar("_Content", CriteriaSet, TargetSet)


def criteria(connection: Connection) -> dict[str, CriteriaSet]:
    """The newest version of every set, by id."""
    return _newest(connection, "criteria", _criteria_in, _criteria)


def plans(connection: Connection) -> dict[str, TargetSet]:
    """The newest version of every plan's targets, by id."""
    return _newest(connection, "targets", _targets_in, _targets)


def _newest(
    connection: Connection,
    kind: str,
    of_file: Callable[[Path], _Content],
    of_text: Callable[[str], _Content],
) -> dict[str, _Content]:
    shipped = {each.id: each for each in files.shipped() if each.kind == kind}  # by version
    published = packages.newest(connection, kind)
    later = {
        name: each.body
        for name, each in published.items()
        if name not in shipped or each.version > shipped[name].version
    }
    found: Mapping[str, _Content] = {
        name: of_file(each.path) for name, each in shipped.items() if name not in later
    }
    return {**found, **{name: of_text(body) for name, body in later.items()}}


@lru_cache(maxsize=64)
def _criteria_in(path: Path) -> CriteriaSet:
    return files.load_criteria(path)


@lru_cache(maxsize=16)
def _targets_in(path: Path) -> TargetSet:
    return files.load_targets(path)


@lru_cache(maxsize=64)
def _criteria(body: str) -> CriteriaSet:
    return files.criteria_set(json.loads(body))


@lru_cache(maxsize=16)
def _targets(body: str) -> TargetSet:
    return files.target_set(json.loads(body))
