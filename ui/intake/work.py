"""The worker's part: a list understood and compared, and written when the officer says so."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from msgspec import Struct

from db.commands import intake as writing
from db.queries import intake, places
from db.store import Store
from rules.intake.headings import ListKind
from rules.intake.reading import Choice, Listing, with_likely_header
from rules.intake.report import Report
from rules.intake.trouble import NotAList
from rules.worksheet import Worksheet
from ui.desk import Spreadsheets
from ui.intake import lines
from ui.intake.lines import Row

Stop = Callable[[], bool]
Tell = Callable[[int, int], None]
Sheets = Sequence[Worksheet]


class Seen(Struct, frozen=True):
    """A list as it stands before anything is written."""

    choice: Choice
    listing: Listing
    report: Report
    rows: tuple[Row, ...]
    ids: lines.Ids


def read(spreadsheets: Spreadsheets, path: Path, _store: Store, _stop: Stop, _tell: Tell) -> Sheets:
    """The sheets of a file."""
    return spreadsheets.read(path)


def see(
    sheets: Sheets, kind: ListKind, choice: Choice, store: Store, _stop: Stop, _tell: Tell
) -> Seen:
    """What would become of every row now; columns nobody knows are left for the officer to tell."""
    try:
        listing = intake.understand(store, sheets, kind, choice)
    except NotAList:
        likely = with_likely_header(sheets, choice)
        if likely is None:
            raise
        choice, listing = likely, intake.understand(store, sheets, kind, likely)
    report = intake.report(store, listing, choice)
    ids = _ids(store, report)
    return Seen(choice, listing, report, lines.rows(report.lines, ids), ids)


def bring_in(seen: Seen, actor: str, store: Store, _stop: Stop, _tell: Tell) -> Report:
    """Write a list as it was seen, as one action."""
    return writing.bring_in(store, actor, seen.listing, seen.choice)


def _ids(store: Store, report: Report) -> lines.Ids:
    """Villages by name; who a row could mean, by what tells namesakes apart."""
    own = places.commune(store)
    found = {own.code: own.name, **{each.id: each.name for each in places.villages(store)}}
    meant = {each for line in report.lines for each in line.candidates}
    people = intake.known_people(store) if meant else {}
    for person in meant:
        values = people[person]
        parts = (values["full_name"], values["birth_year"], found.get(str(values["unit"])))
        told = [*parts, values["position"], values["phone"]]
        found[person] = ", ".join(str(part) for part in told if part)
    return found
