"""Somebody who answers windows that ask."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import pytest
from PySide6.QtWidgets import QDialog

Asking = TypeVar("Asking", bound=QDialog)


def answering(
    monkeypatch: pytest.MonkeyPatch, window: type[Asking], act: Callable[[Asking], None]
) -> None:
    """Let somebody act on windows of this kind as soon as they open."""

    def exec_(dialog: Asking) -> int:
        act(dialog)
        return dialog.result()

    monkeypatch.setattr(window, "exec", exec_)
