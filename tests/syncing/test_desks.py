"""Three desks, a centre, a stick: nothing is lost, nothing comes twice, all agree when quiet."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from sync import wire
from sync.errors import SyncError
from tests.support.desks import Desks
from tests.support.planted import BUGS

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


@pytest.fixture(autouse=True)
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two changes in a page, so that few changes make many pages."""
    monkeypatch.setattr(wire, "PAGE_CHANGES", 2)


def test_three_desks_lose_nothing_and_agree_when_quiet() -> None:
    run_state_machine_as_test(Desks, settings=STEADY)


@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug.__name__)
def test_the_machine_finds_a_planted_bug(bug: Callable[[pytest.MonkeyPatch], None]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        bug(patch)
        with pytest.raises((AssertionError, SyncError)):
            run_state_machine_as_test(Desks, settings=STEADY)
