"""Training frameworks: what ships says how little was found, and a wrong one is refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from db.commands import packages as installing
from db.commands import profile
from db.queries.frameworks import frameworks, topic_titles
from resources import files, packages
from resources.criteria import Confidence
from resources.packages import BadContent
from resources.training import Framework

HUE: Framework = next(
    packages.load_framework(each.path) for each in packages.shipped() if each.kind == "training"
)


def made(**changed: Any) -> bytes:
    """A good framework of two topics, with something changed."""
    data = {
        "format": 1,
        "kind": "training",
        "id": "khung",
        "version": 1,
        "published": "2026-11-26",
        "title": "Khung kỹ năng số",
        "groups": [{"code": "CB", "title": "Cán bộ"}],
        "topics": [
            {"code": "A", "title": "Nhận thức số", "title_confidence": "exact", "group": "CB"},
            {"code": "B", "title": "Kỹ năng số", "title_confidence": "recall"},
        ],
    }
    return json.dumps({**data, **changed}, ensure_ascii=False).encode()


def topic(**values: Any) -> dict[str, Any]:
    return {"code": "A", "title": "Một chủ đề", "title_confidence": "exact", **values}


def test_what_ships_says_that_the_text_of_the_city_was_not_read() -> None:
    assert HUE.decision is None
    assert HUE.note is not None
    assert "chưa đọc được" in HUE.note
    assert Confidence.EXACT not in {each.title_confidence for each in HUE.topics}


def test_a_topic_read_in_another_province_says_so() -> None:
    for each in HUE.topics:
        if "ninhbinh" in (each.title_source or "") or "da-nang" in (each.title_source or ""):
            assert each.note is not None
            assert "không phải khung của Huế" in each.note


def test_every_topic_names_where_it_was_read() -> None:
    assert all(each.title_source in HUE.sources for each in HUE.topics)


def test_a_topic_is_found_by_its_code() -> None:
    found = HUE.find("CDS")
    assert found is not None
    assert found.group == "CB"
    assert HUE.find("KHONG") is None


def test_a_good_framework_is_read() -> None:
    read = packages.read(made(), kind="training").content
    assert isinstance(read, Framework)
    assert [(each.code, each.group) for each in read.topics] == [("A", "CB"), ("B", None)]


@pytest.mark.parametrize(
    ("changed", "place"),
    [
        ({"topics": [topic(), topic()]}, "chủ đề A"),
        ({"topics": [topic(group="X")]}, "chủ đề A"),
        ({"groups": [{"code": "CB", "title": "Một"}] * 2}, "nhóm CB"),
        ({"topics": []}, "phần đầu gói"),
        ({"topics": [topic(hours=3)]}, "chủ đề A"),
        ({"topics": [{"code": "A", "title": "Thiếu độ tin cậy"}]}, "chủ đề A"),
    ],
)
def test_a_framework_that_contradicts_itself_is_refused(
    changed: dict[str, Any], place: str
) -> None:
    with pytest.raises(BadContent) as caught:
        packages.read(made(**changed))
    assert caught.value.place == place


def test_the_newest_version_of_each_framework_is_offered(tmp_path: Path) -> None:
    with profile.found(tmp_path / "p", "19819", "Trần Thị Bình") as store:
        assert [each.id for each in frameworks(store)] == [HUE.id]
        renamed = json.loads(files.path("training", HUE.id, "1.json").read_bytes())
        renamed |= {"version": 2, "topics": [topic(code="MOI", title="Trí tuệ nhân tạo")]}
        installing.install(store, json.dumps(renamed, ensure_ascii=False).encode())
        installing.install(store, made())
        assert [(each.id, each.version) for each in frameworks(store)] == [
            (HUE.id, 2),
            ("khung", 1),
        ]
        assert topic_titles(store) == {
            "MOI": "Trí tuệ nhân tạo",
            "A": "Nhận thức số",
            "B": "Kỹ năng số",
        }
