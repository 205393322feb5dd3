"""The window as a programme: opening, living, ending, being killed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from db import journal, lock
from desktop import app, display, logs, profile
from desktop.app import Programme
from desktop.settings import Preferences
from resources import words
from rules.records import PERSON
from tests.support import hardship
from tests.support.programme import COMMUNE, HOUSE, Pc, langso

# the offscreen platform says so of every window it shows
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

_OPEN_AND_SAY = """
import sys
from pathlib import Path
from desktop import app, profile
application = app.make_application()
with profile.opened(Path(sys.argv[1]), "window") as (store, safe):
    programme = app.build(store, safe, application)
    programme.shell.show()
    application.processEvents()
    print(sorted(name for name in sys.argv[2:] if name in sys.modules), flush=True)
    application.exec()
"""
_MAIN_AND_SAY = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from desktop import app
from ui.shell import Shell
def flush(self, before=Shell.flush):
    print("saved", flush=True)
    Shell.flush = before
    return before(self)
Shell.flush = flush
QTimer.singleShot(0, app.make_application(), lambda: print("open", flush=True))
sys.exit(app.main(Path(sys.argv[1])))
"""
_OPEN_EVERY_PLACE_AND_CLOSE = """
import gc, sys
from pathlib import Path
from desktop.demo import pictures
from ui import registry
from ui.screen import Route
views = [(entry.key, Route(entry.key)) for entry in registry.ENTRIES]
pictures.take(Path(sys.argv[1]), views, Path(sys.argv[2]))
gc.collect()
"""
_NOT_BEFORE_THE_FIRST_PAINT = (
    *("requests", "keyring", "jsonschema", "sqlite_utils", "zstandard", "pyrage"),
    *("PySide6.QtNetwork", "PySide6.QtQml", "desktop.demo", "desktop.welcome"),
)


@pytest.fixture
def pc(tmp_path: Path) -> Pc:
    """A fresh profile."""
    return Pc(tmp_path / "ho-so").init()


@pytest.fixture
def open_window(pc: Pc, qtbot: QtBot) -> Iterator[Callable[[], Programme]]:
    """Opens the window on the profile, in this process; closed after the test."""
    application = app.make_application()
    opened: list[tuple[Programme, object]] = []

    def open_it() -> Programme:
        holding = profile.opened(pc.folder, "window")
        store, safe = holding.__enter__()
        programme = app.build(store, safe, application)
        opened.append((programme, holding))
        with qtbot.waitExposed(programme.shell):
            programme.shell.show()
        return programme

    yield open_it
    for programme, holding in opened:
        programme.close()
        holding.__exit__(None, None, None)  # type: ignore[attr-defined]
    words.use(words.SOURCE)


def killed_after_the_first_paint(pc: Pc) -> str:
    """Open the window in a process of its own, hear what it says once painted, and kill it."""
    running = subprocess.Popen(
        [sys.executable, "-c", _OPEN_AND_SAY, pc.folder, *_NOT_BEFORE_THE_FIRST_PAINT],
        stdout=subprocess.PIPE,
        text=True,
        cwd=HOUSE,
    )
    assert running.stdout is not None
    said = running.stdout.readline().strip()
    running.kill()
    running.communicate()
    return said


def test_it_opens_on_a_profile_and_ends_well(pc: Pc) -> None:
    said = pc.run("--quit-after-start")
    assert (said.status, said.err) == (0, "")
    log = pc.folder / "logs" / "langso.log"
    assert not log.exists() or "fault" not in log.read_text(encoding="utf-8")


def test_half_a_copy_of_a_killed_programme_is_taken_away(pc: Pc) -> None:
    half = pc.folder / "blobs" / "arriving" / "0123456789abcdef.copying"
    half.parent.mkdir(parents=True)
    half.write_bytes(b"half a photo")
    pc.do("--quit-after-start")
    assert not half.exists()


