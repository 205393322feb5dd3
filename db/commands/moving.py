"""A commune that was merged: what it had finds a new home in its heir's profile.

The log of the former profile is read, and what goes along stands in the heir's log under the same
ids (`rules.inheritance`).  So PCs of one former commune that each do this bring the same, doing
it twice adds nothing, and the former profile is left as it is.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence

from msgspec import Struct

from db import blobs, errors, journal, projection
from db.blobs import Blob
from db.commands.profile import be
from db.journal import Edit
from db.projection import Row
from db.store import Store
from resources import units
from resources.units import Unit
from resources.words import _, many
from rules import inheritance
from rules.change import Change, decode
from rules.inheritance import TAKEN, Descent
from rules.records import ASSESSMENT, COURSE, EVIDENCE, FORMER_ASSESSMENT, PERSON, UNIT
from rules.records.person import OFFICER
from rules.text import fold

_Key = tuple[str, str]  # type and record


class Moved(Struct, frozen=True):
    """What went along, whether it came now or was here already."""

    people: int
    villages: int
    courses: int
    answers: int
    evidence: int
    held: int = 0  # changes of a newer programme that stayed behind
    refused: int = 0  # changes the centre gave back, which stayed behind


class Carried(Struct, frozen=True):
    """What came of the evidence files."""

    files: int  # copied now
    troubles: tuple[str, ...] = ()  # sentences: what could not come along, and what to do


def heirs(former: str) -> tuple[Unit, ...]:
    """The communes of today that this one went into, in the end, as the published units say."""
    known = units.hue() if units.hue().holders(former) else units.country()
    ended = [unit for unit in known.holders(former) if unit.valid_to is not None]
    found = {each.code: each for unit in ended for each in known.heirs(former, unit.valid_from)}
    return tuple(unit for code, unit in sorted(found.items()) if code != former)


def refuse_strangers(former: str, heir: str) -> None:
    """Refused unless the one commune went into the other.

    A profile keeps the commune it was made for: what was entered there stays under its name.
    """
    if heir not in {unit.code for unit in heirs(former)}:
        raise errors.Refused(
            _("Xã mang mã {former} không nhập vào xã mang mã {heir}; hãy kiểm tra lại mã.").format(
                former=former, heir=heir
            )
        )


def bring(former: Store, store: Store) -> Moved:
    """Take over what has a place with the heir, with its history, in one commit.

    People, villages and training go along as they are; answers as those of the commune they were
    true of, with their evidence.  Files come by `bring_files`.
    """
    with former.write():  # so that nothing is saved between the questions
        journal.unfold(former)
        found = _Found(former, journal.commune(former), journal.commune(store))
        changes = list(found.changes())
    journal.adopt(store, changes)
    return Moved(
        people=found.live(PERSON.name),
        villages=found.live(UNIT.name),
        courses=found.live(COURSE.name),
        answers=found.live(ASSESSMENT.name) + found.live(FORMER_ASSESSMENT.name),
        evidence=found.live(EVIDENCE.name),
        held=_held(former, "newer"),
        refused=_held(former, "refused"),
    )


def _held(former: Store, reason: str) -> int:
    """Changes that take no part in its tables, and so not in what goes along."""
    held: int = former.value("SELECT count(*) FROM held WHERE reason = ?", (reason,))
    return held


def is_untouched(store: Store) -> bool:
    """Whether nothing but its first officer was ever written into this profile."""
    written: int = store.value("SELECT count(*) FROM log")
    return written <= 1


def settle_in(store: Store, newcomer: str) -> None:
    """Who works in a new profile is whom the former one knew by this name, if it knew one."""
    own = projection.read(store, PERSON, [newcomer])[newcomer].values["full_name"]
    rows = store.rows("SELECT record FROM person WHERE NOT deleted ORDER BY record")
    people = projection.read(store, PERSON, [row[0] for row in rows if row[0] != newcomer])
    same = (record for record, row in people.items() if _name(row.values) == fold(str(own)))
    if known := next(same, None):
        with store.write():
            be(store, known)
            journal.commit(store, known, [Edit(PERSON.name, newcomer, delete=True)])


def bring_files(
    former: Store,
    store: Store,
    stop: Callable[[], bool] = lambda: False,
    progress: Callable[[int, int], None] = lambda done, whole: None,
) -> Carried:
    """Copy the files of what came along that are not here yet; one that fails holds no other up.

    Done again it goes on with what is left.  `progress` hears files done and in all.
    """
    wanted = [blob for blob in blobs.wanted(store) if _is_evidence(former, blob)]
    done, away, troubles = 0, 0, []
    for number, blob in enumerate(wanted):
        if stop():
            troubles.append(_stopped(len(wanted) - number))
            break
        progress(number, len(wanted))
        try:
            if not _was_here(former, blob):
                away += 1
                continue
            blobs.carry(former, store, blob, stop)
            done += 1
        except errors.BlobError as error:
            troubles.append(str(error))
        except errors.CannotWrite as error:
            troubles += [str(error), _stopped(len(wanted) - number)]
            break
    if away:
        troubles.append(_elsewhere(away))
    return Carried(done, tuple(troubles))


def _is_evidence(former: Store, blob: Blob) -> bool:
    query = "SELECT 1 FROM evidence WHERE sha256 = ? AND NOT deleted"
    return former.row(query, (blob.sha256,)) is not None


def _was_here(former: Store, blob: Blob) -> bool:
    return bool(former.value("SELECT here FROM blob WHERE sha256 = ?", (blob.sha256,)))


def _stopped(left: int) -> str:
    return many("Còn {n} tệp minh chứng chưa mang theo; làm lại việc này để mang tiếp.", left)


def _elsewhere(away: int) -> str:
    return many(
        "{n} tệp minh chứng của xã cũ nằm ở máy khác, chưa tải về máy này; hãy gửi nhận trong hồ sơ"
        " xã cũ rồi làm lại việc này.",
        away,
    )


class _Found:
    """What a former profile has for the heir: its records, and the changes they are made of."""

    def __init__(self, former: Store, origin: str, heir: str) -> None:
        self._former = former
        self._rows: dict[_Key, Row] = {}
        ids: dict[str, str] = {}
        for record_type in TAKEN:
            name = record_type.name
            listed = [row[0] for row in former.rows(f'SELECT record FROM "{name}"')]
            for record, row in projection.read(former, record_type, listed).items():
                if inheritance.goes_along(name, row.values, origin):
                    self._rows[name, record] = row
                    if told := inheritance.new_id(name, row.values, heir):
                        ids[record] = told
        self._descent = Descent(origin, heir, ids)

    def live(self, name: str) -> int:
        """How many records of this type go along."""
        return sum(key[0] == name and not row.deleted for key, row in self._rows.items())

    def changes(self) -> Iterator[Change]:
        """All that is known of these records, as the heir keeps it, in the order it came.

        Of what was deleted only that is told.
        """
        past = projection.whole_past(self._former)
        apart: dict[_Key, list[Change]] = {}  # of records that need another word
        for change in self._log():
            key = change.type, change.record
            row = self._rows.get(key)
            if row is None:
                continue
            told = inheritance.inherited(change, self._descent)
            if row.deleted or key in past:
                apart.setdefault(key, []).append(told)
            if not row.deleted:
                yield told
        for key, changes in apart.items():
            row = self._rows[key]
            if not row.deleted:
                yield from inheritance.settled(changes, row.heads)
                continue
            left_out = (each for ids in past.get(key, {}).values() for each in ids)
            if (mark := inheritance.gone(changes, left_out)) is not None:
                yield mark

    def _log(self) -> Iterator[Change]:
        names = json.dumps([each.name for each in TAKEN])
        for row in self._former.rows(
            "SELECT body FROM change WHERE type IN (SELECT value FROM json_each(?))"
            " AND id NOT IN (SELECT change FROM held) ORDER BY seq",
            (names,),
        ):
            yield decode(row[0])


def _name(values: Mapping[str, object]) -> str:
    return fold(str(values["full_name"])) if OFFICER in _roles(values) else ""


def _roles(values: Mapping[str, object]) -> Sequence[object]:
    roles = values.get("roles")
    return roles if isinstance(roles, list) else []
