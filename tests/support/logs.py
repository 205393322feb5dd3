"""Sets of changes as no honest commune would write them: any order of clocks, any base."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import strategies as st

from rules.change import Change, encode
from rules.clock import Clock
from rules.record import DELETED, Value, Values
from tests.support.profiles import HOA, KEY, RECORD

SECOND = "00000000-0000-5000-8000-000000000002"
VALUES: dict[str, list[Value]] = {
    "note": [None, "đạt", "chưa đạt"],
    "number": [None, 0, 1, 2.5],
    "passed": [None, True, False],
    DELETED: [True, False],
}
MORNING = 1_795_000_000_000  # milliseconds since 1970, in November 2026


def ids(count: int) -> list[str]:
    """So many ids, in their order, from three replicas."""
    now = iter(range(MORNING, MORNING + 3 * count))
    clocks = [Clock(name * 8, now=lambda: next(now)) for name in "abc"]
    return sorted(clocks[number % 3].tick() for number in range(count))


@st.composite
def changes(draw: st.DrawFn, most: int = 9) -> list[Change]:
    """Changes of two records in an order in which they could have been made.

    Ids sort in any order, as with clocks that lie, and a base names any earlier changes.
    """
    count = draw(st.integers(1, most))
    names = draw(st.permutations(ids(count)))
    made: list[Change] = []
    for change_id in names:
        record = draw(st.sampled_from([RECORD, RECORD, SECOND]))
        fields = draw(st.sets(st.sampled_from(sorted(VALUES)), min_size=1, max_size=2))
        values: Values = {}
        base: dict[str, tuple[str, ...]] = {}
        for field in sorted(fields):
            values[field] = draw(st.sampled_from(VALUES[field]))
            before = [each.id for each in made if field in (DELETED, *each.set)]
            base[field] = (
                tuple(draw(st.lists(st.sampled_from(before), unique=True))) if before else ()
            )
        if not any(each.record == record for each in made):
            values |= {**KEY, "indicator": "1.1" if record == RECORD else "1.2"}
        made.append(Change(change_id, "assessment", record, values, base, HOA, AT, 1))
    return made


AT = "2026-11-23T08:00:00.000+07:00"


@st.composite
def pages(draw: st.DrawFn, whole: Sequence[Change]) -> list[list[tuple[int | None, str]]]:
    """The same changes on any route: reordered, repeated, cut into pages."""
    bodies = [encode(change) for change in whole]
    repeated = draw(st.lists(st.sampled_from(bodies), max_size=4))
    route = draw(st.permutations([*bodies, *repeated]))
    cuts = draw(st.lists(st.booleans(), min_size=len(route), max_size=len(route)))
    split: list[list[tuple[int | None, str]]] = [[]]
    for body, cut in zip(route, cuts, strict=True):
        if cut:
            split.append([])
        split[-1].append((None, body))
    return split
