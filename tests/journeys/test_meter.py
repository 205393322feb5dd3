"""How the progress of a round is told to the window."""

from __future__ import annotations

from desktop.meter import Meter, left
from sync.steps import Progress
from ui.desk import Moving


class Clock:
    """A clock that a test moves."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_few_words_a_second_are_enough() -> None:
    told: list[Moving] = []
    clock = Clock()
    meter = Meter(told.append, clock)
    for n in range(100):
        clock.now = n / 100
        meter(Progress("send", n, 100, n * 10))
    assert 4 <= len(told) <= 6


def test_a_new_phase_is_told_at_once() -> None:
    told: list[Moving] = []
    meter = Meter(told.append, Clock())
    for phase in ("send", "take", "files_up"):
        meter(Progress(phase, 1, 2, 30))
    assert [each.phase for each in told] == ["send", "take", "files_up"]
    assert told[-1].bytes == 30


def test_the_time_left_follows_the_speed_of_the_phase_so_far() -> None:
    told: list[Moving] = []
    clock = Clock()
    meter = Meter(told.append, clock)
    meter(Progress("files_up", 1000, 11_000))
    clock.now = 10.0
    meter(Progress("files_up", 2000, 11_000))
    assert told[-1].seconds_left == 90


def test_nothing_is_guessed_too_early_or_from_nothing() -> None:
    assert left(done=50, missing=50, seconds=1.0) is None
    assert left(done=0, missing=50, seconds=100.0) is None
    assert left(done=10, missing=-1, seconds=100.0) is None
