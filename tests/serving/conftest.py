"""One real centre for each file of tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.centre import CentreProcess, serving


@pytest.fixture(scope="module")
def centre(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CentreProcess]:
    """A centre that serves; tests enrol devices of their own communes."""
    with serving(tmp_path_factory.mktemp("centre") / "data") as running:
        yield running
