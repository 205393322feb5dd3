"""Who changed what, when, from what to what; and taking back one's own last actions."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from db import journal, projection
from db.journal import Edit
from db.projection import Row
from db.store import Store
from rules import merge
from rules.change import Change, decode
from rules.record import DELETED, Identity, RecordType, Value, Values
from rules.records import REGISTRY


class Entry(Struct, frozen=True):
    """One field of one change, with what stood there before."""

    change: str
    actor: str
    at: str
    field: str
    before: Value
    after: Value


class Undone(Struct, frozen=True):
    """What an undo did: records it touched, and fields somebody has changed since."""

    records: tuple[tuple[str, str], ...]
    skipped: int


class _Story(Struct, frozen=True):
    """What was written to one record, and what this PC's officers took back of it."""

    changes: Mapping[str, Change]  # in the order they came here
    takes_back: Mapping[str, tuple[str, ...]]  # an undo's change -> the changes it took back

    def standing(self, field: str, change_id: str) -> str | None:
        """Whose answer a change brought back: an undo stands for what was there before."""
        while taken := self.takes_back.get(change_id):
            first = next((i for i in taken if field in self.changes[i].set), None)
            shown = _shown_before(self.changes, self.changes[first], field) if first else None
            if shown is None:
                return None
            change_id = shown
        return change_id


def of(store: Store, record: str, type_name: str | None = None) -> list[Entry]:
    """The history of a record, newest first; replicas that know the same tell the same."""
    rows = store.rows(
        "SELECT body FROM log WHERE record = ?1 AND (?2 IS NULL OR type = ?2) AND state != 2",
        (record, type_name),
    )
    changes = merge.in_order(decode(row[0]) for row in rows)
    by_id = {change.id: change for change in changes}
    entries = [
        Entry(change.id, change.actor, change.at, field, _before(by_id, change, field), after)
        for change in changes
        for field, after in change.set.items()
    ]
    return list(reversed(entries))


def undo(store: Store, actor: str) -> Undone | None:
    """Take back this officer's last action that still stands; None when there is none.

    It works after a restart as well: actions are kept in the profile.  A field that has been
    changed since, here or elsewhere, is left alone and counted.
    """
    action = store.value(
        "SELECT id FROM action WHERE actor = ? AND undoes IS NULL AND NOT undone"
        " ORDER BY id DESC LIMIT 1",
        (actor,),
    )
    return None if action is None else _revert(store, actor, action)


def redo(store: Store, actor: str) -> Undone | None:
    """Do again what was last undone, unless the officer has done something else since."""
    action = store.value(
        "SELECT a.id FROM action a JOIN action was ON was.id = a.undoes"
        " WHERE a.actor = ? AND NOT a.undone AND was.undoes IS NULL"
        " AND NOT EXISTS (SELECT 1 FROM action d WHERE d.actor = a.actor AND d.id > a.id"
        "                 AND d.undoes IS NULL)"
        " ORDER BY a.id DESC LIMIT 1",
        (actor,),
    )
    return None if action is None else _revert(store, actor, action)


def _revert(store: Store, actor: str, action: int) -> Undone:
    with store.write() as connection:
        edits, skipped = [], 0
        for (type_name, record), ids in _done_by(store, action).items():
            edit, left = _reverse(store, REGISTRY[type_name], record, ids)
            skipped += left
            if edit is not None:
                edits.append(edit)
        journal.commit(store, actor, edits, undoes=action)
        was = store.value("SELECT undoes FROM action WHERE id = ?", (action,))
        connection.execute("UPDATE action SET undone = 1 WHERE id = ?", (action,))
        if was is not None:  # a redo: the first action stands again
            connection.execute("UPDATE action SET undone = 0 WHERE id = ?", (was,))
    touched = tuple((edit.type, edit.record or "") for edit in edits)
    return Undone(touched, skipped)


