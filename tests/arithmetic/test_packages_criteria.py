"""The shipped criteria sets hold exactly what a source states, and say what they lack."""

from __future__ import annotations

from collections import Counter

import pytest

from resources import packages
from resources.criteria import Bound, Comparison, Confidence, CriteriaSet, Indicator, ValueKind

SETS: dict[str, CriteriaSet] = {
    each.id: packages.load_criteria(each.path)
    for each in packages.shipped()
    if each.kind == "criteria"
}
COMMUNE, ADVANCED = SETS["vn-ntm-xa-2021-2025"], SETS["vn-ntm-xa-nang-cao-2021-2025"]
PASS = Bound(value=None)
POOR_REGIONS = (
    "trung_du_mien_nui_phia_bac",
    "bac_trung_bo",
    "duyen_hai_nam_trung_bo",
    "tay_nguyen",
    "dong_bang_song_cuu_long",
)
RICH_REGIONS = ("dong_bang_song_hong", "dong_nam_bo")


def regions(**values: float) -> set[Bound]:
    """One bound per region."""
    return {Bound(value, region=region) for region, value in values.items()}


# Every threshold somebody published and a page was read for; everything else has none.
SOURCED: dict[str, dict[str, set[Bound]]] = {
    "vn-ntm-xa-2021-2025": {
        "3.1": {Bound(80)},
        "5.1.a": {Bound(100, region=region) for region in POOR_REGIONS},
        "5.1.b": {Bound(100, region=region) for region in RICH_REGIONS}
        | {Bound(70, region=region, least_denominator=4) for region in POOR_REGIONS}
        | {Bound(50, region=region, most_denominator=3) for region in POOR_REGIONS},
        "14.1.a": {Bound(98)},
        "14.1.b": {PASS},
        "14.1.c": {Bound(2)},
        "14.1.d": {Bound(2)},
        "14.1.e": {Bound(2)},
        "15.1": {Bound(90)},
        "15.3": regions(
            trung_du_mien_nui_phia_bac=24,
            dong_bang_song_hong=16.5,
            bac_trung_bo=25,
            duyen_hai_nam_trung_bo=22,
            tay_nguyen=26.5,
            dong_nam_bo=14.5,
            dong_bang_song_cuu_long=19,
        ),
        "15.4": regions(trung_du_mien_nui_phia_bac=50, dong_bang_song_hong=70),
        **{code: {PASS} for code in ("3.2", "8.1", "8.2", "8.3", "8.4", "15.2")},
    },
    "vn-ntm-xa-nang-cao-2021-2025": {
        "8.2": regions(vung_dan_toc_thieu_so_va_mien_nui=50),
        "14.1": {Bound(95)},
        "14.2": regions(trung_du_mien_nui_phia_bac=90),
        "14.3": regions(trung_du_mien_nui_phia_bac=40),
        "14.4": regions(trung_du_mien_nui_phia_bac=70),
        "18.1": regions(bac_trung_bo=55),
        **{code: {PASS} for code in ("8.4", "15.2", "16.1")},
    },
    "vn-ntm-xa-kieu-mau-2021-2025": {
        "1.1": {PASS},
        "2.1": {Bound(10)},
        "3.1": {Bound(1)},
        "4.1": {Bound(1)},
    },
    "hue-ntm-xa-kieu-mau-2021-2025": {
        "1.1": {PASS},
        "2.1": {Bound(10)},
        "3.1": {Bound(1)},
        "4.1": {Bound(1)},
    },
    "vn-ntm-huyen-2021-2025": {
        "0.1": {Bound(100)},
        "0.2": {Bound(10)},
        "0.3": {Bound(100)},
        "0.4": {Bound(90)},
        "2.2": {Bound(100)},
        "5.3": {Bound(60)},
        **{code: {PASS} for code in ("2.1", "2.4", "5.1", "5.4", "9.5", "9.6")},
    },
    "vn-ntm-huyen-nang-cao-2021-2025": {
        "0.1": {Bound(50)},
        "0.2": {Bound(100)},
        "0.3": {Bound(95)},
        "1.2": {Bound(1)},
        "6.5": {PASS},
        "9.2": {PASS},
    },
    "vn-ntm-xa-2026-2030": {},
    "vn-ntm-tinh-2026-2030": {"1.1": {Bound(100)}, "2.1": {Bound(10)}, "3.1": {Bound(70)}},
    "hue-thon-xa-thong-minh": {},
    "hue-kh132-2021-2025": {"T07": {Bound(100)}},
}


