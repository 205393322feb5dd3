"""What encryption at rest costs: saving an answer and opening a profile, encrypted against plain.

Two profiles with the same records lie on the same disk, and take turns deed by deed in a changing
order.  Opening is with the raw key, as it comes out of the keyring, up to the first rows read;
what the passphrase of a key file adds to a start is told apart.
"""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from db import store as stores
from db.commands import assess, profile
from db.commands.assess import Place
from db.store import Store
from desktop import sealing

COMMUNE, SET, INDICATOR = "19753", "vn-ntm-xa-nang-cao-2021-2025", "17.2"
SAVES, OPENINGS, UNSEALINGS, WARM_UP = 600, 60, 5, 30
Keys = Mapping[str, bytes | None]


def main() -> dict[str, float]:
    """Median milliseconds, and encrypted against plain."""
    keys: Keys = {"plain": None, "encrypted": os.urandom(32)}
    with tempfile.TemporaryDirectory() as folder:
        saving = _saving(Path(folder), keys)
        opening = _opening(Path(folder), keys)
    sealed = sealing.seal(b"{}", "mật khẩu")
    unsealing = [_timed(lambda: sealing.unseal(sealed, "mật khẩu")) for _n in range(UNSEALINGS)]
    return {
        **_told("saving", saving),
        **_told("opening", opening),
        "opening a key file by its passphrase, ms": 1000 * statistics.median(unsealing),
    }


def _told(what: str, times: Mapping[str, list[float]]) -> dict[str, float]:
    medians = {name: 1000 * statistics.median(taken) for name, taken in times.items()}
    figures = {f"{what}, {name}, ms": median for name, median in medians.items()}
    return {**figures, f"{what}, encrypted / plain": medians["encrypted"] / medians["plain"]}


def _saving(folder: Path, keys: Keys) -> dict[str, list[float]]:
    with ExitStack() as opened:
        deeds = {}
        for name, key in keys.items():
            store = profile.found(folder / name, COMMUNE, "Nguyễn Thị Hoa", key)
            deeds[name] = _answering(opened.enter_context(store))
        taken = _in_turn(deeds, SAVES + WARM_UP)
    return {name: times[WARM_UP:] for name, times in taken.items()}


def _answering(store: Store) -> Callable[[int], object]:
    officer, place = profile.actor(store), Place(SET, INDICATOR, "2026")
    return lambda turn: assess.answer(
        store, officer, place, {"numerator": turn + 1, "denominator": 5000}
    )


def _opening(folder: Path, keys: Keys) -> dict[str, list[float]]:
    def opening(name: str, key: bytes | None) -> Callable[[int], object]:
        def open_(_turn: int) -> None:
            with stores.open_(folder / name, key) as store:
                store.rows("SELECT * FROM assessment")

        return open_

    return _in_turn({name: opening(name, key) for name, key in keys.items()}, OPENINGS)


def _in_turn(deeds: Mapping[str, Callable[[int], object]], turns: int) -> dict[str, list[float]]:
    """Seconds of each deed, turn by turn."""
    times: dict[str, list[float]] = {name: [] for name in deeds}
    for turn in range(turns):
        for name in sorted(deeds, reverse=turn % 2 == 1):
            times[name].append(_timed(partial(deeds[name], turn)))
    return times


def _timed(deed: Callable[[], object]) -> float:
    begun = time.perf_counter()
    deed()
    return time.perf_counter() - begun
