"""Three desks, a centre, a stick: nothing is lost, nothing comes twice, all agree when quiet."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from db.queries import replica
from rules.records import ASSESSMENT
from sync import wire
from sync.errors import SyncError
from sync.steps import ahead
from tests.support import planted
from tests.support.deeds import RECORDS
from tests.support.desks import Ages, Days, Desks, Yesterdays
from tests.support.profiles import HOA

STEADY = settings(
    derandomize=True,
    deadline=None,
    database=None,
    max_examples=80,
    stateful_step_count=40,
    phases=[Phase.generate],  # add Phase.shrink to see the smallest way to a failure
    report_multiple_bugs=False,
    print_blob=False,
    suppress_health_check=list(HealthCheck),
)
OFTEN = {  # a step of the later machines often stands for a dozen deeds
    Days: settings(STEADY, max_examples=60),
    Ages: settings(STEADY, max_examples=20),
    Yesterdays: settings(STEADY, max_examples=20),
}


class AtOnce(Executor):
    """Does in this thread what is asked of it: programmes of two ages cannot act side by side."""

    def __init__(self, _workers: int, _name: str) -> None:
        """As a pool of threads is made."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        done: Future[Any] = Future()
        try:
            done.set_result(fn(*args, **kwargs))
        except Exception as error:  # whoever asks for the result hears of it, as from a thread
            done.set_exception(error)
        return done


@pytest.fixture(autouse=True)
def one_thing_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two changes in a page, so that few changes make many; the next one is asked for at once."""
    monkeypatch.setattr(wire, "PAGE_CHANGES", 2)
    monkeypatch.setattr(ahead, "ThreadPoolExecutor", AtOnce)


@pytest.mark.parametrize("machine", [Days, Ages, Yesterdays])
def test_three_desks_lose_nothing_and_agree_when_quiet(machine: type[Desks]) -> None:
    run_state_machine_as_test(machine, settings=OFTEN[machine])


@pytest.mark.parametrize(
    ("machine", "bug"),
    [
        *[(Days, bug) for bug in planted.BUGS],
        *[(Ages, bug) for bug in planted.OF_AGES],
        *[(Yesterdays, bug) for bug in planted.OF_FOLDING],
        *[(Yesterdays, bug) for bug in planted.OF_YESTERDAY],
    ],
    ids=lambda each: each.__name__,
)
def test_the_machine_finds_a_planted_bug(
    machine: type[Desks], bug: Callable[[pytest.MonkeyPatch], None]
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        bug(patch)
        with pytest.raises((AssertionError, SyncError)):
            run_state_machine_as_test(machine, settings=settings(OFTEN[machine], max_examples=100))


@pytest.mark.parametrize(
    ("bug", "heard", "gone"),
    [
        (planted.only_the_cursor_is_proven, 1, False),
        (planted.what_is_held_is_not_brought_back, 2, True),
    ],
)
def test_one_bad_day_of_the_centre_is_enough_to_find_a_planted_bug(
    bug: Callable[[pytest.MonkeyPatch], None], heard: int, gone: bool
) -> None:
    _bad_day(heard, gone=gone)
    with pytest.MonkeyPatch.context() as patch:
        bug(patch)
        with pytest.raises((AssertionError, SyncError)):
            _bad_day(heard, gone=gone)


def test_an_answer_outlives_the_one_that_all_have_forgotten() -> None:
    """What went by stick names only the answer before it, and of that one nothing is left."""
    desks = Yesterdays()
    try:
        desks.begin(())
        desks.edit(0, 0, HOA, {"number": 1}, None)
        for desk in (0, 1):
            desks.sync(desk, [], None)
        desks.keep_centre()
        desks.backup(1)
        desks.edit(1, 0, HOA, {"number": 2}, None)
        desks.sync(1, [], None)
        desks.edit(1, 0, HOA, {"number": None}, None)
        desks.export(1, None)
        desks.put(0, 1, keyring=True, answer=False)
        desks.put_centre_back(0)
        desks.bring(0)
        desks.sync(0, [], None)
        desks.everything_holds()
        with desks.desks[0].acting():
            open_ = replica.conflicts_of(desks.desks[0].store, ASSESSMENT.name, RECORDS[0])
        assert [each.value for each in open_["number"]] == [1, None]
    finally:
        desks.teardown()


@pytest.mark.parametrize("by_stick", [False, True])
def test_a_copy_that_a_centre_put_back_takes_for_another_pc_shuts_nobody_out(
    by_stick: bool,
) -> None:
    """It comes first with the name both write under; what the other has not sent yet counts."""
    desks = Yesterdays()
    try:
        desks.begin(())
        desks.keep_centre()
        desks.edit(0, 0, HOA, {"number": 1}, None)
        desks.sync(0, [], None)
        desks.clone(0, 1)
        desks.edit(0, 0, HOA, {"number": 2}, None)
        for desk in (0, 1):  # the copy becomes a device apart
            desks.sync(desk, [], None)
        desks.edit(0, 1, HOA, {"number": 1}, None)
        desks.put_centre_back(0)
        desks.sync(1, [], None)
        if by_stick:
            desks.trip(0, home=True)
        desks.sync(0, [], None)
        desks.everything_holds()
    finally:
        desks.teardown()


def _bad_day(heard: int, *, gone: bool) -> None:
    """The disk of the centre fails, between an older programme's desk and one of today."""
    desks = Yesterdays()
    try:
        desks.begin((1,))
        desks.fail(
            at=1,
            beside=1,
            number=0,
            values=({"number": 1}, {"number": 2}, {"note": "a"}),
            heard=heard,
            gone=gone,
            stick=False,
            joined=False,
            soon=True,
        )
        desks.everything_holds()
    finally:
        desks.teardown()