def test_every_shipped_set_is_listed_here() -> None:
    assert set(SETS) == set(SOURCED)


@pytest.mark.parametrize("name", SOURCED)
def test_a_set_has_every_sourced_threshold_and_no_other(name: str) -> None:
    held = {one.code: set(one.bounds) for one in SETS[name].answerable() if one.bounds}
    assert held == SOURCED[name]


@pytest.mark.parametrize(
    ("name", "criteria", "indicators"),
    [
        ("vn-ntm-xa-2021-2025", 19, 57),
        ("vn-ntm-xa-nang-cao-2021-2025", 19, 75),
        ("vn-ntm-xa-kieu-mau-2021-2025", 4, 4),
        ("hue-ntm-xa-kieu-mau-2021-2025", 4, 4),
    ],
)
def test_a_full_set_has_as_many_rows_as_the_decision(
    name: str, criteria: int, indicators: int
) -> None:
    read = SETS[name]
    assert (len(read.criteria), len(list(read.indicators()))) == (criteria, indicators)
    assert (read.official_criteria, read.official_indicators) == (criteria, indicators)


@pytest.mark.parametrize(
    ("name", "criteria", "indicators", "official"),
    [
        ("vn-ntm-huyen-2021-2025", 4, 12, 36),
        ("vn-ntm-huyen-nang-cao-2021-2025", 4, 7, None),
        ("vn-ntm-tinh-2026-2030", 3, 3, None),
        ("vn-ntm-xa-2026-2030", 10, 0, 47),
        ("hue-thon-xa-thong-minh", 0, 0, None),
        ("hue-kh132-2021-2025", 4, 7, None),
    ],
)
def test_an_incomplete_set_does_not_claim_to_be_the_decision(
    name: str, criteria: int, indicators: int, official: int | None
) -> None:
    read = SETS[name]
    assert (len(read.criteria), len(list(read.indicators()))) == (criteria, indicators)
    assert read.official_indicators == official
    assert read.status != "complete"
    assert read.note


@pytest.mark.parametrize("name", ["vn-ntm-xa-2026-2030", "hue-thon-xa-thong-minh"])
def test_a_set_without_indicators_loads_and_says_why(name: str) -> None:
    read = SETS[name]
    assert not list(read.answerable())
    assert read.note is not None
    assert "chưa" in read.note.lower()


@pytest.mark.parametrize(
    ("read", "bounds", "titles"),
    [
        (COMMUNE, (4, 2, 6, 45), (12, 2, 43)),
        # three rows are exact without a bound: the decision leaves it to the province
        (ADVANCED, (4, 5, 3, 63), (6, 5, 64)),
    ],
    ids=lambda value: value.id if isinstance(value, CriteriaSet) else "",
)
def test_flags_of_confidence_are_kept(
    read: CriteriaSet, bounds: tuple[int, ...], titles: tuple[int, ...]
) -> None:
    of_bounds = Counter(one.confidence for one in read.indicators())
    of_titles = Counter(one.title_confidence for one in read.indicators())
    flags = (Confidence.EXACT, Confidence.PARAPHRASE, Confidence.INFERRED, Confidence.MISSING)
    assert tuple(of_bounds[flag] for flag in flags) == bounds
    told = (Confidence.EXACT, Confidence.PARAPHRASE, Confidence.RECALL)
    assert tuple(of_titles[flag] for flag in told) == titles


@pytest.mark.parametrize("name", SOURCED)
def test_a_threshold_names_its_source_and_is_never_from_memory(name: str) -> None:
    for one in SETS[name].answerable():
        if one.bounds:
            assert one.source, one.code
            assert one.confidence is not Confidence.RECALL, one.code


@pytest.mark.parametrize("name", SOURCED)
def test_a_title_from_memory_names_no_source(name: str) -> None:
    for one in SETS[name].indicators():
        from_memory = one.title_confidence is Confidence.RECALL
        assert not (from_memory and one.title_source), one.code


