"""The machine: two desks, a centre, every fault between them, and what must always hold."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from db import check, history, journal
from db.commands import assess
from db.journal import Edit
from db.queries import replica
from db.queries.digests import digests
from db.store import Store
from rules.record import Value, Values, identity
from rules.records import ASSESSMENT
from sync import errors, snapshot
from sync.memory import MemoryCenter, Province, Stream
from sync.round import Wish, run
from tests.support import profiles
from tests.support.frail import CUT, OK, REPLY_LOST, REQUEST_LOST, Desk, Line
from tests.support.oracle import GONE, Deed, Oracle
from tests.support.profiles import BINH, COMMUNE, HOA

KEYS: list[Values] = [
    {"set": "bo-thu", "indicator": code, "period": "2026", "village": None} for code in ("1", "2")
]
RECORDS = [identity(ASSESSMENT, COMMUNE, key) for key in KEYS]
VALUES: dict[str, list[Value]] = {"number": [None, 1, 2], "note": ["a", "b"]}
Deeds = tuple[str, dict[str, object]]
ALL = Wish(accept=True)  # of two records any deletion is much: nobody asks here
DAWN = 1_795_000_000_000  # both clocks at first: a day in November 2026
CLOCKS = [DAWN, DAWN + 60_000, 1_262_304_000_000, 4_070_908_800_000]  # 2010 and 2099 too


def _deed(name: str, **parts: st.SearchStrategy[object]) -> st.SearchStrategy[Deeds]:
    return st.tuples(st.just(name), st.fixed_dictionaries(parts))


_at = st.integers(0, 1)
_number = st.integers(0, len(KEYS) - 1)
_actor = st.sampled_from([HOA, BINH])
_value = st.sampled_from([{field: value} for field in VALUES for value in VALUES[field]])
_power = st.sampled_from([None, None, None, 1])  # after how many commits it fails
_line = st.builds(  # a round ends at its first fault: so many requests go well before it
    lambda well, fault: [OK] * well + [fault],
    st.integers(0, 4),
    st.sampled_from([REQUEST_LOST, REPLY_LOST, CUT]),
)
_edits = _deed("edit", at=_at, number=_number, actor=_actor, value=_value, cut=_power)
_rounds = _deed("sync", at=_at, broken=st.just([]), cut=st.none())
_broken = _deed("sync", at=_at, broken=_line, cut=st.none())
_dark = _deed("sync", at=_at, broken=st.just([]), cut=st.integers(1, 5))
_undos = _deed("undo", at=_at, actor=_actor, cut=_power)

# what may happen next; what is named more often happens more often
DEEDS = st.one_of(
    *[_edits, _edits, _rounds, _rounds, _broken, _broken, _dark, _undos],
    _deed("both_edit", number=_number, one=_value, other=_value),
    _deed("delete", at=_at, number=_number, actor=_actor, cut=_power),
    _deed("resolve", actor=_actor, which=st.integers(0, 9), answer=st.integers(0, 2), cut=_power),
    _deed("redo", at=_at, actor=_actor, cut=_power),
    _deed("repeat", which=st.integers(0, 99)),
    _deed("set_clock", at=_at, now=st.sampled_from(CLOCKS), restart=st.booleans()),
    _deed("join"),
    _deed("settle"),
)


class TwoDesks(RuleBasedStateMachine):
    """Officers at two PCs edit the same two answers over a line that breaks."""

    def __init__(self) -> None:
        super().__init__()
        self._folder = profiles.quick_folder()
        home = Path(self._folder.name)
        self.desks = [Desk(name, home / name, DAWN) for name in "ab"]
        self.province = Province()
        self.oracle = Oracle()
        self.offered: list[Sequence[str]] = []
        self.newcomer: Store | None = None
        self._joined = 0

    # -- what people do ---------------------------------------------------------------------------

    @rule(deed=DEEDS)
    def then(self, deed: Deeds) -> None:
        """Whatever happens next.  One rule, for hypothesis likes to leave whole rules out."""
        name, told = deed
        getattr(self, name)(**told)

    def edit(self, at: int, number: int, actor: str, value: Values, cut: int | None) -> None:
        """An officer types a value."""
        whole = {**KEYS[number], **value}
        edit = Edit(ASSESSMENT.name, None, whole)
        expected = self._expected(at, RECORDS[number], whole)
        self.desks[at].work(lambda store: journal.commit(store, actor, [edit]), cut)
        self._wrote(at, actor, RECORDS[number], expected)

    def both_edit(self, number: int, one: Values, other: Values) -> None:
        """Both officers type while neither sees the other."""
        self.edit(0, number, HOA, one, None)
        self.edit(1, number, BINH, other, None)

    def delete(self, at: int, number: int, actor: str, cut: int | None) -> None:
        """An officer deletes what is there."""
        shown = self.oracle.shown(RECORDS[number], self._known(at))
        if shown is None:
            return
        edit = Edit(ASSESSMENT.name, RECORDS[number], delete=True)
        self.desks[at].work(lambda store: journal.commit(store, actor, [edit]), cut)
        self._wrote(at, actor, RECORDS[number], None if shown.gone else {GONE: True})

    def resolve(self, actor: str, which: int, answer: int, cut: int | None) -> None:
        """An officer chooses one of the answers of an open conflict, if there is one."""
        if not (conflicts := self._open()):
            return
        at, record, field, answers = conflicts[which % len(conflicts)]
        values: Values = {field: answers[answer % len(answers)]}
        self.desks[at].work(
            lambda store: assess.resolve(store, actor, ASSESSMENT.name, record, values), cut
        )
        self._wrote(at, actor, record, values)

    def undo(self, at: int, actor: str, cut: int | None) -> None:
        """Ctrl+Z."""
        self._take_back(at, actor, history.undo, cut)

    def redo(self, at: int, actor: str, cut: int | None) -> None:
        """Ctrl+Y."""
        self._take_back(at, actor, history.redo, cut)

    # -- what happens to machines -----------------------------------------------------------------

    def sync(self, at: int, broken: list[str], cut: int | None) -> None:
        """A round, or as much of one as the line and the power let through."""
        line = Line(self.province, COMMUNE, broken)

        def go(store: Store) -> None:
            with contextlib.suppress(errors.NoConnection):
                run(store, line, wish=ALL)

        self.desks[at].work(go, cut)
        self.offered += line.offered

    def repeat(self, which: int) -> None:
        """The network delivers an old request once more."""
        if self.offered:
            self._center().push(self.offered[which % len(self.offered)])

    def set_clock(self, at: int, now: int, restart: bool) -> None:
        """A clock jumps, while the programme runs or while it does not."""
        self.desks[at].now = now
        if restart:
            self.desks[at].reopen()

    def join(self) -> None:
        """A new PC takes the records without their history; the last one that did is let go."""
        if self.newcomer is not None:
            self.newcomer.close()
        self._joined += 1
        self.newcomer = profiles.profile(Path(self._folder.name) / f"n{self._joined}")
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(snapshot, "WORTH_IT", 1)
            run(self.newcomer, self._center(), wish=ALL)

    def settle(self) -> None:
        """The line holds for a while: all must become equal."""
        for _turn in range(3):
            for desk in self.desks:
                run(desk.store, self._center(), wish=ALL)
        stream = self._stream()
        logs = [sorted(replica.log(desk.store)) for desk in self.desks]
        assert logs[0] == logs[1] == sorted(stream.bodies), "the logs differ from the stream"
        dumps = [list(replica.dump(desk.store)) for desk in self.desks]
        assert dumps[0] == dumps[1], "the desks show different things"
        for desk in self.desks:
            assert not journal.waiting(desk.store, 100), "something still waits"
            assert journal.cursor(desk.store) == len(stream.bodies)
        if self.newcomer is not None:
            run(self.newcomer, self._center(), wish=ALL)
            assert list(replica.dump(self.newcomer)) == dumps[0], "the newcomer shows other things"
            assert digests(self.newcomer) == digests(self.desks[0].store), "it knows other heads"
            assert check.check(self.newcomer).fine, "its tables are not what its log says"
        for store in self._stores():
            told = store.value("SELECT count(sentence) FROM round WHERE outcome = 'done'")
            assert not told, "the digests differed and something had to be put right"
        for record in RECORDS:
            told = [history.of(desk.store, record) for desk in self.desks]
            assert told[0] == told[1], "the histories differ"

    def teardown(self) -> None:
        """Settle, look at everything once more, and give the profiles back."""
        try:
            self.settle()
            for at, desk in enumerate(self.desks):
                assert check.check(desk.store).fine, "the tables are not what the log says"
                desk.reopen()
                self._holds(at)
        finally:
            for store in self._stores():
                store.close()
            self._folder.cleanup()

    # -- what must always hold --------------------------------------------------------------------

    @invariant()
    def everything_holds(self) -> None:
        """Nothing lost, nothing twice, and each desk shows what the oracle says."""
        bodies = self._stream().bodies
        ids = [json.loads(body)["id"] for body in bodies]
        assert len(ids) == len(set(ids)), "the centre has a change twice"
        assert set(ids) <= {each for desk in self.desks for each in desk.own}, "nobody wrote this"
        for at in range(len(self.desks)):
            self._holds(at)

    def _holds(self, at: int) -> None:
        desk, bodies = self.desks[at], self._stream().bodies
        rows = desk.store.rows("SELECT id, body, state, position, action FROM change ORDER BY seq")
        log = {row["id"]: row for row in rows}
        assert set(log) == self._known(at), "the log is not what was made and taken"
        assert [row["id"] for row in rows if row["action"]] == desk.own, "own changes are missing"
        there = {row["position"]: row["body"] for row in rows if row["position"] is not None}
        cursor = journal.cursor(desk.store)
        assert set(there) >= set(range(1, cursor + 1)), "positions have gaps"
        assert all(bodies[position - 1] == body for position, body in there.items())
        for row in rows:
            acknowledged = row["position"] is not None
            assert row["state"] == (journal.APPLIED if acknowledged else journal.WAITING)
        refused = desk.store.value("SELECT coalesce(sum(refused), 0) FROM round")
        assert refused == 0, "the officer was told of a refusal"
        for record in RECORDS:
            self._shows(desk.store, record, self._known(at))

    def _shows(self, store: Store, record: str, known: set[str]) -> None:
        expected = self.oracle.shown(record, known)
        values = replica.values(store, ASSESSMENT.name, record)
        if expected is None or expected.gone:
            assert values is None, "what is gone is shown"
        else:
            assert values is not None, "what is there is not shown"
            told = {name: value for name, value in values.items() if value is not None}
            assert told == {name: v for name, v in expected.values.items() if v is not None}
        open_ = {
            field: frozenset((answer.change, answer.value) for answer in answers)
            for field, answers in replica.conflicts_of(store, ASSESSMENT.name, record).items()
        }
        assert open_ == (expected.conflicts if expected else {}), "other conflicts are open"

    # -- keeping account --------------------------------------------------------------------------

    def _center(self) -> MemoryCenter:
        return MemoryCenter(self.province, commune=COMMUNE)

    def _stores(self) -> list[Store]:
        newcomers = [] if self.newcomer is None else [self.newcomer]
        return [*(desk.store for desk in self.desks), *newcomers]

    def _stream(self) -> Stream:
        return self.province.stream(COMMUNE)

    def _open(self) -> list[tuple[int, str, str, list[Value]]]:
        """Every open conflict: at which desk, of which record and field, with which answers."""
        found = []
        for at in range(len(self.desks)):
            for record in RECORDS:
                shown = self.oracle.shown(record, self._known(at))
                for field, answers in sorted(shown.conflicts.items()) if shown else ():
                    values = {value for _change, value in answers}
                    found.append((at, record, field, sorted(values, key=repr)))
        return found

    def _known(self, at: int) -> set[str]:
        """What a desk must know: what it made, and the stream up to its cursor."""
        desk = self.desks[at]
        taken = self._stream().bodies[: journal.cursor(desk.store)]
        return {*desk.own, *(json.loads(body)["id"] for body in taken)}

    def _expected(self, at: int, record: str, values: Values) -> Values | None:
        """What an edit must write: what differs, what settles, what brings back."""
        shown = self.oracle.shown(record, self._known(at))
        if shown is None:
            return {name: value for name, value in values.items() if value is not None}
        changed: Values = {
            name: value
            for name, value in values.items()
            if value != shown.values.get(name) or name in shown.conflicts
        }
        if shown.gone:
            changed[GONE] = False
        return changed or None

    def _wrote(self, at: int, actor: str, record: str, expected: Values | None) -> list[Deed]:
        """Note the one change that must be in the log now; None expects that there is none."""
        deeds = self._fresh(at, actor)
        told = [(deed.record, dict(deed.set)) for deed in deeds]
        assert told == ([] if expected is None else [(record, expected)]), "wrote something else"
        return deeds

    def _fresh(self, at: int, actor: str, *, back: bool = False) -> list[Deed]:
        """Own changes of a desk nobody has noted yet."""
        desk = self.desks[at]
        known = frozenset(self._known(at))
        rows = desk.store.rows(
            "SELECT body FROM change WHERE action > 0 ORDER BY seq LIMIT -1 OFFSET ?",
            (len(desk.own),),
        )
        deeds = []
        for row in rows:
            body = json.loads(row["body"])
            assert body["actor"] == actor
            deed = Deed(body["id"], body["record"], body["set"], known, actor, desk.name, back)
            self.oracle.done(deed)
            desk.own.append(deed.id)
            deeds.append(deed)
        return deeds

    def _take_back(
        self,
        at: int,
        actor: str,
        deed: Callable[[Store, str], history.Undone | None],
        cut: int | None,
    ) -> None:
        """Undo or redo: only an answer this officer gave at this desk may give way."""
        before = self._known(at)
        self.desks[at].work(lambda store: deed(store, actor), cut)
        for fresh in self._fresh(at, actor, back=True):
            for name in fresh.set:
                for standing in self.oracle.answers(fresh.record, before, name):
                    assert self._is_own(standing, name, fresh, before), "took back another's answer"

    def _is_own(self, standing: Deed, name: str, fresh: Deed, known: set[str]) -> bool:
        """Whether this officer gave the answer here, or somebody's undo has brought it back."""
        mine = [
            deed
            for deed in self.oracle.about(fresh.record, known)
            if name in deed.set and (deed.actor, deed.desk) == (fresh.actor, fresh.desk)
        ]
        given = [deed.set[name] for deed in mine]
        return standing in mine or (standing.back and standing.set[name] in given)
