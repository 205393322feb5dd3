"""A commune that was merged: the heir's profile brings people and villages along."""

from __future__ import annotations

from pathlib import Path

import pytest

from db import journal
from db.journal import Edit
from desktop import secrets
from rules.records import PERSON, UNIT
from tests.support import profiles
from tests.support.programme import COMMUNE, Pc

FORMER = "20116"  # xã Vinh Hưng, part of xã Vinh Lộc since 1/7/2025


@pytest.fixture
def former(tmp_path: Path) -> Pc:
    """A profile of a commune that is no more, with people, a village and an answer."""
    folder = tmp_path / "former"
    with profiles.profile(folder, FORMER) as store:
        people = [
            Edit(PERSON.name, "can-bo", {"full_name": "Nguyễn Văn An", "roles": ["officer"]}),
            Edit(PERSON.name, "truong-thon", {"full_name": "Lê Thị Bé"}),
        ]
        village = {"name": "Phụng Chánh", "kind": "thon", "parent": FORMER}
        journal.commit(store, "can-bo", [*people, Edit(UNIT.name, "thon-1", village)])
        profiles.answer(store, "can-bo", number=5)
    secrets.new(folder, encrypted=False)
    return Pc(folder)


def test_people_and_villages_keep_their_ids_and_the_officer_stays_one_person(
    former: Pc, tmp_path: Path
) -> None:
    pc = Pc(tmp_path / "heir")
    said = pc.do(
        *("init", "--commune", COMMUNE, "--officer", "nguyễn văn an", "--no-encryption"),
        *("--from", former.folder),
    )
    assert "2 người và 1 thôn" in said.out
    assert {each["record"] for each in pc.dump("person")} == {"can-bo", "truong-thon"}
    (village,) = pc.dump("unit")
    assert (village["record"], village["values"]["parent"]) == ("thon-1", COMMUNE)
    assert pc.dump("assessment") == []
    assert pc.do("status", "--json").json["officer"] == "can-bo"
    pc.do("check")
    assert len(former.dump("assessment")) == 1


def test_only_the_heir_of_a_commune_takes_over(former: Pc, tmp_path: Path) -> None:
    pc = Pc(tmp_path / "stranger")
    said = pc.run(
        *("init", "--commune", "20107", "--officer", "An", "--no-encryption"),
        *("--from", former.folder),
    )
    assert said.status == 1
    assert "không nhập vào" in said.err
    assert not pc.folder.exists()


def test_a_former_profile_that_is_none_is_one_sentence(tmp_path: Path) -> None:
    said = Pc(tmp_path / "pc").run(
        *("init", "--commune", COMMUNE, "--officer", "An", "--no-encryption"),
        *("--from", tmp_path / "nowhere"),
    )
    assert said.status == 1
    assert "Không có hồ sơ" in said.err
