"""Folders that were copied, put back or moved, at the PC and at the centre: nothing is lost."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from center import store as stores
from tests.support.centre import CentreProcess, serving
from tests.support.programme import COMMUNE, Pc, answer


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[CentreProcess]:
    with serving(tmp_path / "centre") as running:
        yield running


@pytest.fixture
def pc(tmp_path: Path, centre: CentreProcess) -> Pc:
    """A PC that has sent one answer."""
    made = Pc(tmp_path / "pc").init()
    enrol(made, centre)
    made.apply(answer("1.1", passed=True))
    sync(made)
    return made


def enrol(pc: Pc, centre: CentreProcess) -> None:
    pc.do("enrol", "--center", centre.url, "--code", centre.code(COMMUNE))


def sync(pc: Pc) -> dict[str, Any]:
    figures: dict[str, Any] = pc.do("sync", "--json").json
    assert figures["refused"] == 0
    return figures


def status(pc: Pc) -> dict[str, Any]:
    told: dict[str, Any] = pc.do("status", "--json").json
    return told


def listed(centre: CentreProcess) -> dict[str, dict[str, Any]]:
    found = json.loads(centre.run("device", "list", "--json").stdout)["devices"]
    return {each["id"]: each for each in found}


def equal(centre: CentreProcess, *pcs: Pc) -> None:
    """All show the same, and the centre too."""
    expected = centre.run("dump", COMMUNE).stdout
    for each in pcs:
        assert each.do("dump").out == expected


def test_two_copies_of_a_folder_become_two_devices_and_keep_all_work(
    pc: Pc, centre: CentreProcess, tmp_path: Path
) -> None:
    twin = Pc(tmp_path / "twin")
    shutil.copytree(pc.folder, twin.folder)
    for each, indicator in ((pc, "2.1"), (twin, "2.2")):
        each.apply(answer(indicator, passed=True))
        told = each.do("sync").err
    assert told.strip() == status(twin)["last_sentence"]
    assert "máy riêng" in told
    assert pc.do("sync").err == ""
    assert status(pc)["last_sentence"] is None
    assert status(pc)["device"] != status(twin)["device"]
    assert {each["note"] for each in listed(centre).values()} == {"twin"}
    assert "bản chép cùng chạy" in centre.run("device", "list").stdout
    equal(centre, pc, twin)


def test_a_folder_put_back_to_an_older_day_gets_its_later_work_from_the_centre(
    pc: Pc, centre: CentreProcess, tmp_path: Path
) -> None:
    shutil.copytree(pc.folder, tmp_path / "backup")
    pc.apply(answer("2.1", passed=True), answer("2.2", passed=False))
    sync(pc)
    shutil.rmtree(pc.folder)
    shutil.copytree(tmp_path / "backup", pc.folder)
    pc.apply(answer("2.1", passed=False))
    figures = sync(pc)
    assert (figures["pulled"], figures["conflicts"]) == (2, 1)
    notes = {each["note"] for each in listed(centre).values()}
    assert notes == {"copied", "restored"}
    equal(centre, pc)


def test_a_centre_put_back_to_an_older_day_gets_its_later_work_from_the_pcs(
    pc: Pc, centre: CentreProcess, tmp_path: Path
) -> None:
    other = Pc(tmp_path / "other").init(officer="Trần Thị Bình")
    enrol(other, centre)
    sync(other)
    centre.stop()
    shutil.copytree(centre.data, tmp_path / "yesterday")
    centre.start()
    pc.apply(answer("2.1", passed=True))
    sync(pc)
    sync(other)
    photo = tmp_path / "bien-ban.png"
    photo.write_bytes(b"\x89PNG bien ban")
    record = pc.dump()[0]["record"]
    pc.do("attach", "assessment", record, photo)
    sync(pc)
    before = centre.run("dump", COMMUNE).stdout
    centre.stop()
    shutil.rmtree(centre.data)
    shutil.copytree(tmp_path / "yesterday", centre.data)
    centre.start()
    sync(other)  # brings back what it knows of the first PC's work
    assert "khôi phục" in status(other)["last_sentence"]
    assert sync(pc)["files_up"] == 1
    sync(other)
    assert centre.run("dump", COMMUNE).stdout == before
    assert centre.run("check").returncode == 0
    assert [each["returned"] for each in listed(centre).values()].count(0) == 1
    equal(centre, pc, other)


def test_a_revoked_pc_shows_its_data_says_why_it_cannot_send_and_goes_on_by_a_new_code(
    pc: Pc, centre: CentreProcess
) -> None:
    (device,) = listed(centre)
    centre.run("device", "revoke", device)
    pc.apply(answer("2.1", passed=True))
    said = pc.run("sync")
    assert said.status == 1
    assert "không còn nhận máy này" in said.err
    assert len(pc.dump()) == 2
    enrol(pc, centre)
    assert sync(pc)["pushed"] == 1
    equal(centre, pc)


def test_a_token_is_renewed_in_use_and_nobody_notices(pc: Pc, centre: CentreProcess) -> None:
    with closing(sqlite3.connect(centre.data / stores.NAME)) as connection:
        hashes = "SELECT token_hash, past_token_hash FROM device"
        (first, nothing) = connection.execute(hashes).fetchone()
        assert nothing is None
        connection.execute("UPDATE device SET token_since = '2026-01-01T00:00:00+00:00'")
        connection.commit()
        pc.apply(answer("2.1", passed=True))
        assert sync(pc)["pushed"] == 1
        (second, past) = connection.execute(hashes).fetchone()
    assert (past, second != first) == (first, True)
    assert sync(pc)["requests"] == 1


def test_a_profile_whose_secrets_are_lost_still_brings_what_waits(
    pc: Pc, centre: CentreProcess, tmp_path: Path
) -> None:
    pc.apply(answer("2.1", passed=True))
    (pc.folder / "profile.keys").unlink()
    enrol(pc, centre)
    assert sync(pc)["pushed"] == 1
    assert [each["note"] for each in listed(centre).values()] == [None, "adopted"]
    equal(centre, pc)
