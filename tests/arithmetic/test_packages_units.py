"""Administrative units: who held a code on a day, and where everything went."""

from __future__ import annotations

import subprocess
import sys
from datetime import date

import pytest

from resources import files, units
from resources.units import Origin, Unit, Units

BEFORE, BETWEEN, AFTER = date(2024, 12, 31), date(2025, 3, 1), date(2025, 7, 1)
HUE = units.hue()


@pytest.mark.parametrize(
    ("on", "count", "types"),
    [
        (BEFORE, 141, {"xa": 95, "phuong": 39, "thi_tran": 7}),
        (BETWEEN, 133, None),
        (AFTER, 40, {"phuong": 21, "xa": 19}),
        (None, 40, {"phuong": 21, "xa": 19}),
    ],
)
def test_hue_has_the_communes_of_the_day(
    on: date | None, count: int, types: dict[str, int] | None
) -> None:
    communes = HUE.communes("46", on)
    assert len(communes) == count
    if types is not None:
        held = [unit.type for unit in communes]
        assert {kind: held.count(kind) for kind in set(held)} == types


def test_hue_had_nine_districts_and_has_none() -> None:
    def districts(on: date) -> int:
        return sum(1 for unit in HUE.all if unit.parent == "46" and is_district(unit, on))

    assert [districts(on) for on in (BEFORE, BETWEEN, AFTER)] == [9, 9, 0]


def test_every_commune_of_today_resolves_to_the_communes_it_was_made_of() -> None:
    resolved = [origin for unit in HUE.communes("46") for origin in unit.origins if origin.code]
    unresolved = [
        origin for unit in HUE.communes("46") for origin in unit.origins if not origin.code
    ]
    assert (len(resolved), len(unresolved)) == (133, 0)
    old = {unit.code for unit in HUE.communes("46", BETWEEN)}
    assert {origin.code for origin in resolved} == old


def test_origins_are_the_units_their_source_names() -> None:
    for unit in HUE.communes("46"):
        told = unit.origin_text or ""
        for origin in unit.origins:
            assert origin.text in told or told == "Giữ nguyên", unit.name


def test_vinh_loc_was_made_of_four_communes() -> None:
    assert [old.name for old in HUE.predecessors("20122")] == [
        "Xã Vinh Hưng",
        "Xã Vinh Mỹ",
        "Xã Giang Hải",
        "Xã Vinh Hiền",
    ]


def test_an_old_commune_became_the_commune_it_went_into() -> None:
    assert [heir.name for heir in HUE.successors("20116")] == ["Xã Vinh Lộc"]


def test_spelling_of_tone_marks_does_not_hide_an_origin() -> None:
    names = [old.name for old in HUE.predecessors("19813")]
    assert names == ["Phường Thuỷ Biều", "Phường Thủy Bằng", "Phường Thuỷ Xuân"]


def test_namesakes_are_told_apart_by_type() -> None:
    assert [heir.name for heir in HUE.heirs("20002", BETWEEN)] == ["Phường Hóa Châu"]
    assert [heir.name for heir in HUE.heirs("20080", BETWEEN)] == ["Xã A Lưới 4"]


def test_a_code_is_held_by_different_units_on_different_days() -> None:
    names = [holder_name("19819", on) for on in (BEFORE, BETWEEN, AFTER)]
    assert names == ["Thị trấn Phong Điền", "Phường Phong Thu", "Phường Phong Điền"]


def test_one_unit_is_found_without_assembling_all() -> None:
    for code in ("19819", "20014", "46", "00001", "none"):
        assert units.newest(code) == (units.hue().find(code) or units.country().find(code))


def test_without_a_day_the_newest_holder_is_found() -> None:
    newest = HUE.find("19819")
    assert newest is not None
    assert newest.name == "Phường Phong Điền"


def test_a_unit_that_did_not_exist_on_a_day_is_not_found() -> None:
    assert HUE.find("19906", AFTER) is None
    assert HUE.find("00000") is None


def test_a_ward_that_was_kept_continues_itself() -> None:
    assert [old.name for old in HUE.predecessors("19909")] == ["Phường Dương Nỗ"]


