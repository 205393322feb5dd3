"""Survey forms: what ships says how little was found, and a wrong one is refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from db.commands import packages as installing
from db.commands import profile
from db.queries.forms import form, forms
from resources import packages
from resources.criteria import Confidence
from resources.packages import BadContent

COMMUNAL = next(
    packages.load_survey(each.path) for each in packages.shipped() if each.kind == "survey"
)


def made(**changed: Any) -> bytes:
    """A good sheet of two questions, with something changed."""
    data = {
        "format": 1,
        "kind": "survey",
        "id": "phieu",
        "version": 1,
        "published": "2026-11-26",
        "title": "Phiếu",
        "questions": [
            {"code": "1", "title": "Đường", "title_confidence": "exact"},
            {"code": "2", "title": "Điện", "title_confidence": "exact"},
        ],
        "least": {"overall": {"value": 80, "confidence": "exact", "source": "HD 1"}},
    }
    return json.dumps({**data, **changed}, ensure_ascii=False).encode()


def test_what_ships_claims_no_wording_and_no_share_that_was_not_read() -> None:
    assert len(COMMUNAL.questions) == 11
    assert Confidence.EXACT not in {each.title_confidence for each in COMMUNAL.questions}
    assert (COMMUNAL.households, COMMUNAL.overall, COMMUNAL.each) == (None, None, None)
    assert "Chưa đọc được" in (COMMUNAL.note or "")


def test_the_last_question_has_words_of_its_own() -> None:
    last = COMMUNAL.questions[-1]
    assert (last.yes, last.no) == ("Đồng ý", "Không đồng ý")


def test_a_share_comes_with_its_source() -> None:
    read = packages.read(made()).content
    assert isinstance(read, type(COMMUNAL))
    assert read.overall is not None
    assert (read.overall.value, read.overall.source) == (80, "HD 1")


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        (
            {"questions": [{"code": "1", "title": "A", "title_confidence": "exact"}] * 2},
            "hai lần",
        ),
        (
            {
                "questions": [
                    {
                        "code": "1",
                        "title": "A",
                        "title_confidence": "exact",
                        "yes": "Có",
                        "no": "có",
                    }
                ]
            },
            "giống nhau",
        ),
        ({"questions": []}, "questions"),
        ({"least": {"overall": {"value": 101, "confidence": "exact", "source": "x"}}}, "101"),
    ],
)
def test_a_wrong_form_is_refused_with_its_place(changed: dict[str, Any], told: str) -> None:
    with pytest.raises(BadContent, match=told):
        packages.read(made(**changed))


def test_the_newest_version_at_hand_is_offered(tmp_path: Path) -> None:
    with profile.found(tmp_path / "p", "19819", "Trần Thị Bình") as store:
        assert COMMUNAL.id in {each.id for each in forms(store)}
        for version in (1, 2):
            installing.install(store, made(version=version))
        (own,) = [each for each in forms(store) if each.id == "phieu"]
        assert own.version == 2
        assert form(store, "phieu", 1) != own
        assert form(store, "phieu", 9) is None
