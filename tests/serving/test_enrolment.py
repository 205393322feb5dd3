"""Who may speak to the centre."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from contextlib import closing, nullcontext
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from rules.clock import draw_replica
from sync import errors, keys
from sync.center import Applicant
from sync.http import HttpCenter
from tests.support.centre import CentreProcess, serving
from tests.support.desk import Pen


def a_pc(name: str = "máy", **more: Any) -> Applicant:
    return Applicant(draw_replica(), name, **more)


def test_a_code_makes_one_device_and_no_second(centre: CentreProcess, commune: str) -> None:
    code = centre.code(commune)
    with HttpCenter(centre.url) as stranger:
        enrolled = stranger.enrol(code, a_pc("Máy văn phòng"))
        assert (enrolled.commune, bool(enrolled.commune_name)) == (commune, True)
        with pytest.raises(errors.WrongCode):
            stranger.enrol(code, a_pc("Máy thứ hai"))
    with HttpCenter(centre.url, enrolled.token) as way:
        assert way.hello().commune == commune


@pytest.mark.parametrize(("days", "good"), [(6, True), (8, False)])
def test_a_code_opens_for_a_week(
    centre: CentreProcess, commune: str, days: int, good: bool
) -> None:
    code = centre.code(commune)
    let_time_pass(centre.data, commune, days)
    with (
        HttpCenter(centre.url) as stranger,
        nullcontext() if good else pytest.raises(errors.WrongCode),
    ):
        assert stranger.enrol(code, a_pc()).commune == commune


def let_time_pass(data: Path, commune: str, days: int) -> None:
    """Make the codes of a commune as old as that."""
    with closing(sqlite3.connect(data / "center.db", timeout=30)) as connection, connection:
        ((told,),) = connection.execute("SELECT expires FROM code WHERE commune = ?", (commune,))
        then = datetime.fromisoformat(told) - timedelta(days=days)
        connection.execute(
            "UPDATE code SET expires = ? WHERE commune = ?", (then.isoformat(), commune)
        )


def test_a_device_and_the_centre_tell_each_other_their_public_keys(
    centre: CentreProcess, commune: str
) -> None:
    with HttpCenter(centre.url) as stranger:
        one = stranger.enrol(centre.code(commune), a_pc(keys=keys.draw().public))
        two = stranger.enrol(centre.code(commune), a_pc(keys=keys.draw().public))
        assert one.center_keys is not None
        assert keys.are_public(one.center_keys.verify, one.center_keys.recipient)
        assert one.center_keys == two.center_keys
        bad = keys.PublicKeys("none", "none")
        with pytest.raises(errors.SyncError, match="Khoá công khai"):
            stranger.enrol(centre.code(commune), a_pc(keys=bad))


def test_a_code_may_be_typed_as_people_type(centre: CentreProcess, commune: str) -> None:
    code = centre.code(commune)
    typed = f" {code.lower().replace('0', 'o').replace('1', 'l')} "
    with HttpCenter(centre.url) as stranger:
        assert stranger.enrol(typed, a_pc()).commune == commune


@pytest.mark.parametrize("code", ["", "-", "19819", "19819-AAAA-AAAA-AAAA", "khong-co-ma-nay"])
def test_a_code_nobody_issued_opens_nothing(centre: CentreProcess, code: str) -> None:
    with HttpCenter(centre.url) as stranger, pytest.raises(errors.WrongCode, match="mã mới"):
        stranger.enrol(code, a_pc())


def test_guessing_is_stopped_after_a_few_wrong_codes(tmp_path: Path) -> None:
    with (
        serving(tmp_path / "data") as centre,
        HttpCenter(centre.url) as guesser,
    ):
        good = centre.code()
        for _n in range(10):
            with pytest.raises(errors.WrongCode):
                guesser.enrol("19819-0000-0000-0000", a_pc())
        with pytest.raises(errors.CentreTrouble, match="10 phút"):
            guesser.enrol(good, a_pc())


def test_an_unknown_token_opens_nothing(centre: CentreProcess) -> None:
    for token in ("", "x", "19819.x"):
        with HttpCenter(centre.url, token) as way, pytest.raises(errors.DeviceRevoked):
            way.hello()


def test_a_revoked_device_is_told_so_and_nothing_of_it_is_taken(
    centre: CentreProcess, commune: str, pen: Pen
) -> None:
    enrolled = centre.enrol(pen.replica, commune)
    with HttpCenter(centre.url, enrolled.token) as way:
        way.push([pen.body()])
        assert centre.run("device", "revoke", enrolled.device).returncode == 0
        with pytest.raises(errors.DeviceRevoked, match="vẫn đọc được"):
            way.push([pen.body()])
    with centre.device(commune=commune) as other:
        assert other.hello().position == 1


def test_secrets_lie_at_the_centre_only_as_hashes(centre: CentreProcess, commune: str) -> None:
    code = centre.code(commune)
    with HttpCenter(centre.url) as stranger:
        token = stranger.enrol(code, a_pc()).token
    with sqlite3.connect(centre.data / "center.db") as connection:
        everything = "\n".join(connection.iterdump())
    connection.close()
    assert token not in everything
    assert token.partition(".")[2] not in everything
    assert code not in everything
    assert hashlib.sha256(token.encode()).hexdigest() in everything


def test_the_devices_are_listed_with_when_they_were_seen(
    centre: CentreProcess, commune: str
) -> None:
    with centre.device(commune=commune) as way:
        way.hello()
    listed = json.loads(centre.run("device", "list", "--json").stdout)["devices"]
    (mine,) = [each for each in listed if each["commune"] == commune]
    assert mine["name"] == "máy thử"
    assert mine["last_seen"] is not None
    assert mine["revoked_at"] is None
    assert not any("hash" in name for name in mine)
