"""What a new PC's first round costs: it follows the records there are, not their history.

    python -m bench.snapshot

Two communes with 5,000 live records each, one with 5,000 changes of history, one with 100,000;
new PCs of both in turn.  A first round counts until every record is shown, compared with the
centre's and durable, and every change behind it is on the PC to the letter.  Records whose fields
were last written by several changes are folded then; the round after gives each change its row,
and what that takes is told as well.
"""

from __future__ import annotations

import gc
import random
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import islice
from pathlib import Path

from msgspec import Struct

from bench.sync import answer_of, centre, device, new_pc
from rules.change import Change, encode
from rules.clock import Clock, draw_replica
from rules.record import Values, identity
from rules.records import ASSESSMENT, SCHEMA
from sync.round import RoundResult, run

RECORDS = 5_000
EDITS = 19  # of each record, after its first answer
ROUNDS = 5
YOUNG, OLD = "19819", "20107"
_PAGE = 4_000


def main() -> dict[str, float]:
    """Ratios of a first round in an old commune to one in a young commune, and their figures."""
    gc.set_threshold(50_000, 20, 50)  # as `langso` does
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        url = stack.enter_context(centre(folder / "centre"))
        for commune, edits in ((YOUNG, 0), (OLD, EDITS)):
            _live(stack, folder, url, commune, edits)
        rounds = [
            (_join(folder / f"y{n}", folder, url, YOUNG), _join(folder / f"o{n}", folder, url, OLD))
            for n in range(ROUNDS)
        ]
    young, old = rounds[-1]
    return {
        "100,000 changes / 5,000: time": _middle([o.seconds / y.seconds for y, o in rounds]),
        "100,000 changes / 5,000: bytes": old.first.bytes_down / young.first.bytes_down,
        "5,000 changes: seconds": _middle([y.seconds for y, _o in rounds]),
        "100,000 changes: seconds": _middle([o.seconds for _y, o in rounds]),
        "5,000 changes: taken": float(young.first.pulled),
        "100,000 changes: taken": float(old.first.pulled),
        "5,000 changes: kB": young.first.bytes_down / 1000,
        "100,000 changes: kB": old.first.bytes_down / 1000,
        "100,000 changes: unfolding, s": _middle([o.after for _y, o in rounds]),
    }


class Joined(Struct, frozen=True):
    """What it cost to join."""

    first: RoundResult
    seconds: float  # of the first round
    after: float  # seconds of the next one, with nothing new at the centre


def _middle(figures: list[float]) -> float:
    return statistics.median(figures)


def _live(stack: ExitStack, folder: Path, url: str, commune: str, edits: int) -> None:
    """A commune's years: so many records, each answered and edited so often."""
    replica = draw_replica()
    way = device(stack, folder / "centre", url, commune, replica)
    bodies = _history(Clock(replica), commune, edits)
    pushed = 0
    while page := list(islice(bodies, _PAGE)):
        answers = way.push(page).answers
        assert all(answer.position for answer in answers)
        pushed += len(page)
    while way.digests().position < pushed:
        time.sleep(0.1)  # until it is read


def _history(clock: Clock, commune: str, edits: int) -> Iterator[bytes]:
    chance = random.Random(132)  # noqa: S311 - the same work every time
    heads: list[tuple[str, dict[str, tuple[str, ...]]]] = []
    for number in range(RECORDS):
        values = answer_of(chance, number)
        record = identity(ASSESSMENT, commune, values)
        made = _change(clock, record, values, {})
        heads.append((record, dict.fromkeys(values, (made.id,))))
        yield encode(made)
    for _n in range(edits):
        for record, current in heads:
            name = chance.choice(("numerator", "note"))
            values = {name: answer_of(chance, 0)[name]}
            made = _change(clock, record, values, {name: current[name]})
            current[name] = (made.id,)
            yield encode(made)


def _change(clock: Clock, record: str, values: Values, base: dict[str, tuple[str, ...]]) -> Change:
    at = "2026-11-23T08:00:00.000+07:00"
    return Change(clock.tick(), ASSESSMENT.name, record, values, base, "can-bo", at, SCHEMA)


def _join(home: Path, folder: Path, url: str, commune: str) -> Joined:
    """A new PC's first round, and the one after."""
    with ExitStack() as stack:
        store, way = new_pc(stack, home, folder / "centre", url, commune)
        begun = time.perf_counter()
        first = run(store, way)
        seconds = time.perf_counter() - begun
        shown = store.value("SELECT count(*) FROM assessment")
        assert shown == RECORDS
        log = store.value("SELECT count(*) FROM log")
        assert log == first.pulled
        begun = time.perf_counter()
        assert run(store, way).requests == 1
        after = time.perf_counter() - begun
        assert store.value("SELECT count(*) FROM change") == log
        return Joined(first, seconds, after)


if __name__ == "__main__":
    for what, figure in main().items():
        print(f"{what:34} {figure:10.2f}")
