"""Carrying by hand, killed at any moment on either side and done again: all is there, once."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from db import check, journal
from db import store as stores
from tests.support.centre import CentreProcess, serving
from tests.support.desk import answer, attach, people, shown
from tests.support.falling import KILLED, Falling, falling
from tests.support.programme import COMMUNE, Pc

STEPS = ("export", "exchange", "take")
LEAST, MOST = 10, 300  # statements that write, and deeds with files, in one of these
WIDE = 6  # so many of them at most lie between two kills


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[CentreProcess]:
    """A centre's folder; it served while the PCs enrolled, and then no more."""
    with serving(tmp_path / "centre") as running:
        yield running


@pytest.fixture
def pcs(centre: CentreProcess, tmp_path: Path) -> tuple[Path, Path]:
    """Two PCs of the commune that never meet the centre again but by stick."""
    folders = tmp_path / "one", tmp_path / "two"
    for folder in folders:
        pc = Pc(folder).init(commune=COMMUNE)
        pc.do("enrol", "--center", centre.url, "--code", centre.code(COMMUNE))
    centre.stop()
    return folders


class Trip:
    """A PC's way to the centre and back; what is killed on it is done again."""

    def __init__(self, pc: Path, centre: CentreProcess, commands: Falling, stick: Path) -> None:
        self._pc, self._centre, self._commands, self._stick = pc, centre, commands, stick
        stick.mkdir()

    def go(self, kills: Mapping[str, int]) -> set[str]:
        """Do all of it, killed at these moments; the steps that were done before theirs came."""
        done = set()
        for step in STEPS:
            if step in kills:
                status = self._do(step, kills[step])
                self._refuse_unsound()
                if status == 0:
                    done.add(step)
                    continue
                assert status == KILLED
            assert self._do(step, 0) == 0
        return done

    def _do(self, step: str, at: int) -> int:
        answer = self._stick / "tra-loi.lsb"
        if step == "exchange":
            brought = next(self._stick.glob("gui*.lsb"))  # any part of it
            words = ("langso-center", "bundle", "import", brought, "--reply", answer)
            return self._commands.run(at, *words, "--data", self._centre.data)
        out, back = ("export", self._stick / "gui.lsb", "--part", "0.03"), ("import", answer)
        words = ("langso", "--profile", self._pc, "bundle", *(out if step == "export" else back))
        return self._commands.run(at, *words)

    def _refuse_unsound(self) -> None:
        with stores.open_(self._pc) as store:
            assert check.check(store).fine
            assert self._centre.has_what_it_confirmed(store)


def work(folder: Path, made: Path, turn: int, chance: random.Random) -> None:
    """A little of everything that travels."""
    with stores.open_(folder) as store:
        answer(store, numerator=turn)
        people(store, 1)
        attach(store, made, chance.randbytes(40_000))


def test_what_is_carried_by_hand_and_killed_at_any_moment_is_carried_once_when_done_again(
    centre: CentreProcess, pcs: tuple[Path, Path], tmp_path: Path
) -> None:
    chance, turn, (one, other) = random.Random(20261123), 0, pcs
    kills = dict.fromkeys(STEPS, 1)
    with falling("commands") as commands:
        while kills:
            turn += 1
            for folder in pcs:
                work(folder, tmp_path, turn, chance)
            Trip(other, centre, commands, tmp_path / f"other{turn}").go({})
            for step in Trip(one, centre, commands, tmp_path / f"one{turn}").go(kills):
                assert LEAST < kills.pop(step) < MOST
            kills = {step: at + chance.randint(1, WIDE) for step, at in kills.items()}
        for number, pc in enumerate((other, one, other)):
            Trip(pc, centre, commands, tmp_path / f"last{number}").go({})
    told = centre.run("dump", COMMUNE).stdout.splitlines()
    made = position = 0
    for folder in pcs:
        with stores.open_(folder) as store:
            assert shown(store) == told
            assert check.check(store).fine
            assert journal.waiting(store, 1) == []
            assert store.value("SELECT count(*) FROM blob WHERE NOT (here AND sent)") == 0
            position = journal.cursor(store)
            assert store.value("SELECT count(*) FROM change") == position
            made += store.value("SELECT count(*) FROM change WHERE action IS NOT NULL")
    assert made == position
    assert centre.run("check").returncode == 0
