"""From the dictionary of a checked package to its frozen values.

Nothing is validated here: `resources.packages.read` does that once, when a package arrives.  What
a package leaves out takes the default of the value's class.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from resources.criteria import (
    Background,
    Bound,
    Comparison,
    Confidence,
    CriteriaSet,
    Criterion,
    Feed,
    Group,
    Guidance,
    Indicator,
    Recognition,
    Register,
    Rule,
    ValueKind,
)
from resources.surveys import Least, Question, SurveyForm
from resources.targets import Closed, Counts, Method, Qualifies, Subject, Target, TargetSet
from resources.training import Framework, Topic
from resources.units import TYPE_WORDS, Origin, Unit, Units

Json = dict[str, Any]


def criteria_set(data: Json) -> CriteriaSet:
    """The criteria set a package of kind "criteria" holds."""
    official = data.get("official_counts", {})
    return CriteriaSet(
        id=data["id"],
        version=data["version"],
        title=data["title"],
        level=data["level"],
        decision=data.get("decision"),
        issued_by=data.get("issued_by"),
        effective_from=data.get("effective_from"),
        effective_to=data.get("effective_to"),
        status=data.get("status"),
        note=data.get("note"),
        official_criteria=official.get("criteria"),
        official_indicators=official.get("indicators"),
        criteria=tuple(map(_criterion, data["criteria"])),
        annex=data.get("annex"),
        amended_by=tuple(data.get("amended_by", ())),
        groups=tuple(map(_group, data.get("groups", ()))),
        commune_groups=tuple(map(_group, data.get("commune_groups", ()))),
        rules=tuple(map(_rule, data.get("rules", ()))),
        recognition=_recognition(data.get("recognition_conditions")),
        guidance=tuple(map(_guidance, data.get("guidance", ()))),
        background=tuple(map(_background, data.get("background", ()))),
        sources=tuple(data.get("sources", ())),
    )


def _criterion(data: Json) -> Criterion:
    return Criterion(
        code=data["code"],
        title=data["title"],
        group=data.get("group"),
        title_confidence=Confidence(data["title_confidence"]),
        indicators=tuple(map(_indicator, data["indicators"])),
        title_source=data.get("title_source"),
    )


def _indicator(data: Json) -> Indicator:
    get = data.get
    return Indicator(
        code=data["code"],
        title=data["title"],
        kind=ValueKind(data["kind"]),
        comparison=Comparison(data["comparison"]),
        bounds=tuple(map(_bound, get("bounds", ()))),
        unit=get("unit"),
        official_code=get("official_code"),
        title_confidence=Confidence(data["title_confidence"]),
        confidence=Confidence(data["confidence"]),
        source=get("source"),
        title_source=get("title_source"),
        provincial=get("provincial", False),
        yearly=get("yearly", False),
        by_village=get("by_village", False),
        evidence=tuple(get("evidence", ())),
        owner_role=get("owner_role"),
        guided_by=get("guided_by"),
        note=get("note"),
        feed=_feed(data),
        parts=tuple(map(_indicator, get("parts", ()))),
    )


def _feed(data: Json) -> Feed | None:
    feed = data.get("feed")
    if feed is None:
        return None
    return Feed(Register(feed["register"]), feed.get("role"), feed.get("method"))


def _bound(data: Json) -> Bound:
    return Bound(**data)


def _group(data: Json) -> Group:
    return Group(
        code=data["code"],
        title=data["title"],
        definition=data.get("definition"),
        source=data.get("source"),
        confidence=_confidence(data),
    )


def _rule(data: Json) -> Rule:
    return Rule(
        text=data["text"],
        apply_region=data.get("apply_region"),
        source=data.get("source"),
        confidence=Confidence(data["confidence"]),
    )


def _recognition(data: Json | None) -> Recognition | None:
    if data is None:
        return None
    return Recognition(
        decision=data["decision"],
        items=tuple(data["items"]),
        source=data.get("source"),
        confidence=Confidence(data["confidence"]),
    )


def _guidance(data: Json) -> Guidance:
    return Guidance(
        indicators=data["indicators"],
        document=data["document"],
        date=data.get("date"),
        source=data.get("source"),
    )


def _background(data: Json) -> Background:
    return Background(
        topic=data["topic"],
        text=data["text"],
        document=data.get("document"),
        source=data.get("source"),
        confidence=_confidence(data),
    )


def _confidence(data: Json) -> Confidence | None:
    return Confidence(data["confidence"]) if "confidence" in data else None


def unit_set(data: Json) -> Units:
    """The units a package of kind "units" holds."""
    since = data.get("valid_from")
    return Units(
        id=data["id"],
        version=data["version"],
        title=data["title"],
        all=tuple(_unit(unit, since) for unit in data["units"]),
        note=data.get("note"),
        sources=tuple(data.get("sources", ())),
    )


def _unit(data: Json, since: Any) -> Unit:
    get = data.get
    word, last_day = TYPE_WORDS[data["type"]], get("valid_to")
    name = data["name"]
    return Unit(
        code=data["code"],
        name=name if name.startswith(f"{word} ") else f"{word} {name}",
        type=data["type"],
        parent=get("parent"),
        valid_from=date.fromisoformat(get("valid_from", since)),
        valid_to=date.fromisoformat(last_day) if last_day else None,
        origins=tuple(Origin(**origin) for origin in get("origins", ())),
        origins_complete=get("origins_complete", True),
        origin_text=get("origin_text"),
        origin_source=get("origin_source"),
    )


def target_set(data: Json) -> TargetSet:
    """The targets a package of kind "targets" holds."""
    return TargetSet(
        id=data["id"],
        version=data["version"],
        title=data["title"],
        decision=data.get("decision"),
        issued_by=data.get("issued_by"),
        note=data.get("note"),
        sources=tuple(data.get("sources", ())),
        targets=tuple(map(_target, data["targets"])),
    )


def _target(data: Json) -> Target:
    comparison, closed = data.get("comparison"), data.get("closed")
    return Target(
        id=data["id"],
        title=data["title"],
        definition=data["definition"],
        definition_confidence=Confidence(data["definition_confidence"]),
        definition_source=data.get("definition_source"),
        subject=Subject(data["subject"]),
        counts=_counts(data.get("counts")),
        comparison=Comparison(comparison) if comparison else None,
        value=data.get("value"),
        unit=data.get("unit"),
        due=data["due"],
        note=data.get("note"),
        closed=Closed(**closed) if closed else None,
    )


def _counts(data: Json | None) -> Counts | None:
    if data is None:
        return None
    return Counts(
        set=data["set"],
        indicator=data["indicator"],
        method=Method(data["method"]),
        qualifies=Qualifies(data.get("qualifies", Qualifies.PASSED)),
    )


def framework(data: Json) -> Framework:
    """The training framework a package of kind "training" holds."""
    return Framework(
        id=data["id"],
        version=data["version"],
        title=data["title"],
        decision=data.get("decision"),
        issued_by=data.get("issued_by"),
        note=data.get("note"),
        sources=tuple(data.get("sources", ())),
        groups=tuple(map(_group, data.get("groups", ()))),
        topics=tuple(map(_topic, data["topics"])),
    )


def _topic(data: Json) -> Topic:
    return Topic(
        code=data["code"],
        title=data["title"],
        title_confidence=Confidence(data["title_confidence"]),
        title_source=data.get("title_source"),
        group=data.get("group"),
        note=data.get("note"),
    )


def survey_form(data: Json) -> SurveyForm:
    """The sheet of questions a package of kind "survey" holds."""
    least = data.get("least", {})
    return SurveyForm(
        id=data["id"],
        version=data["version"],
        title=data["title"],
        decision=data.get("decision"),
        issued_by=data.get("issued_by"),
        note=data.get("note"),
        sources=tuple(data.get("sources", ())),
        questions=tuple(map(_question, data["questions"])),
        households=_least(least.get("households")),
        overall=_least(least.get("overall")),
        each=_least(least.get("each")),
    )


def _question(data: Json) -> Question:
    return Question(**{**data, "title_confidence": Confidence(data["title_confidence"])})


def _least(data: Json | None) -> Least | None:
    if data is None:
        return None
    return Least(data["value"], Confidence(data["confidence"]), data["source"])
