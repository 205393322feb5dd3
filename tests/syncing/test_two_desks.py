"""Two desks and a centre, under every fault: nothing lost, nothing twice, all equal when quiet."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from sync import wire
from sync.errors import SyncError
from tests.support.planted import BUGS
from tests.support.two_desks import TwoDesks

STEADY = settings(
    derandomize=True,
    deadline=None,
    database=None,
    max_examples=120,
    stateful_step_count=40,
    suppress_health_check=list(HealthCheck),
)
HUNTING = settings(
    STEADY, phases=[Phase.generate], report_multiple_bugs=False, print_blob=False
)  # the first find will do; nobody reads the smallest one


@pytest.fixture(autouse=True)
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two changes in a page, so that few changes make many pages."""
    monkeypatch.setattr(wire, "PAGE_CHANGES", 2)


def test_two_desks_lose_nothing_and_agree_when_quiet() -> None:
    run_state_machine_as_test(TwoDesks, settings=STEADY)


@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug.__name__)
def test_the_machine_finds_a_planted_bug(bug: Callable[[pytest.MonkeyPatch], None]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        bug(patch)
        with pytest.raises((AssertionError, SyncError)):
            run_state_machine_as_test(TwoDesks, settings=HUNTING)
