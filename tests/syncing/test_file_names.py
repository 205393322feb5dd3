"""A centre takes evidence only under the name of a content; what is newer it hands on."""

from __future__ import annotations

import pytest

from rules.change import Change
from rules.record import Value
from rules.records import SCHEMA
from sync import acceptance
from sync.acceptance import Refusal
from tests.support.desk import COMMUNE, Pen


def judged(schema: int = SCHEMA, **values: Value) -> Change | Refusal:
    """What a centre says of evidence with these values."""
    whole = {"target_type": "person", "target": "an", "sha256": "0a" * 32, "size": 3, **values}
    return acceptance.judge(Pen().body("evidence", set=whole, schema=schema), COMMUNE)


def test_the_name_of_a_content_is_taken() -> None:
    assert isinstance(judged(), Change)


@pytest.mark.parametrize(
    "values", [{"sha256": "zz"}, {"sha256": "../../../../etc/passwd"}, {"size": -1}]
)
def test_what_names_no_content_is_refused_in_words(values: dict[str, Value]) -> None:
    refusal = judged(**values)
    assert isinstance(refusal, Refusal)
    assert next(iter(values)) in refusal.sentence


def test_what_a_newer_programme_wrote_is_not_looked_into() -> None:
    assert isinstance(judged(schema=SCHEMA + 1, sha256="blake3:zz"), Change)
