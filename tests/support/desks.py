"""The machine: three desks, a centre, a stick, every fault between them, and what must hold."""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from msgspec import Struct

from center import bundles as at_centre
from db import history, journal
from db.commands import assess
from db.journal import Edit
from db.store import Store
from rules.record import Value, Values
from rules.records import ASSESSMENT
from sync import errors, snapshot
from sync.keys import SecretKeys
from sync.round import Wish, run
from sync.stick import back, out
from tests.support import holding, nearby, profiles
from tests.support.ages import OLDER, TODAY
from tests.support.deeds import (
    AGES,
    DAWN,
    DEEDS,
    DESKS,
    KEYS,
    OF_AGES,
    PUT_BACK,
    RECORDS,
    Deeds,
)
from tests.support.frail import OK, REQUEST_LOST, Desk, Kept
from tests.support.holding import known
from tests.support.nearby import Stream, Way
from tests.support.oracle import GONE, Deed, Oracle
from tests.support.profiles import BINH, HOA

ALL = Wish(accept=True)  # of two records any deletion is much: nobody asks here


class OnStick(Struct, frozen=True):
    """A bundle or an answer that lies on the stick, and whose it is."""

    path: Path
    keys: SecretKeys
    device: str | None


class Desks(RuleBasedStateMachine):
    """Officers at three PCs edit the same two answers over a line that breaks, and by stick."""

    def __init__(self) -> None:
        super().__init__()
        self._folder = profiles.quick_folder()
        self._home = Path(self._folder.name)
        self._patch = pytest.MonkeyPatch()
        names = itertools.count()  # every opening draws a name; here always the same ones
        self._patch.setattr(journal, "draw_replica", lambda: f"{next(names):08}")
        self._paths = itertools.count()
        self.centre = nearby.centre(self._home / "centre")
        self.streams = [Stream(self.centre)]  # another each time the centre is put back
        self.yesterdays: list[Path] = []
        self.desks = [Desk(name, self._home / name, DAWN, self.centre) for name in DESKS]
        self.oracle = Oracle()
        self.offered: list[tuple[str, Sequence[str], bool]] = []  # with the token that was shown
        self.bundles: list[OnStick] = []
        self.answers: list[OnStick] = []
        self.backups: list[Kept] = []
        self.newcomer: Desk | None = None
        self.joined = 0  # which of the streams it joined

    def grow_old(self, desks: Sequence[int]) -> None:
        """Here the programme is not of today."""
        for at in desks:
            self.desks[at].age = OLDER

    # -- what people do ---------------------------------------------------------------------------

    def do(self, deed: Deeds) -> None:
        """Whatever happens next."""
        name, told = deed
        getattr(self, name)(**told)

    def edit(self, at: int, number: int, actor: str, value: Values, cut: int | None) -> None:
        """An officer types a value, where the programme has a place for it."""
        if not self.desks[at].age.knows(value):
            return
        whole = {**KEYS[number], **value}
        edit = Edit(ASSESSMENT.name, None, whole)
        expected = self._expected(at, RECORDS[number], whole)
        self.desks[at].work(lambda store: journal.commit(store, actor, [edit]), cut)
        self._wrote(at, actor, RECORDS[number], expected)

    def all_edit(self, number: int, values: Sequence[Values]) -> None:
        """Officers type while none sees the others."""
        for at, value in enumerate(values):
            self.edit(at, number, (HOA, BINH)[at % 2], value, None)

    def overtaken(self, at: int, number: int, one: Values, other: Values) -> None:
        """Two officers share a PC; the first takes back what the second has written over."""
        self.edit(at, number, HOA, one, None)
        self.edit(at, number, BINH, other, None)
        self.undo(at, HOA, None)

    def delete(self, at: int, number: int, actor: str, cut: int | None) -> None:
        """An officer deletes what is there."""
        shown = self.oracle.shown(RECORDS[number], self._seen(at))
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

    # -- what goes by network ---------------------------------------------------------------------

    def sync(self, at: int, broken: list[str], cut: int | None) -> None:
        """A round, or as much of one as the line and the power let through."""
        desk = self.desks[at]
        line = desk.line(self.centre, broken)

        def go(store: Store) -> None:
            with contextlib.suppress(errors.NoConnection):
                run(store, line, wish=ALL)

        desk.work(go, cut)
        self.offered += [(line.token, *batch) for batch in line.offered]

    def repeat(self, which: int) -> None:
        """The network delivers an old request once more."""
        if self.offered:
            token, bodies, returned = self.offered[which % len(self.offered)]
            if nearby.knows(self.centre, token):
                Way(self.centre, token).push(bodies, returned=returned)

    def join(self, old: bool) -> None:
        """A new PC takes the records without their history; the last one that did is let go."""
        if self.newcomer is not None:
            self.newcomer.store.close()
        self.newcomer, self.joined = Desk("n", self._path(), DAWN, self.centre), len(self.streams)
        self.newcomer.age = OLDER if old else TODAY
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(snapshot, "WORTH_IT", 1)
            self._round(self.newcomer)
        holding.told(self.newcomer, self._look(), self.oracle)

    # -- what goes by stick -----------------------------------------------------------------------

    def export(self, at: int, cut: int | None) -> None:
        """A bundle is written, whole or not at all; it stays where the power failed after it."""
        desk, path = self.desks[at], self._path()
        desk.work(lambda store: out.export(store, desk.keys, path), cut)
        if path.exists():
            self.bundles.append(OnStick(path, desk.keys, desk.device))

    def bring(self, which: int) -> None:
        """A bundle comes to the centre: late, once more, after younger ones, as it may be."""
        if self.bundles:
            bundle, reply = self.bundles[which % len(self.bundles)], self._path()
            with self._refusing():
                at_centre.exchange(self.centre, bundle.path, reply)
                self.answers.append(OnStick(reply, bundle.keys, bundle.device))

    def take(self, which: int, cut: int | None) -> None:
        """An answer comes to a desk it is for, as late and as often as it may be."""
        self._take(self.desks, which, cut)

    def trip(self, at: int, home: bool) -> None:
        """There and back again; or the answer is forgotten on the stick for now."""
        self.export(at, None)
        self.bring(len(self.bundles) - 1)
        if home:
            self._take([self.desks[at]], -1, None)

    def _take(self, desks: Sequence[Desk], which: int, cut: int | None) -> None:
        fit = [
            (desk, answer.path)
            for answer in self.answers
            for desk in desks
            if (desk.keys, desk.device) == (answer.keys, answer.device)
        ]
        if fit:
            desk, path = fit[which % len(fit)]
            with self._refusing():
                desk.work(lambda store: back.take(store, desk.keys, path, accept=True), cut)

    def _refusing(self) -> contextlib.AbstractContextManager[None]:
        """A bundle may be refused that is older than the centre as it was put back."""
        was_put_back = len(self.streams) > 1
        return contextlib.suppress(*([errors.BundleRefused] if was_put_back else []))

    # -- what happens to machines -----------------------------------------------------------------

    def set_clock(self, at: int, now: int, restart: bool) -> None:
        """A clock jumps, while the programme runs or while it does not."""
        self.desks[at].now = now
        if restart:
            self.desks[at].reopen()

    def backup(self, at: int) -> None:
        """A profile is copied as it is."""
        self.backups.append(self.desks[at].keep(self._path()))

    def put(self, which: int, at: int, keyring: bool, answer: bool) -> None:
        """A copy of a profile goes on at a PC: its own old one, or another's beside it.

        What was made there since and never sent is lost with it; nothing else is.  The keyring
        of the same PC may still be there and know a newer token; so may an answer on the stick.
        """
        if self.backups:
            desk, kept = self.desks[at], self.backups[which % len(self.backups)]
            desk.put(kept, desk.token if keyring and desk.keys == kept.keys else kept.token)
            if answer:
                self._take([desk], -1, None)

    def outrun(self, at: int, other: int, number: int, values: Sequence[Values]) -> None:
        """A PC is put back while an answer is on its way that goes on from what it forgot."""
        one, another = values
        self.backup(at)
        self.edit(other, number, HOA, one, None)
        for desk in (other, at):
            self.sync(desk, [], None)
        self.edit(other, number, HOA, another, None)
        self.sync(other, [], None)
        self.trip(at, home=False)
        self.put(len(self.backups) - 1, at, keyring=True, answer=True)

    def outdone(self, at: int, other: int, number: int, values: Sequence[int]) -> None:
        """What one PC wrote gives way at another; then a PC joins with an older programme."""
        for desk, value in zip((at, other), values, strict=True):
            self.sync(desk, [], None)
            self.edit(desk, number, HOA, {"number": value}, None)
            self.sync(desk, [], None)
        self.join(old=True)
        self.settle()

    def bequeath(self, at: int, number: int, values: Sequence[Values]) -> None:
        """Two disks fail; what one PC did that day is known only to one that joined meanwhile."""
        self.settle()
        self.keep_centre()
        self.backup(at)
        for value in values:
            self.edit(at, number, HOA, value, None)
        self.sync(at, [], None)
        self.join(old=False)
        self.put(len(self.backups) - 1, at, keyring=True, answer=False)
        self.put_centre_back(len(self.yesterdays) - 1)
        self.settle()

    def clone(self, at: int, to: int) -> None:
        """A profile is copied and goes on at two PCs."""
        self.backup(at)
        self.put(len(self.backups) - 1, to, keyring=False, answer=False)

    def upgrade(self, at: int, tables: bool) -> None:
        """A desk is brought up to date, and what was kept for later takes its place."""
        self.desks[at].upgrade(tables=tables)

    def keep_centre(self) -> None:
        """An administrator copies the centre."""
        self.yesterdays.append(self._path())
        nearby.keep(self.centre, self.yesterdays[-1])

    def put_centre_back(self, which: int) -> None:
        """The centre's disk has failed; an administrator goes on with a copy."""
        if self.yesterdays:
            self._look()
            nearby.put_back(self.centre, self.yesterdays[which % len(self.yesterdays)])
            self.streams.append(Stream(self.centre))
            self.oracle.forgotten |= {*self.streams[-2].ids} - {*self._look().ids}

    def fail(
        self,
        at: int,
        beside: int,
        number: int,
        values: Sequence[Values],
        heard: int,
        gone: bool,
        stick: bool,
        joined: bool,
        soon: bool,
    ) -> None:
        """The centre's disk fails when it has just taken in the work of two PCs.

        The centre and then the second PC had `heard` of the first one's work; what the second sent
        went by `stick`, or the line broke right after; a PC `joined` before the disk failed; the
        first PC's disk is `gone` as well; and the answer comes home as `soon` as the centre is
        there again.
        """
        other = (at + beside) % len(self.desks)
        self.keep_centre()
        self.backup(other)
        self.edit(other, number, HOA, values[0], None)
        for desk in (other, at)[:heard]:
            self.sync(desk, [], None)
        self.edit(at, number, HOA, values[1], None)
        if stick:
            self.trip(at, home=False)
        else:
            self.sync(at, [OK, OK, REQUEST_LOST], None)
        if joined:
            self.join(old=False)
        if gone:
            self.put(len(self.backups) - 1, other, keyring=True, answer=False)
        self.put_centre_back(len(self.yesterdays) - 1)
        self.edit(other, number, BINH, values[2], None)
        for desk in (other,) if soon else (other, at):
            self.sync(desk, [], None)
        if stick:
            self._take([self.desks[at]], -1, None)

    def settle(self) -> None:
        """The line holds for a while: all must become equal."""
        newcomers = [] if self.newcomer is None else [self.newcomer]
        for desk in [*newcomers, *self.desks, *self.desks[:-1]]:
            self._round(desk)
        holding.equal(self.desks, self._look(), self.oracle)
        if len(self.streams) == 1:
            holding.by_themselves(self.centre)
        if self.newcomer is not None:
            self._round(self.newcomer)
            holding.shows(self.newcomer, set(self._look().ids), self.oracle)
            self.newcomer.upgrade(tables=False)
            today = next(desk for desk in self.desks if desk.age == TODAY)
            bereft = len(self.streams) > self.joined
            holding.alike(self.newcomer.store, today.store, bereft=bereft)

    def teardown(self) -> None:
        """Settle, look at everything once more, and give the profiles back."""
        try:
            self.settle()
            for desk in self.desks * 4:  # a copy of copies leaves one of them behind in each round
                self._round(desk)
            for desk in self.desks:
                with desk.acting():
                    holding.sound(desk.store)
                holding.itself(desk, Way(self.centre, desk.token))
                desk.reopen()
                holding.whole(desk, self.streams, self.oracle)
                desk.upgrade(tables=False)
            holding.equal(self.desks, self._look(), self.oracle)
        finally:
            for desk in self.desks if self.newcomer is None else [*self.desks, self.newcomer]:
                desk.store.close()
            self.centre.close()
            self._patch.undo()
            self._folder.cleanup()

    @invariant()
    def everything_holds(self) -> None:
        """Nothing lost, nothing twice, and each desk shows what the oracle says."""
        holding.once(self._look(), self.oracle)
        for desk in self.desks:
            holding.whole(desk, self.streams, self.oracle)

    # -- keeping account --------------------------------------------------------------------------

    def _round(self, desk: Desk) -> None:
        with desk.acting():
            run(desk.store, desk.line(self.centre), wish=ALL)

    def _look(self) -> Stream:
        """What the centre holds now."""
        self.streams[-1].look()
        return self.streams[-1]

    def _path(self) -> Path:
        return self._home / str(next(self._paths))

    def _seen(self, at: int) -> set[str]:
        """What a desk knows and understands."""
        desk = self.desks[at]
        self._look()
        return self.oracle.understood(known(desk, self.streams), desk.age.schema)

    def _open(self) -> list[tuple[int, str, str, list[Value]]]:
        """Every open conflict: at which desk, of which record and field, with which answers."""
        found = []
        for at in range(len(self.desks)):
            for record in RECORDS:
                shown = self.oracle.shown(record, self._seen(at))
                for field, answers in sorted(shown.conflicts.items()) if shown else ():
                    values = {value for _change, value in answers}
                    found.append((at, record, field, sorted(values, key=repr)))
        return found

    def _expected(self, at: int, record: str, values: Values) -> Values | None:
        """What an edit must write: what differs, what settles, what brings back."""
        shown = self.oracle.shown(record, self._seen(at))
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

    def _wrote(self, at: int, actor: str, record: str, expected: Values | None) -> None:
        """Note the one change that must be in the log now; None expects that there is none."""
        told = [(deed.record, dict(deed.set)) for deed in self._fresh(at, actor)]
        assert told == ([] if expected is None else [(record, expected)]), "wrote something else"

    def _fresh(self, at: int, actor: str, *, back: bool = False) -> list[Deed]:
        """Own changes of a desk nobody has noted yet."""
        desk, deeds = self.desks[at], []
        saw = self._seen(at)
        for body in holding.written(desk.store, len(desk.own)):
            assert body["actor"] == actor
            assert body["schema"] == desk.age.schema
            over = self.oracle.stood(body["record"], saw)
            deed = Deed(
                id=body["id"],
                record=body["record"],
                set=body["set"],
                saw=frozenset(saw),
                over=over,
                actor=actor,
                schema=body["schema"],
                back=back,
            )
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
        before, own = self._seen(at), set(self.desks[at].own)
        self.desks[at].work(lambda store: deed(store, actor), cut)
        for fresh in self._fresh(at, actor, back=True):
            for name in fresh.set:
                for standing in self.oracle.answers(fresh.record, before, name):
                    assert self._is_own(standing, name, fresh, own), "took back another's answer"

    def _is_own(self, standing: Deed, name: str, fresh: Deed, own: set[str]) -> bool:
        """Whether this officer gave the answer here, or somebody's undo has brought it back."""
        mine = [
            deed
            for deed in self.oracle.about(fresh.record, own)
            if name in deed.set and deed.actor == fresh.actor
        ]
        given = [deed.set[name] for deed in mine]
        return standing in mine or (standing.back and standing.set[name] in given)


# Each machine has one rule, for hypothesis likes to leave whole rules out.


class Days(Desks):
    """What happens every day, and to machines."""

    @rule(deed=DEEDS)
    def then(self, deed: Deeds) -> None:
        """Whatever happens next."""
        self.do(deed)


class Ages(Desks):
    """The same, while some desks have an older programme until they are brought up to date."""

    @initialize(old=AGES)
    def begin(self, old: Sequence[int]) -> None:
        """These are old."""
        self.grow_old(old)

    @rule(deed=OF_AGES)
    def then(self, deed: Deeds) -> None:
        """Whatever happens next."""
        self.do(deed)


class Yesterdays(Ages):
    """The same, and the centre is put back to what it was."""

    @rule(deed=PUT_BACK)
    def then(self, deed: Deeds) -> None:
        """Whatever happens next."""
        self.do(deed)
