"""Which survey forms this profile works with: shipped ones, and those installed."""

from __future__ import annotations

import functools
import json
from pathlib import Path

from db.store import Store
from resources import packages
from resources.surveys import SurveyForm

KIND = "survey"


def forms(store: Store) -> tuple[SurveyForm, ...]:
    """The newest version of each form at hand, sorted by id."""
    newest = {each.id: each for each in sorted(_all(store), key=lambda each: each.version)}
    return tuple(newest[id] for id in sorted(newest))


def form(store: Store, id: str, version: int | None) -> SurveyForm | None:
    """A form in the version a survey was opened with; the newest where it says none."""
    known = [each for each in _all(store) if each.id == id and version in (None, each.version)]
    return max(known, key=lambda each: each.version, default=None)


def _all(store: Store) -> list[SurveyForm]:
    shipped = [_shipped(each.path) for each in packages.shipped() if each.kind == KIND]
    rows = store.rows("SELECT body FROM package WHERE kind = ?", (KIND,))
    return [*shipped, *(_parsed(row[0]) for row in rows)]


@functools.lru_cache(maxsize=8)
def _shipped(path: Path) -> SurveyForm:
    return packages.load_survey(path)


@functools.lru_cache(maxsize=8)
def _parsed(body: str) -> SurveyForm:
    return packages.survey_form(json.loads(body))
