"""Numbers as they are typed and shown in Vietnam."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rules.numbers import NumberError, exact, finite, parse, plain, show
from rules.numbers import size as show_size


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("0", 0),
        ("7", 7),
        ("007", 7),
        ("1.234", 1234),
        ("12.345.678", 12_345_678),
        ("1234", 1234),
        ("1234,5", 1234.5),
        ("1.234,5", 1234.5),
        ("1,234", 1.234),
        ("0,5", 0.5),
        (",5", 0.5),
        ("12,0", 12),
        ("1 234", 1234),
        ("1 234 567,25", 1_234_567.25),
        ("1\u00a0234", 1234),
        ("1.5", 1.5),
        ("12.75", 12.75),
        ("84.1172", 84.1172),
        (".5", 0.5),
        ("0.125", 0.125),
        ("-3", -3),
        ("\N{MINUS SIGN}3", -3),
        ("- 3", -3),
        ("+3", 3),
        ("-1.234,5", -1234.5),
        ("12%", 12),
        ("12 %", 12),
        ("  42  ", 42),
        ("999999999999999", 999_999_999_999_999),
    ],
)
def test_what_can_be_read_one_way_is_read(typed: str, meant: float) -> None:
    assert parse(typed) == meant


@pytest.mark.parametrize("typed", ["", " ", "\u00a0", "\t\n"])
def test_an_empty_field_is_missing_and_not_zero(typed: str) -> None:
    assert parse(typed) is None


def test_whole_numbers_come_back_whole() -> None:
    assert isinstance(parse("12,00"), int)
    assert isinstance(parse("12,01"), float)


@pytest.mark.parametrize(
    "typed",
    [
        "1,234,567",
        "1,234.5",
        "1234.567",
        "1.23.456",
        "1.234.56",
        "01.234",
        "0 123",
        "1.5,3",
        "1 2",
        "1.234 567",
        "5,",
        "5.",
        "12.345,",
    ],
)
def test_what_could_be_read_two_ways_is_asked_back(typed: str) -> None:
    with pytest.raises(NumberError) as refused:
        parse(typed)
    assert typed in refused.value.advice
    assert "1.234,5" in refused.value.advice


@pytest.mark.parametrize("typed", ["abc", "12 hộ", "1/2", "-", "%", "--3", "3-", "1e5", ",", "½"])
def test_what_is_no_number_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(NumberError, match="không phải là số"):
        parse(typed)


def test_a_number_too_long_to_be_kept_exactly_is_refused() -> None:
    with pytest.raises(NumberError, match="quá lớn"):
        parse("1.000.000.000.000.000")


@pytest.mark.parametrize(
    ("value", "decimals", "shown"),
    [
        (0, None, "0"),
        (-0.0, None, "0"),
        (1234, None, "1.234"),
        (999, None, "999"),
        (-1234567.5, None, "-1.234.567,5"),
        (84.0, None, "84"),
        (84.1172, 1, "84,1"),
        (84.1172, 0, "84"),
        (84.0, 2, "84"),
        (2.675, 2, "2,68"),
        (-2.675, 2, "-2,68"),
        (999.96, 1, "1.000"),
        (-0.04, 1, "0"),
        (0.0000001, None, "0,0000001"),
        (1e20, 2, "100.000.000.000.000.000.000"),
    ],
)
def test_numbers_are_grouped_by_dots_and_never_padded(
    value: float, decimals: int | None, shown: str
) -> None:
    assert show(value, decimals) == shown


def test_what_is_not_finite_is_shown_as_it_is() -> None:
    assert show(math.inf) == "inf"
    assert not finite(math.nan)
    assert finite(10**400)


@given(
    st.integers(-(10**15) + 1, 10**15 - 1)
    | st.floats(-1e15, 1e15, exclude_max=True, exclude_min=True)
)
@example(0.1)
@example(1.234)
@example(5e-324)
def test_what_is_shown_is_read_back_as_the_same_number(value: float) -> None:
    assert parse(show(value)) == value


@given(st.text(alphabet="0123456789., %-+\u00a0a", max_size=14))
def test_reading_either_gives_a_number_or_advice(typed: str) -> None:
    try:
        read = parse(typed)
    except NumberError:
        return
    assert read is None or parse(show(read)) == read


def test_a_tenth_is_exactly_a_tenth() -> None:
    assert exact(0.1) == Fraction(1, 10)
    assert sum((exact(0.1) for _ in range(10)), Fraction(0)) == 1


@pytest.mark.parametrize("value", [math.inf, -math.inf, math.nan])
def test_nothing_is_reckoned_with_infinity(value: float) -> None:
    with pytest.raises(ValueError, match="finite"):
        exact(value)


def test_an_exact_number_becomes_one_that_can_be_stored() -> None:
    assert plain(Fraction(6, 2)) == 3
    assert isinstance(plain(Fraction(6, 2)), int)
    assert plain(Fraction(1, 2)) == 0.5
    assert plain(Fraction(10**400 * 2 + 1, 2)) == 10**400


@pytest.mark.parametrize(
    ("size", "words"),
    [(0, "0 B"), (999, "999 B"), (1_000, "1 kB"), (812_400, "812 kB"), (2_449_000, "2,4 MB")],
)
def test_sizes_are_said_as_people_say_them(size: int, words: str) -> None:
    assert show_size(size) == words
