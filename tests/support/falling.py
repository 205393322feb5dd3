"""Programmes that are killed right before they write, at a statement told by its number.

    python -m tests.support.falling pc FOLDER URL TOKEN
    python -m tests.support.falling beginner URL TOKEN
    python -m tests.support.falling centre FOLDER
    python -m tests.support.falling commands

Reads a number a line.  For each, a process of its own does its work (a round with the centre;
the first rounds of the profile that stands behind the number; serving until it is told to stop;
the command that stands behind the number) and sends itself
SIGKILL before that statement; 0: never.  It is told the number of the process, a centre's address,
and how the process ended.  Statements that only read are not counted, for between them nothing
changes; commits are, and at the centre so is the moment after one, when the answer has not gone
out yet.  A centre counts from when it is armed; a command counts what it does with files, too.
"""

from __future__ import annotations

import contextlib
import io
import os
import signal
import socket
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from db import store as stores
from db.shelf import Gathering
from sync import parts, snapshot
from sync.http import HttpCenter
from sync.round import run
from sync.steps import fill, unfold

HOUSE = Path(__file__).parents[2]
KILLED = -signal.SIGKILL
ARMED = "armed"  # this file in the centre's folder says that it counts


class Falling:
    """The programme that runs such processes one after the other."""

    def __init__(self, *told: object) -> None:
        command = [sys.executable, "-m", "tests.support.falling", *map(str, told)]
        self._programme = subprocess.Popen(
            command, cwd=HOUSE, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self._process = 0

    def run(self, at: int, *command: object) -> int:
        """Run this command to its end."""
        self.begin(at, *command)
        return self.ended()

    def begin(self, at: int, *command: object) -> None:
        """Let the next process begin, to be killed before this statement."""
        assert self._programme.stdin is not None
        self._programme.stdin.write(" ".join(map(str, (at, *command))) + "\n")
        self._programme.stdin.flush()
        self._process = int(self.heard())

    def stop(self) -> None:
        """Tell the process to stop."""
        os.kill(self._process, signal.SIGTERM)

    def ended(self) -> int:
        """Wait for the process's end: KILLED, or 0."""
        status = int(self.heard())
        self._process = 0
        return status

    def heard(self) -> str:
        """The next line that is told."""
        assert self._programme.stdout is not None
        return self._programme.stdout.readline().strip()

    def close(self) -> None:
        """No more of them."""
        if self._process:
            with contextlib.suppress(ProcessLookupError):  # it has ended, and nobody asked how
                self.stop()
        self._programme.communicate(timeout=60)


@contextlib.contextmanager
def falling(*told: object) -> Iterator[Falling]:
    """Such a programme while the block runs."""
    programme = Falling(*told)
    try:
        yield programme
    finally:
        programme.close()


class Count:
    """Counts what writes, and dies before the one it was told."""

    def __init__(self, at: int) -> None:
        self._left = at

    def statement(self, sql: str) -> None:
        """This is about to run."""
        if not sql.lstrip().upper().startswith(("SELECT", "PRAGMA", "BEGIN", "--")):
            self.step()

    def step(self) -> None:
        """One more that writes."""
        self._left -= 1
        if self._left == 0:
            os.kill(os.getpid(), signal.SIGKILL)


def go_round(at: int, folder: str, url: str, token: str) -> None:
    """A round of this profile."""
    with stores.open_(Path(folder)) as store, HttpCenter(url, token) as center:
        store.connection.set_trace_callback(Count(at).statement)
        run(store, center)
        store.connection.set_trace_callback(None)


def begin(at: int, url: str, token: str, folder: str) -> None:
    """The first rounds of this profile: all records in small pages, then their rows in the log."""
    fill_in_small_pages(setattr)
    count = Count(at)
    for _round in range(2):
        with stores.open_(Path(folder)) as store, HttpCenter(url, token) as center:
            store.connection.set_trace_callback(count.statement)
            run(store, center)
            store.connection.set_trace_callback(None)


def fill_in_small_pages(set_: Callable[[Any, str, int], None]) -> None:
    """Let a new PC take records as they stand however few there are, a little at a time."""
    set_(snapshot, "WORTH_IT", 1)
    set_(fill, "_MOST", 3)
    set_(unfold, "_AT_ONCE", 1)


def server() -> Callable[[int, str], None]:
    """Serves a folder; what is loaded here is loaded once for all processes."""
    from center import app, serve

    assert app
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]

    def work(at: int, folder: str) -> None:
        count, armed = Count(at), Path(folder) / ARMED

        def before(sql: str) -> None:
            if armed.exists():
                count.statement(sql)

        _tell_of_the_centre(before)
        serve.serve(Path(folder), "127.0.0.1", port, 1, pages=False)

    return work


def _tell_of_the_centre(before: Callable[[str], None]) -> None:
    """Let this be told of every statement of a centre right before it, and after every commit."""
    from sqlalchemy import Connection, Engine, event  # the tests themselves need nothing of it

    from center.store import Store

    writing = Store.writing

    @contextlib.contextmanager
    def counted(store: Store) -> Iterator[Connection]:
        with writing(store) as connection:
            yield connection
            before("COMMIT")
        before("after it")

    event.listen(Engine, "before_cursor_execute", lambda _c, _cursor, sql, *_: before(sql))
    Store.writing = counted  # type: ignore[method-assign]


def commands() -> Callable[..., None]:
    """Runs `langso` and `langso-center`; what is loaded here is loaded once for all processes."""
    import center.__main__
    import center.bundles
    import desktop.__main__
    import desktop.bundles

    programmes = {"langso": desktop.__main__.main, "langso-center": center.__main__.main}

    def work(at: int, programme: str, *words: str) -> None:
        count = Count(at)
        _tell_of_profiles(count.statement)
        _tell_of_the_centre(count.statement)
        _tell_of_files(count.step)
        with contextlib.redirect_stdout(io.TextIOWrapper(io.BytesIO())):
            if programmes[programme](words):
                raise SystemExit(1)

    return work


def _tell_of_profiles(before: Callable[[str], None]) -> None:
    """Let this be told of every statement on a profile right before it."""
    connect = stores._connect

    def told(path: Path, key: bytes | None) -> Any:
        connection = connect(path, key)
        connection.set_trace_callback(before)
        return connection

    stores._connect = told


def _tell_of_files(before: Callable[[], None]) -> None:
    """Let this be told right before a file is made, filled, renamed or removed."""
    for owner, name in ((parts.Cutter, "write"), (Gathering, "append")):
        _tell_of(owner, name, before)

    def heard(event: str, told: tuple[Any, ...]) -> None:
        writes = event == "open" and isinstance(told[1], str) and set(told[1]) & set("wax+")
        if writes or event in ("os.rename", "os.remove"):
            before()

    sys.addaudithook(heard)


def _tell_of(owner: type, name: str, before: Callable[[], None]) -> None:
    method = getattr(owner, name)

    def told(*given: Any) -> Any:
        before()
        return method(*given)

    setattr(owner, name, told)


def main(work: Callable[..., None], *told: str) -> None:
    """A process for every number; what is loaded by now is loaded for all of them."""
    for line in sys.stdin:
        number, *more = line.split()
        process = os.fork()
        if process == 0:
            try:
                work(int(number), *told, *more)
            except BaseException:
                traceback.print_exc()
                os._exit(1)
            os._exit(0)
        print(process, flush=True)
        print(os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]), flush=True)


if __name__ == "__main__":
    works = {
        "pc": lambda: go_round,
        "beginner": lambda: begin,
        "centre": server,
        "commands": commands,
    }
    main(works[sys.argv[1]](), *sys.argv[2:])
