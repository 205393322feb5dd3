"""What may happen between desks, a centre and a stick: each deed by its name and its details."""

from __future__ import annotations

from hypothesis import strategies as st

from rules.record import Value, Values, identity
from rules.records import ASSESSMENT
from tests.support.frail import CUT, OK, REPLY_LOST, REQUEST_LOST
from tests.support.profiles import BINH, COMMUNE, HOA

DESKS = "abc"
KEYS: list[Values] = [
    {"set": "bo-thu", "indicator": code, "period": "2026", "village": None} for code in ("1", "2")
]
RECORDS = [identity(ASSESSMENT, COMMUNE, key) for key in KEYS]
VALUES: dict[str, list[Value]] = {"number": [None, 1, 2], "note": ["a", "b"]}
Deeds = tuple[str, dict[str, object]]
DAWN = 1_795_000_000_000  # all clocks at first: a day in November 2026
CLOCKS = [DAWN, DAWN + 60_000, 1_262_304_000_000, 4_070_908_800_000]  # 2010 and 2099 too


def _deed(name: str, **parts: st.SearchStrategy[object]) -> st.SearchStrategy[Deeds]:
    return st.tuples(st.just(name), st.fixed_dictionaries(parts))


_at = st.sampled_from([0, 0, 1, 1, 2])
_number = st.integers(0, len(KEYS) - 1)
_actor = st.sampled_from([HOA, BINH])
_value = st.sampled_from([{field: value} for field in VALUES for value in VALUES[field]])
_power = st.sampled_from([None, None, None, 1])  # after how many commits it fails
_which = st.integers(0, 99)
_line = st.builds(  # a round ends at its first fault: so many requests go well before it
    lambda well, fault: [OK] * well + [fault],
    st.sampled_from([0, 1, 1, 1, 2, 3, 4]),
    st.sampled_from([REQUEST_LOST, REPLY_LOST, CUT]),
)
_lost = _deed("sync", at=_at, broken=st.just([OK, REPLY_LOST]), cut=st.none())  # of what was sent
_edits = _deed("edit", at=_at, number=_number, actor=_actor, value=_value, cut=_power)
_rounds = _deed("sync", at=_at, broken=st.just([]), cut=st.none())
_broken = _deed("sync", at=_at, broken=_line, cut=st.none())
_dark = _deed("sync", at=_at, broken=st.just([]), cut=st.integers(1, 5))
_undos = _deed("undo", at=_at, actor=_actor, cut=_power)
_takes = _deed("take", which=_which, cut=st.sampled_from([None, None, 1, 2]))
_trips = _deed("trip", at=_at, home=st.booleans())
_bundles = [
    _deed("export", at=_at, cut=st.sampled_from([None, None, 1, 2])),
    _deed("bring", which=_which),
    *[_takes, _takes, _takes, _trips, _trips],
]
_copies = [
    _deed("backup", at=_at),
    _deed("put", which=_which, at=_at, keyring=st.booleans(), answer=st.booleans()),
    _deed("put", which=st.just(0), at=st.just(0), keyring=st.just(True), answer=st.just(True)),
    _deed("clone", at=_at, to=_at),
]

_joins = _deed("join", old=st.booleans())
_upgrades = _deed("upgrade", at=_at, tables=st.booleans())
_fails = _deed(
    "fail",
    at=_at,
    beside=st.sampled_from([1, 1, 2, 0]),
    number=_number,
    values=st.tuples(_value, _value, _value),
    heard=st.sampled_from([0, 1, 1, 2]),
    **{each: st.booleans() for each in ("gone", "stick", "joined", "soon")},
)

# what is named more often happens more often
_DAILY = [
    *[_edits, _edits, _rounds, _rounds, _broken, _broken, _lost, _dark, _undos],
    *[*_bundles, *_copies],
    _deed("all_edit", number=_number, values=st.tuples(_value, _value, _value)),
    _deed("overtaken", at=_at, number=_number, one=_value, other=_value),
    _deed("delete", at=_at, number=_number, actor=_actor, cut=_power),
    _deed("resolve", actor=_actor, which=st.integers(0, 9), answer=st.integers(0, 2), cut=_power),
    _deed("redo", at=_at, actor=_actor, cut=_power),
    _deed("repeat", which=_which),
    _deed("set_clock", at=_at, now=st.sampled_from(CLOCKS), restart=st.booleans()),
    _deed("join", old=st.just(False)),
    _deed("settle"),
]
_outrun = _deed("outrun", at=_at, other=_at, number=_number, values=st.tuples(_value, _value))
DEEDS = st.one_of(*_DAILY)
_outdone = _deed("outdone", at=_at, other=_at, number=_number, values=st.permutations([1, 2]))
_bequeath = _deed(
    "bequeath", at=_at, number=_number, values=st.permutations([{"number": 1}, {"note": "b"}])
)
OF_AGES = st.one_of(*_DAILY, *[_joins, _upgrades, _outrun, _outdone, _outdone])
_YESTERDAY = [_deed("keep_centre"), _deed("put_centre_back", which=_which)]
PUT_BACK = st.one_of(*_DAILY, *[_fails] * 16, *[_bequeath] * 2, *_YESTERDAY, _joins, _upgrades)
AGES = st.sampled_from([(), (0,), (1,), (0, 1)])  # desks that have an older programme at first
