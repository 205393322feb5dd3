"""The quick look at a change's values agrees with the careful one, sentence by sentence."""

from __future__ import annotations

import math
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as some

from rules import fitting
from rules.record import DELETED, RecordType, Value, check, identity
from rules.records import ASSESSMENT, PERSON, REGISTRY, THRESHOLD

_LETTERS = "aế\n\x00\x1f 1"
_PIECES: some.SearchStrategy[Value] = some.one_of(
    some.none(),
    some.booleans(),
    some.integers(),
    some.integers(1890, 2110),
    some.sampled_from([10**15, 10**15 + 1, -(10**15) - 1, -1, 0]),
    some.floats(),
    some.text(_LETTERS, max_size=12),
    some.sampled_from(
        ["2026-11-23", "2026-02-30", "2026-1-1", "٢٠٢٦-11-23", ">=", "pass", "\ud83d"]
    ),
    some.sampled_from(["x" * 10, "x" * 11, "ế" * 40, "ế" * 41, "x" * 4001]),
    some.lists(some.text(_LETTERS, max_size=3), max_size=2),
)


@pytest.mark.parametrize("record_type", REGISTRY.values(), ids=lambda each: each.name)
@given(data=some.data())
def test_values_are_judged_as_the_careful_check_judges_them(
    record_type: RecordType, data: some.DataObject
) -> None:
    names = [*(field.name for field in record_type.fields), DELETED, "trường_mới"]
    values = data.draw(some.dictionaries(some.sampled_from(names), _PIECES, max_size=4))
    assert fitting.problems(record_type, values) == check(record_type, values)


@pytest.mark.parametrize(
    ("record_type", "values"),
    [
        (ASSESSMENT, {"passed": 1}),
        (ASSESSMENT, {"version": True}),
        (ASSESSMENT, {"version": 1.0}),
        (ASSESSMENT, {"number": math.nan}),
        (ASSESSMENT, {"number": True}),
        (ASSESSMENT, {"number": 10**15 + 1}),
        (ASSESSMENT, {"indicator": "1" * 41}),
        (ASSESSMENT, {"as_of": "2026-02-30"}),
        (ASSESSMENT, {"note": "\ud83d"}),
        (ASSESSMENT, {DELETED: "có"}),
        (ASSESSMENT, {"trường_mới": 1}),
        (THRESHOLD, {"year": 1999}),
        (THRESHOLD, {"comparison": "~"}),
        (PERSON, {"roles": "tổ trưởng"}),
    ],
)
def test_what_does_not_fit_is_told(record_type: RecordType, values: dict[str, Value]) -> None:
    assert fitting.problems(record_type, values) == check(record_type, values) != ()


def test_an_ordinary_answer_is_not_looked_at_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fitting, "check", None)
    answer: dict[str, Value] = {
        "set": "vn-ntm-xa-2021-2025",
        "indicator": "1.1",
        "period": "2026",
        "numerator": 3,
        "denominator": 4.5,
        "passed": False,
        "as_of": "2026-11-23",
        "note": None,
    }
    assert fitting.problems(ASSESSMENT, answer) == ()


@given(some.text(_LETTERS), some.text("0123456789.", max_size=4))
def test_the_id_of_a_keyed_record_is_the_uuid_of_its_key(village: str, indicator: str) -> None:
    values: dict[str, Value] = {"set": "s", "indicator": indicator, "village": village}
    key = "\x1f".join(["assessment", "19819", "s", indicator, "", village])
    namespace = uuid.UUID("6c616e67-736f-5132-8a4c-6b6831333230")
    assert identity(ASSESSMENT, "19819", values) == str(uuid.uuid5(namespace, key))
