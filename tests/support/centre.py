"""A real centre in a process of its own, as an administrator starts it."""

from __future__ import annotations

import resource
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from db import journal
from db.store import Store, set_setting, setting
from rules.clock import draw_replica
from sync.center import Applicant, Enrolment
from sync.http import HttpCenter

COMMUNE = "19819"
HOUSE = Path(__file__).parents[2]


class CentreProcess:
    """`python -m center serve` on a free port of this machine."""

    def __init__(self, data: Path, *options: str) -> None:
        self.data = data
        self.url = ""
        self._options = options
        self._process: subprocess.Popen[str] | None = None
        self._port = "0"

    def start(self) -> None:
        """Serve; after a stop, on the same port as before."""
        self._process = subprocess.Popen(
            [*_CENTER, "serve", "--data", self.data, "--port", self._port, *self._options],
            stdout=subprocess.PIPE,
            text=True,
            cwd=HOUSE,
        )
        assert self._process.stdout is not None
        self.url = self._process.stdout.readline().strip()
        assert self.url.startswith("http://"), "the centre did not start"
        self._port = self.url.rpartition(":")[2]

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        """Send a signal and wait for the end; the exit status."""
        assert self._process is not None
        assert self._process.stdout is not None
        self._process.send_signal(how)
        status = self._process.wait(timeout=30)
        self._process.stdout.close()
        self._process = None
        return status

    def limit_files(self, size: int) -> None:
        """From now on no file of the process may grow beyond so many bytes; -1: any may."""
        assert self._process is not None
        _soft, hard = resource.prlimit(self._process.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(self._process.pid, resource.RLIMIT_FSIZE, (size, hard))

    @property
    def running(self) -> bool:
        """Whether it serves."""
        return self._process is not None

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Another command of `langso-center` on the same folder."""
        return subprocess.run(
            [*_CENTER, *arguments, "--data", self.data],
            capture_output=True,
            encoding="utf-8",
            cwd=HOUSE,
            timeout=60,
            check=False,
        )

    def code(self, commune: str = COMMUNE) -> str:
        """A one-time code for a device of this commune."""
        done = self.run("code", commune)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def enrol(self, replica: str | None = None, commune: str = COMMUNE) -> Enrolment:
        """A new device of a commune."""
        with HttpCenter(self.url) as stranger:
            return stranger.enrol(
                self.code(commune), Applicant(replica or draw_replica(), "máy thử")
            )

    def has_what_it_confirmed(self, store: Store) -> bool:
        """Whether every change a PC knows a position of lies here under it, without a gap."""
        with closing(sqlite3.connect(self.data / "center.db", timeout=30)) as connection:
            rows = connection.execute("SELECT commune, position, id FROM change").fetchall()
        commune = setting(store, "commune")
        here = {position: name for code, position, name in rows if code == commune}
        told = dict(store.rows("SELECT position, id FROM change WHERE position > 0"))
        return set(here) == set(range(1, len(here) + 1)) and told.items() <= here.items()

    @contextmanager
    def device(
        self, replica: str | None = None, commune: str = COMMUNE, through: str | None = None
    ) -> Iterator[HttpCenter]:
        """A new device's way to this centre; `through` is the address of a line in between."""
        token = self.enrol(replica, commune).token
        with HttpCenter(through or self.url, token) as center:
            yield center

    @contextmanager
    def way_of(self, store: Store) -> Iterator[HttpCenter]:
        """Enrol this profile and give its way to the centre."""
        enrolled = self.enrol(journal.wind(store).replica, journal.commune(store))
        set_setting(store, "device", enrolled.device)
        set_setting(store, "center_url", self.url)
        with HttpCenter(self.url, enrolled.token) as center:
            yield center


@contextmanager
def serving(data: Path, *options: str) -> Iterator[CentreProcess]:
    """A centre that serves while the block runs."""
    centre = CentreProcess(data, *options)
    centre.start()
    try:
        yield centre
    finally:
        if centre.running:
            centre.stop()


_CENTER = (sys.executable, "-m", "center")
