"""Classes and figures come in from lists: people, seats and answers, each once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from db import history, journal
from db.commands import assess, places
from db.commands import intake as writing
from db.commands.assess import Place
from db.queries import intake, replica
from db.store import Store
from reports.spreadsheets.reading import read
from rules.grids import Cell, Percent
from rules.intake.headings import ListKind
from rules.intake.reading import Choice
from rules.intake.report import Outcome, Report
from rules.records import ASSESSMENT, COURSE, ENROLMENT
from rules.worksheet import Worksheet
from tests.support.desk import OFFICER, desk

FILES = Path(__file__).parents[1] / "files" / "spreadsheets"
SET = "vn-ntm-xa-2021-2025"
YEAR = Choice(set=SET, period="2025")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A commune with two villages and one class."""
    with desk(tmp_path / "ho-so") as made:
        places.add_villages(made, OFFICER, ["Thôn A Roàng", "Thôn Phú Xuân"])
        journal.amend(made, OFFICER, COURSE, "lop", {"title": "Kỹ năng số", "code": "KNS-01"})
        yield made


def bring(store: Store, kind: ListKind, choice: Choice, *rows: list[Cell]) -> Report:
    """What became of these rows."""
    listing = intake.understand(store, [Worksheet("Tờ 1", rows)], kind, choice)
    return writing.bring_in(store, OFFICER, listing, choice)


def train(store: Store, *rows: list[Cell], choice: Choice | None = None) -> Report:
    """The same for a class."""
    return bring(store, ListKind.TRAINING, choice or Choice(course="KNS-01"), *rows)


def figures(store: Store, *rows: list[Cell], choice: Choice = YEAR) -> Report:
    """The same for figures."""
    return bring(store, ListKind.FIGURES, choice, *rows)


def outcomes(report: Report) -> list[Outcome]:
    """What becomes of each row."""
    return [line.outcome for line in report.lines]


def seats(store: Store) -> dict[tuple[str, str], str | None]:
    """Who sits in which class, by names, with the result."""
    people, courses = intake.known_people(store), intake.whole(store, COURSE)
    return {
        (str(people[str(each["person"])]["full_name"]), str(courses[str(each["course"])]["title"])):
            each["result"] if isinstance(each["result"], str) else None
        for each in intake.whole(store, ENROLMENT).values()
    }  # fmt: skip


def answered(store: Store) -> dict[tuple[str, str | None], tuple[object, ...]]:
    """What was answered, by indicator and village."""
    names = {each.id: each.name for each in intake.places.villages(store)}
    return {
        (str(each["indicator"]), names.get(str(each["village"]))):
            tuple(each[name] for name in ("passed", "numerator", "denominator", "number"))
        for each in intake.whole(store, ASSESSMENT).values()
    }  # fmt: skip


# -- classes -------------------------------------------------------------------------------------


def test_a_list_in_vni_becomes_people_and_their_seats(store: Store) -> None:
    choice = Choice(course="kns-01")
    listing = intake.understand(store, read(FILES / "vni.xlsx"), ListKind.TRAINING, choice)
    report = writing.bring_in(store, OFFICER, listing, choice)
    assert outcomes(report) == [Outcome.NEW, Outcome.NEW]
    assert dict(listing.converted)["vni"] == 6
    assert seats(store) == {
        ("Trần Thị Mỹ Hạnh", "Kỹ năng số"): "passed",
        ("Nguyễn Đình Chiểu", "Kỹ năng số"): "failed",
    }


def test_somebody_known_gets_a_seat_and_stays_one_person(store: Store) -> None:
    bring(store, ListKind.PEOPLE, Choice(), ["Họ tên", "Năm sinh"], ["Hồ Thị Hoa", 1980])
    assert outcomes(train(store, ["Họ tên", "Năm sinh"], ["HỒ THỊ HOA", 1980])) == [Outcome.NEW]
    assert len(intake.known_people(store)) == 1
    assert seats(store) == {("Hồ Thị Hoa", "Kỹ năng số"): None}


def test_a_class_that_comes_again_is_the_same_and_a_result_changes_it(store: Store) -> None:
    head: list[Cell] = ["Họ tên", "Năm sinh", "Kết quả"]
    train(store, head, ["Hồ Thị Hoa", 1980, ""], ["Lê Bình", 1975, "Đạt"])
    report = train(store, head, ["Hồ Thị Hoa", 1980, "Đạt"], ["Lê Bình", 1975, "Đạt"])
    assert outcomes(report) == [Outcome.CHANGED, Outcome.SAME]
    assert report.lines[0].changes == {"result": (None, "passed")}


