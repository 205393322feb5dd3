"""The PCs of a commune that most of these tests begin with."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from db.store import Store
from tests.support.desk import desk
from tests.support.sticks import Centre, Office, Stick, meeting


@pytest.fixture
def one(tmp_path: Path) -> Iterator[Store]:
    """A PC of the commune."""
    with desk(tmp_path / "one") as store:
        yield store


@pytest.fixture
def two(tmp_path: Path) -> Iterator[Store]:
    """Another one."""
    with desk(tmp_path / "two") as store:
        yield store


@pytest.fixture
def place(tmp_path: Path) -> Iterator[tuple[Centre, Office, Office]]:
    """A centre and two PCs that reach it by stick alone."""
    with meeting(tmp_path) as (centre, (one, two)):
        yield centre, one, two


@pytest.fixture
def stick(tmp_path: Path) -> Stick:
    """An empty one."""
    folder = tmp_path / "stick"
    folder.mkdir()
    return Stick(folder)
