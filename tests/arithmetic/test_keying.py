"""A practised hand keys a sheet by figures; nothing else slips in."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rules import keying
from rules.keying import Draft
from rules.tally import Count, Tally

ELEVEN = 11
CODES = [str(number) for number in range(1, 12)]


def keyed(keys: str, questions: int = ELEVEN) -> Draft:
    draft = Draft()
    for key in keys:
        draft = keying.press(draft, key, questions)
    return draft


def test_eleven_questions_are_eleven_figures() -> None:
    draft = keyed("12101111111")
    assert draft.answers == "12101111111"
    assert keying.is_whole(draft, ELEVEN)
    assert not keying.is_whole(keyed("1210111111"), ELEVEN)


def test_what_is_too_much_or_no_answer_is_left_out() -> None:
    assert keyed("1" * 12).answers == "1" * 11
    assert keyed("13a9x2").answers == "12"


def test_a_key_answers_the_rest_and_one_takes_back() -> None:
    assert keyed("120+").answers == "12011111111"
    assert keying.press(keyed("120"), keying.BACK, ELEVEN).answers == "12"
    assert keying.press(Draft(), keying.BACK, ELEVEN) == Draft()


def test_a_sheet_that_does_not_count_takes_no_answers() -> None:
    spoilt = keyed("12*1")
    assert spoilt == Draft("12", invalid=True)
    assert keying.is_whole(spoilt, ELEVEN)
    assert keyed("12*1*1").answers == "121"


def test_sheets_are_counted_question_by_question() -> None:
    told = keying.counted(Tally("v", collected=3), ["12", "11", "10"], ["a", "b", "c"])
    assert (told.valid, told.collected) == (3, 3)
    assert told.answers == {"a": Count(3), "b": Count(1, 1, 1), "c": Count(0, 0, 3)}
    assert keying.counted(Tally("v"), [], ["a"]).answers == {"a": Count()}


def test_two_entries_of_a_sheet_are_held_against_each_other() -> None:
    assert keying.differences("12101", "12101") == ()
    assert keying.differences("12101", "11100") == (1, 4)
    assert keying.differences("121", "1210") == (3,)


@given(st.text(alphabet="0123456789+*ab", max_size=40), st.integers(1, 20))
def test_a_draft_never_holds_more_than_its_questions_or_other_figures(
    keys: str, questions: int
) -> None:
    draft = keyed(keys, questions)
    assert len(draft.answers) <= questions
    assert set(draft.answers) <= set("012")
