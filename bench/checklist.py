"""Opening the largest set in a commune of 40 villages that has answered everything, twice over.

The year's answers and those of the year before, every village with a value of its own for every
indicator that can be summed, thresholds, owners, evidence and reviews beside them.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from pathlib import Path

from db import journal
from db.commands import assess, places, profile
from db.commands.assess import Place
from db.journal import Edit
from db.queries import checklist, rulebook
from db.store import Store
from resources.criteria import CriteriaSet, Indicator, ValueKind
from rules.change import Change, encode
from rules.clock import Clock, draw_replica
from rules.periods import Period
from rules.record import Values
from rules.records import EVIDENCE, SCHEMA

COMMUNE, SET, VILLAGES = "19753", "vn-ntm-xa-nang-cao-2021-2025", 40
PERIODS = ("2025", "2026")
ROUNDS = 40
_SUMMED = (ValueKind.PERCENT, ValueKind.COUNT, ValueKind.NUMBER)


def main() -> dict[str, float]:
    """Median milliseconds of opening the checklist, first and again."""
    with (
        tempfile.TemporaryDirectory() as folder,
        profile.found(Path(folder) / "profile", COMMUNE, "Nguyễn Thị Hoa") as store,
    ):
        criteria = rulebook.criteria(store, SET)
        _fill(store, criteria)
        times = [_opened(store, criteria) for _round in range(ROUNDS)]
        rows = store.value("SELECT count(*) FROM assessment")
    return {
        "answers in the two periods": rows,
        "opened the first time, ms": times[0],
        "opened, median ms (under 50)": statistics.median(times),
        "opened, slowest ms": max(times),
    }


def _opened(store: Store, criteria: CriteriaSet) -> float:
    begun = time.perf_counter()
    read = checklist.read(store, criteria, Period.parse(PERIODS[-1]))
    taken = 1000 * (time.perf_counter() - begun)
    assert len(read.villages) == VILLAGES
    return taken


def _fill(store: Store, criteria: CriteriaSet) -> None:
    officer = profile.actor(store)
    names = [f"Thôn {number}" for number in range(1, VILLAGES + 1)]
    villages = places.add_villages(store, officer, names)
    indicators = [one for each in criteria.indicators() for one in (*each.parts, each)]
    for period in PERIODS:
        answers = [
            (Place(SET, indicator.code, period, village), _value(indicator, number))
            for indicator in indicators
            for number, village in _answering(indicator, villages)
        ]
        assess.answer_all(store, officer, answers)
    for indicator in indicators:
        _surround(store, officer, indicator)
    _review(store, indicators)


def _answering(indicator: Indicator, villages: list[str]) -> list[tuple[int, str | None]]:
    """Who answers: every village where values can be summed, else the commune."""
    if indicator.kind in _SUMMED:
        return list(enumerate(villages, start=1))
    return [(1, None)] if indicator.kind is not ValueKind.COMPOSITE else []


def _value(indicator: Indicator, number: int) -> Values:
    if indicator.kind is ValueKind.YES_NO:
        return {"passed": True, "note": "Theo biên bản họp thôn ngày 12/10."}
    if indicator.kind is ValueKind.PERCENT:
        return {"numerator": 80 + number, "denominator": 200 + number}
    return {"number": number}


def _surround(store: Store, officer: str, indicator: Indicator) -> None:
    place = Place(SET, indicator.code, PERIODS[-1])
    assess.assign(store, officer, place, owner=officer, due="2026-11-30")
    piece: Values = {
        "target_type": "assessment",
        "target": assess.record_of(store, place),
        "name": f"Biên bản {indicator.code}.pdf",
        "sha256": f"{abs(hash(indicator.code)):064x}"[:64],
        "size": 1000,
    }
    journal.commit(store, officer, [Edit(EVIDENCE.name, None, piece)])


def _review(store: Store, indicators: list[Indicator]) -> None:
    """The centre has returned every indicator once."""
    clock = Clock(draw_replica())
    page: list[tuple[int | None, str]] = []
    for position, indicator in enumerate(indicators, start=1):
        values: Values = {
            "set": SET,
            "indicator": indicator.code,
            "period": PERIODS[-1],
            "verdict": "returned",
            "words": "Cần bổ sung biên bản có chữ ký.",
        }
        at = "2026-11-23T08:00:00+07:00"
        change = Change(clock.tick(), "review", f"r{position}", values, {}, "centre", at, SCHEMA)
        page.append((position, encode(change)))
    journal.receive(store, page, to=len(page))