def test_a_sheet_of_several_classes_names_them_and_makes_those_that_are_missing(
    store: Store,
) -> None:
    rows: list[list[Cell]] = [
        ["Họ tên", "Năm sinh", "Mã lớp", "Tên lớp"],
        ["Hồ Thị Hoa", 1980, "KNS-01", ""],
        ["Hồ Thị Hoa", 1980, "AN-02", "An toàn thông tin"],
        ["Lê Bình", 1975, "AN-02", "An toàn thông tin"],
        ["Lê An", 1990, "XX-09", ""],
    ]
    report = train(store, *rows, choice=Choice())
    assert outcomes(report) == [Outcome.NEW] * 3 + [Outcome.REFUSED]
    assert "XX-09" in report.lines[3].sentences[0]
    assert set(seats(store)) == {
        ("Hồ Thị Hoa", "Kỹ năng số"),
        ("Hồ Thị Hoa", "An toàn thông tin"),
        ("Lê Bình", "An toàn thông tin"),
    }
    assert len(intake.known_people(store)) == 2
    assert set(outcomes(train(store, *rows, choice=Choice()))) == {Outcome.SAME, Outcome.REFUSED}


def test_a_list_that_tells_no_class_is_refused_row_by_row(store: Store) -> None:
    report = train(store, ["Họ tên"], ["Hồ Thị Hoa"], choice=Choice())
    assert outcomes(report) == [Outcome.REFUSED]
    assert seats(store) == {}


def test_a_class_with_nobody_certain_on_it_is_not_made(store: Store) -> None:
    for name in ("one", "two"):
        journal.commit(store, OFFICER, [journal.Edit("person", name, {"full_name": "Lê An"})])
    choice = Choice(course="AN-02", course_title="An toàn thông tin")
    assert outcomes(train(store, ["Họ tên"], ["Lê An"], choice=choice)) == [Outcome.DOUBTFUL]
    assert len(intake.whole(store, COURSE)) == 1


def test_a_grade_in_the_column_of_results_is_kept_as_a_grade(store: Store) -> None:
    train(store, ["Họ tên", "Kết quả"], ["Hồ Thị Hoa", "Giỏi"])
    (seat,) = intake.whole(store, ENROLMENT).values()
    assert (seat["result"], seat["mark"]) == (None, "Giỏi")


def test_one_undo_takes_people_and_seats_back(store: Store) -> None:
    train(store, ["Họ tên", "Kết quả"], ["Hồ Thị Hoa", "Đạt"])
    history.undo(store, OFFICER)
    assert intake.known_people(store) == {}
    assert intake.whole(store, ENROLMENT) == {}


# -- figures -------------------------------------------------------------------------------------


def test_a_row_for_each_village_and_a_column_for_each_indicator(store: Store) -> None:
    report = figures(
        store,
        ["STT", "Thôn", "8.4 Ứng dụng CNTT", "CT 2.1", "Ghi chú"],
        [1, "A Roàng", "Đạt", "85,5", ""],
        [2, "Phú Xuân", "", 100.0, ""],
        [None, "Tổng cộng", "", 185.5, ""],
    )
    assert outcomes(report) == [Outcome.NEW] * 3
    assert answered(store) == {
        ("8.4", "Thôn A Roàng"): (True, None, None, None),
        ("2.1", "Thôn A Roàng"): (None, None, None, 85.5),
        ("2.1", "Thôn Phú Xuân"): (None, None, None, 100),
    }


def test_a_row_for_each_indicator(store: Store) -> None:
    report = figures(
        store,
        ["Mã chỉ tiêu", "Nội dung", "Kết quả", "Tử số", "Mẫu số"],
        ["8.4", "Ứng dụng CNTT", "Chưa đạt", "", ""],
        [2.1, "Đường", "", 9.0, 10.0],
        ["99.9", "Không có", "Đạt", "", ""],
    )
    assert outcomes(report) == [Outcome.NEW, Outcome.NEW, Outcome.REFUSED]
    assert answered(store) == {
        ("8.4", None): (False, None, None, None),
        ("2.1", None): (None, 9, 10, None),
    }


