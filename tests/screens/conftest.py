"""A commune's PC for tests of screens."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tests.support.window import Office, office, restyle


@pytest.fixture
def pc(tmp_path: Path, qapp: QApplication) -> Iterator[Office]:
    """A new profile with everything a window needs."""
    with office(tmp_path / "profile") as made:
        restyle(made.preferences)
        yield made
