"""One programme at a time works on a profile; the second one learns who holds it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from db import errors, lock

HOLDER = """
import sys
from pathlib import Path
from db import lock
with lock.held(Path(sys.argv[1]), "cửa sổ Làng Số"):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def holder(tmp_path: Path) -> subprocess.Popen[str]:
    """Another programme that holds the profile."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(tmp_path / "pc")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def end(process: subprocess.Popen[str]) -> None:
    """Let the other programme end by itself."""
    process.communicate()
    assert process.returncode == 0


def test_a_second_programme_learns_who_holds_the_profile(
    tmp_path: Path, holder: subprocess.Popen[str]
) -> None:
    try:
        with (
            pytest.raises(errors.InUse, match=rf"cửa sổ Làng Số \(pid {holder.pid}\)"),
            lock.held(tmp_path / "pc", "lệnh status"),
        ):
            pass
    finally:
        end(holder)


def test_the_profile_is_free_when_its_holder_has_ended(
    tmp_path: Path, holder: subprocess.Popen[str]
) -> None:
    end(holder)
    with lock.held(tmp_path / "pc", "lệnh status"):
        pass
    with lock.held(tmp_path / "pc", "lệnh status"):
        pass


def test_the_profile_is_free_when_its_holder_was_killed(
    tmp_path: Path, holder: subprocess.Popen[str]
) -> None:
    os.kill(holder.pid, signal.SIGKILL)
    holder.communicate()
    with (
        lock.held(tmp_path / "pc", "lệnh status"),
        pytest.raises(errors.InUse, match=rf"lệnh status \(pid {os.getpid()}\)"),
        lock.held(tmp_path / "pc", "lệnh khác"),
    ):
        pass


def test_a_command_waits_for_a_holder_that_ends_soon(
    tmp_path: Path, holder: subprocess.Popen[str]
) -> None:
    assert holder.stdin is not None
    holder.stdin.close()
    with lock.held(tmp_path / "pc", "lệnh status", patience=30):
        pass
    assert holder.wait() == 0
    assert holder.stdout is not None
    holder.stdout.close()


def test_a_holder_without_a_name_is_another_programme(tmp_path: Path) -> None:
    with lock.held(tmp_path, "ai đó"):
        (tmp_path / "profile.holder").unlink()
        with (
            pytest.raises(errors.InUse, match="một chương trình khác"),
            lock.held(tmp_path, "lệnh khác"),
        ):
            pass
