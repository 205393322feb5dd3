"""The centre in memory and the real one answer alike, so what is proven on one holds on both."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from msgspec.structs import replace

from rules.change import LARGEST, encode
from rules.records import SCHEMA
from sync import errors
from sync.center import Answer, Applicant, Center
from sync.http import HttpCenter
from sync.memory import MemoryCenter, Province
from sync.snapshot import Place, Portion, to_lines
from tests.support.carrying import fetch, send
from tests.support.centre import CentreProcess
from tests.support.desk import Pen


@pytest.fixture(params=["memory", "served"])
def way(
    request: pytest.FixtureRequest, centre: CentreProcess, commune: str, pen: Pen
) -> Iterator[Center]:
    """A device's way to one centre or the other."""
    if request.param == "served":
        with centre.device(pen.replica, commune) as served:
            yield served
    else:
        province = Province()
        pc = Applicant(pen.replica, "máy")
        enrolled = MemoryCenter(province).enrol(province.code(commune), pc)
        yield MemoryCenter(province, token=enrolled.token)


def told(answers: tuple[Answer, ...]) -> list[int | str | None]:
    return [answer.position or answer.code for answer in answers]


def test_a_mixed_batch_gets_the_same_answers(way: Center, pen: Pen, commune: str) -> None:
    first = pen.body()
    batch = [
        first,
        b"{",
        pen.answer(commune, passed=True),
        pen.answer("00004", passed=True),
        first,
        first.replace("Người thử".encode(), "Người khác".encode()),
        pen.body("planet", set={"moons": 2}),
        pen.body("later", set={"text": "x" * LARGEST}),
        pen.body("review", set={"verdict": "accepted"}),
        pen.body(set={"full_name": 7}),
        pen.body(),
    ]
    assert told(way.push(batch).answers) == [
        1,
        "not_a_change",
        2,
        "wrong_record",
        1,
        "altered",
        3,
        "too_large",
        "not_yours",
        "bad_value",
        4,
    ]
    assert way.hello().position == 4


def test_pages_are_cut_in_the_same_places(way: Center, pen: Pen) -> None:
    sizes = [10, 900, 5_000, 100_000, 10, 10, 1_500, 1_500, 10]
    way.push([pen.body("later", set={"text": "ă" * size}) for size in sizes])
    cuts, cursor, more = [], 0, True
    while more:
        page = way.since(cursor, 4)
        cursor, more = page.cursor, page.more
        cuts.append(cursor)
    assert cuts == [2, 3, 4, 7, 9]


def lines(pages: Sequence[Portion]) -> list[bytes]:
    """The pages as they travel, whenever the centre took what they stand for."""
    return [to_lines(replace(page, taken_at=None)) for page in pages]


def test_snapshots_hold_the_same_and_are_cut_in_the_same_places(way: Center, pen: Pen) -> None:
    made = [pen.change(set={"full_name": f"Người {n}", "phone": "1"}) for n in range(4)]
    bodies = [encode(each) for each in made]
    for number in range(3):
        seen = {"phone": (made[0].id,)}
        made.append(pen.change("person", made[0].record, set={"phone": str(number)}, base=seen))
        bodies.append(encode(made[-1]))
    made.append(pen.change(set={"full_name": "Gấp", "phone": "1"}))
    seen = {"phone": (made[-1].id,)}
    folded = pen.change("person", made[-1].record, set={"phone": "2"}, base=seen)
    bodies += [encode(made[-1]), encode(folded)]
    bodies += [pen.body("planet", "q", set={"moons": n}) for n in range(3)]
    bodies.append(pen.body("person", made[1].record, set={"full_name": "X"}, schema=SCHEMA + 1))
    early = {"phone": (made[2].id, Pen().change().id)}
    bodies.append(pen.body("person", made[2].record, set={"phone": "9"}, base=early))
    way.push(bodies)
    pages, place = [], None
    while not pages or place is not None:
        pages.append(way.snapshot(place, 3))
        place = pages[-1].next
    memory = MemoryCenter()
    memory.push(bodies)
    told = [memory.snapshot(None, 3)]
    while told[-1].next is not None:
        told.append(memory.snapshot(told[-1].next, 3))
    assert lines(pages) == lines(told)
    assert b'"now":' in b"".join(lines(pages))
    assert {page.taken_at for page in pages} == {way.hello(pages[0].at).taken_at}
    assert sorted(pages[-1].pieces[0].at) == [10, 11, 12]
    assert way.digests() == memory.digests()
    late = [pen.body("person", made[0].record, set={"phone": str(n)}) for n in range(2)]
    for each in (way, memory):
        each.push(late)
    begun = Place(at=len(bodies))
    assert lines([way.snapshot(begun, 9)]) == lines([memory.snapshot(begun, 9)])
    assert way.digests() == memory.digests()


def test_files_are_asked_for_sent_and_missed_alike(way: Center, tmp_path: Path) -> None:
    source, target = tmp_path / "here", tmp_path / "there"
    source.write_bytes(b"noi dung")
    sha256 = hashlib.sha256(b"noi dung").hexdigest()
    assert way.have([sha256]) == set()
    with pytest.raises(errors.FileRefused):
        fetch(way, sha256, 8, target)
    with pytest.raises(errors.FileRefused):
        send(way, "0" * 64, source)
    send(way, sha256, source)
    send(way, sha256, source)
    assert way.have([sha256, "0" * 64]) == {sha256}
    target.write_bytes(b"noi ")
    fetch(way, sha256, 8, target)
    assert target.read_bytes() == b"noi dung"


def test_a_token_that_is_none_opens_neither(centre: CentreProcess) -> None:
    with HttpCenter(centre.url, "none") as served:
        for way in (MemoryCenter(Province(), token="none"), served):
            with pytest.raises(errors.DeviceRevoked):
                way.since(0, 10)
