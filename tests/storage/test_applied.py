"""What `apply` takes and what it refuses: the same as the window, and nothing that hangs in air."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from db import blobs, check, errors, journal, shelf
from db.commands import assess
from db.commands.assess import Place
from db.queries import replica
from db.store import Store
from desktop.commands.apply import apply
from rules.record import RecordError, Values, identity
from rules.records import ASSESSMENT
from tests.support.desk import COMMUNE, OFFICER, Pen, desk

SET = "vn-ntm-xa-2021-2025"
YEAR = {"set": SET, "period": "2025"}
PAPER = "Quyết định 12/QĐ-UBND ngày 5/1/2026"
FILE: Values = {"target_type": "person", "target": "an", "sha256": "0a" * 32, "size": 3}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A commune with a village and an officer."""
    with desk(tmp_path / "ho-so") as made:
        journal.amend(made, OFFICER, journal.declared("person"), "an", {"full_name": "Lê Văn An"})
        yield made


def applied(store: Store, *lines: object) -> list[str | None]:
    """Apply these edits."""
    return apply(store, OFFICER, [json.dumps(line).encode() for line in lines])


def refused(store: Store, *lines: object) -> str:
    """The sentence these edits are refused with; they leave nothing behind."""
    before = list(replica.log(store))
    with pytest.raises(errors.Refused) as told:
        applied(store, *lines)
    assert list(replica.log(store)) == before
    return told.value.sentence


def threshold(**values: object) -> dict[str, object]:
    """A line that enters a threshold of 2.2, a percentage."""
    key = {"set": SET, "indicator": "2.2", "year": 2025}
    return {"type": "threshold", "key": key, "set": values}


def figures(indicator: str, village: str, **values: object) -> dict[str, object]:
    """A line that answers for a village."""
    key = {**YEAR, "indicator": indicator, "village": village}
    return {"type": "assessment", "key": key, "set": values}


# -- thresholds ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"comparison": ">=", "value": 80}, "nguồn"),
        ({"comparison": ">=", "source": PAPER}, "Ngưỡng không hợp"),
        ({"value": 80, "source": PAPER}, "Ngưỡng không hợp"),
        ({"comparison": ">=", "value": -5, "source": PAPER}, "-5 %"),
        ({"comparison": ">=", "value": 130, "source": PAPER}, "130 %"),
    ],
)
def test_a_threshold_that_cannot_be_one_is_refused(
    store: Store, values: dict[str, object], told: str
) -> None:
    assert told in refused(store, threshold(**values))


def test_a_threshold_is_judged_with_what_stands_of_it(store: Store) -> None:
    applied(store, threshold(comparison=">=", value=80, source=PAPER))
    assert "130 %" in refused(store, threshold(value=130))
    assert "nguồn" in refused(store, threshold(source=None))
    assert applied(store, threshold(value=85)) != [None]


def test_the_window_asks_the_same_of_a_threshold(store: Store) -> None:
    place = Place(SET, "2.2", "2025")
    with pytest.raises(RecordError, match="130 %"):
        assess.enter_threshold(store, OFFICER, place, comparison=">=", value=130, source=PAPER)
    assert list(replica.dump(store, "threshold")) == []


# -- what a record points to ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        figures("2.2", "nosuch", numerator=1, denominator=2),
        figures("8.4", "nosuch", passed=True),
        {"type": "task", "key": {**YEAR, "indicator": "8.4"}, "set": {"owner": "nosuch"}},
        {"type": "person", "set": {"full_name": "Lê Bình", "unit": "nosuch"}},
        {"type": "evidence", "set": {**FILE, "target": "nosuch"}},
        {"type": "evidence", "set": {**FILE, "target_type": "assessment", "target": "nosuch"}},
        {"type": "evidence", "set": {**FILE, "target_type": "nosuch"}},
    ],
)
def test_what_nobody_knows_cannot_be_pointed_to(store: Store, line: object) -> None:
    told = refused(store, {"type": "person", "set": {"full_name": "Người Tốt"}}, line)
    assert told.startswith("Dòng 2:")
    assert "nosuch" in told


def test_a_line_may_point_to_what_an_earlier_one_makes(store: Store) -> None:
    village = {"name": "Thôn Hà Giữa", "kind": "thon", "parent": COMMUNE}
    applied(
        store,
        {"type": "unit", "record": "ha-giua", "set": village},
        {"type": "person", "record": "hoa", "set": {"full_name": "Hoa", "unit": "ha-giua"}},
        {"type": "task", "key": {**YEAR, "indicator": "8.4"}, "set": {"owner": "hoa"}},
        figures("2.2", "ha-giua", numerator=1, denominator=2),
    )


def test_what_points_nowhere_since_long_can_still_be_edited(store: Store) -> None:
    person = journal.declared("person")
    journal.amend(store, OFFICER, person, "hoa", {"full_name": "Hoa", "unit": "gone"})
    line = {"type": "person", "record": "hoa", "set": {"unit": "gone", "position": "Phó"}}
    assert applied(store, line) != [None]


def test_evidence_may_come_before_the_answer_it_proves(store: Store) -> None:
    answer = identity(ASSESSMENT, COMMUNE, {**YEAR, "indicator": "8.4"})
    applied(
        store, {"type": "evidence", "set": {**FILE, "target_type": "assessment", "target": answer}}
    )


# -- the shape of values -------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["zz", "../../../../etc/passwd", "0A" * 32, "0a" * 32 + "\n0"])
def test_a_file_is_named_by_its_sha256(store: Store, name: str) -> None:
    assert "sha256" in refused(store, {"type": "evidence", "set": {**FILE, "sha256": name}})


def test_a_size_is_not_negative(store: Store) -> None:
    assert "size" in refused(store, {"type": "evidence", "set": {**FILE, "size": -1}})


def test_words_answer_no_yes_or_no(store: Store) -> None:
    line = {"type": "assessment", "key": {**YEAR, "indicator": "8.4"}, "set": {"text": "abc"}}
    assert "8.4" in refused(store, line)


def test_a_file_name_of_an_older_programme_is_read_on_and_leads_to_no_path(store: Store) -> None:
    """It came when nobody asked for its form: the record stays, its file is missing."""
    body = Pen().body("evidence", set={**FILE, "sha256": "../../../../etc/passwd", "title": "Cũ"})
    assert journal.receive(store, [(1, body)]).applied == 1
    with pytest.raises(FileNotFoundError):
        shelf.path_of(store, "../../../../etc/passwd")
    assert blobs.wanted(store) == []
    report = check.check(store)
    assert not report.tables_differ
    assert [each.kind for each in report.damaged] == ["missing"]
