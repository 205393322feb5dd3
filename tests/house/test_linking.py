"""Qt is linked beside the reading of what knows nothing of it, and nothing comes of it but time."""

from __future__ import annotations

import subprocess
import sys

import pytest

ON_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="Qt is linked ahead on Linux only")


def said(script: str) -> list[str]:
    """The lines that a Python of its own prints."""
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    return done.stdout.splitlines()


def test_what_is_read_meanwhile_knows_nothing_of_qt():
    script = "import sys, desktop.behind; print({'PySide6', 'shiboken6', 'ui'} & set(sys.modules))"
    assert said(script) == ["set()"]


def test_nothing_is_read_meanwhile_that_a_checklist_would_not_read():
    window = "import ui, desktop.app, ui.screens.checklist.screen"
    started = "import sys; from desktop.__main__ import later; later.import_msgspec(); "
    told = started + "{}; print(*sys.modules)"
    ahead, needed = (said(told.format(each)) for each in ("import desktop.behind", window))
    assert set(ahead[0].split()) - set(needed[0].split()) == {"desktop.behind"}


LINKED = """
import sys
from pathlib import Path
from desktop import linking
def linked():
    return "libQt6Widgets" in Path("/proc/self/maps").read_text()
paths = [linking._path(each) for each in (*linking._LIBRARIES, linking._platform())]
before = linked()
sys.setswitchinterval(linking._TURN)
linking._link([*paths, "/nowhere/there-is-none.so"])
print(all(paths), before, linked(), "PySide6" in sys.modules, sys.getswitchinterval())
from PySide6.QtWidgets import QApplication
print(type(QApplication([])).__name__)
"""


@ON_LINUX
def test_all_of_it_is_found_and_linked_before_python_asks():
    assert said(LINKED) == ["True False True False 0.005", "QApplication"]


TOGETHER = """
import sys
from desktop import linking
{before}
linking.begin()
import desktop.behind, ui
from PySide6.QtWidgets import QApplication
print(type(QApplication([])).__name__)
"""


@pytest.mark.parametrize("before", ["", "linking._path = lambda name: ''", "sys.platform = 'here'"])
def test_qt_is_imported_while_it_is_linked_or_where_it_cannot_be(before):
    assert said(TOGETHER.format(before=before)) == ["QApplication"]
