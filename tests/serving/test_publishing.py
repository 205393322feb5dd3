"""Packages are checked, signed and published once; devices are told them to the letter."""

from __future__ import annotations

import base64
import hashlib
import json
from pathlib import Path

import pytest
import requests

from resources import packages as files
from sync import keys, wire
from sync.http import HttpCenter
from tests.support import parcels
from tests.support.centre import CentreProcess, serving

SHIPPED = {each.id: each.path for each in files.shipped()}


@pytest.fixture
def own(tmp_path: Path) -> CentreProcess:
    """A centre nothing was published at; it need not serve."""
    centre = CentreProcess(tmp_path / "data")
    assert centre.run("init").returncode == 0
    return centre


def listed(centre: CentreProcess) -> list[tuple[int, str, int]]:
    told = json.loads(centre.run("package", "list", "--json").stdout)["packages"]
    return [(each["number"], each["id"], each["version"]) for each in told]


def test_a_device_is_told_what_was_published_to_the_letter_and_signed(tmp_path: Path) -> None:
    with serving(tmp_path / "data") as centre:
        path = parcels.file(tmp_path, bound=80)
        said = centre.run("package", "publish", str(path))
        assert (said.returncode, said.stderr) == (0, "")
        enrolled = centre.enrol()
        with HttpCenter(centre.url, enrolled.token) as way:
            (told,) = way.packages(0)
            assert way.packages(1) == ()
            assert way.hello().packages == 1
    content = path.read_bytes()
    assert (told.number, told.id, told.version) == (1, parcels.SET, 1)
    assert told.body.encode() == content
    assert told.sha256 == hashlib.sha256(content).hexdigest()
    assert enrolled.center_keys is not None
    signature = base64.b64decode(told.signature or "")
    assert keys.is_signed(enrolled.center_keys.verify, content, signature)


def test_publishing_the_same_again_changes_nothing(own: CentreProcess, tmp_path: Path) -> None:
    path = str(parcels.file(tmp_path))
    assert "Đã công bố" in own.run("package", "publish", path).stdout
    again = own.run("package", "publish", path)
    assert (again.returncode, listed(own)) == (0, [(1, parcels.SET, 1)])
    assert "từ trước" in again.stdout


@pytest.mark.parametrize("command", ["publish", "check"])
def test_a_published_version_takes_no_other_content(
    own: CentreProcess, tmp_path: Path, command: str
) -> None:
    assert own.run("package", "publish", str(parcels.file(tmp_path))).returncode == 0
    altered = parcels.file(tmp_path, bound=80)
    said = own.run("package", command, str(altered))
    assert (said.returncode, said.stdout) == (1, "")
    assert "hãy tăng số bản" in said.stderr
    assert said.stderr.count("\n") == 1
    assert listed(own) == [(1, parcels.SET, 1)]


def test_what_ships_with_the_programme_cannot_be_published_altered(
    own: CentreProcess, tmp_path: Path
) -> None:
    shipped = SHIPPED["hue-kh132-2021-2025"]
    altered = tmp_path / "goi.json"
    altered.write_text(shipped.read_text("utf-8") + "\n", encoding="utf-8")
    assert own.run("package", "publish", str(altered)).returncode == 1
    assert own.run("package", "publish", str(shipped)).returncode == 0


def test_a_correction_is_the_next_version(own: CentreProcess, tmp_path: Path) -> None:
    for version in (1, 2):
        path = parcels.file(tmp_path, version, bound=70 + version)
        assert own.run("package", "publish", str(path)).returncode == 0
    assert listed(own) == [(1, parcels.SET, 1), (2, parcels.SET, 2)]
    assert [line.split("\t")[0] for line in own.run("package", "list").stdout.splitlines()] == [
        "1",
        "2",
    ]


@pytest.mark.parametrize("command", ["publish", "check"])
def test_a_fault_is_told_with_its_place_and_nothing_is_published(
    own: CentreProcess, tmp_path: Path, command: str
) -> None:
    spoiled = parcels.criteria()
    del spoiled["criteria"][0]["indicators"][0]["title"]
    (tmp_path / "goi.json").write_text(json.dumps(spoiled), encoding="utf-8")
    said = own.run("package", command, str(tmp_path / "goi.json"))
    assert (said.returncode, said.stdout) == (1, "")
    assert 'tiêu chí 1, chỉ tiêu 1.1: thiếu mục "title"' in said.stderr
    assert listed(own) == []
    assert own.run("package", command, str(tmp_path / "none.json")).returncode == 1


def test_checking_publishes_nothing(own: CentreProcess, tmp_path: Path) -> None:
    said = own.run("package", "check", str(parcels.file(tmp_path)))
    assert said.returncode == 0
    assert "có thể công bố" in said.stdout
    assert listed(own) == []


def test_a_mark_some_editors_put_before_the_text_is_not_published(
    own: CentreProcess, tmp_path: Path
) -> None:
    marked = tmp_path / "marked.json"
    marked.write_text(parcels.body(), encoding="utf-8-sig")
    assert own.run("package", "publish", str(marked)).returncode == 0
    assert own.run("package", "publish", str(parcels.file(tmp_path))).returncode == 0
    assert listed(own) == [(1, parcels.SET, 1)]


def test_targets_may_count_from_a_set_that_was_published(
    own: CentreProcess, tmp_path: Path
) -> None:
    plan = json.loads(SHIPPED["hue-kh132-2024"].read_bytes()) | {"id": "ke-hoach-thu"}
    plan["targets"][0]["counts"] |= {"set": parcels.SET, "indicator": parcels.CODE}
    (tmp_path / "plan.json").write_text(json.dumps(plan), encoding="utf-8")
    assert parcels.SET in own.run("package", "publish", str(tmp_path / "plan.json")).stderr
    assert own.run("package", "publish", str(parcels.file(tmp_path))).returncode == 0
    assert own.run("package", "publish", str(tmp_path / "plan.json")).returncode == 0


def test_more_than_one_answer_holds_comes_in_several(own: CentreProcess, tmp_path: Path) -> None:
    words = {"note": "Ghi chú của người soạn gói. " * (wire.PAGE_BYTES // 90)}
    for version in (1, 2, 3):
        path = parcels.file(tmp_path, version, **words)
        assert own.run("package", "publish", str(path)).returncode == 0
    own.start()
    try:
        with own.device() as way:
            pages, after = [], 0
            while page := way.packages(after):
                pages.append([each.number for each in page])
                after = page[-1].number
    finally:
        own.stop()
    assert pages == [[1, 2], [3]]


def test_a_package_no_answer_can_hold_is_refused(own: CentreProcess, tmp_path: Path) -> None:
    path = parcels.file(tmp_path, note='"' * (wire.PAGE_BYTES // 3))
    said = own.run("package", "publish", str(path))
    assert said.returncode == 1
    assert "quá lớn" in said.stderr


def test_the_centres_own_pages_judge_by_what_it_has_published(tmp_path: Path) -> None:
    with serving(tmp_path / "data") as centre:
        assert centre.run("package", "publish", str(parcels.file(tmp_path))).returncode == 0
        centre.code()
        page = requests.get(f"{centre.url}/?set={parcels.SET}", timeout=30)
    assert page.status_code == 200
    assert "Bộ thử công bố, bản 1" in page.text
