"""A list is brought in as one action that one undo takes back; what is doubtful stays out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from db import check, history, journal
from db.commands import intake as writing
from db.commands import places
from db.queries import intake, replica
from db.store import Store
from reports.spreadsheets.reading import read
from rules.grids import Cell
from rules.intake.headings import ListKind
from rules.intake.reading import Choice, Listing
from rules.intake.report import Outcome
from rules.record import Values
from rules.records import PERSON
from rules.worksheet import Worksheet
from tests.support.desk import OFFICER, desk

FILES = Path(__file__).parents[1] / "files" / "spreadsheets"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A commune with two villages."""
    with desk(tmp_path / "ho-so") as made:
        places.add_villages(made, OFFICER, ["Thôn A Roàng", "Thôn A Min"])
        yield made


def listed(store: Store, *rows: list[Cell], choice: Choice | None = None) -> Listing:
    """These rows as a list of people."""
    sheets = [Worksheet("Tờ 1", [["Họ và tên", "Năm sinh", "Thôn", "Ghi chú"], *rows])]
    return intake.understand(store, sheets, ListKind.PEOPLE, choice or Choice())


def people(store: Store) -> dict[str, Values]:
    """Everybody, by name."""
    return {str(each["full_name"]): each for each in intake.known_people(store).values()}


def bring(store: Store, *rows: list[Cell], choice: Choice | None = None) -> list[Outcome]:
    """What became of these rows."""
    choice = choice or Choice()
    report = writing.bring_in(store, OFFICER, listed(store, *rows, choice=choice), choice)
    return [line.outcome for line in report.lines]


def test_an_old_list_of_excel_becomes_people_of_its_villages(store: Store) -> None:
    listing = intake.understand(store, read(FILES / "tcvn3.xls"), ListKind.PEOPLE, Choice())
    writing.bring_in(store, OFFICER, listing, Choice())
    found = people(store)
    assert set(found) == {"Nguyễn Văn Tấn", "Hồ Thị Hường", "Lê Đức Phước"}
    assert [found[name]["birth_year"] for name in sorted(found)] == [1980, 1968, 1975]
    assert found["Hồ Thị Hường"]["unit"] == found["Nguyễn Văn Tấn"]["unit"] is not None
    assert found["Hồ Thị Hường"]["sex"] == "female"


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods", "csv"])
def test_what_libreoffice_saved_becomes_the_same_people(store: Store, kind: str) -> None:
    sheets = read(FILES / f"to-cong-nghe-so.{kind}")
    listing = intake.understand(store, sheets, ListKind.PEOPLE, Choice())
    report = intake.report(store, listing, Choice())
    assert [(line.name, line.outcome) for line in report.lines] == [
        ("Hồ Thị Hoa", Outcome.NEW),
        ("Lê Văn Bình", Outcome.NEW),
        ("Nguyễn Thị An", Outcome.REFUSED),  # her sex is given as "x"
    ]
    assert report.lines[1].wanted[0].values["birth_year"] == 1975


def test_one_undo_takes_the_whole_list_back(store: Store) -> None:
    bring(store, ["Lê Bình", 1975, "A Roàng", ""])
    before = list(replica.dump(store))
    binh = next(iter(intake.known_people(store)))
    rows: list[list[Cell]] = [
        ["Lê Bình", 1975, "A Min", ""],
        ["Hồ Thị Hoa", 1980, "A Min", ""],
        ["Lê An", 1990, "", ""],
    ]
    bring(store, *rows, choice=Choice(decisions={"2": binh}))
    assert len(people(store)) == 3
    assert history.undo(store, OFFICER) is not None
    assert list(replica.dump(store)) == before
    assert check.check(store).fine


def test_what_is_written_comes_again_as_the_same(store: Store) -> None:
    rows: list[list[Cell]] = [["Lê Bình", 1975, "A Roàng", ""], ["Hồ Thị Hoa", 1980, "", ""]]
    assert bring(store, *rows) == [Outcome.NEW, Outcome.NEW]
    changes = len(list(replica.log(store)))
    assert bring(store, *rows) == [Outcome.SAME, Outcome.SAME]
    assert len(list(replica.log(store))) == changes


def test_rows_are_compared_with_what_stands_when_they_are_written(store: Store) -> None:
    listing = listed(store, ["Lê Bình", 1975, "", ""])
    assert intake.report(store, listing, Choice()).counts()["new"] == 1
    bring(store, ["Lê Bình", 1975, "", ""])  # meanwhile, by another list
    report = writing.bring_in(store, OFFICER, listing, Choice())
    assert report.counts()["new"] == 0
    assert len(people(store)) == 1


def test_somebody_merged_into_another_is_not_meant_by_a_list(store: Store) -> None:
    for name in ("one", "two"):
        journal.amend(store, OFFICER, PERSON, name, {"full_name": "Lê Bình", "birth_year": 1975})
    journal.amend(store, OFFICER, PERSON, "two", {"merged_into": "one"})
    assert bring(store, ["Lê Bình", 1975, "", ""]) == [Outcome.SAME]


def test_the_columns_an_officer_chose_are_remembered_for_lists_of_that_shape(store: Store) -> None:
    bring(store, ["Lê Bình", 1975, "", "Phó"], choice=Choice(columns={"Ghi chú": "position"}))
    bring(store, ["Hồ Thị Hoa", 1980, "", "Trưởng"])
    assert {name: each["position"] for name, each in people(store).items()} == {
        "Lê Bình": "Phó",
        "Hồ Thị Hoa": "Trưởng",
    }
