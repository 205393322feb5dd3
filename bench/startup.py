"""Start of the programme to a usable checklist, against a bare Qt window of the same Qt.

Both are whole processes, started in turn, timed from the spawn to the moment the window has been
painted and the event loop is idle.  Memory is the private and shared resident set at that moment.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROUNDS = 15

_BARE = """
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow
from bench.startup import announce
app = QApplication([])
window = QMainWindow()
window.setCentralWidget(QLabel("Làng Số"))
window.resize(1366, 768)
window.show()
announce(app)
app.exec()
"""

_FULL = """
import sys
from pathlib import Path
from bench.startup import announce
from desktop import app as program
running = program.build(Path(sys.argv[1]))
running.window.resize(1366, 768)
running.window.show()
running.window.show_place("checklist")
announce(running.application)
running.application.exec()
running.close()
"""


def announce(app: object) -> None:
    """Print the resident memory once the loop is idle after the first paint, then end."""
    from PySide6.QtCore import QTimer

    def ready() -> None:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        print(pages * os.sysconf("SC_PAGE_SIZE"), flush=True)
        QTimer.singleShot(0, app.quit)  # type: ignore[attr-defined]

    QTimer.singleShot(0, ready)


def once(script: str, *arguments: str) -> tuple[float, float]:
    """Seconds to a usable window, and megabytes then."""
    environ = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    start = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-c", script, *arguments], stdout=subprocess.PIPE, text=True, env=environ
    )
    if process.stdout is None:
        raise RuntimeError("the started window has no output")
    line = process.stdout.readline()
    seconds = time.perf_counter() - start
    process.stdout.close()
    process.wait()
    return seconds, int(line) / 1e6


def main() -> dict[str, float]:
    """Medians, and the two ratios the programme promises to keep under 1.5."""
    from tests.support.pictures import filled_profile

    with tempfile.TemporaryDirectory() as folder:
        profile = filled_profile(Path(folder) / "profile")
        bare, full = [], []
        for _round in range(ROUNDS):
            bare.append(once(_BARE))
            full.append(once(_FULL, str(profile)))
    time_bare, time_full = (statistics.median(s for s, _ in runs) for runs in (bare, full))
    size_bare, size_full = (statistics.median(m for _, m in runs) for runs in (bare, full))
    return {
        "bare Qt window, s": time_bare,
        "usable checklist, s": time_full,
        "ratio in time (promise: 1.5)": time_full / time_bare,
        "bare Qt window, MB": size_bare,
        "usable checklist, MB": size_full,
        "ratio in memory (promise: 1.5)": size_full / size_bare,
    }
