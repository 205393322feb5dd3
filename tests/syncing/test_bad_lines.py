"""Slow lines, silent ones, ones that spoil what they carry, and networks that answer themselves."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from db import blobs, journal, rounds
from db.store import Store
from sync import errors, http, pace
from sync.http import HttpCenter
from sync.round import run
from tests.support import tls
from tests.support.centre import CentreProcess, serving
from tests.support.desk import COMMUNE, answer, attach, desk, people, shown
from tests.support.line import Line, line_to

PORTAL = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 13\r\n"
    b"Connection: close\r\n\r\n<html></html>"
)


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[CentreProcess]:
    """A centre that serves."""
    with serving(tmp_path / "centre") as running:
        yield running


@pytest.fixture
def one(tmp_path: Path) -> Iterator[Store]:
    """A PC with an answer, people and a file to send."""
    with desk(tmp_path / "one") as store:
        answer(store, passed=True, note="Đạt từ quý III")
        people(store, 60)
        attach(store, tmp_path, random.Random(64).randbytes(20_000))
        yield store


@pytest.fixture
def line(centre: CentreProcess) -> Iterator[Line]:
    """A line to the centre that holds until the test says otherwise."""
    with line_to(centre.url) as line:
        yield line


@pytest.fixture
def token(centre: CentreProcess, one: Store) -> str:
    """What the PC shows as a device of the centre."""
    return centre.enrol(journal.wind(one).replica).token


def is_whole(centre: CentreProcess, store: Store) -> bool:
    """Whether the centre shows what the PC does, and nothing waits."""
    at_centre = centre.run("dump", COMMUNE).stdout.splitlines()
    unsent = store.value("SELECT count(*) FROM blob WHERE NOT sent")
    return at_centre == shown(store) and not journal.waiting(store, 1) and not unsent


# -- slow, and silent ----------------------------------------------------------------------------


FASTER = 40  # every second of the line, and of our own patience with it, takes a fortieth


def hurry(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    """64 kbit/s, 600 ms there and back and 5 % loss, with all clocks of both sides sped up."""
    line.rate, line.delay = 8_000 * FASTER, 0.3 / FASTER
    line.loss, line.again_after = 0.05, 1.0 / FASTER
    monkeypatch.setattr(http, "_SILENCE", http._SILENCE / FASTER)
    monkeypatch.setattr(pace, "QUICK", pace.QUICK / FASTER)
    monkeypatch.setattr(pace, "SLOW", pace.SLOW / FASTER)


def rounds_until_done(store: Store, way: HttpCenter, most: int = 30) -> int:
    """Rounds in a row until one comes to its end."""
    for count in range(1, most):
        with suppress(errors.NoConnection):
            run(store, way)
        if rounds.latest(store)[0].outcome == rounds.DONE:
            return count
    raise AssertionError(f"not done after {most} rounds")


def test_64_kbit_with_600_ms_and_5_percent_loss_get_everything_over(
    centre: CentreProcess,
    one: Store,
    line: Line,
    token: str,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    people(one, 3000)
    photo = random.Random(600).randbytes(600_000)
    attach(one, tmp_path, photo)  # some 75 s of that line
    hurry(line, monkeypatch)
    with HttpCenter(line.url, token) as way:
        rounds_until_done(one, way)
        assert way.traffic.up < 3 * len(photo)
    assert is_whole(centre, one)


def test_64_kbit_with_600_ms_and_5_percent_loss_bring_everything_here(
    centre: CentreProcess,
    one: Store,
    line: Line,
    token: str,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    with desk(tmp_path / "two") as two, centre.way_of(two) as near:
        people(two, 3000)
        name = attach(two, tmp_path, random.Random(400).randbytes(400_000))
        run(two, near)
        hurry(line, monkeypatch)
        with HttpCenter(line.url, token) as way:
            rounds_until_done(one, way)
        run(two, near)
        assert shown(one) == shown(two)
    assert blobs.state_of(one, name, 400_000) == "here"
    assert is_whole(centre, one)


def test_a_line_that_loses_everything_moves_nothing_and_says_so(
    one: Store, line: Line, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    hurry(line, monkeypatch)
    line.loss = 1.0
    with HttpCenter(line.url, token) as way, pytest.raises(errors.NoConnection) as broken:
        run(one, way)
    assert (line.cuts, broken.value.moved) == (1, False)


def test_a_slow_line_that_falls_silent_again_and_again_gets_everything_over(
    centre: CentreProcess, one: Store, line: Line, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http, "_SILENCE", 0.3)
    outcomes = []
    for stall in (0, 300, 700, 1100, None):
        line.stall = stall
        with HttpCenter(line.url, token) as way, suppress(errors.NoConnection):
            run(one, way)
        outcomes.append(rounds.latest(one)[0].outcome)
    assert outcomes[0] == "no_connection"
    assert outcomes[-1] == "done"
    assert is_whole(centre, one)


def test_a_time_out_follows_progress_and_not_the_whole(
    centre: CentreProcess, one: Store, line: Line, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http, "_SILENCE", 1.5)
    monkeypatch.setattr(http, "_UNDER_WAY", 8192)
    line.rate = 60_000
    attach(one, one.folder.parent, random.Random(65).randbytes(150_000))  # one piece: 2.5 s
    with HttpCenter(line.url, token) as way:
        assert run(one, way).files_up == 2
    assert is_whole(centre, one)


# -- spoiled -------------------------------------------------------------------------------------


def test_no_byte_that_a_line_spoils_is_believed(
    centre: CentreProcess, one: Store, token: str, tmp_path: Path
) -> None:
    """TLS notices: without it no line of ours leaves this machine."""
    cert, key = tls.certificate(tmp_path)
    chance = random.Random(5)
    with (
        desk(tmp_path / "two") as two,
        centre.way_of(two) as far,
        tls.before(centre.url, cert, key) as door,
        line_to(door) as line,
    ):
        for turn, at in enumerate(sorted(chance.sample(range(6000), 40))):
            line.spoil_up, line.spoil_down = (at, None) if turn % 2 else (None, at)
            answer(one, number=at)
            people(two, 1)
            run(two, far)
            with HttpCenter(line.url, token, ca=cert) as way, suppress(errors.SyncError):
                run(one, way)
        outcomes = [each.outcome for each in rounds.latest(one, 100)]
        line.spoil_up = line.spoil_down = None
        with HttpCenter(line.url, token, ca=cert) as way:
            run(one, way)
        run(two, far)
        assert shown(one) == shown(two)
    assert len([each for each in outcomes if each != "done"]) > 10
    assert one.value("SELECT count(*) FROM refusal") == 0
    assert is_whole(centre, one)


# -- answered by others --------------------------------------------------------------------------


def test_a_network_that_asks_to_log_in_in_the_middle_of_a_round_is_noticed(
    centre: CentreProcess, one: Store, line: Line, token: str
) -> None:
    line.down = 600  # the greeting is answered, and then the line breaks
    with HttpCenter(line.url, token) as way:
        with pytest.raises(errors.NoConnection):
            run(one, way)
        line.down, line.stranger = None, PORTAL
        with pytest.raises(errors.NotTheCentre):
            run(one, way)
        assert journal.waiting(one, 1)
        line.stranger = None
        run(one, way)
    assert is_whole(centre, one)
