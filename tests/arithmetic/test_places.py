"""Which village a name means."""

from __future__ import annotations

import pytest

from rules.places import Places

ALIKE = Places([("a", "Thôn Hà Giữa"), ("b", "Tổ dân phố Hà Giữa"), ("c", "Thôn Hạ"), ("d", "Hà")])


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Thôn Hà Giữa", "a"),
        ("thôn  HÀ GIỮA", "a"),
        ("TDP Hà Giữa", "b"),
        ("to dan pho ha giua", "b"),
        ("Thôn hạ", "c"),
        ("Hà", "d"),  # as it is written, though without accents and kind it could be two
    ],
)
def test_the_name_as_it_is_written_goes_first(written: str, meant: str) -> None:
    assert ALIKE.find(written) == meant


@pytest.mark.parametrize(
    ("written", "names"),
    [("Hà Giữa", "“Thôn Hà Giữa”, “Tổ dân phố Hà Giữa”"), ("Thôn Hà", "“Thôn Hạ”"), ("X", "")],
)
def test_between_two_nobody_guesses(written: str, names: str) -> None:
    assert ALIKE.told(ALIKE.meant(written)) == names


def test_a_name_two_have_means_neither() -> None:
    twice = Places([("a", "Hà Giữa"), ("b", "Hà Giữa")])
    assert twice.find("Hà Giữa") is None
    assert len(twice.meant("Hà Giữa")) == 2
