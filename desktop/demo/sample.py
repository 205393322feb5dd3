"""The invented data, and the edits that enter it.  Names and codes of communes alone are real."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from typing import Any

from msgspec import Struct

from resources import files
from resources.units import hue
from rules.records.person import OFFICER

_NAMESPACE = uuid.UUID("9d0d8b0e-7c52-5f8e-9f0a-6d61752d3031")  # of the sample's own records

Line = dict[str, Any]  # one line for `langso apply`


class Paper(Struct, frozen=True):
    """One piece of evidence to draw and attach."""

    indicator: str
    file: str
    title: str
    about: Mapping[str, str]  # what its record says of it besides


class Sample(Struct, frozen=True):
    """What one commune's officers are made to have entered."""

    set: str
    period: str
    source: str  # under every threshold: that no such paper exists
    code: str
    folder: str
    data: Mapping[str, Any]

    @property
    def name(self) -> str:
        """The commune's real name."""
        unit = hue().find(self.code)
        return unit.name if unit else self.code

    @property
    def officer(self) -> str:
        """Who works at the first PC."""
        name: str = self.data["officers"][0]["name"]
        return name

    @property
    def papers(self) -> tuple[Paper, ...]:
        """The evidence."""
        return tuple(
            Paper(each["indicator"], each["file"], each["title"], each.get("about", {}))
            for each in self.data["evidence"]
        )


@cache
def communes() -> tuple[Sample, ...]:
    """The communes of the sample."""
    whole = json.loads(files.path("sample", "communes.json").read_bytes())
    return tuple(
        Sample(whole["set"], whole["period"], whole["source"], one["code"], one["folder"], one)
        for one in whole["communes"]
    )


def lines(sample: Sample, first_officer: str, today: date) -> Iterator[Line]:
    """Everything the first PC of a commune enters; `first_officer` is the id it was made with."""
    yield _commune(sample)
    yield from _villages(sample)
    yield from _people(sample, first_officer)
    for period, answers in sample.data["answers"].items():
        for indicator, answer in answers.items():
            yield _answer(sample, indicator, period, answer)
    yield from _of_villages(sample)
    yield from _notes(sample)
    yield from _thresholds(sample)
    yield from _tasks(sample, first_officer, today)


def key(sample: Sample, indicator: str) -> dict[str, str]:
    """The key of an answer in the period of the sample."""
    return {"set": sample.set, "indicator": indicator, "period": sample.period}


def _commune(sample: Sample) -> Line:
    about = {"name": sample.name, "kind": "xa", "sample": True, **sample.data["unit"]}
    return {"type": "unit", "record": sample.code, "set": about}


def _villages(sample: Sample) -> Iterator[Line]:
    for sort, name in enumerate(sample.data["villages"], start=1):
        about = {"name": name, "kind": "thon", "parent": sample.code, "sort": sort, "sample": True}
        yield {"type": "unit", "record": record_of(sample, name), "set": about}


def _people(sample: Sample, first_officer: str) -> Iterator[Line]:
    for officer in sample.data["officers"]:
        record = _person(sample, officer["name"], first_officer)
        about = {"full_name": officer["name"], "position": officer["position"], "roles": [OFFICER]}
        yield {"type": "person", "record": record, "set": about}


def _answer(sample: Sample, indicator: str, period: str, answer: Any) -> Line:
    whole = {**key(sample, indicator), "period": period}
    return {"type": "assessment", "key": whole, "set": _values(answer, f"{period}-12-31")}


def _values(answer: Any, day: str) -> dict[str, Any]:
    if isinstance(answer, bool):
        return {"passed": answer}
    if isinstance(answer, list):
        return {"numerator": answer[0], "denominator": answer[1], "as_of": day}
    return {"number": answer, "as_of": day}


def _of_villages(sample: Sample) -> Iterator[Line]:
    for indicator, answers in sample.data["by_village"].items():
        for name, answer in zip(sample.data["villages"], answers, strict=True):
            if answer is not None:  # a village that has not handed its sheet in
                place = {**key(sample, indicator), "village": record_of(sample, name)}
                parts = {"numerator": answer[0], "denominator": answer[1]}
                yield {"type": "assessment", "key": place, "set": parts}


def _notes(sample: Sample) -> Iterator[Line]:
    for indicator, note in sample.data["notes"].items():
        yield {"type": "assessment", "key": key(sample, indicator), "set": {"note": note}}


def _thresholds(sample: Sample) -> Iterator[Line]:
    for indicator, (comparison, value) in sample.data["thresholds"].items():
        place = {"set": sample.set, "indicator": indicator, "year": int(sample.period[:4])}
        bound = {"comparison": comparison, "value": value, "source": sample.source}
        yield {"type": "threshold", "key": place, "set": bound}


def _tasks(sample: Sample, first_officer: str, today: date) -> Iterator[Line]:
    due = {
        indicator: (today + timedelta(days)).isoformat()
        for indicator, days in sample.data["due"].items()
    }
    for indicator in {**sample.data["answers"][sample.period], **sample.data["by_village"], **due}:
        owner = _owner(sample, indicator, first_officer)
        task = {"owner": owner, "due": due.get(indicator)}
        yield {"type": "task", "key": key(sample, indicator), "set": task}


def _owner(sample: Sample, indicator: str, first_officer: str) -> str:
    for officer in sample.data["officers"]:
        if indicator.startswith(tuple(officer["owns"])):
            return _person(sample, officer["name"], first_officer)
    return first_officer


def _person(sample: Sample, name: str, first_officer: str) -> str:
    return first_officer if name == sample.officer else record_of(sample, name)


def record_of(sample: Sample, name: str) -> str:
    """The id of a record of the sample, the same in every run."""
    return str(uuid.uuid5(_NAMESPACE, f"{sample.code}/{name}"))
