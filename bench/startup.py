"""Start of the programme to a usable checklist, against a bare Qt window of the same Qt.

Both are whole processes, started in turn, timed from the spawn to the moment the window has been
painted and the event loop is idle.  Memory is the private and shared resident set at that moment.
Ours is `langso` as officers start it, on a profile that was left at its checklist.  Where there is
a display (DISPLAY) both open their windows there, else on a screen Qt makes up.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from desktop import profile as opening
from desktop.settings import Preferences

ROUNDS = 15

_BARE = """
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow
from bench.ready import announce
app = QApplication([])
window = QMainWindow()
window.setCentralWidget(QLabel("Làng Số"))
window.resize(1366, 768)
window.show()
announce(app)
app.exec()
"""

# as `langso` starts: everything in its own order, with a look at the loop where it begins
_FULL = """
import gc
gc.disable()
import sys
from desktop.__main__ import bytecode, main
class Watch:
    def find_spec(self, name, path=None, target=None):
        if name == "desktop.app":  # Qt is there by now, and its loop has not begun
            sys.meta_path.remove(self)
            watch()
def watch():
    from PySide6.QtWidgets import QApplication
    from bench.ready import announce
    run = QApplication.exec
    def tell_and_run(application):
        announce(application)
        return run()
    QApplication.exec = tell_and_run
use = bytecode.use
def use_and_watch():
    use()
    sys.meta_path.insert(0, Watch())
bytecode.use = use_and_watch
sys.exit(main(["--profile", sys.argv[1]]))
"""

# Both windows lie on a screen that has room for them
_SCREEN = {
    "name": "screen", "x": 0, "y": 0, "width": 1920, "height": 1080,
    "logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1,
}  # fmt: skip


def once(screen: Path, script: str, *arguments: str) -> tuple[float, float]:
    """Seconds to a usable window, and megabytes then."""
    environ = dict(os.environ)
    if not environ.get("DISPLAY"):
        environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={screen}"
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


def profile(folder: Path) -> Path:
    """A commune's profile with a first answer, as any PC has after its first day."""
    programme = [sys.executable, "-m", "desktop", "--profile", str(folder)]
    officer = ["--officer", "Nguyễn Thị Hương", "--no-encryption"]
    subprocess.run([*programme, "init", "--commune", "20014", *officer], check=True)
    line = (
        '{"type": "assessment", "key": {"set": "vn-ntm-xa-2021-2025", "indicator": "8.4",'
        ' "period": "2025"}, "set": {"passed": true}}'
    )
    done = subprocess.run(
        [*programme, "apply", "-"], input=line, text=True, check=True, capture_output=True
    )
    if not done.stdout.strip():
        raise RuntimeError("the first answer was not kept")
    with opening.working(folder, "bench") as store:
        preferences = Preferences(store)
        preferences.set("place", "checklist")
        preferences.keep()
    return folder


def main() -> dict[str, float]:
    """Medians, and the two ratios the programme promises to keep under 1.5."""
    rooms = ("bench", "db", "desktop", "resources", "rules", "sync", "ui")
    for work in (["compileall", "-q", *rooms], ["desktop.bytecode"]):  # as `setup/prepare.py`
        subprocess.run([sys.executable, "-m", *work], check=True)
    with tempfile.TemporaryDirectory() as folder:
        filled, screen = profile(Path(folder) / "profile"), Path(folder) / "screen.json"
        screen.write_text(json.dumps({"screens": [_SCREEN]}), encoding="utf-8")
        bare, full = [], []
        for _round in range(ROUNDS):
            bare.append(once(screen, _BARE))
            full.append(once(screen, _FULL, str(filled)))
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
