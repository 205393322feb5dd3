"""What is blank to an officer is found among the values of a change, however it is written."""

from __future__ import annotations

import sys

from hypothesis import given
from hypothesis import strategies as st

from rules.record import holds_blank, is_blank

VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.text(max_size=4),
    st.text("\u200b\u00ad\u3000 \t\n\u2028x", max_size=4),
    st.lists(st.one_of(st.none(), st.text("\u200b x", max_size=2)), max_size=3),
)


@given(st.lists(VALUES, max_size=6))
def test_a_change_holds_a_blank_where_one_of_its_values_is_blank(values):
    assert holds_blank(values) == any(map(is_blank, values))


def test_no_sign_that_is_not_seen_is_missed():
    blank = [each for each in map(chr, range(sys.maxunicode + 1)) if is_blank(each)]
    assert len(blank) > 50
    assert [each for each in blank if not holds_blank([each, each + "x"])] == []
    assert not any(holds_blank([each + "x"]) for each in blank)