def test_what_cannot_be_true_beside_what_stands_is_refused(store: Store) -> None:
    assess.answer(store, OFFICER, Place(SET, "2.1", "2025"), {"denominator": 5})
    report = figures(store, ["Mã chỉ tiêu", "Tử số"], ["2.1", 9.0])
    assert outcomes(report) == [Outcome.REFUSED]


def test_a_share_of_one_is_a_question_until_the_officer_takes_it(store: Store) -> None:
    rows: list[list[Cell]] = [["Mã chỉ tiêu", "Kết quả"], ["2.1", 0.85]]
    assert outcomes(figures(store, *rows)) == [Outcome.DOUBTFUL]
    choice = Choice(set=SET, period="2025", decisions={"2": "take"})
    assert outcomes(figures(store, *rows, choice=choice)) == [Outcome.NEW]
    assert outcomes(figures(store, *rows)) == [Outcome.SAME]


@pytest.mark.parametrize(
    "choice", [Choice(period="2025"), Choice(set="khong-co", period="2025"), Choice(set=SET)]
)
def test_figures_of_no_set_or_period_are_refused(store: Store, choice: Choice) -> None:
    report = figures(store, ["Mã chỉ tiêu", "Kết quả"], ["8.4", "Đạt"], choice=choice)
    assert outcomes(report) == [Outcome.REFUSED]


def test_a_name_that_two_villages_could_have_is_refused_and_names_them(store: Store) -> None:
    places.add_villages(store, OFFICER, ["Tổ dân phố Phú Xuân"])
    rows: list[list[Cell]] = [["Thôn", "Chỉ tiêu 2.1"], ["Phú Xuân", 7.0], ["TDP Phú Xuân", 8.0]]
    report = figures(store, *rows)
    assert outcomes(report) == [Outcome.REFUSED, Outcome.NEW]
    assert "“Thôn Phú Xuân”, “Tổ dân phố Phú Xuân”" in report.lines[0].sentences[0]
    assert [village for _code, village in answered(store)] == ["Tổ dân phố Phú Xuân"]


def test_figures_of_a_village_id_nobody_has_are_refused(store: Store) -> None:
    report = figures(store, ["Mã chỉ tiêu", "Mã thôn", "Giá trị"], ["2.1", "nosuch", 7.0])
    assert outcomes(report) == [Outcome.REFUSED]
    assert "nosuch" in report.lines[0].sentences[0]


def test_a_village_nobody_knows_is_refused(store: Store) -> None:
    report = figures(store, ["Thôn", "Chỉ tiêu 8.4"], ["Thôn Lạ", "Đạt"])
    assert outcomes(report) == [Outcome.REFUSED]
    assert list(replica.dump(store, "assessment")) == []


def test_the_same_answer_twice_is_a_question(store: Store) -> None:
    report = figures(store, ["Mã chỉ tiêu", "Kết quả"], ["8.4", "Đạt"], ["8.4", "Không đạt"])
    assert outcomes(report) == [Outcome.NEW, Outcome.DOUBTFUL]


def test_a_figure_that_the_file_shows_in_per_cent_needs_no_decision(store: Store) -> None:
    header: list[Cell] = ["Chỉ tiêu", "Kết quả"]
    report = figures(store, header, ["15.1", Percent(0.5)], ["3.1", 0.5])
    assert outcomes(report) == [Outcome.NEW, Outcome.DOUBTFUL]
    assert answered(store) == {("15.1", None): (None, None, None, 0.5)}


def test_figures_are_of_the_indicator_that_was_chosen_where_no_column_tells(store: Store) -> None:
    choice = Choice(set=SET, period="2025", indicator="2.2")
    rows: list[list[Cell]] = [["Thôn", "Tử số", "Mẫu số"], ["A Roàng", 8, 10]]
    assert outcomes(figures(store, *rows, choice=choice)) == [Outcome.NEW]
    assert answered(store) == {("2.2", "Thôn A Roàng"): (None, 8, 10, None)}
    assert outcomes(figures(store, *rows)) == [Outcome.REFUSED]


def test_of_two_rows_for_one_answer_the_one_that_is_taken_counts(store: Store) -> None:
    rows: list[list[Cell]] = [["Chỉ tiêu", "Kết quả"], ["15.1", 80], ["15.1", 90]]
    choice = Choice(set=SET, period="2025", decisions={"3": "take"})
    assert outcomes(figures(store, *rows, choice=choice)) == [Outcome.DOUBTFUL, Outcome.NEW]
    assert answered(store) == {("15.1", None): (None, None, None, 90)}
