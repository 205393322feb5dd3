"""Work off the window's thread, as a screen meets it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QThread, Signal
from pytestqt.qtbot import QtBot

from db import errors
from db.store import Store
from desktop.runner import Runner
from tests.support.profiles import profile

Stop = Callable[[], bool]
Tell = Callable[[int, int], None]


class Screen(QObject):
    """Somebody who asks for work and hears of it."""

    heard = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.results: list[object] = []
        self.threads: list[QThread] = []

    def take(self, result: object) -> None:
        """Hear a result or an error."""
        self.results.append(result)
        self.threads.append(QThread.currentThread())
        self.heard.emit()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """The window's own connection."""
    with profile(tmp_path / "ho-so") as made:
        yield made


@pytest.fixture
def runner(store: Store, qapp: object) -> Iterator[Runner]:
    """A runner over the profile; ended after the test."""
    made = Runner(store.another)
    yield made
    made.stop()


def test_a_result_comes_back_on_the_windows_thread(runner: Runner, qtbot: QtBot) -> None:
    screen = Screen()
    with qtbot.waitSignal(screen.heard):
        runner.run(
            lambda store, _stop, _tell: (threading.current_thread(), store.value("SELECT 40 + 2")),
            owner=screen,
            done=screen.take,
            failed=screen.take,
        )
    ((thread, answer),) = screen.results
    assert answer == 42
    assert thread is not threading.current_thread()
    assert screen.threads == [screen.thread()]


def test_a_job_has_a_connection_of_its_own(runner: Runner, store: Store, qtbot: QtBot) -> None:
    screen = Screen()
    with qtbot.waitSignal(screen.heard):
        runner.run(
            lambda own, _stop, _tell: own is store,
            owner=screen,
            done=screen.take,
            failed=screen.take,
        )
    assert screen.results == [False]


def test_what_goes_wrong_is_handed_over_as_well(runner: Runner, qtbot: QtBot) -> None:
    screen, wrong = Screen(), errors.Refused("không được")

    def job(_store: Store, _stop: Stop, _tell: Tell) -> None:
        raise wrong

    with qtbot.waitSignal(screen.heard):
        runner.run(job, owner=screen, done=lambda _result: None, failed=screen.take)
    assert screen.results == [wrong]


def test_trouble_of_the_database_arrives_as_a_sentence(runner: Runner, qtbot: QtBot) -> None:
    screen = Screen()
    with qtbot.waitSignal(screen.heard):
        runner.run(
            lambda store, _stop, _tell: store.rows("SELECT * FROM nowhere"),
            owner=screen,
            done=lambda _result: None,
            failed=screen.take,
        )
    assert isinstance(screen.results[0], errors.DatabaseError)


def test_progress_is_told_in_order_before_the_result(runner: Runner, qtbot: QtBot) -> None:
    screen, steps = Screen(), []

    def job(_store: Store, _stop: Stop, tell: Tell) -> str:
        for done in range(1, 4):
            tell(done, 3)
        return "fertig"

    with qtbot.waitSignal(screen.heard):
        runner.run(
            job,
            owner=screen,
            done=screen.take,
            failed=screen.take,
            progress=lambda done, whole: steps.append((done, whole)),
        )
    assert steps == [(1, 3), (2, 3), (3, 3)]


def test_nobody_hears_of_work_whose_screen_is_gone(runner: Runner, qtbot: QtBot) -> None:
    gone, last, begun = Screen(), Screen(), threading.Event()
    go = threading.Event()

    def job(_store: Store, _stop: Stop, _tell: Tell) -> str:
        begun.set()
        go.wait(10)
        return "zu spät"

    heard: list[object] = []
    runner.run(job, owner=gone, done=heard.append, failed=heard.append)
    assert begun.wait(10)
    gone.deleteLater()
    with qtbot.waitSignal(gone.destroyed):
        pass
    with qtbot.waitSignal(last.heard):
        go.set()
        runner.run(job, owner=last, done=last.take, failed=last.take)
    assert heard == []


def test_a_stopped_job_ends_and_its_result_is_dropped(runner: Runner, qtbot: QtBot) -> None:
    screen, begun, ended = Screen(), threading.Event(), threading.Event()

    def job(_store: Store, stop: Stop, _tell: Tell) -> str:
        begun.set()
        while not stop():
            begun.wait(0.001)
        ended.set()
        return "nobody wants this"

    task = runner.run(job, owner=screen, done=screen.take, failed=screen.take)
    assert begun.wait(10)
    task.stop()
    assert ended.wait(10)
    with qtbot.waitSignal(screen.heard):
        runner.run(
            lambda _store, _stop, _tell: "the next",
            owner=screen,
            done=screen.take,
            failed=screen.take,
        )
    assert screen.results == ["the next"]


def test_the_end_of_the_programme_leaves_no_thread_behind(store: Store, qtbot: QtBot) -> None:
    before, runner, screen = set(threading.enumerate()), Runner(store.another), Screen()
    begun = threading.Event()

    def endless(_store: Store, stop: Stop, _tell: Tell) -> None:
        begun.set()
        while not stop():
            begun.wait(0.001)

    for _number in range(5):
        runner.run(endless, owner=screen, done=screen.take, failed=screen.take)
    assert begun.wait(10)
    runner.stop()
    assert set(threading.enumerate()) == before
    assert screen.results == []
