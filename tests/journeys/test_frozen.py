"""The frozen programme: built once, started without a screen, trusted with an answer."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from db import lock
from tests.support.programme import COMMUNE, HOUSE, SET, answer, as_lines

pytestmark = pytest.mark.frozen

_LARGEST = 210e6  # bytes of the whole folder
_BUILD_PATIENCE = 600.0  # seconds another process of this run may need to build


@dataclass(frozen=True, slots=True)
class Frozen:
    """The one-folder programme."""

    folder: Path

    def run(self, *words: str | Path, stdin: str = "") -> subprocess.CompletedProcess[str]:
        """Start it with a passphrase set, as a machine without a keyring needs."""
        name = "langso.exe" if os.name == "nt" else "langso"
        return subprocess.run(
            [self.folder / name, *words],
            input=stdin,
            capture_output=True,
            encoding="utf-8",
            cwd=self.folder.parent,
            env={**os.environ, "LANGSO_PASSPHRASE": "cơm gạo áo tiền"},
            timeout=120,
            check=False,
        )


@pytest.fixture(scope="session")
def frozen(tmp_path_factory: pytest.TempPathFactory) -> Frozen:
    """Built from today's sources, once for all processes of a test run."""
    base = tmp_path_factory.getbasetemp()
    shared = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "frozen"
    with lock.held(shared, "building", _BUILD_PATIENCE):
        if not (shared / "built").exists():
            _build(shared)
            (shared / "built").touch()
    return Frozen(shared / "dist" / "langso")


def _build(folder: Path) -> None:
    where: Sequence[str | Path] = ("--distpath", folder / "dist", "--workpath", folder / "build")
    done = subprocess.run(
        [sys.executable, "-m", "PyInstaller", "--noconfirm", *where, "build.spec"],
        cwd=HOUSE,
        capture_output=True,
        text=True,
        env={**os.environ, "PYINSTALLER_CONFIG_DIR": str(folder / "cache")},
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    shutil.rmtree(folder / "build")


def test_it_takes_little_room_and_brings_only_what_the_window_needs(frozen: Frozen) -> None:
    files = [path for path in frozen.folder.rglob("*") if path.is_file() and not path.is_symlink()]
    assert sum(path.stat().st_size for path in files) < _LARGEST
    names = {path.name for path in files}
    unwanted = ("Quick", "Qml", "Pdf", "VirtualKeyboard", "gtk-3", "Network", "litestar", "uvicorn")
    assert [name for name in names if any(word in name for word in unwanted)] == []


def test_it_speaks_and_refuses_like_the_programme_it_was_made_from(
    frozen: Frozen, tmp_path: Path
) -> None:
    assert frozen.run("--version").stdout.startswith("langso ")
    refused = frozen.run("--profile", tmp_path / "khong-co", "dump")
    assert refused.returncode == 1
    assert "init" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_an_answer_saved_in_it_is_read_back(frozen: Frozen, tmp_path: Path) -> None:
    here = ("--profile", tmp_path / "ho-so")
    made = frozen.run(*here, "init", "--commune", COMMUNE, "--officer", "Nguyễn Văn An")
    assert made.returncode == 0, made.stderr
    saved = frozen.run(*here, "apply", "-", stdin=as_lines(answer(passed=True, note="đã có")))
    assert saved.returncode == 0, saved.stderr
    opened = frozen.run(*here, "--quit-after-start")
    assert opened.returncode == 0, opened.stderr
    assert opened.stderr == ""
    shown = frozen.run(*here, "dump", "--type", "assessment").stdout
    assert '"note":"đã có"' in shown
    assert '"passed":true' in shown
    assert f'"set":"{SET}"' in shown


def test_evidence_packages_and_the_line_work_in_it(frozen: Frozen, tmp_path: Path) -> None:
    here = ("--profile", tmp_path / "ho-so")
    frozen.run(*here, "init", "--commune", COMMUNE, "--officer", "Nguyễn Văn An")
    paper = tmp_path / "giấy.txt"
    paper.write_text("giấy tờ", encoding="utf-8")
    attached = frozen.run(*here, "attach", "assessment", f"{SET}/8.4/2025", paper)
    assert attached.returncode == 0, attached.stderr
    assert SET in frozen.run(*here, "package", "list").stdout
    damaged = tmp_path / "goi.json"
    damaged.write_text("{}", encoding="utf-8")
    refused = frozen.run(*here, "package", "install", damaged)
    assert (refused.returncode, "Traceback" in refused.stderr) == (1, False)
    away = frozen.run(*here, "enrol", "--center", "http://127.0.0.1:9", "--code", "X")
    assert away.returncode == 1
    assert "trung tâm" in away.stderr


def test_lists_and_papers_come_in_and_go_out_of_it(frozen: Frozen, tmp_path: Path) -> None:
    here = ("--profile", tmp_path / "ho-so")
    frozen.run(*here, "init", "--commune", COMMUNE, "--officer", "Nguyễn Văn An")
    lists = HOUSE / "tests" / "files" / "spreadsheets"
    for name in ("tcvn3.xls", "to-cong-nghe-so.xlsx", "to-cong-nghe-so.ods", "vni.xlsx"):
        looked = frozen.run(*here, "import", "people", lists / name, "--dry-run")
        assert looked.returncode == 0, looked.stderr
    edits = (
        {"type": "person", "record": "p", "set": {"full_name": "Hồ Thị Hoa"}},
        {"type": "course", "record": "c", "set": {"title": "Kỹ năng số", "code": "KNS"}},
        {"type": "enrolment", "set": {"course": "c", "person": "p"}},
    )
    frozen.run(*here, "apply", "-", stdin=as_lines(*edits))
    for words in (("people",), ("survey",), ("sign-sheet", "--course", "KNS")):
        kind, *more = words
        target = tmp_path / f"{kind}.xlsx"
        gone = frozen.run(*here, "export", kind, target, *more)
        assert gone.returncode == 0, gone.stderr
        assert target.stat().st_size > 4000
