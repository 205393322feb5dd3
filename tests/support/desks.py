"""The machine: three desks, a centre, a stick, every fault between them, and what must hold."""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
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
from tests.support.deeds import DAWN, DEEDS, DESKS, KEYS, RECORDS, Deeds
from tests.support.frail import Desk, Kept
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
        self.stream = Stream(self.centre)
        self.desks = [Desk(name, self._home / name, DAWN, self.centre) for name in DESKS]
        self.oracle = Oracle()
        self.offered: list[tuple[str, Sequence[str]]] = []  # with the token that was shown
        self.bundles: list[OnStick] = []
        self.answers: list[OnStick] = []
        self.backups: list[Kept] = []
        self.newcomer: Desk | None = None

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

    # -- what goes by network ---------------------------------------------------------------------

    def sync(self, at: int, broken: list[str], cut: int | None) -> None:
        """A round, or as much of one as the line and the power let through."""
        desk = self.desks[at]
        line = desk.line(self.centre, broken)

        def go(store: Store) -> None:
            with contextlib.suppress(errors.NoConnection):
                run(store, line, wish=ALL)

        desk.work(go, cut)
        self.offered += [(line.token, bodies) for bodies in line.offered]

    def repeat(self, which: int) -> None:
        """The network delivers an old request once more."""
        if self.offered:
            token, bodies = self.offered[which % len(self.offered)]
            Way(self.centre, token).push(bodies)

    def join(self) -> None:
        """A new PC takes the records without their history; the last one that did is let go."""
        if self.newcomer is not None:
            self.newcomer.store.close()
        self.newcomer = Desk("n", self._path(), DAWN, self.centre)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(snapshot, "WORTH_IT", 1)
            self._round(self.newcomer)

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
            desk.work(lambda store: back.take(store, desk.keys, path, accept=True), cut)

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

    def clone(self, at: int, to: int) -> None:
        """A profile is copied and goes on at two PCs."""
        self.backup(at)
        self.put(len(self.backups) - 1, to, keyring=False, answer=False)

    def settle(self) -> None:
        """The line holds for a while: all must become equal."""
        for desk in [*self.desks, *self.desks[:-1]]:
            self._round(desk)
        self.stream.look()
        holding.equal(self.desks, self.stream, self.oracle)
        if self.newcomer is not None:
            self._round(self.newcomer)
            holding.alike(self.newcomer.store, self.desks[0].store)

    def teardown(self) -> None:
        """Settle, look at everything once more, and give the profiles back."""
        try:
            self.settle()
            for desk in [*self.desks, *self.desks]:  # of three copies one finds out late
                self._round(desk)
            for desk in self.desks:
                holding.sound(desk.store)
                holding.itself(desk, Way(self.centre, desk.token))
                desk.reopen()
                holding.whole(desk, self.stream, self.oracle)
        finally:
            for desk in self.desks if self.newcomer is None else [*self.desks, self.newcomer]:
                desk.store.close()
            self.centre.close()
            self._patch.undo()
            self._folder.cleanup()

    @invariant()
    def everything_holds(self) -> None:
        """Nothing lost, nothing twice, and each desk shows what the oracle says."""
        self.stream.look()
        holding.once(self.stream, self.oracle)
        for desk in self.desks:
            holding.whole(desk, self.stream, self.oracle)

    # -- keeping account --------------------------------------------------------------------------

    def _round(self, desk: Desk) -> None:
        run(desk.store, desk.line(self.centre), wish=ALL)

    def _path(self) -> Path:
        return self._home / str(next(self._paths))

    def _known(self, at: int) -> set[str]:
        return known(self.desks[at], self.stream)

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

    def _wrote(self, at: int, actor: str, record: str, expected: Values | None) -> None:
        """Note the one change that must be in the log now; None expects that there is none."""
        told = [(deed.record, dict(deed.set)) for deed in self._fresh(at, actor)]
        assert told == ([] if expected is None else [(record, expected)]), "wrote something else"

    def _fresh(self, at: int, actor: str, *, back: bool = False) -> list[Deed]:
        """Own changes of a desk nobody has noted yet."""
        desk, deeds = self.desks[at], []
        saw = frozenset(self._known(at))
        for body in holding.written(desk.store, len(desk.own)):
            assert body["actor"] == actor
            deed = Deed(body["id"], body["record"], body["set"], saw, actor, back)
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
        before, own = self._known(at), set(self.desks[at].own)
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
