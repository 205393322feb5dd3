"""Surveys: counted by village or from sheets, rolled up, signed, and then left as they are."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from db import errors, history
from db.commands import people as roster
from db.commands import places as places_deeds
from db.commands import profile, sheets
from db.commands import survey as deeds
from db.queries import forms, replica
from db.queries import sheets as sheet_reading
from db.queries import survey as reading
from db.queries.survey import Survey, VillageCount
from db.store import Store
from resources.surveys import SurveyForm
from rules.keying import Draft
from rules.record import Values
from rules.records.person import FRONT, OFFICER
from rules.tally import Count, Result

TODAY = date(2026, 11, 23)
WHOLE: Values = {
    "households": 100,
    "represented": 80,
    "issued": 80,
    "collected": 80,
    "valid": 79,
    "invalid": 1,
}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with profile.found(tmp_path / "p", "19819", "Trần Thị Bình") as made:
        yield made


def me(store: Store) -> str:
    return profile.actor(store)


def front(store: Store) -> str:
    values = {"full_name": "Hồ Văn Mặt", "roles": [OFFICER, FRONT]}
    return roster.add(store, me(store), values)


def form(store: Store) -> SurveyForm:
    return forms.forms(store)[0]


def opened(store: Store, *names: str, **values: str) -> tuple[str, list[str]]:
    """A survey, and villages for it."""
    villages = places_deeds.add_villages(store, me(store), list(names))
    return deeds.open_survey(store, me(store), "Sự hài lòng 2026", form(store), **values), villages


def found(store: Store) -> Survey:
    (survey,) = reading.surveys(store)
    return survey


def counts(store: Store) -> list[VillageCount]:
    return reading.villages(store, found(store), form(store), TODAY)


def result(store: Store) -> Result:
    survey = found(store)
    return reading.result(counts(store), form(store), reading.bounds(survey, form(store)))


def count_all(store: Store, survey: str, village: str, no: int = 0) -> None:
    """A village with figures that fit; `no` of its sheets are dissatisfied throughout."""
    deeds.count(store, me(store), survey, village, WHOLE)
    told: Values = {"satisfied": 79 - no, "dissatisfied": no, "silent": 0}
    everything = {question.code: told for question in form(store).questions}
    deeds.answer(store, me(store), survey, village, everything)


class TestOpening:
    def test_a_survey_needs_a_title_and_days_in_order(self, store: Store) -> None:
        with pytest.raises(errors.Refused, match="nhập tên"):
            deeds.open_survey(store, me(store), " ", form(store))
        survey, _villages = opened(store, "A", opens="2026-10-01")
        with pytest.raises(errors.Refused, match="trước ngày bắt đầu"):
            deeds.describe(store, me(store), survey, {"closes": "2026-09-30"})

    def test_it_keeps_the_version_of_its_questions(self, store: Store) -> None:
        opened(store, "A")
        assert (found(store).form, found(store).version) == (form(store).id, form(store).version)
        assert reading.form_of(store, found(store)) == form(store)

    def test_taking_it_out_is_one_action(self, store: Store) -> None:
        survey, (village,) = opened(store, "A")
        count_all(store, survey, village)
        sheets.keep(store, me(store), survey, village, Draft("1" * 11), 11)
        before = list(replica.dump(store))
        deeds.remove(store, me(store), survey)
        assert reading.surveys(store) == []
        history.undo(store, me(store))
        assert list(replica.dump(store)) == before


class TestCounting:
    def test_what_villages_told_is_added_up_and_a_gap_is_named(self, store: Store) -> None:
        survey, (a, b) = opened(store, "A", "B")
        count_all(store, survey, a, no=4)
        assert result(store).missing == (b,)
        assert result(store).total.households is None
        count_all(store, survey, b)
        done = result(store)
        assert done.complete
        assert done.total.households == 200
        assert done.total.answers["1"] == Count(154, 4, 0)

    def test_figures_that_cannot_be_true_are_told(self, store: Store) -> None:
        survey, (a,) = opened(store, "A")
        count_all(store, survey, a)
        deeds.count(store, me(store), survey, a, {"collected": 81})
        codes = {flaw.code for flaw in result(store).flaws}
        assert codes == {"more_than", "not_the_sum"}
        assert not result(store).complete

    def test_the_communes_own_terms_hold_before_those_of_the_package(self, store: Store) -> None:
        survey, (a,) = opened(store, "A")
        count_all(store, survey, a, no=8)
        assert result(store).failed == ()
        values: Values = {"least_overall": 90, "least_each": 89.9, "terms_source": "HD 01"}
        deeds.describe(store, me(store), survey, values)
        bounds = reading.bounds(found(store), form(store))
        assert (bounds.own, bounds.source) == (True, "HD 01")
        assert result(store).failed[0] == "overall"

    def test_only_villages_of_the_last_day_are_asked_for(self, store: Store) -> None:
        _survey, (a, b) = opened(store, "A", "B", closes="2026-06-30")
        places_deeds.describe_village(store, me(store), a, {"valid_to": "2026-05-31"})
        assert [each.village for each in counts(store)] == [b]


class TestSheets:
    def test_sheets_are_counted_and_the_stack_is_held_against_them(self, store: Store) -> None:
        survey, (a,) = opened(store, "A")
        deeds.count(store, me(store), survey, a, {"collected": 3})
        for answers in ("11111111111", "12011111111"):
            sheets.keep(store, me(store), survey, a, Draft(answers), 11)
        (village,) = counts(store)
        assert (village.source, village.keyed, village.tally.valid) == ("sheets", 2, 2)
        assert village.tally.answers["2"] == Count(1, 1, 0)
        assert village.tally.answers["3"] == Count(1, 0, 1)
        assert [flaw.code for flaw in result(store).flaws] == ["not_the_sum"]
        sheets.keep(store, me(store), survey, a, Draft(invalid=True), 11)
        assert result(store).flaws == ()

    def test_half_a_sheet_is_refused(self, store: Store) -> None:
        survey, (a,) = opened(store, "A")
        with pytest.raises(errors.Refused, match="chưa có số"):
            sheets.keep(store, me(store), survey, a, Draft("111"), 11)

    def test_numbers_run_by_village_and_a_correction_keeps_its_own(self, store: Store) -> None:
        survey, (a, b) = opened(store, "A", "B")
        keep = [sheets.keep(store, me(store), survey, v, Draft("1" * 11), 11) for v in (a, a, b)]
        assert [each[-4:] for each in keep] == ["-001", "-002", "-001"]
        last, _first = sheet_reading.keyed(store, survey, a)
        sheets.correct(store, me(store), last.id, Draft("2" * 11), 11)
        assert sheet_reading.keyed(store, survey, a)[0].number == keep[1]
        sheets.remove(store, me(store), [last.id])
        assert len(sheet_reading.keyed(store, survey, a)) == 1
        history.undo(store, me(store))
        assert len(sheet_reading.keyed(store, survey, a)) == 2

    def test_a_second_entry_is_compared_and_never_counted(self, store: Store) -> None:
        survey, (a,) = opened(store, "A")
        for _n in range(40):
            sheets.keep(store, me(store), survey, a, Draft("1" * 11), 11)
        everything = sheet_reading.keyed(store, survey, a)
        drawn = sheet_reading.sample(everything, 5, "seed")
        assert len(drawn) == 2
        assert drawn == sheet_reading.sample(list(reversed(everything)), 5, "seed")
        sheets.keep_second(store, me(store), drawn[0].id, Draft("12" + "1" * 9), 11)
        sheets.keep_second(store, me(store), drawn[0].id, Draft("12" + "1" * 8 + "2"), 11)
        one, other = sheet_reading.pairs(store, drawn)
        assert one.differences() == (1, 10)
        assert other.second is None
        assert counts(store)[0].keyed == 40
        sheets.remove(store, me(store), [drawn[0].id])
        assert counts(store)[0].keyed == 39
        assert store.value("SELECT count(*) FROM sheet WHERE NOT deleted") == 39

    @pytest.mark.parametrize("seed", range(3))
    def test_the_result_is_what_adding_up_by_hand_gives(self, store: Store, seed: int) -> None:
        draw = random.Random(seed)
        survey, villages = opened(store, "A", "B", "C")
        by_hand = [[0, 0, 0] for _question in range(11)]
        for village in villages:
            for _n in range(draw.randint(1, 9)):
                answers = "".join(draw.choice("012") for _question in range(11))
                spoilt = draw.random() < 0.2
                sheets.keep(store, me(store), survey, village, Draft(answers, spoilt), 11)
                for at, figure in enumerate(answers):
                    by_hand[at]["120".index(figure)] += not spoilt
        total = result(store).total
        codes = [question.code for question in form(store).questions]
        told = [
            [total.answers[c].satisfied, total.answers[c].dissatisfied, total.answers[c].silent]
            for c in codes
        ]
        assert told == by_hand


class TestSigning:
    def signed(self, store: Store) -> tuple[str, str, str]:
        survey, (village,) = opened(store, "A")
        count_all(store, survey, village)
        who = front(store)
        deeds.sign(store, who, survey, result(store))
        return survey, village, who

    def test_only_the_front_signs_and_only_what_is_complete(self, store: Store) -> None:
        survey, (village,) = opened(store, "A")
        with pytest.raises(errors.Refused, match="còn thôn thiếu"):
            deeds.sign(store, front(store), survey, result(store))
        count_all(store, survey, village)
        with pytest.raises(errors.Refused, match="người của Mặt trận"):
            deeds.sign(store, me(store), survey, result(store))
        assert not found(store).signed

    def test_the_figures_are_kept_with_the_signature(self, store: Store) -> None:
        self.signed(store)
        survey = found(store)
        assert survey.signed_by == "Hồ Văn Mặt"
        figures = reading.signed_figures(survey)
        assert figures == reading.figures_of(result(store))

    def test_after_it_nobody_edits_anything_not_even_by_undo(self, store: Store) -> None:
        who = front(store)
        survey, (village,) = opened(store, "A")
        count_all(store, survey, village)
        sheet = sheets.keep(store, me(store), survey, village, Draft("1" * 11), 11)
        assert sheet
        sheets.count_from(store, me(store), survey, village, "tally")
        (kept,) = sheet_reading.keyed(store, survey, village)
        deeds.sign(store, who, survey, result(store))
        before = list(replica.dump(store))
        attempts = (
            lambda actor: deeds.describe(store, actor, survey, {"note": "x"}),
            lambda actor: deeds.count(store, actor, survey, village, {"issued": 99}),
            lambda actor: deeds.answer(store, actor, survey, village, {"1": {"silent": 1}}),
            lambda actor: sheets.keep(store, actor, survey, village, Draft("1" * 11), 11),
            lambda actor: sheets.correct(store, actor, kept.id, Draft("2" * 11), 11),
            lambda actor: sheets.remove(store, actor, [kept.id]),
            lambda actor: sheets.keep_second(store, actor, kept.id, Draft("1" * 11), 11),
            lambda actor: sheets.count_from(store, actor, survey, village, "sheets"),
            lambda actor: deeds.remove(store, actor, survey),
            lambda actor: (
                history.undo(store, actor)
                if actor == me(store)
                else deeds.remove(store, actor, survey)
            ),
        )
        for attempt in attempts:
            for actor in (me(store), who):
                with pytest.raises(errors.Refused, match="đã được Mặt trận ký"):
                    attempt(actor)
        assert list(replica.dump(store)) == before

    def test_the_front_takes_it_back_and_work_goes_on(self, store: Store) -> None:
        survey, village, who = self.signed(store)
        with pytest.raises(errors.Refused, match="Chỉ người của Mặt trận"):
            deeds.withdraw(store, me(store), survey)
        deeds.withdraw(store, who, survey)
        deeds.count(store, me(store), survey, village, {"issued": 99})
        assert not found(store).signed
        history.undo(store, who)
        assert found(store).signed
