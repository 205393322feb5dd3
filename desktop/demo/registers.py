"""The invented registers of one commune: managers, two classes, a survey that lacks one village."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

from desktop.demo.sample import Line, Sample, record_of
from resources import files
from rules.attendance import ABSENT, PRESENT

_OF_COURSE = (
    *("code", "title", "topic", "package", "place", "organiser", "form", "hours"),
    *("decision_no", "decision_date", "keep_until"),
)
_OF_SURVEY = ("title", "form", "version", "period", "opens", "closes", "method")


@cache
def _data() -> dict[str, Any]:
    whole: dict[str, Any] = json.loads(files.path("sample", "registers.json").read_bytes())
    return whole


def lines(sample: Sample) -> Iterator[Line]:
    """What is entered beside the checklist; nothing for a commune without registers."""
    if sample.code == _data()["commune"]:
        yield from _people(sample)
        for course in _data()["courses"]:
            yield from _course(sample, course)
        yield from _survey(sample, _data()["survey"])


def _people(sample: Sample) -> Iterator[Line]:
    for person in _data()["people"]:
        about = {
            "full_name": person["name"],
            "unit": record_of(sample, sample.data["villages"][person["village"]]),
            "roster_from": "2025-07-01",
            **{name: person[name] for name in ("position", "birth_year", "sex", "roles")},
        }
        yield {"type": "person", "record": record_of(sample, person["name"]), "set": about}


def _course(sample: Sample, course: dict[str, Any]) -> Iterator[Line]:
    record = record_of(sample, course["code"])
    about = {name: course[name] for name in _OF_COURSE}
    yield {"type": "course", "record": record, "set": {**about, "sample": True}}
    learners = [record_of(sample, _data()["people"][at]["name"]) for at in course["learners"]]
    for person in learners:
        yield {"type": "enrolment", "key": {"course": record, "person": person}, "set": {}}
    for number, day in enumerate(course["days"]):
        session = record_of(sample, f"{course['code']}/{day}")
        about = {"course": record, "day": day, "begins": "07:30", "ends": "11:30", "hours": 4}
        yield {"type": "session", "record": session, "set": about}
        for at, person in zip(course["learners"], learners, strict=True):
            state = ABSENT if [at, number] in course["absent"] else PRESENT
            key = {"session": session, "person": person}
            yield {"type": "attendance", "key": key, "set": {"state": state}}


def _survey(sample: Sample, survey: dict[str, Any]) -> Iterator[Line]:
    record = record_of(sample, survey["title"])
    about = {name: survey[name] for name in _OF_SURVEY}
    yield {"type": "survey", "record": record, "set": {**about, "sample": True}}
    for name, told in zip(sample.data["villages"], survey["villages"], strict=False):
        key = {"survey": record, "village": record_of(sample, name)}
        sheets = told["represented"]
        figures = dict.fromkeys(("represented", "issued", "collected", "valid"), sheets)
        counted = {**figures, "households": told["households"], "invalid": 0}
        yield {"type": "tally", "key": key, "set": counted}
        for at in range(survey["questions"]):
            no = told["no"][at]
            answers = {"satisfied": sheets - no, "dissatisfied": no, "silent": 0}
            yield {"type": "answers", "key": {**key, "question": str(at + 1)}, "set": answers}
