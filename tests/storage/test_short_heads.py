"""A row keeps its heads short, and they say the same."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from db import heads
from rules import digest
from rules.record import Value

IDS = [f"{number:021}" for number in range(4)]
NAMES = ["deleted", "full_name", "note", "phone", "roles"]


@st.composite
def rows(draw: st.DrawFn) -> tuple[dict[str, tuple[str, ...]], dict[str, Value]]:
    """Heads, and values that are shown: whatever is filled in has a head."""
    found = draw(
        st.dictionaries(
            st.sampled_from(NAMES),
            st.lists(st.sampled_from(IDS), min_size=1, max_size=2, unique=True).map(
                lambda ids: tuple(sorted(ids))
            ),
        )
    )
    shown = {
        name: draw(st.sampled_from([None, "a", 0, False, ["x"]])) if name in found else None
        for name in NAMES
        if name != "deleted"
    }
    return found, shown


@given(rows())
def test_heads_come_back_whole(
    row: tuple[dict[str, tuple[str, ...]], dict[str, Value]],
) -> None:
    found, shown = row
    kept = heads.short(found, shown)
    assert heads.whole(kept, shown) == found
    assert len(kept) <= len(digest.pack(found))


@given(rows())
def test_digests_are_told_the_same_as_by_a_centre(
    row: tuple[dict[str, tuple[str, ...]], dict[str, Value]],
) -> None:
    found, shown = row
    filled = {name: value for name, value in shown.items() if value is not None}
    assert heads.told(heads.short(found, shown), filled) == digest.pack(found)


@given(st.dictionaries(st.sampled_from(NAMES[1:]), st.sampled_from(["a", None, 1]), min_size=1))
def test_what_one_change_made_is_kept_as_if_it_were_any_row(values: dict[str, Value]) -> None:
    found = dict.fromkeys(values, (IDS[1],))
    assert heads.of_one(IDS[1], values) == heads.short(found, values)


def test_one_id_stands_once_and_what_differs_beside_it() -> None:
    found = {"full_name": (IDS[0],), "note": (IDS[0],), "phone": (IDS[1],), "roles": (IDS[0],)}
    shown: dict[str, Value] = {"full_name": "An", "note": "x", "phone": "09", "roles": None}
    assert heads.short(found, shown) == (
        f'{{"*":"{IDS[0]}","phone":"{IDS[1]}","roles":"{IDS[0]}"}}'
    )