def test_a_passphrase_of_the_environment_opens_it(tmp_path: Path) -> None:
    pc = Pc(tmp_path / "ho-so", {"LANGSO_PASSPHRASE": "một hai ba"})
    pc.do("init", "--commune", COMMUNE, "--officer", "Nguyễn Văn An")
    assert pc.run("--quit-after-start").status == 0


def test_nothing_heavy_is_loaded_before_the_first_paint_and_a_kill_costs_nothing(pc: Pc) -> None:
    pc.apply({"type": "person", "set": {"full_name": "Lê Thị Bé"}})
    before = pc.do("dump").out
    assert killed_after_the_first_paint(pc) == "[]"
    assert pc.do("dump").out == before
    assert pc.do("check", "--json").json["fine"]
    assert pc.run("--quit-after-start").status == 0


def test_python_lets_go_of_the_window_without_taking_the_process_down(
    pc: Pc, tmp_path: Path
) -> None:
    script = [sys.executable, "-c", _OPEN_EVERY_PLACE_AND_CLOSE, pc.folder, tmp_path / "pictures"]
    assert subprocess.run(script, cwd=HOUSE, check=False).returncode == 0


@pytest.mark.skipif(sys.platform == "win32", reason="Windows ends a session by an event")
def test_told_to_end_it_closes_as_by_a_click(pc: Pc) -> None:
    running = subprocess.Popen(
        [sys.executable, "-c", _MAIN_AND_SAY, pc.folder],
        stdout=subprocess.PIPE,
        text=True,
        cwd=HOUSE,
    )
    assert running.stdout is not None
    assert running.stdout.readline() == "open\n"
    running.terminate()
    assert running.stdout.read() == "saved\n"
    assert running.wait(timeout=30) == 0
    running.stdout.close()


def test_a_second_window_is_told_that_one_is_open(pc: Pc) -> None:
    with lock.held(pc.folder, "cửa sổ Làng Số đang mở"):
        said = pc.run("--quit-after-start")
    assert said.status == 1
    assert "đang được mở bởi cửa sổ Làng Số" in said.err
    assert said.err.count("\n") == 1


def test_a_command_is_told_that_the_window_is_open(
    open_window: Callable[[], Programme], pc: Pc, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_window()
    monkeypatch.setattr(profile, "PATIENCE", 0.0)
    with pytest.raises(Exception, match="window"), profile.working(pc.folder, "dump"):
        pytest.fail("two programmes at once")


def test_what_cannot_be_opened_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "langso.db").write_bytes(b"SQLite format 3\0" + b"\0" * 4096)
    said = langso("--profile", tmp_path, "--quit-after-start")
    assert said.status == 1
    assert said.err.count("\n") == 1
    assert "Traceback" not in said.err


def test_a_save_in_the_window_waits_for_the_centre(open_window: Callable[[], Programme]) -> None:
    programme = open_window()
    desk = programme.desk
    before = desk.line.view().waiting
    journal.amend(desk.store, desk.actor, PERSON, None, {"full_name": "Phan Thị Xa"})
    desk.wrote("person")
    assert desk.line.view().waiting == before + 1


