"""One saved edit, change and row durable, against one raw SQLite commit of the same bytes.

All use the same SQLite, WAL and synchronous=FULL, on the same file system, and take turns save by
save in a changing order, so that a busy disk is busy for all of them.
"""

from __future__ import annotations

import itertools
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import sqlcipher3.dbapi2 as sqlite

from db import journal
from db.commands import assess, profile
from db.commands.assess import Place
from rules.change import Change, encode
from rules.record import Values
from rules.records import ASSESSMENT

COMMUNE, SET, INDICATOR = "19753", "vn-ntm-xa-nang-cao-2021-2025", "17.2"
ROUNDS, WARM_UP = 1000, 50
Save = Callable[[int], Change | None]


def main() -> dict[str, float]:
    """Median milliseconds of each kind of save, and what ours cost against the raw one."""
    with tempfile.TemporaryDirectory() as folder:
        times = _measured(Path(folder))
    figures = {f"{name}, ms": 1000 * statistics.median(taken) for name, taken in times.items()}
    raw = statistics.median(times["raw commit"])
    ratios = {
        f"{name} / raw (at most 1.5)": statistics.median(taken) / raw
        for name, taken in times.items()
        if name != "raw commit"
    }
    return figures | ratios


def _measured(folder: Path) -> dict[str, list[float]]:
    times: dict[str, list[float]] = {"assess.answer": [], "journal.amend": [], "raw commit": []}
    raw = _raw(folder / "raw.db")
    with profile.found(folder / "profile", COMMUNE, "Nguyễn Thị Hoa") as store:
        officer = profile.actor(store)
        place = Place(SET, INDICATOR, "2026")
        record = assess.record_of(store, place)

        def answer(turn: int) -> Change | None:
            values: Values = {"numerator": turn + 1, "denominator": 5000}
            return assess.answer(store, officer, place, values)

        def amend(turn: int) -> Change | None:
            return journal.amend(
                store, officer, ASSESSMENT, record, {"note": _words(turn, "đã rà soát")}
            )

        def commit(_turn: int) -> None:
            raw.execute("BEGIN IMMEDIATE")
            raw.execute("INSERT INTO saved(body) VALUES (?)", (body,))
            raw.execute("COMMIT")

        saves: list[tuple[str, Save]] = list(zip(times, (answer, amend, commit), strict=True))
        body = encode(_some_change(answer))
        for turn in range(1, ROUNDS + WARM_UP):
            for name, save in itertools.islice(itertools.cycle(saves), turn % 3, turn % 3 + 3):
                begun = time.perf_counter()
                save(turn)
                times[name].append(time.perf_counter() - begun)
    raw.close()
    return {name: taken[WARM_UP:] for name, taken in times.items()}


def _words(turn: int, how: str) -> str:
    return f"Số liệu thống kê của xã, {how}, lần {turn}; trưởng thôn đã xác nhận."


def _raw(path: Path) -> sqlite.Connection:
    connection = sqlite.connect(str(path), isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE saved(id INTEGER PRIMARY KEY, body TEXT NOT NULL)")
    return connection


def _some_change(save: Callable[[int], Change | None]) -> Change:
    """A change like those measured, for its bytes: the second one, which is an edit."""
    save(-1)
    change = save(0)
    assert change is not None
    return change
