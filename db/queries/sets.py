"""Which sets and periods an officer may open, in what order, and which one comes first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from db.queries import rulebook
from db.store import Store
from resources import packages
from resources.criteria import CriteriaSet
from rules import periods
from rules.periods import Period, PeriodError

_SHORTER = (  # how officers call them; the full title stands in the decision
    ("Bộ tiêu chí quốc gia về ", ""),
    ("Bộ tiêu chí về ", ""),
    (" trên địa bàn tỉnh Thừa Thiên Huế", " Huế"),
    ("Quy định ", ""),
    ("Chỉ tiêu của ", ""),
    ("nông thôn mới", "NTM"),
    (" giai đoạn ", " "),
)


def offered(store: Store) -> tuple[CriteriaSet, ...]:
    """The sets a commune answers: those in force longest first, the fullest before the others."""
    sets = (rulebook.criteria(store, each) for each in rulebook.criteria_ids(store))
    communal = [each for each in sets if each.level == "commune"]
    return tuple(sorted(communal, key=_rank))


def first(sets: Sequence[CriteriaSet], today: date) -> CriteriaSet:
    """The set to begin with: in force with indicators, else the last one that had indicators.

    Raises IndexError where there is no set at all.
    """
    full = [each for each in sets if any(each.indicators())]
    current = [each for each in full if in_force(each, Period(today.year))]
    return (current or full or list(sets))[0]


def in_force(criteria: CriteriaSet, period: Period) -> bool:
    """Whether the set holds on some day of the period."""
    begins, ends = criteria.effective_from, criteria.effective_to
    return (begins is None or begins <= period.end.isoformat()) and (
        ends is None or ends >= period.start.isoformat()
    )


def usual_period(criteria: CriteriaSet, today: date) -> Period:
    """The period to begin with: this year, or the set's last or first year where it lies apart."""
    years = _years(criteria, today)
    return Period(min(max(today.year, years[0]), years[-1]))


def offered_periods(store: Store, criteria: CriteriaSet, today: date) -> tuple[Period, ...]:
    """The latest first: the set's years, the periods around today, those with answers."""
    years = _years(criteria, today)
    found = {Period(year) for year in (*range(years[0], years[-1] + 1), today.year)}
    if in_force(criteria, Period(today.year)):
        found |= {each for each in periods.around(today) if in_force(criteria, each)}
    rows = store.rows(
        'SELECT DISTINCT period FROM assessment WHERE "set" = ? AND NOT deleted', (criteria.id,)
    )
    found |= {period for row in rows if (period := read_period(row[0])) is not None}
    return tuple(sorted(found, reverse=True))


def read_period(text: str) -> Period | None:
    """The period in a stored text; None for one another programme may have written."""
    try:
        return Period.parse(text)
    except PeriodError:
        return None


def plan_set(store: Store) -> CriteriaSet | None:
    """The set of the plan's own questions: issued by the same decision as the plan's targets."""
    plans = [
        packages.load_targets(each.path) for each in packages.shipped() if each.kind == "targets"
    ]
    decisions = {plan.decision for plan in plans if plan.decision}
    return next((each for each in offered(store) if each.decision in decisions), None)


def short_title(title: str) -> str:
    """A set's title as it fits a chooser: "xã NTM nâng cao 2021-2025"."""
    for long, short in _SHORTER:
        title = title.replace(long, short)
    return title[:1].upper() + title[1:]


def _years(criteria: CriteriaSet, today: date) -> tuple[int, int]:
    """The first and last year of a set that can be answered today."""
    begins = int((criteria.effective_from or str(today.year))[:4])
    ends = int((criteria.effective_to or str(today.year))[:4])
    return begins, max(begins, min(ends, today.year))


def _rank(criteria: CriteriaSet) -> tuple[int, int, str]:
    ends = int((criteria.effective_to or "9999")[:4])
    return -ends, -len(criteria.criteria), criteria.id