def test_our_own_fault_is_told_in_the_window_and_kept_in_the_log(
    open_window: Callable[[], Programme], pc: Pc, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    programme = open_window()
    path = logs.start(pc.folder)
    app._catch_faults(programme.shell)
    error = RuntimeError("Trần Thị Bí Mật")
    sys.excepthook(RuntimeError, error, None)
    logs.stop()
    assert "gặp lỗi ở thao tác vừa rồi" in programme.shell.status.saved.text()
    log = path.read_text(encoding="utf-8")
    assert "RuntimeError" in log
    assert "Bí Mật" not in log


def test_a_fault_while_the_window_is_broken_ends_in_the_log(
    open_window: Callable[[], Programme], pc: Pc, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    programme = open_window()

    def broken(*_: object) -> None:
        raise ValueError

    monkeypatch.setattr(programme.shell.status, "say", broken)
    path = logs.start(pc.folder)
    app._catch_faults(programme.shell)
    sys.excepthook(RuntimeError, RuntimeError(), None)
    logs.stop()
    log = path.read_text(encoding="utf-8")
    assert log.index("RuntimeError") < log.index("ValueError")


def test_the_window_speaks_the_language_that_was_chosen(
    open_window: Callable[[], Programme], pc: Pc
) -> None:
    (pc.folder / "preferences.json").write_text('{"language": "en", "scale": "120"}')
    programme = open_window()
    assert words.language() == "en"
    assert programme.shell.rail.name.text()
    assert "Làng Số" in programme.shell.windowTitle()


@pytest.mark.parametrize(
    "content", ['{"language": "xx"}', '{"scale": "big"}', '{"theme": "pink", "place": "cellar"}']
)
def test_preferences_of_another_time_do_not_keep_the_window_shut(
    open_window: Callable[[], Programme], pc: Pc, content: str
) -> None:
    (pc.folder / "preferences.json").write_text(content)
    assert open_window().shell.isVisible()


def test_preferences_are_kept_once_it_is_quiet(
    open_window: Callable[[], Programme], pc: Pc, qtbot: QtBot
) -> None:
    programme = open_window()
    programme.quiet.setInterval(1)
    with qtbot.waitSignal(programme.quiet.timeout):
        programme.desk.preferences.set("scale", "120")
        programme.desk.preferences.set("subject", "vn-ntm-xa-2021-2025/2024")
    qtbot.waitUntil(lambda: not programme.runner.busy)
    plain = (pc.folder / "preferences.json").read_text(encoding="utf-8")
    assert json.loads(plain)["scale"] == "120"
    assert "vn-ntm" not in plain
    assert Preferences(programme.desk.store).get("subject") == "vn-ntm-xa-2021-2025/2024"


def test_what_an_older_programme_left_in_the_plain_file_moves_behind_the_key_once(
    open_window: Callable[[], Programme], pc: Pc
) -> None:
    path = pc.folder / "preferences.json"
    path.write_text('{"scale": "120", "second_folder": "/media/Nhung", "survey/village": "thon-1"}')
    preferences = open_window().desk.preferences
    assert json.loads(path.read_text(encoding="utf-8")) == {"scale": "120"}
    assert preferences.get("second_folder") == "/media/Nhung"
    assert preferences.get("survey/village") == "thon-1"
    assert preferences.get("scale") == "120"


def test_closing_leaves_no_thread_and_no_window(open_window: Callable[[], Programme]) -> None:
    before = set(threading.enumerate())
    programme = open_window()
    programme.close()
    assert set(threading.enumerate()) == before
    assert [each for each in QApplication.topLevelWidgets() if each.isVisible()] == []


def test_the_display_decides_what_can_be_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    assert (display.visible(), display.usable()) == (False, False)
    monkeypatch.setitem(os.environ, "DISPLAY", ":0")
    assert (display.visible(), display.usable()) == (True, True)
    monkeypatch.setitem(os.environ, "QT_QPA_PLATFORM", "offscreen")
    assert (display.visible(), display.usable()) == (False, True)


def test_without_a_screen_the_window_is_refused_in_one_sentence(pc: Pc) -> None:
    blind = Pc(pc.folder, {"QT_QPA_PLATFORM": "", "DISPLAY": "", "WAYLAND_DISPLAY": ""})
    said = blind.run()
    assert said.status == 1
    assert "không có màn hình" in said.err


def test_a_profile_that_takes_nothing_says_how_to_open_it_and_so_it_opens(
    qtbot: QtBot, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with hardship.common_folder() as common:
        pc = common / "pc"
        profile.found(pc, COMMUNE, "Lê An", encrypted=False)
        with hardship.without_rights(pc):
            assert app.main(pc, brief=True) == 1
        said = capsys.readouterr().err
        assert f"thư mục hồ sơ {pc}" in said
        assert "chép cả thư mục sang chỗ ghi được" in said
        assert "langso --profile" in said
        shutil.copytree(pc, tmp_path / "new")
    done = langso("--profile", tmp_path / "new", "--quit-after-start")
    assert (done.status, done.err) == (0, "")
