"""Rounds with a real centre over real sockets that break."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from math import inf
from pathlib import Path

import pytest

from db import blobs, history, journal, rounds
from db.commands import assess
from db.queries import replica
from db.store import Store, setting
from rules.clock import Clock
from sync import errors, pace
from sync.http import HttpCenter
from sync.pace import PAGES, PIECES
from sync.round import run
from sync.steps import Progress
from tests.support.centre import CentreProcess, serving
from tests.support.desk import COMMUNE, OFFICER, answer, attach, people, shown
from tests.support.line import line_to, portal


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[CentreProcess]:
    with serving(tmp_path / "centre") as running:
        yield running


def at_centre(centre: CentreProcess) -> list[str]:
    return centre.run("dump", COMMUNE).stdout.splitlines()


def test_two_pcs_and_the_centre_show_the_same_bytes(
    centre: CentreProcess, one: Store, two: Store, tmp_path: Path
) -> None:
    answer(one, passed=True, note="Đạt từ quý III")
    people(one, 50)
    attach(one, tmp_path, b"anh" * PIECES.most)
    with centre.way_of(one) as near, centre.way_of(two) as far:
        sent, taken = run(one, near), run(two, far)
        assert (sent.pushed, sent.files_up) == (52, 1)
        assert (taken.pulled, taken.files_down) == (52, 1)
        nothing = run(two, far)
        assert nothing.requests == 1
        assert nothing.bytes_up < 1000
        assert nothing.bytes_down < 1000
    assert shown(one) == shown(two) == at_centre(centre)


def test_a_line_that_drops_within_every_large_page_gets_through_by_smaller_ones(
    centre: CentreProcess, one: Store, two: Store
) -> None:
    people(one, 3000)
    ours = centre.enrol(journal.wind(one).replica).token
    theirs = centre.enrol(journal.wind(two).replica).token
    with line_to(centre.url) as line:
        line.up = line.down = 12_000  # of each connection: a part of a first page
        for store, token in ((one, ours), (two, theirs)):
            for _try in range(60):
                with HttpCenter(line.url, token) as way:
                    try:
                        run(store, way)
                    except errors.NoConnection:
                        continue
                break
        assert line.cuts > 2
    assert shown(one) == shown(two) == at_centre(centre)
    assert int(setting(two, PAGES.remembered) or 0) < PAGES.first


def test_10000_changes_of_a_month_offline_go_over_in_one_round_and_in_order(
    centre: CentreProcess, one: Store, two: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pace, "SLOW", inf)  # however busy this machine is
    with centre.way_of(one) as near, centre.way_of(two) as far:
        for store, way in ((one, near), (two, far)):
            people(store, 10)
            run(store, way)
        for _day in range(30):  # the one is offline, the other is not
            people(one, 333)
            people(two, 10)
        for n in range(10):
            answer(one, f"1.{n}", passed=True)
        run(two, far)
        made = [each.body for each in journal.waiting(one, 20_000)]
        assert len(made) == 10_000
        done = run(one, near)
        assert (done.pushed, done.pulled, done.refused) == (10_000, 310, 0)
        assert done.requests <= 10 + 4  # pages; greeting, what others did, and what it comes to
        assert run(two, far).pulled == 10_000
    mine, theirs = (
        [row[0] for row in store.rows("SELECT CAST(body AS BLOB) FROM change ORDER BY seq")]
        for store in (one, two)
    )
    own = set(made)
    assert [body for body in theirs if body in own] == made
    assert set(mine) == set(theirs)
    assert shown(one) == shown(two) == at_centre(centre)


def test_two_pcs_that_answer_one_question_offline_for_a_week_are_asked_once(
    centre: CentreProcess, one: Store, two: Store
) -> None:
    with centre.way_of(one) as near, centre.way_of(two) as far:
        answer(one, number=0)
        run(one, near)
        run(two, far)
        for day in range(7):
            for store, year, first in ((one, 2010, 100), (two, 2026, 200)):
                morning = datetime(year, 11, 23 + day, 7, tzinfo=UTC).timestamp() * 1000
                store.clock = Clock(journal.wind(store).replica, now=partial(int, morning))
                answer(store, number=first + day)
            answer(one, note=f"ngày {day}")
            answer(two, passed=day == 6)
        for store, way in ((one, near), (two, far), (one, near)):
            run(store, way)
        ((record,),) = one.rows("SELECT record FROM assessment")
        for store in (one, two):
            open_ = replica.conflicts_of(store, "assessment", record)
            assert {name: {each.value for each in found} for name, found in open_.items()} == {
                "number": {106, 206}
            }
            given = [each.after for each in history.of(store, record) if each.field == "number"]
            assert sorted(given) == [0, *range(100, 107), *range(200, 207)]
        assess.resolve(two, OFFICER, "assessment", record, {"number": 206})
        for store, way in ((two, far), (one, near)):
            assert run(store, way).conflicts == 0
    values = replica.values(one, "assessment", record) or {}
    assert (values["number"], values["note"], values["passed"]) == (206, "ngày 6", True)
    assert shown(one) == shown(two) == at_centre(centre)


@pytest.mark.parametrize("cut", [0, 1, 200, 400, 2_000, 20_000])
def test_cut_at_any_byte_of_what_is_sent_the_next_round_makes_it_whole(
    centre: CentreProcess, one: Store, cut: int
) -> None:
    people(one, 1500)
    token = centre.enrol(journal.wind(one).replica).token
    with line_to(centre.url) as line, HttpCenter(line.url, token) as way:
        line.up = cut
        with pytest.raises(errors.NoConnection):
            run(one, way)
        line.up = None
        run(one, way)
    assert shown(one) == at_centre(centre)
    assert rounds.latest(one, 5)[1].outcome == "no_connection"


@pytest.mark.parametrize("cut", [0, 1, 200, 400, 2_000, 20_000, 40_000])
def test_cut_at_any_byte_of_the_answers_the_next_round_makes_it_whole(
    centre: CentreProcess, one: Store, two: Store, cut: int
) -> None:
    people(one, 1500)
    with centre.way_of(one) as near:
        run(one, near)
    people(two, 10)
    token = centre.enrol(journal.wind(two).replica).token
    with line_to(centre.url) as line, HttpCenter(line.url, token) as way:
        line.down = cut
        with pytest.raises(errors.NoConnection):
            run(two, way)
        line.down = None
        run(two, way)
    assert shown(two) == at_centre(centre)
    assert centre.run("check").returncode == 0


def test_an_answer_lost_after_the_commit_is_asked_for_again(
    centre: CentreProcess, one: Store
) -> None:
    people(one, 30)
    token = centre.enrol(journal.wind(one).replica).token
    with line_to(centre.url) as line, HttpCenter(line.url, token) as way:
        hello = way.hello()  # a kept connection, so what follows is the answer to the push
        assert hello.position == 0
        line.down = 0
        with HttpCenter(line.url, token) as deaf, pytest.raises(errors.NoConnection):
            deaf.push([each.body for each in journal.waiting(one, 100)])
        line.down = None
        assert way.hello().position == 30
        done = run(one, way)
    assert (done.pushed, journal.cursor(one)) == (30, 30)
    assert shown(one) == at_centre(centre)


def test_a_centre_killed_between_two_pushes_has_every_change_it_confirmed(
    centre: CentreProcess, one: Store, two: Store
) -> None:
    people(one, 1500)
    with centre.way_of(one) as way:
        told: list[object] = []

        def kill_after_the_first_page(progress: object) -> None:
            told.append(progress)
            if len(told) == 1:
                centre.stop(signal.SIGKILL)

        with pytest.raises(errors.NoConnection):
            run(one, way, progress=kill_after_the_first_page)
        assert len(journal.waiting(one, 5000)) == 500
        centre.start()
        assert run(one, way).pushed == 500
    with centre.way_of(two) as far:
        assert run(two, far).pulled == 1500
    assert shown(one) == shown(two) == at_centre(centre)
    assert centre.run("check").returncode == 0


def test_a_connection_the_centre_has_closed_is_simply_made_anew(
    centre: CentreProcess, one: Store
) -> None:
    people(one, 1)
    with centre.way_of(one) as way:
        run(one, way)
        centre.stop()
        centre.start()
        people(one, 1)
        assert run(one, way).pushed == 1


def test_a_centre_that_is_off_is_no_connection(centre: CentreProcess, one: Store) -> None:
    people(one, 1)
    with centre.way_of(one) as way:
        centre.stop()
        with pytest.raises(errors.NoConnection, match="dữ liệu vẫn an toàn"):
            run(one, way)
    assert len(journal.waiting(one, 10)) == 1


def test_a_device_revoked_between_rounds_says_why_and_keeps_its_data(
    centre: CentreProcess, one: Store
) -> None:
    people(one, 2)
    before = shown(one)
    with centre.way_of(one) as way:
        device = one.value("SELECT value FROM setting WHERE name = 'device'")
        assert centre.run("device", "revoke", device).returncode == 0
        with pytest.raises(errors.DeviceRevoked):
            run(one, way)
    assert rounds.latest(one)[0].outcome == "device_revoked"
    assert shown(one) == before
    assert len(journal.waiting(one, 10)) == 2


def test_files_survive_a_line_that_keeps_breaking(
    centre: CentreProcess, one: Store, two: Store, tmp_path: Path
) -> None:
    name = attach(one, tmp_path, bytes(range(256)) * 8 * 1024)
    token = centre.enrol(journal.wind(one).replica).token
    with line_to(centre.url) as line, HttpCenter(line.url, token) as way:
        line.up = 3 * PIECES.most
        for _n in range(10):
            try:
                run(one, way)
            except errors.NoConnection:
                continue
            break
        assert line.cuts >= 2
    with centre.way_of(two) as far:
        assert run(two, far).files_down == 1
    assert (two.folder / "blobs" / name[:2] / name).stat().st_size == 2 * 1024 * 1024


@pytest.mark.parametrize("status", [200, 302, 403, 404, 511])
def test_a_network_that_asks_to_log_in_is_told_from_the_centre(one: Store, status: int) -> None:
    people(one, 1)
    with portal(status) as url, HttpCenter(url, "token") as way, pytest.raises(errors.NoConnection):
        run(one, way)
    assert len(journal.waiting(one, 10)) == 1
    assert rounds.latest(one)[0].outcome == "not_the_centre"
    assert "đăng nhập" in (rounds.latest(one)[0].sentence or "")


def test_a_device_revoked_in_the_middle_of_an_upload_keeps_what_it_has(
    centre: CentreProcess, one: Store, tmp_path: Path
) -> None:
    name = attach(one, tmp_path, bytes(range(256)) * 8 * 1024)
    revoked: list[int] = []

    def revoke(progress: Progress) -> None:
        if progress.phase == "files_up" and progress.done and not revoked:
            revoked.append(progress.done)
            device = setting(one, "device") or ""
            assert centre.run("device", "revoke", device).returncode == 0

    with centre.way_of(one) as way, pytest.raises(errors.DeviceRevoked, match="không còn nhận"):
        run(one, way, progress=revoke)
    assert 0 < revoked[0] < 2 * 1024 * 1024
    assert [blob.sha256 for blob in blobs.unsent(one)] == [name]
    assert not blobs.damaged(one)
    assert not journal.waiting(one, 10)
