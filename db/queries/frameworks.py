"""Which training frameworks this profile works with: shipped ones, and those installed."""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from pathlib import Path

from db.store import Store
from resources import packages
from resources.training import Framework

KIND = "training"


def frameworks(store: Store) -> tuple[Framework, ...]:
    """The newest version of each framework at hand, sorted by id."""
    versions = [_shipped(each.path) for each in packages.shipped() if each.kind == KIND]
    rows = store.rows("SELECT body FROM package WHERE kind = ?", (KIND,))
    versions += [_parsed(row[0]) for row in rows]
    newest = {each.id: each for each in sorted(versions, key=lambda each: each.version)}
    return tuple(newest[id] for id in sorted(newest))


def topic_titles(store: Store) -> Mapping[str, str]:
    """Titles of all topics by their codes; of two frameworks the first has the word."""
    found: dict[str, str] = {}
    for framework in frameworks(store):
        for topic in framework.topics:
            found.setdefault(topic.code, topic.title)
    return found


@functools.lru_cache(maxsize=8)
def _shipped(path: Path) -> Framework:
    return packages.load_framework(path)


@functools.lru_cache(maxsize=8)
def _parsed(body: str) -> Framework:
    return packages.framework(json.loads(body))
