"""The sample's centre: a real one, in a process of its own on this machine's loopback."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from desktop.trouble import Told
from resources import files
from resources.words import _

_GRACE = 10.0  # seconds to end in


def ask(*words: str) -> str:
    """Run one of the centre's own commands; what it printed."""
    done = subprocess.run(
        _command(*words), capture_output=True, encoding="utf-8", env=_environment(), check=False
    )
    if done.returncode:
        raise Told(done.stderr.strip() or _("Trung tâm mẫu không trả lời; hãy thử lại."))
    return done.stdout.strip()


@contextmanager
def serving(data: Path, port: int) -> Iterator[str]:
    """A centre on this folder while the block runs; its address.

    At the wished port if that is free, else at another; 0 wishes nothing.
    """
    process, url = _started(data, port)
    if not url and port:
        process.wait()
        process, url = _started(data, 0)
    try:
        if not url:
            raise Told(_("Không chạy được trung tâm mẫu trên máy này; hãy thử lại."))
        yield url
    finally:
        process.terminate()
        try:
            process.wait(_GRACE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _started(data: Path, port: int) -> tuple[subprocess.Popen[str], str]:
    process = subprocess.Popen(
        _command("serve", "--data", str(data), "--port", str(port)),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
        env=_environment(),
    )
    if process.stdout is None:
        raise Told(_("Không chạy được trung tâm mẫu trên máy này; hãy thử lại."))
    with process.stdout as said:
        return process, said.readline().strip()  # it says where once it answers


def refuse_frozen() -> None:
    """The one-folder programme has no centre in it."""
    if getattr(sys, "frozen", False):
        raise Told(
            _(
                "Bản đóng gói không kèm trung tâm nên không chạy được dữ liệu mẫu; hãy chạy từ mã"
                " nguồn bằng make run."
            )
        )


def _command(*words: str) -> list[str]:
    return [sys.executable, "-m", "center", *words]


def _environment() -> dict[str, str]:
    """The centre lives beside this programme's own rooms, wherever it was started from."""
    rooms = str(files.path().parent)
    return {**os.environ, "PYTHONPATH": rooms, "PYTHONIOENCODING": "utf-8"}
