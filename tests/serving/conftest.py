"""One real centre for each file of tests, and a commune of its own for each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from resources import units
from sync.http import HttpCenter
from tests.support.centre import CentreProcess, serving
from tests.support.desk import Pen

_communes = (unit for unit in units.country().all if unit.is_commune and unit.code != "00004")


@pytest.fixture(scope="module")
def centre(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CentreProcess]:
    """A centre that serves."""
    with serving(tmp_path_factory.mktemp("centre") / "data") as running:
        yield running


@pytest.fixture
def commune() -> str:
    """A commune no other test writes to."""
    return next(_communes).code


@pytest.fixture
def pen() -> Pen:
    """Writes changes as one replica."""
    return Pen()


@pytest.fixture
def device(centre: CentreProcess, commune: str, pen: Pen) -> Iterator[HttpCenter]:
    """The way to the centre of the device whose replica the pen is."""
    with centre.device(pen.replica, commune) as way:
        yield way
