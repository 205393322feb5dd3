"""Many records written together are what they would be written one by one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db import check, history, journal
from db.journal import Edit
from db.queries import replica
from db.store import Store
from rules.change import decode
from rules.record import RecordError
from tests.support.desk import OFFICER, Pen, desk

NAMES = st.sampled_from(["Hoa", "Bình", "An"])
edits = st.builds(
    lambda record, name, year: Edit("person", record, {"full_name": name, "birth_year": year}),
    st.sampled_from(["one", "two", "three"]),
    NAMES,
    st.one_of(st.none(), st.integers(1950, 1953)),
)


def told(store: Store) -> list[tuple[object, ...]]:
    """The log without what differs from clock to clock: ids and times."""
    changes = [decode(line) for line in replica.log(store)]
    numbers = {change.id: number for number, change in enumerate(changes)}
    return [
        (
            change.type,
            change.record,
            dict(change.set),
            {name: [numbers[each] for each in ids] for name, ids in change.base.items()},
        )
        for change in changes
    ]


@settings(max_examples=25, deadline=None)
@given(st.lists(edits, max_size=8), st.lists(edits, max_size=5))
def test_together_or_one_by_one_the_log_and_the_tables_are_the_same(
    tmp_path_factory: pytest.TempPathFactory, first: Sequence[Edit], then: Sequence[Edit]
) -> None:
    folder = tmp_path_factory.mktemp("desks")
    with desk(folder / "one") as one, desk(folder / "other") as other:
        for action in (first, then):
            journal.commit(one, OFFICER, action)
            journal.commit_together(other, OFFICER, action)
        assert told(one) == told(other)
        assert list(replica.dump(one)) == list(replica.dump(other))
        assert check.check(other).fine
        history.undo(one, OFFICER)
        history.undo(other, OFFICER)
        assert list(replica.dump(one)) == list(replica.dump(other))


def test_one_that_does_not_fit_keeps_all_of_them_out(tmp_path: Path) -> None:
    people = [Edit("person", f"p{n}", {"full_name": "Hoa", "birth_year": 1950}) for n in range(3)]
    wrong = Edit("person", "p9", {"full_name": "Hoa", "birth_year": 3000})
    with desk(tmp_path / "ho-so") as store:
        with pytest.raises(RecordError):
            journal.commit_together(store, OFFICER, [*people, wrong])
        assert list(replica.dump(store)) == list(replica.log(store)) == []


def test_a_record_in_conflict_is_settled_as_always(tmp_path: Path) -> None:
    pen = Pen()
    with desk(tmp_path / "ho-so") as store:
        bodies = [pen.body(record="p1", set={"full_name": name}) for name in ("Hoa", "Hóa")]
        journal.receive(store, list(enumerate(bodies, start=1)), to=2)
        assert replica.status(store).conflicts == 1
        journal.commit_together(store, OFFICER, [Edit("person", "p1", {"full_name": "Hoà"})])
        assert replica.status(store).conflicts == 0
        assert check.check(store).fine


def test_nothing_to_write_is_no_action(tmp_path: Path) -> None:
    with desk(tmp_path / "ho-so") as store:
        assert journal.commit_together(store, OFFICER, []) == []
        assert history.undo(store, OFFICER) is None
