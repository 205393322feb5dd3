"""A list from an office is understood: who is in it, in which script, and what is doubtful."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.grids import Cell, field_of
from rules.intake import comparing, drafts, reading
from rules.intake.drafts import Draft
from rules.intake.headings import FEMALE, GIVEN, MALE, TITLES, WORDS, ListKind, fields
from rules.intake.reading import Choice, Listing
from rules.intake.report import Outcome, Report
from rules.intake.trouble import NotAList
from rules.places import Places
from rules.record import Values
from rules.worksheet import Block, Worksheet

PLACES = Places([("v1", "Thôn A Roàng"), ("v2", "Tổ dân phố 3"), ("v3", "Thôn Phú Xuân")])
HEADER: list[Cell] = ["STT", "Họ và tên", "Năm sinh", "Thôn", "Chức vụ"]


def understood(
    *rows: list[Cell], choice: Choice | None = None, merged: tuple[Block, ...] = ()
) -> Listing:
    """These rows as a list of people."""
    sheets = [Worksheet("Tờ 1", rows, merged)]
    return reading.understand(sheets, ListKind.PEOPLE, choice or Choice())


def people(*rows: list[Cell], **how: object) -> list[Draft]:
    """The people in these rows."""
    return drafts.of_people(understood(*rows, **how), PLACES)  # type: ignore[arg-type]


def compared(rows: list[list[Cell]], known: Mapping[str, Values], **decisions: str) -> Report:
    """These rows under the usual header beside the registry."""
    ids = count(1)
    decided = {name.removeprefix("row"): decision for name, decision in decisions.items()}
    return comparing.people(people(HEADER, *rows), known, decided, draw=lambda: f"new-{next(ids)}")


# -- columns -------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", list(ListKind))
def test_the_headings_of_our_own_lists_are_understood(kind: ListKind) -> None:
    ours = set(WORDS[kind]) - {MALE, FEMALE}  # we say the sex in one column
    assert {field: field_of(TITLES[field], WORDS[kind]) for field in ours} == {
        field: field for field in ours
    }


def test_every_field_that_is_offered_has_a_name() -> None:
    assert {field for kind in ListKind for field in fields(kind)} <= set(TITLES)


def test_the_officer_corrects_a_column_by_its_heading_or_its_letter() -> None:
    rows: list[list[Cell]] = [["Họ và tên", "Ghi chú", "Năm"], ["Hồ Thị Hoa", "Trưởng thôn", 1980]]
    choice = Choice(columns={"ghi chú": "position", "C": "birth_year"})
    (person,) = people(*rows, choice=choice)
    assert person.values == {
        "full_name": "Hồ Thị Hoa", "position": "Trưởng thôn", "birth_year": 1980
    }  # fmt: skip


def test_a_field_moved_to_another_column_leaves_the_first() -> None:
    rows: list[list[Cell]] = [["Họ và tên", "Thôn", "Đơn vị cũ"], ["Hoa", "A", "Thôn A Roàng"]]
    listing = understood(*rows, choice=Choice(columns={"Đơn vị cũ": "unit"}))
    assert listing.columns() == {"A": "full_name", "B": None, "C": "unit"}


def test_a_header_without_a_known_word_is_found_by_what_the_officer_said() -> None:
    rows: list[list[Cell]] = [["Quý danh", "Tuổi"], ["Hồ Thị Hoa", "45"]]
    with pytest.raises(NotAList):
        understood(*rows)
    (person,) = people(*rows, choice=Choice(columns={"Quý danh": "full_name"}))
    assert person.name == "Hồ Thị Hoa"


def test_what_was_chosen_for_a_shape_comes_back_and_today_goes_before_it() -> None:
    rows: list[list[Cell]] = [["Họ và tên", "Ghi chú"], ["Hoa", "Thôn A Roàng"]]
    shape = understood(*rows).table.shape
    memory = {shape: {"B": "unit"}}

    def again(choice: Choice) -> Listing:
        sheets = [Worksheet("Tờ 1", rows)]
        return reading.understand(
            sheets, ListKind.PEOPLE, choice, remembered=lambda shape: memory.get(shape, {})
        )

    assert again(Choice()).fields["unit"] == 1
    assert "unit" not in again(Choice(columns={"B": None})).fields


def test_the_sheet_that_knows_most_is_taken_unless_one_is_named() -> None:
    sheets = [Worksheet("Bìa", [["Họ tên"], ["Hoa"]]), Worksheet("Danh sách", [HEADER, [1, "An"]])]
    assert reading.understand(sheets, ListKind.PEOPLE, Choice()).sheet == "Danh sách"
    assert reading.understand(sheets, ListKind.PEOPLE, Choice(sheet="Bìa")).sheet == "Bìa"
    with pytest.raises(NotAList, match="Không có"):
        reading.understand(sheets, ListKind.PEOPLE, Choice(sheet="Không có"))


# -- names, sex, places --------------------------------------------------------------------------


def test_a_name_in_two_columns_is_one_name() -> None:
    (one,) = people(["STT", "Họ đệm", "Tên"], [1, "Hồ Thị", "Hoa"])
    (other,) = people(
        ["STT", "Họ và tên", "", "Năm sinh"], [1, "Hồ Thị", "Hoa", 1980],
        merged=(Block(0, 1, 0, 2),),
    )  # fmt: skip
    assert one.name == other.name == "Hồ Thị Hoa"


def test_a_column_headed_only_by_the_year_tells_no_sex() -> None:
    assert understood(["Họ và tên", "Năm"], ["Hoa", 1980]).columns() == {
        "A": "full_name",
        "B": None,
    }


def test_a_column_without_a_heading_beside_the_names_is_no_name() -> None:
    assert GIVEN not in understood(["Họ và tên", "", "Năm sinh"], ["Hoa", "x", 1980]).fields


def test_sex_is_told_by_the_column_that_is_marked_or_holds_the_year() -> None:
    drafted = people(
        ["Họ và tên", "Năm sinh", None], [None, "Nam", "Nữ"],
        ["Lê Bình", 1975, None], ["Hồ Thị Hoa", None, "1980"], ["Lê An", "x", None],
        ["Lê Ánh", 1980, 1980],
    )  # fmt: skip
    told = [(each.values.get("sex"), each.values.get("birth_year")) for each in drafted[:3]]
    assert told == [("male", 1975), ("female", 1980), ("male", None)]
    assert drafted[3].refused


@pytest.mark.parametrize("written", ["A Roàng", "thôn a roàng", "THÔN A ROÀNG", "Xóm A Roàng"])
def test_a_village_is_known_however_it_is_written(written: str) -> None:
    assert PLACES.find(written) == "v1"


def test_a_village_nobody_knows_or_two_have_is_left_out_and_told() -> None:
    (person,) = people(HEADER, [1, "Hồ Thị Hoa", 1980, "Trường THCS", None])
    assert "unit" not in person.values
    assert "Trường THCS" in person.notes[0]


def test_the_heading_between_rows_tells_the_village() -> None:
    (person,) = people(HEADER, ["I", "Thôn Phú Xuân"], [1, "Hồ Thị Hoa", 1980, "", ""])
    assert person.values["unit"] == "v3"


def test_a_village_that_stands_once_for_several_rows_holds_for_each() -> None:
    drafted = people(
        HEADER, [1, "Hồ Thị Hoa", 1980, "A Roàng", ""], [2, "Lê Bình", 1975, "", ""],
        merged=(Block(1, 3, 2, 3),),
    )  # fmt: skip
    assert [each.values.get("unit") for each in drafted] == ["v1", "v1"]


# -- outcomes ------------------------------------------------------------------------------------

HOA: Values = {"full_name": "Hồ Thị Hoa", "birth_year": 1980, "unit": "v1", "position": "Trưởng"}


def test_rows_are_new_same_changed_doubtful_or_refused() -> None:
    report = compared(
        [
            [1, "Lê Văn Bình", 1975, "A Roàng", ""],
            [2, "HỒ THỊ HOA", 1980, "A Roàng", "Trưởng"],
            [3, "Nguyễn An", 1990, "", "Phó"],
            [4, "Nguyễn Hà", 1960, "", ""],
            [5, "Trần Tú", "năm con rồng", "", ""],
            [6, "", 1980, "A Roàng", ""],
        ],
        {
            "hoa": HOA,
            "an": {"full_name": "Nguyễn An", "birth_year": 1990, "position": "Tổ viên"},
            "ha": {"full_name": "Nguyễn Hà", "birth_year": 1961},
        },
    )
    assert [line.outcome for line in report.lines] == [
        Outcome.NEW, Outcome.SAME, Outcome.CHANGED, Outcome.DOUBTFUL, Outcome.REFUSED,
        Outcome.REFUSED,
    ]  # fmt: skip
    assert report.lines[2].changes == {"position": ("Tổ viên", "Phó")}
    assert report.lines[3].candidates == ("ha",)
    assert "năm con rồng" in report.lines[4].sentences[0]
    assert [(each.record, each.values) for each in report.wanted()] == [
        ("new-1", {"full_name": "Lê Văn Bình", "birth_year": 1975, "unit": "v1"}),
        ("an", {"position": "Phó"}),
    ]


def test_an_empty_cell_changes_nothing() -> None:
    (line,) = compared([[1, "Hồ Thị Hoa", 1980, "A Roàng", None]], {"hoa": HOA}).lines
    assert line.outcome is Outcome.SAME


def test_a_name_with_other_accents_is_a_question() -> None:
    (line,) = compared([[1, "Hồ Thị Hóa", 1980, "A Roàng", ""]], {"hoa": HOA}).lines
    assert line.outcome is Outcome.DOUBTFUL


def test_the_same_person_twice_on_a_list_is_a_question_the_second_time() -> None:
    report = compared([[1, "Lê Bình", 1975, "", ""], [2, "Lê Bình", 1975, "", ""]], {})
    assert [line.outcome for line in report.lines] == [Outcome.NEW, Outcome.DOUBTFUL]
    assert "dòng 2" in report.lines[1].sentences[0]


def test_a_row_of_our_own_list_that_stands_twice_is_a_question_the_second_time() -> None:
    header: list[Cell] = ["Họ và tên", "Chức vụ", "Mã người"]
    drafted = people(header, ["Hồ Thị Hoa", "Phó", "hoa"], ["Hồ Thị Hoa", "Tổ viên", "hoa"])
    report = comparing.people(drafted, {"hoa": HOA}, {})
    assert [line.outcome for line in report.lines] == [Outcome.CHANGED, Outcome.DOUBTFUL]
    assert [each.values for each in report.wanted()] == [{"position": "Phó"}]
    taken = comparing.people(drafted, {"hoa": HOA}, {"3": "take"})
    assert taken.lines[1].outcome is Outcome.CHANGED


def test_a_village_two_could_be_is_left_empty_and_they_are_named() -> None:
    alike = Places([("v1", "Thôn Hà Giữa"), ("v2", "Tổ dân phố Hà Giữa")])
    (person,) = drafts.of_people(understood(HEADER, [1, "Hoa", 1980, "Hà Giữa", ""]), alike)
    assert "unit" not in person.values
    assert "“Thôn Hà Giữa”, “Tổ dân phố Hà Giữa”" in person.notes[0]


def test_two_of_one_name_are_asked_about() -> None:
    known = {"one": {**HOA, "unit": None}, "two": {**HOA, "unit": None}}
    (line,) = compared([[1, "Hồ Thị Hoa", 1980, "", ""]], known).lines
    assert (line.outcome, set(line.candidates)) == (Outcome.DOUBTFUL, {"one", "two"})


def test_the_officer_decides_a_doubtful_row() -> None:
    rows: list[list[Cell]] = [[1, "Hồ Thị Hóa", 1980, "A Roàng", ""]]
    outcomes = {
        decision: compared(rows, {"hoa": HOA}, row2=decision).lines[0].outcome
        for decision in ("take", "skip", "hoa")
    }
    assert outcomes == {"take": Outcome.NEW, "skip": Outcome.SKIPPED, "hoa": Outcome.CHANGED}


def test_a_list_neither_makes_officers_nor_unmakes_them() -> None:
    header: list[Cell] = ["Họ và tên", "Vai trò", "Mã người"]
    drafted = people(header, ["Hoa", "officer; Người dân", "hoa"], ["Lan", "officer", ""])
    known: dict[str, Values] = {"hoa": {"full_name": "Hoa", "roles": ["officer"]}}
    report = comparing.people(drafted, known, {})
    assert report.lines[0].wanted[0].values == {"roles": ["officer", "resident"]}
    assert report.lines[1].wanted[0].values == {"full_name": "Lan"}


def test_a_telephone_number_written_otherwise_is_the_same() -> None:
    header: list[Cell] = ["Họ và tên", "Năm sinh", "SĐT"]
    known: dict[str, Values] = {
        "hoa": {"full_name": "Hoa", "birth_year": 1980, "phone": "+84 914 000 111"}
    }
    report = comparing.people(people(header, ["Hoa", 1980, 914000111.0]), known, {})
    assert report.lines[0].outcome is Outcome.SAME


# -- old encodings -------------------------------------------------------------------------------


def test_a_list_of_before_unicode_is_turned_into_it_and_counted() -> None:
    listing = understood(
        ["STT", "Hä vµ tªn", "N¨m sinh", "Th«n"], [1, "NguyÔn V¨n TÊn", 1975, "A Roµng"]
    )
    (person,) = drafts.of_people(listing, PLACES)
    assert person.values == {"full_name": "Nguyễn Văn Tấn", "birth_year": 1975, "unit": "v1"}
    assert dict(listing.converted) == {"tcvn3": 5}


def test_the_font_tells_where_words_cannot() -> None:
    rows = [["Họ và tên"], ["Tr­¬ng"]]
    told = Worksheet("Tờ 1", rows, fonts={(1, 0): ".VnTimeH"})
    listing = reading.understand([told], ListKind.PEOPLE, Choice())
    assert drafts.of_people(listing, PLACES)[0].name == "TRƯƠNG"


vietnamese = st.sampled_from(["Hồ Thị Hoa", "Lê Bình", "Nguyễn Văn An", "Đỗ Ý", "Trần Tú"])


@given(st.lists(st.tuples(vietnamese, st.integers(1940, 2008)), min_size=1, unique=True))
def test_what_was_written_is_the_same_when_it_comes_again(listed: list[tuple[str, int]]) -> None:
    rows: list[list[Cell]] = [[n, *person, "A Roàng", "x"] for n, person in enumerate(listed)]
    first = compared(rows, {})
    known = {each.record or "": each.values for each in first.wanted()}
    again = compared(rows, known)
    taken = {line.row for line in first.lines if line.outcome is Outcome.NEW}
    assert {line.outcome for line in again.lines if line.row in taken} <= {Outcome.SAME}
    assert again.wanted() == []