def _done_by(store: Store, action: int) -> dict[tuple[str, str], list[str]]:
    """The changes of an action, by record: they lie side by side in the log."""
    done: dict[tuple[str, str], list[str]] = {}
    end_of = "(SELECT c.seq FROM action a JOIN change c ON c.id = a.last WHERE a.id"
    rows = store.rows(
        "SELECT id, type, record FROM change WHERE action = ?1 AND state != 2"
        f" AND seq > coalesce({end_of} < ?1 ORDER BY a.id DESC LIMIT 1), 0)"
        f" AND seq <= {end_of} = ?1) ORDER BY seq",
        (action,),
    )
    for row in rows:
        done.setdefault((row["type"], row["record"]), []).append(row["id"])
    return done


def _story(store: Store, type_name: str, record: str) -> _Story:
    rows = store.rows(
        "SELECT c.id, c.body, c.action, a.undoes FROM log c"
        " LEFT JOIN action a ON a.id = c.action"
        " WHERE c.record = ? AND c.type = ? AND c.id NOT IN (SELECT change FROM held)"
        " ORDER BY c.seq",
        (record, type_name),
    )
    by_action: dict[int, tuple[str, ...]] = {}
    for row in rows:
        if row["action"] is not None:
            by_action[row["action"]] = (*by_action.get(row["action"], ()), row["id"])
    return _Story(
        {row["id"]: decode(row["body"]) for row in rows},
        {row["id"]: by_action.get(row["undoes"], ()) for row in rows if row["undoes"] is not None},
    )


def _reverse(
    store: Store, record_type: RecordType, record: str, ids: list[str]
) -> tuple[Edit | None, int]:
    """The edit that takes these changes of one action back, and how many fields have moved on."""
    story = _story(store, record_type.name, record)
    row = projection.read(store, record_type, [record])[record]
    first: dict[str, str] = {}  # field -> the first of these changes that set it
    for each in ids:
        for name in story.changes[each].set:
            first.setdefault(name, each)
    if _appeared(story, record_type, ids[0]):
        if row.deleted or _others_wrote(story, row, ids):
            return None, len(first)
        return Edit(record_type.name, record, delete=True), 0
    ours = [name for name in first if _stands(story, row, name, ids)]
    if row.deleted and DELETED not in ours:
        return None, len(first)
    values = {name: _before(story.changes, story.changes[first[name]], name) for name in ours}
    back = _fitting(record_type, values)
    skipped = len(first) - len(ours)
    return (Edit(record_type.name, record, back) if back else None), skipped


def _appeared(story: _Story, record_type: RecordType, change_id: str) -> bool:
    """Whether this change made the record, or brought it back.

    A keyed record is the place of an answer and becomes empty, unless it tells by being there.
    """
    lasting = record_type.identity is Identity.KEYED and not record_type.tells_by_being
    made = next(iter(story.changes)) == change_id and not lasting
    return made or story.changes[change_id].set.get(DELETED) is False


def _others_wrote(story: _Story, row: Row, ids: list[str]) -> bool:
    """Whether anything stands in the record that these changes neither wrote nor saw."""
    known = {*ids, *story.changes[ids[0]].base.get(DELETED, ()), None}
    heads = ((name, each) for name, found in row.heads.items() for each in found)
    return any(story.standing(name, each) not in known for name, each in heads)


def _stands(story: _Story, row: Row, field: str, ids: list[str]) -> bool:
    """Whether a field still shows what these changes left in it."""
    last = next(each for each in reversed(ids) if field in story.changes[each].set)
    heads = row.heads.get(field, ())
    return len(heads) == 1 and story.standing(field, heads[0]) == story.standing(field, last)


def _fitting(record_type: RecordType, values: Values) -> Values:
    """What may be written back: a key never changes, and what is required is never blanked."""
    fitting: Values = {}
    for name, value in values.items():
        field = record_type.field(name)
        if field is None:
            fitting[name] = bool(value)  # `deleted`
        elif name not in record_type.key and not (field.required and value is None):
            fitting[name] = value
    return fitting


def _before(changes: Mapping[str, Change], change: Change, field: str) -> Value:
    """What the officer saw in this field before the change."""
    shown = _shown_before(changes, change, field)
    return None if shown is None else changes[shown].set[field]


def _shown_before(changes: Mapping[str, Change], change: Change, field: str) -> str | None:
    """The change whose answer was shown: of several heads the newest."""
    seen = (each for each in change.base.get(field, ()) if each in changes)
    return max((each for each in seen if field in changes[each].set), default=None)
