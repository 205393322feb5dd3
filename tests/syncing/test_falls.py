"""Killed at any statement, on either side: what was confirmed is there, and nothing is twice."""

from __future__ import annotations

import hashlib
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from db import check, folding, journal, rounds
from db import store as stores
from db.store import Store
from rules.record import Values
from sync import errors
from sync.http import HttpCenter
from sync.pace import PIECES
from sync.round import run
from tests.support import carrying
from tests.support.centre import HOUSE, CentreProcess, serving
from tests.support.desk import COMMUNE, Pen, answer, attach, desk, people, shown
from tests.support.falling import ARMED, KILLED, Falling, falling, fill_in_small_pages
from tests.support.line import line_to
from tests.support.programme import Pc

LEAST, MOST = 10, 200  # statements that write in a round
_PIECES = PIECES.most + 1000  # bytes that do not go in one piece


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[CentreProcess]:
    """A centre that serves."""
    with serving(tmp_path / "centre") as running:
        yield running


def work(store: Store, folder: Path, turn: int) -> None:
    """A little of everything that travels."""
    answer(store, number=turn)
    people(store, 1)
    attach(store, folder, f"tệp {turn}".encode())


def others_work(device: HttpCenter, pen: Pen, folder: Path, turn: int) -> None:
    """The same by another PC, already at the centre."""
    content = f"tệp của máy khác {turn}".encode()
    sha256 = hashlib.sha256(content).hexdigest()
    (folder / sha256).write_bytes(content)
    piece: Values = {"target_type": "assessment", "target": "any", "name": "a", "sha256": sha256}
    device.push([pen.body(), pen.body("evidence", set={**piece, "size": len(content)})])
    carrying.send(device, sha256, folder / sha256)


def test_a_pc_killed_at_any_statement_of_a_round_goes_on_from_there(
    centre: CentreProcess, tmp_path: Path
) -> None:
    folder, pen = tmp_path / "one", Pen()
    with desk(folder) as one:
        token = centre.enrol(_name(one)).token
    with (
        centre.device(pen.replica) as other,
        HttpCenter(centre.url, token) as way,
        falling("pc", folder, centre.url, token) as pc,
    ):
        for at in range(1, MOST):
            with stores.open_(folder) as one:
                work(one, tmp_path, at)
            others_work(other, pen, tmp_path, at)
            pc.begin(at)
            if (status := pc.ended()) == 0:
                break
            assert status == KILLED
            with stores.open_(folder) as one:
                _is_sound(one)
                run(one, way)
        assert at > LEAST
    with stores.open_(folder) as one:
        assert check.check(one).fine
        assert journal.waiting(one, 10) == []
        assert one.value("SELECT count(*) FROM blob WHERE NOT (here AND sent)") == 0
        assert shown(one) == centre.run("dump", COMMUNE).stdout.splitlines()
        assert one.value("SELECT count(*) FROM change") == journal.cursor(one) == 5 * at
    assert centre.run("check").returncode == 0


def _is_sound(store: Store) -> None:
    """What a killed round left: positions without a gap, and every own change is known."""
    assert store.value("PRAGMA quick_check") == "ok"
    positions = {row[0] for row in store.rows("SELECT position FROM change WHERE position > 0")}
    assert positions >= set(range(1, journal.cursor(store) + 1))
    assert store.value("SELECT count(*) FROM change WHERE state = 2") == 0


def test_a_new_pc_killed_at_any_statement_of_its_first_rounds_goes_on_from_there(
    centre: CentreProcess, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill_in_small_pages(monkeypatch.setattr)
    with desk(tmp_path / "one") as one, centre.way_of(one) as way:
        people(one, 4)
        for indicator in ("8.1", "8.2", "8.3"):
            for values in ({"number": 1}, {"number": 2}, {"note": "hai"}, {"number": 4}):
                answer(one, indicator, **values)
        run(one, way)
        stands = shown(one)
    token = centre.enrol().token
    with (
        HttpCenter(centre.url, token) as way,
        falling("beginner", centre.url, token) as pc,
    ):
        folds = 0
        for at in range(1, MOST):
            desk(tmp_path / str(at)).close()
            status = pc.run(at, tmp_path / str(at))
            with stores.open_(tmp_path / str(at)) as new:
                assert new.value("PRAGMA quick_check") == "ok"
                folds += folding.is_any(new)
                for _round in range(2):
                    run(new, way)
                assert shown(new) == stands
                assert check.check(new).fine
                assert not folding.is_any(new)
                assert new.value("SELECT count(*) FROM change") == 4 + 3 * 3
            if status == 0:
                break
            assert status == KILLED
        assert LEAST < at < MOST - 1
        assert folds > LEAST  # some died between the two


def test_a_centre_killed_at_any_statement_has_what_it_confirmed(tmp_path: Path) -> None:
    setup = CentreProcess(tmp_path / "centre")
    assert setup.run("init").returncode == 0
    with desk(tmp_path / "one") as one, falling("centre", setup.data) as centre:
        setup.url = _serving(centre, 0)
        with HttpCenter(setup.url, setup.enrol(_name(one)).token) as way:
            centre.stop()
            for at in range(1, MOST):
                centre.ended()
                (setup.data / ARMED).unlink(missing_ok=True)
                assert _serving(centre, at) == setup.url
                run(one, way)
                assert rounds.latest(one)[0].sentence is None
                (setup.data / ARMED).touch()
                work(one, tmp_path, at)
                attach(one, tmp_path, random.Random(at).randbytes(_PIECES))
                with suppress(errors.NoConnection):
                    run(one, way)
                    break
                assert setup.has_what_it_confirmed(one)
            assert at > LEAST
        centre.stop()
        assert centre.ended() == 0
        assert journal.waiting(one, 10) == []
        assert one.value("SELECT count(*) FROM blob WHERE NOT sent") == 0
        assert shown(one) == setup.run("dump", COMMUNE).stdout.splitlines()
        assert one.value("SELECT count(*) FROM change") == journal.cursor(one) == 4 * at
    assert setup.run("check").returncode == 0


def _serving(centre: Falling, at: int) -> str:
    """The address of a centre that will be killed before this statement of its requests."""
    centre.begin(at)
    return centre.heard()


def _name(store: Store) -> str:
    return journal.wind(store).replica


# -- the command, killed while it waits for the centre -------------------------------------------


@pytest.mark.parametrize("stall", [0, 300])
def test_a_killed_command_leaves_a_profile_the_next_one_syncs(
    centre: CentreProcess, tmp_path: Path, stall: int
) -> None:
    pc = Pc(tmp_path / "ho-so").init(commune=COMMUNE)
    with line_to(centre.url) as line:
        pc.do("enrol", "--center", line.url, "--code", centre.code())
        line.stall = stall  # before the greeting's answer has arrived, or after it
        command = [sys.executable, "-m", "desktop", "--profile", str(pc.folder), "sync"]
        with subprocess.Popen(command, cwd=HOUSE) as syncing:
            assert line.stalled.wait(60)
            syncing.send_signal(signal.SIGKILL)
        line.stall = None
        said = pc.do("sync", "--json").json
        assert said["pushed"] == pc.do("status", "--json").json["changes"]
    assert pc.do("status", "--json").json["waiting"] == 0
    assert centre.run("dump", COMMUNE).stdout == pc.do("dump").out