def test_an_heir_is_followed_through_two_rearrangements() -> None:
    assert [heir.name for heir in HUE.heirs("20032", BEFORE)] == ["Phường Kim Long"]


def test_today_is_its_own_heir() -> None:
    assert [heir.name for heir in HUE.heirs("20122", AFTER)] == ["Xã Vinh Lộc"]


def test_communes_whose_fate_no_source_tells_have_no_heir() -> None:
    old = {unit.code for unit in HUE.communes("46", BEFORE)}
    lost = {code for code in old if not HUE.heirs(code, BEFORE)}
    assert lost == {"19822", "19834", "19840", "19849"}


def test_units_with_gaps_in_their_origins_say_so() -> None:
    gaps = {unit.name for unit in HUE.all if not unit.origins_complete}
    assert gaps == {"Phường Phong Thu", "Xã Phong Thạnh", "Phường Phong Phú", "Phường Phong Hải"}


def test_the_former_districts_of_a_commune_are_known() -> None:
    assert HUE.former_districts("20122") == {"482"}
    assert HUE.former_districts("20014") == {"474", "475", "477"}
    assert HUE.former_districts("00000") == frozenset()


def test_a_commune_of_today_has_no_successor() -> None:
    assert HUE.successors("20122", AFTER) == ()


def test_nobody_holds_a_code_twice_on_a_day() -> None:
    for on in (BEFORE, BETWEEN, AFTER):
        codes = [unit.code for unit in HUE.all if unit.exists(on)]
        assert len(codes) == len(set(codes))


def test_a_name_carries_its_type_once() -> None:
    assert holder_name("19780", BETWEEN) == "Phường Đúc"
    assert holder_name("46", BEFORE) == "Tỉnh Thừa Thiên Huế"
    assert holder_name("46", AFTER) == "Thành phố Huế"


def test_the_country_has_34_provinces_and_3321_communes() -> None:
    country = units.country()
    provinces = [unit for unit in country.all if unit.parent is None and unit.exists(None)]
    assert len(provinces) == 34
    assert sum(len(country.communes(province.code)) for province in provinces) == 3321


def test_hue_reads_the_same_in_both_packages() -> None:
    def named(read: Units) -> set[tuple[str, str]]:
        return {(unit.code, unit.name) for unit in read.communes("46")}

    assert named(HUE) == named(units.country())


def test_dong_nai_became_a_city_in_2026() -> None:
    country = units.country()
    days = (date(2026, 4, 29), date(2026, 4, 30))
    assert [holder_name("75", on, country) for on in days] == [
        "Tỉnh Đồng Nai",
        "Thành phố Đồng Nai",
    ]
    wards = [len([u for u in country.communes("75", on) if u.type == "phuong"]) for on in days]
    assert wards[1] - wards[0] == 10


def test_the_country_is_read_only_when_asked_for() -> None:
    code = (
        "from resources import units; units.hue();"
        "print(units.hue.cache_info().currsize, units.country.cache_info().currsize)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code],
        cwd=files.path().parent,
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout.split() == ["1", "0"]


def test_a_split_unit_has_several_successors_and_keeps_its_text() -> None:
    old = Unit("10001", "Xã Cũ", "xa", "46", date(2020, 1, 1), date(2024, 12, 31))
    part = (Origin("Một phần xã Cũ", code="10001", partial=True), Origin("Một phần xã Xa"))
    halves = tuple(
        Unit(code, f"Xã {code}", "xa", "46", date(2025, 1, 1), None, origins=part)
        for code in ("10002", "10003")
    )
    read = Units("thu", 1, "Thử", (old, *halves))
    assert read.successors("10001") == halves
    assert read.predecessors("10002") == (old,)
    assert [origin.text for origin in halves[0].origins if origin.code is None] == [
        "Một phần xã Xa"
    ]


def is_district(unit: Unit, on: date) -> bool:
    """Whether the unit was a district that day."""
    return unit.exists(on) and not unit.is_commune


def holder_name(code: str, on: date, read: Units = HUE) -> str:
    """The name of whoever held a code that day."""
    unit = read.find(code, on)
    assert unit is not None
    return unit.name
