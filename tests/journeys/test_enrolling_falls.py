"""A PC that is killed at any moment of its enrolment enrols by the very same code afterwards."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import closing
from itertools import count
from pathlib import Path

import pytest

from center import store as stores
from center.store.enrolment import issue_code
from tests.support.centre import CentreProcess, serving
from tests.support.falling import KILLED, falling
from tests.support.programme import COMMUNE, Pc, answer

LEAST, AFTER = 20, 4  # statements that write and deeds with files; those when all is done


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[CentreProcess]:
    with serving(tmp_path / "centre") as running:
        yield running


def test_one_code_is_enough_whenever_the_power_fails(centre: CentreProcess, tmp_path: Path) -> None:
    made = Pc(tmp_path / "pc").init()
    made.apply(answer("1.1", passed=True))
    done = []  # when it was killed after all was kept: then the code is used up
    with falling("commands") as commands, closing(stores.open_(centre.data)) as store:
        for at in count(1):
            folder, code = tmp_path / f"pc{at}", issue_code(store, COMMUNE)
            shutil.copytree(made.folder, folder)
            langso = ("langso", "--profile", folder)
            enrolling = (*langso, "enrol", "--center", centre.url, "--code", code)
            if (status := commands.run(at, *enrolling)) == 0:
                break
            assert status == KILLED
            if commands.run(0, *enrolling) != 0:
                done.append(at)
            assert commands.run(0, *langso, "sync") == 0
    assert at > LEAST
    assert done == list(range(at - len(done), at))
    assert len(done) <= AFTER
    listed = json.loads(centre.run("device", "list", "--json").stdout)["devices"]
    assert len(listed) == at  # one for each, and none beside them
