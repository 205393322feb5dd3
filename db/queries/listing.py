"""Whole lists as they go out, with names beside ids."""

from __future__ import annotations

from datetime import date

from db.queries import frameworks, intake, places, rulebook
from db.queries import survey as surveys
from db.queries import training as register
from db.queries.survey import VillageCount
from db.store import Store
from resources.surveys import SurveyForm
from rules.record import Values
from rules.records import ASSESSMENT, COURSE, ENROLMENT
from rules.tally import FIGURES
from rules.text import NameKey, name_key


def people(store: Store) -> list[Values]:
    """Everybody, in the order names are listed in Vietnam."""
    named = _places(store)
    found = [
        {**values, "id": record, "unit": named.get(str(values["unit"]))}
        for record, values in intake.known_people(store).items()
    ]
    return sorted(found, key=_by_name)


def training(store: Store) -> list[Values]:
    """Every seat of every class, class by class."""
    everybody = {str(each["id"]): each for each in people(store)}
    courses = intake.whole(store, COURSE)
    found: list[Values] = []
    for seat in intake.whole(store, ENROLMENT).values():
        person, course = everybody.get(str(seat["person"])), courses.get(str(seat["course"]))
        if person and course:
            titles = {"course_code": course["code"], "course_title": course["title"]}
            found.append({**person, **seat, **titles})
    return sorted(found, key=lambda each: (str(each["course_title"]), _by_name(each)))


def assessments(store: Store) -> list[Values]:
    """Every answer, in the order of its set, the commune's before those of its villages."""
    found = intake.whole(store, ASSESSMENT).values()
    known = set(rulebook.criteria_ids(store)) & {str(each["set"]) for each in found}
    titles = {
        (name, each.code): (place, each.title)
        for name in known
        for place, each in enumerate(rulebook.criteria(store, name).answerable())
    }
    named = _places(store)

    def told(values: Values) -> tuple[tuple[str, str, int, str], Values]:
        key = (str(values["set"]), str(values["indicator"]))
        place, title = titles.get(key, (len(titles), None))
        village = named.get(str(values["village"]))
        more: Values = {"title": title, "village": village, "village_id": values["village"]}
        return (key[0], str(values["period"]), place, village or ""), {**values, **more}

    return [values for _order, values in sorted(map(told, found), key=lambda each: each[0])]


def villages(store: Store) -> list[Values]:
    """Every village of any time, with how many people are listed there."""
    listed: dict[str, int] = {}
    for values in intake.known_people(store).values():
        unit = str(values["unit"])
        listed[unit] = listed.get(unit, 0) + 1
    named = _places(store)
    return [
        {
            "village": each.name,
            "valid_from": each.valid_from,
            "valid_to": each.valid_to,
            "became": "; ".join(named.get(heir, heir) for heir in each.successors) or None,
            "people": listed.get(each.id, 0),
            "village_id": each.id,
        }
        for each in places.villages(store)
    ]


def courses(store: Store) -> list[Values]:
    """Every class with what is counted of it, the latest first."""
    titles = frameworks.topic_titles(store)
    whole = intake.whole(store, COURSE)
    found: list[Values] = []
    for course in register.courses(store):
        told = whole[course.id]
        found.append(
            {
                **told,
                "course_code": course.code,
                "course_title": course.title,
                "topic_title": titles.get(course.topic or "", course.topic),
                "first_day": course.first,
                "last_day": course.last,
                "sessions": course.sessions,
                "learners": course.learners,
                "course": course.id,
            }
        )
    return found


def survey(store: Store, today: date) -> list[Values]:
    """What every village of every survey told, a row for each question."""
    found: list[Values] = []
    for each in surveys.surveys(store):
        form = surveys.form_of(store, each)
        if form is not None:
            for counted in surveys.villages(store, each, form, today):
                found += _of_village(each.title, counted, form)
    return found


def _of_village(survey: str, counted: VillageCount, form: SurveyForm) -> list[Values]:
    tally = counted.tally
    figures: Values = {name: getattr(tally, name) for name in FIGURES}
    rows: list[Values] = []
    for question in form.questions:
        told = tally.answers.get(question.code)
        rows.append(
            {
                "survey": survey,
                "village": counted.name,
                **figures,
                "question": question.code,
                "title": question.title,
                "satisfied": told.satisfied if told else None,
                "dissatisfied": told.dissatisfied if told else None,
                "silent": told.silent if told else None,
            }
        )
    return rows


def _places(store: Store) -> dict[str, str]:
    own = places.commune(store)
    return {own.code: own.name, **{each.id: each.name for each in places.villages(store)}}


def _by_name(values: Values) -> tuple[NameKey, str]:
    return name_key(str(values["full_name"])), str(values["id"])
