"""Which PC a device is, through enrolments, copies and renewed tokens; alike at both centres."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing
from typing import Any, Protocol

import pytest

from center import store as stores
from sync import errors, tokens
from sync.center import Applicant, Center, Enrolment
from sync.http import HttpCenter
from sync.memory import MemoryCenter, Province
from tests.support.centre import CentreProcess
from tests.support.desk import Pen


class Side(Protocol):
    """A centre, whichever it is, and one commune of it."""

    def code(self) -> str: ...
    def way(self, token: str | None = None) -> Center: ...
    def devices(self) -> dict[str, dict[str, Any]]: ...


class InMemory:
    def __init__(self, commune: str) -> None:
        self._province, self._commune = Province(), commune

    def code(self) -> str:
        return self._province.code(self._commune)

    def way(self, token: str | None = None) -> Center:
        return MemoryCenter(self._province, token=token or "")

    def devices(self) -> dict[str, dict[str, Any]]:
        found = self._province.devices.values()
        return {each.id: {"note": each.note, "origin": each.origin} for each in found}


class Served:
    def __init__(self, centre: CentreProcess, commune: str, ways: ExitStack) -> None:
        self._centre, self._commune, self._ways = centre, commune, ways

    def code(self) -> str:
        return self._centre.code(self._commune)

    def way(self, token: str | None = None) -> Center:
        return self._ways.enter_context(HttpCenter(self._centre.url, token))

    def devices(self) -> dict[str, dict[str, Any]]:
        listed = json.loads(self._centre.run("device", "list", "--json").stdout)["devices"]
        return {each["id"]: each for each in listed if each["commune"] == self._commune}


@pytest.fixture(params=["memory", "served"])
def side(request: pytest.FixtureRequest, centre: CentreProcess, commune: str) -> Iterator[Side]:
    with ExitStack() as ways:
        yield (Served(centre, commune, ways) if request.param == "served" else InMemory(commune))


def enrolled(side: Side, pen: Pen | None = None, **more: Any) -> Enrolment:
    pc = Applicant(pen.replica if pen else Pen().replica, "máy", **more)
    return side.way().enrol(side.code(), pc)


def told(way: Center, *bodies: str, returned: bool = False) -> list[int | str | None]:
    answers = way.push(bodies, returned=returned).answers
    return [answer.position or answer.code for answer in answers]


# -- names ---------------------------------------------------------------------------------------


def test_a_pc_writes_under_many_names_and_each_stays_its_own(side: Side) -> None:
    mine, theirs = side.way(enrolled(side).token), side.way(enrolled(side).token)
    monday, tuesday = Pen(), Pen()
    assert told(mine, monday.body(), tuesday.body()) == [1, 2]
    assert told(theirs, tuesday.body(), Pen().body()) == ["foreign", 3]
    assert told(mine, tuesday.body()) == [4]


def test_what_the_centre_has_lost_may_be_brought_back_by_anyone_who_says_so(side: Side) -> None:
    mine, theirs = side.way(enrolled(side).token), side.way(enrolled(side).token)
    pen = Pen()
    told(mine, pen.body())
    lost = pen.body()
    assert told(theirs, lost) == ["foreign"]
    assert told(theirs, lost, returned=True) == [2]
    assert theirs.hello().last_own is None
    assert told(mine, lost, pen.body()) == [2, 3]


def test_what_bears_the_centres_own_name_nobody_brings(
    centre: CentreProcess, commune: str, device: HttpCenter
) -> None:
    with closing(sqlite3.connect(centre.data / "center.db")) as connection:
        ((name,),) = connection.execute("SELECT value FROM fact WHERE name = 'replica'")
    assert told(device, Pen(name).body()) == ["foreign"]
    assert told(device, Pen(name).body(), returned=True) == ["foreign"]


# -- enrolling again -----------------------------------------------------------------------------


def test_whoever_shows_the_old_token_goes_on_as_the_same_pc(side: Side) -> None:
    pen = Pen()
    old = enrolled(side, pen)
    told(side.way(old.token), pen.body())
    new = enrolled(side, former=old.token)
    assert told(side.way(new.token), pen.body()) == [2]
    assert (
        side.devices()[new.device] | {"note": None, "origin": old.device}
        == side.devices()[new.device]
    )
    with pytest.raises(errors.DeviceRevoked):
        side.way(old.token).hello()
    newest = enrolled(side, former=old.token)  # a revoked one still tells who this is
    assert told(side.way(newest.token), pen.body()) == [3]


def test_without_the_old_token_the_code_vouches_and_the_administrator_sees_it(side: Side) -> None:
    pen, later = Pen(), Pen()
    old = enrolled(side, pen)
    told(side.way(old.token), pen.body())
    new = enrolled(side, later, names=(pen.replica,))
    assert told(side.way(new.token), pen.body(), later.body()) == [2, 3]
    assert side.devices()[new.device]["note"] == "adopted"
    assert told(side.way(old.token), pen.body()) == [4]  # nobody is shut out by a claim


def test_a_lost_answer_to_an_enrolment_costs_no_second_code(side: Side) -> None:
    code, secret = side.code(), tokens.draw()
    pc = Applicant(Pen().replica, "máy", secret=secret)
    first, second = side.way().enrol(code, pc), side.way().enrol(code, pc)
    assert (first.device, first.token) == (second.device, second.token)
    with pytest.raises(errors.WrongCode):
        side.way().enrol(code, Applicant(Pen().replica, "máy", secret=tokens.draw()))
    with pytest.raises(errors.WrongCode):
        side.way().enrol("no-such-code", pc)


# -- copies --------------------------------------------------------------------------------------


def test_the_greeting_tells_the_last_change_the_device_brought_itself(side: Side) -> None:
    way, pen = side.way(enrolled(side).token), Pen()
    assert way.hello().last_own is None
    bodies = [pen.body(), pen.body()]
    way.push(bodies)
    assert way.hello().last_own == json.loads(bodies[-1])["id"]
    way.push(bodies[:1])  # known: says nothing new
    assert way.hello().last_own == json.loads(bodies[-1])["id"]


def test_a_copy_becomes_a_device_apart_once_and_the_other_goes_on(side: Side) -> None:
    old, pen = enrolled(side), Pen()
    told(side.way(old.token), pen.body())
    copy, repeated = side.way(old.token), side.way(old.token)
    apart = copy.again("x")
    assert repeated.again("x") == apart
    assert apart.device != old.device
    assert copy.hello().last_own is None
    assert told(copy, pen.body()) == [2]
    notes = {name: each["note"] for name, each in side.devices().items()}
    assert notes == {old.device: "copied", apart.device: "restored"}
    assert told(side.way(old.token), pen.body()) == [3]
    assert {each["note"] for each in side.devices().values()} == {"twin"}
    assert side.devices()[apart.device]["origin"] == old.device


# -- proofs --------------------------------------------------------------------------------------


def test_every_position_is_proven_by_the_time_it_was_given_at(side: Side) -> None:
    way, pen = side.way(enrolled(side).token), Pen()
    bodies = [pen.body() for _n in range(3)]
    at = way.push(bodies).at
    (known,) = way.push(bodies[:1]).answers
    assert (known.known, known.at) == (True, at)
    assert way.since(0, 2).taken_at == at
    assert way.since(3, 2).taken_at is None
    assert [way.hello(position).taken_at for position in (0, 1, 3, 4)] == [None, at, at, None]


# -- tokens --------------------------------------------------------------------------------------


def aged(centre: CentreProcess, device: str) -> None:
    """Let the token of a device be a month old."""
    with closing(sqlite3.connect(centre.data / stores.NAME)) as connection:
        connection.execute(
            "UPDATE device SET token_since = '2026-01-01T00:00:00+00:00' WHERE id = ?", (device,)
        )
        connection.commit()


@pytest.fixture
def served(centre: CentreProcess, commune: str) -> Iterator[Served]:
    with ExitStack() as ways:
        yield Served(centre, commune, ways)


def test_a_token_is_renewed_and_the_old_one_holds_until_the_new_one_is_used(
    served: Served, centre: CentreProcess
) -> None:
    given = enrolled(served)
    assert not served.way(given.token).hello().renew
    aged(centre, given.device)
    assert served.way(given.token).hello().renew
    kept: list[str] = []
    with HttpCenter(centre.url, given.token, keep=kept.append) as way:
        way.renew()
        assert not served.way(given.token).hello().renew  # the old one, once more
        assert not way.hello().renew
    with pytest.raises(errors.DeviceReplaced, match="bản chép"):
        served.way(given.token).hello()
    assert served.way(kept[0]).hello().position == 0
    assert served.devices()[given.device]["note"] == "twin"


def test_a_copy_whose_token_was_replaced_comes_back_by_a_code_and_brings_its_work(
    served: Served, centre: CentreProcess
) -> None:
    given, pen = enrolled(served), Pen()
    way = served.way(given.token)
    told(way, pen.body())
    way.renew()
    way.hello()
    back = enrolled(served, former=given.token, names=(pen.replica,))
    assert told(served.way(back.token), pen.body()) == [2]
    assert told(way, pen.body()) == [3]  # the other copy has done nothing wrong and goes on
    listed = served.devices()
    assert (listed[back.device]["note"], listed[back.device]["origin"]) == ("adopted", given.device)


def test_a_revoked_device_cannot_renew_nor_take_another_identity(
    served: Served, centre: CentreProcess
) -> None:
    given = enrolled(served)
    way = served.way(given.token)
    way.renew()
    centre.run("device", "revoke", given.device)
    for token in (given.token, "19819.none"):
        with pytest.raises(errors.DeviceRevoked):
            served.way(token).renew()
        with pytest.raises(errors.DeviceRevoked):
            served.way(token).again("x")
    with pytest.raises(errors.DeviceRevoked):
        way.hello()