def test_what_the_province_sets_has_no_threshold_here() -> None:
    for code in ("1.1", "1.2", "1.3"):
        one = found(ADVANCED, code)
        assert one.provincial
        assert not one.bounds


def test_a_yes_no_row_without_a_published_threshold_is_not_judged() -> None:
    one = found(COMMUNE, "13.1")
    assert one.kind is ValueKind.YES_NO
    assert one.comparison is Comparison.PASS
    assert one.bounds == ()


def test_income_changes_from_year_to_year_and_no_year_is_known() -> None:
    for read in (COMMUNE, ADVANCED):
        one = found(read, "10.1")
        assert one.yearly
        assert one.kind is ValueKind.MONEY
        assert one.bounds == ()


def test_malnutrition_must_stay_below_its_threshold() -> None:
    assert found(COMMUNE, "15.3").comparison is Comparison.AT_MOST


@pytest.mark.parametrize(
    ("code", "kinds"),
    [
        ("5.1", ["percent", "percent"]),
        ("14.1", ["percent", "yes_no", "index", "index", "index"]),
    ],
)
def test_rows_that_ask_several_questions_are_composites(code: str, kinds: list[str]) -> None:
    one = found(COMMUNE, code)
    assert one.kind is ValueKind.COMPOSITE
    assert [str(part.kind) for part in one.parts] == kinds
    assert [part.code for part in one.parts] == [f"{code}.{letter}" for letter in "abcde"][
        : len(kinds)
    ]


def test_only_answers_that_add_up_come_from_the_villages() -> None:
    for read in SETS.values():
        for one in read.answerable():
            if one.by_village:
                assert one.kind in (ValueKind.PERCENT, ValueKind.COUNT), one.code


@pytest.mark.parametrize(
    "name",
    [
        "vn-ntm-xa-2021-2025",
        "vn-ntm-xa-nang-cao-2021-2025",
        "vn-ntm-xa-kieu-mau-2021-2025",
        "hue-ntm-xa-kieu-mau-2021-2025",
        "hue-kh132-2021-2025",
    ],
)
def test_owners_of_a_commune_set_are_proposed_and_the_note_says_so(name: str) -> None:
    assert all(one.owner_role for one in SETS[name].answerable())
    assert "đề xuất của chương trình" in (SETS[name].note or "")


def test_the_rule_for_specially_difficult_communes_is_kept() -> None:
    for read in (COMMUNE, ADVANCED):
        assert [rule.apply_region for rule in read.rules] == ["trung_du_mien_nui_phia_bac"]
        assert read.recognition is not None
        assert len(read.recognition.items) == 4


def test_the_new_decision_names_its_three_commune_groups() -> None:
    read = SETS["vn-ntm-xa-2026-2030"]
    assert [group.code for group in read.commune_groups] == ["1", "2", "3"]
    assert all(group.definition for group in read.commune_groups)
    assert [criterion.code for criterion in read.criteria] == [str(n) for n in range(1, 11)]


def test_a_criterion_of_the_commune_set_stands_under_a_heading() -> None:
    headings = {group.code: group.title for group in COMMUNE.groups}
    assert {criterion.group for criterion in COMMUNE.criteria} == set(headings)
    assert headings["II"] == "Hạ tầng kinh tế - xã hội"


def test_what_the_plan_asks_of_a_commune_goes_by_the_plans_targets() -> None:
    read = SETS["hue-kh132-2021-2025"]
    kinds = {one.code: str(one.kind) for one in read.indicators()}
    assert kinds == {
        "T07": "percent",
        "T08": "yes_no",
        "T09": "yes_no",
        "T10": "percent",
        "T11": "yes_no",
        "T12": "yes_no",
        "T13": "yes_no",
    }


def test_text_in_the_files_is_written_as_it_is_read() -> None:
    for each in packages.shipped():
        body = each.path.read_text(encoding="utf-8")
        assert "\\u" not in body, each.path
        assert body.endswith("}\n"), each.path


def found(read: CriteriaSet, code: str) -> Indicator:
    """An indicator that must be there."""
    one = read.find(code)
    assert one is not None, code
    return one
