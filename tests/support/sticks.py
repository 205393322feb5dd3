"""PCs and a centre that meet by bundles: no network, no other process."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
from msgspec.structs import replace

from center import bundles as at_centre
from center import store as centres
from center.bundles import Imported
from center.store import enrolment as enrolling
from center.store import own_keys, records, streams
from db import journal
from db.commands import enrolment
from db.store import Store
from sync import keys
from sync.bundle import Manifest
from sync.center import Applicant, Enrolment
from sync.keys import SecretKeys
from sync.parts import cutting
from sync.round import RoundResult
from sync.stick import back, out
from tests.support.desk import COMMUNE, desk, shown


class Centre:
    """A centre's folder, and what an administrator does with bundles there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.store = centres.open_(folder)
        with self.store.reading() as connection:
            self.keys = own_keys(connection)

    def exchange(self, path: Path, reply: Path, **options: int) -> Imported:
        """`langso-center bundle import`."""
        return at_centre.exchange(self.store, path, reply, **options)

    def bodies(self, commune: str = COMMUNE) -> list[str]:
        """The commune's stream."""
        with self.store.reading() as connection:
            position = streams.position(connection, commune)
            found: list[str] = []
            while len(found) < position:
                page = streams.page(connection, commune, len(found), 8000)
                found += [body for _position, body in page.changes]
        return found

    def shown(self, commune: str = COMMUNE) -> list[str]:
        """`langso-center dump`."""
        records.catch_up(self.store, commune)
        with self.store.reading() as connection:
            return list(records.dump(connection, commune))

    def everything(self) -> object:
        """All that is kept here: tables to the last column, and files."""
        with self.store.reading() as connection:
            raw = connection.connection.driver_connection
            assert raw is not None
            tables = list(raw.iterdump())
        return tables, lying_in(self.folder)

    def close(self) -> None:
        """Give the database back."""
        self.store.close()


class Office:
    """A commune's PC with keys of its own, enrolled without a network."""

    def __init__(self, folder: Path, centre: Centre, commune: str = COMMUNE) -> None:
        self.store: Store = desk(folder, commune)
        self.keys: SecretKeys = keys.draw()
        self.centre = centre
        code = enrolling.issue_code(centre.store, commune)
        replica = journal.wind(self.store).replica
        pc = Applicant(replica, "máy thử", self.keys.public)
        given = enrolling.enrol(centre.store, code, pc)
        assert given is not None
        assert given.center_keys is not None
        self.given: Enrolment = given
        enrolment.keep(self.store, "http://127.0.0.1:9", given.device)
        enrolment.keep_center_keys(self.store, *msgspec.structs.astuple(given.center_keys))

    def export(self, path: Path, *, limit: int = 4_000_000_000, data_only: bool = False) -> Path:
        """Write a bundle; its first file."""
        made = out.export(self.store, self.keys, path, limit=limit, data_only=data_only)
        return made.files[0]

    def take(self, path: Path) -> RoundResult:
        """Take an answer in."""
        return back.take(self.store, self.keys, path)

    def shown(self) -> list[str]:
        """`langso dump`."""
        return shown(self.store)

    def everything(self) -> object:
        """All that is kept here: tables to the last column, and files."""
        names = self.store.rows("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY 1")
        tables = {
            name: [tuple(row) for row in self.store.rows(f'SELECT * FROM "{name}"')]
            for (name,) in names
        }
        return tables, lying_in(self.store.folder)


class Stick:
    """A stick that goes from a PC to the centre and back."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._trips = 0

    def trip(self, office: Office, centre: Centre) -> RoundResult:
        """There and back again."""
        return office.take(self.fetch(office, centre))

    def fetch(self, office: Office, centre: Centre) -> Path:
        """There; the answer is on the stick."""
        self._trips += 1
        up = office.export(self.folder / f"up{self._trips}.lsb")
        reply = self.folder / f"answer{self._trips}.lsb"
        centre.exchange(up, reply)
        return reply


def lying_in(folder: Path) -> dict[str, str]:
    """Every file but the database's own, by its path."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".db" not in path.name
    }


@contextmanager
def meeting(folder: Path, offices: int = 2) -> Iterator[tuple[Centre, list[Office]]]:
    """A centre and so many PCs of one commune."""
    centre = Centre(folder / "centre")
    made: list[Office] = []
    try:
        for number in range(offices):
            made.append(Office(folder / f"pc{number}", centre))
        yield centre, made
    finally:
        for office in made:
            office.store.close()
        centre.close()


def craft(
    path: Path,
    manifest: Manifest | bytes,
    content: bytes,
    signer: SecretKeys,
    to: str,
    *,
    context: bytes = b"langso-bundle 1\n",
) -> Path:
    """A bundle made by hand from the description of the format, whatever is said in it."""
    with cutting(path) as cutter:
        told = manifest
        if isinstance(told, Manifest):
            told = msgspec.json.encode(replace(told, name=cutter.name.hex()))
        cover = keys.seal(keys.sign(signer, context + told) + told, to)
        cutter.write(keys.seal(content, to) + cover + len(cover).to_bytes(4))
    return path
