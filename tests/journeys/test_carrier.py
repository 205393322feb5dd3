"""Carrying by hand from the window: a stick put in, taken to a real centre, and brought back."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from db import backup, journal
from db import store as stores
from db.commands import enrolment as joining
from db.commands import profile as founding
from db.journal import Receipt
from db.queries import ledger
from db.store import Store
from desktop import carrier, enrolment, secrets, volumes
from desktop.carrier import Carrier
from desktop.runner import Runner
from desktop.secrets import Safe
from rules.records import PERSON
from sync import errors
from sync.invitation import Invitation
from tests.support.centre import CentreProcess, serving
from tests.support.programme import COMMUNE
from tests.support.window import Memory
from ui.desk import Pulse


@pytest.fixture(scope="module")
def centre(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CentreProcess]:
    """A centre that serves."""
    with serving(tmp_path_factory.mktemp("centre") / "data") as running:
        yield running


@pytest.fixture(autouse=True)
def other_disks(monkeypatch: pytest.MonkeyPatch) -> None:
    """The folders of a test lie on one disk; whatever is not the profile counts as another."""
    monkeypatch.setattr(volumes, "apart", lambda one, other: one != other)


class Office:
    """One PC with its carrier, without the window; sticks are folders."""

    def __init__(self, folder: Path) -> None:
        founding.found(folder, COMMUNE, "Nguyễn Văn An").close()
        self.store: Store = stores.open_(folder)
        self.safe: Safe = secrets.new(folder, encrypted=False)
        self.pulse, self.preferences = Pulse(), Memory()
        self.trips = Runner(self.store.another, threads=1)
        self.sticks: tuple[Path, ...] = ()
        self.carrier = Carrier(
            self.store, self.safe, self.pulse, self.preferences, self.trips, lambda: self.sticks
        )

    def save(self, name: str) -> None:
        """An officer saves something."""
        journal.amend(self.store, founding.actor(self.store), PERSON, None, {"full_name": name})

    def names(self) -> set[str]:
        """The people this PC shows."""
        rows = self.store.rows("SELECT full_name FROM person WHERE NOT deleted")
        return {row[0] for row in rows}

    def put_in(self, stick: Path, qtbot: QtBot) -> None:
        """A stick is plugged in, and the window notices."""
        self.sticks = (stick,)
        self.carrier.look()
        qtbot.waitUntil(lambda: bool(self.carrier.view().sticks))

    def sees(self, *answers: Path) -> bool:
        """The window looks again; whether it has found these on the stick, and no other."""
        self.carrier.look()
        return self.carrier.view().sticks[0].answers == answers

    def close(self) -> None:
        """End."""
        self.carrier.stop()
        self.trips.stop()
        self.store.close()


@pytest.fixture
def offices(tmp_path: Path, qapp: object) -> Iterator[Callable[[str], Office]]:
    """Makes PCs; they are ended after the test."""
    made: list[Office] = []

    def make(name: str) -> Office:
        made.append(Office(tmp_path / name))
        return made[-1]

    yield make
    for office in made:
        office.close()


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """An empty stick."""
    folder = tmp_path / "KINGSTON"
    folder.mkdir()
    return folder


def enrolled(office: Office, centre: CentreProcess) -> Office:
    """The same PC as a device of the centre."""
    enrolment.enrol(office.store, office.safe, Invitation(centre.url, centre.code(COMMUNE)))
    return office


def rested(office: Office) -> Callable[[], bool]:
    """Whether nothing is being carried any more, and something came of it."""
    return lambda: not office.carrier.view().busy and bool(office.carrier.view().sentence)


def answer_at(centre: CentreProcess, stick: Path, *more: str) -> None:
    """What the administrator does with every bundle on a stick."""
    for number, bundle in enumerate(sorted(stick.glob("langso-*.lsb"))):
        reply = stick / f"tra-loi-{number}.lsb"
        done = centre.run("bundle", "import", str(bundle), "--reply", str(reply), *more)
        assert done.returncode == 0, done.stderr


def test_a_stick_goes_to_the_centre_and_back_and_nothing_is_at_stake(
    offices: Callable[[str], Office], centre: CentreProcess, stick: Path, qtbot: QtBot
) -> None:
    one, other = enrolled(offices("an"), centre), enrolled(offices("binh"), centre)
    one.save("Phan Thị Xa")
    one.put_in(stick, qtbot)
    assert not ledger.at_stake(one.store).nothing
    one.carrier.lay_down(stick)
    qtbot.waitUntil(rested(one))
    assert "mang đến trung tâm" in one.carrier.view().sentence
    assert ledger.at_stake(one.store).nothing
    assert journal.waiting(one.store, 10)
    answer_at(centre, stick)
    one.sticks = ()
    one.carrier.look()
    qtbot.waitUntil(lambda: not one.carrier.view().sticks)
    one.put_in(stick, qtbot)
    (found,) = one.carrier.view().sticks
    (reply,) = found.answers
    one.carrier.take(reply)
    qtbot.waitUntil(rested(one))
    assert "Trung tâm đã xác nhận 2 thay đổi" in one.carrier.view().sentence
    assert not journal.waiting(one.store, 10)
    qtbot.waitUntil(lambda: not one.carrier.view().sticks[0].answers)  # it was taken in
    other.carrier.lay_down(stick)
    qtbot.waitUntil(rested(other))
    answer_at(centre, stick)
    other.put_in(stick, qtbot)
    for reply in other.carrier.view().sticks[0].answers:
        other.carrier.take(reply)
        qtbot.waitUntil(rested(other))
    assert "Phan Thị Xa" in other.names()


def test_an_answer_that_is_copied_onto_a_stick_in_place_is_found_as_soon_as_it_is_whole(
    offices: Callable[[str], Office], centre: CentreProcess, stick: Path, qtbot: QtBot
) -> None:
    office = enrolled(offices("an"), centre)
    office.put_in(stick, qtbot)
    office.carrier.lay_down(stick)
    qtbot.waitUntil(rested(office))
    answer_at(centre, stick)
    (reply,) = stick.glob("tra-loi-*.lsb")
    whole = reply.read_bytes()
    reply.write_bytes(whole[:-1])
    assert not office.sees(reply)
    reply.write_bytes(whole)
    qtbot.waitUntil(lambda: office.sees(reply))
    reply.unlink()
    qtbot.waitUntil(lambda: office.sees())


def test_an_answer_in_several_files_is_offered_once(
    offices: Callable[[str], Office], centre: CentreProcess, stick: Path, qtbot: QtBot
) -> None:
    office = enrolled(offices("an"), centre)
    for number in range(200):
        office.save(f"{number} {random.Random(number).randbytes(90).hex()}")
    office.carrier.lay_down(stick)
    qtbot.waitUntil(rested(office))
    answer_at(centre, stick, "--part", "0,017")
    parts = sorted(stick.glob("tra-loi-*.lsb"))
    assert len(parts) > 1
    office.put_in(stick, qtbot)
    assert office.carrier.view().sticks[0].answers == (parts[0],)


def test_a_bundle_for_letters_tells_all_of_its_files(
    offices: Callable[[str], Office], centre: CentreProcess, stick: Path, qtbot: QtBot
) -> None:
    office = enrolled(offices("an"), centre)
    for number in range(200):
        office.save(f"{number} {random.Random(number).randbytes(90).hex()}")
    office.carrier.lay_down(stick / "thu.lsb", limit=17_000)
    qtbot.waitUntil(rested(office))
    parts = sorted(path.name for path in stick.iterdir())
    assert f"{len(parts)} tệp, từ {parts[0]} đến {parts[-1]}" in office.carrier.view().sentence


def test_a_stick_on_which_nothing_changes_is_not_read_again(
    offices: Callable[[str], Office],
    centre: CentreProcess,
    stick: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    office = enrolled(offices("an"), centre)
    (stick / "anh.lsb").write_bytes(b"x" * 5000)
    office.put_in(stick, qtbot)
    monkeypatch.setattr(carrier, "_found", None)  # whoever reads a stick needs it
    (stick / "anh.jpg").write_bytes(b"x")
    for _time in range(3):
        office.carrier.look()


def test_what_an_answer_brings_to_light_is_told(
    offices: Callable[[str], Office], centre: CentreProcess, stick: Path, qtbot: QtBot
) -> None:
    office = enrolled(offices("an"), centre)
    office.carrier.lay_down(stick)
    qtbot.waitUntil(rested(office))
    answer_at(centre, stick)
    (reply,) = stick.glob("tra-loi-*.lsb")
    with office.store.write() as connection:
        connection.execute("UPDATE person SET full_name = 'Không ai'")
    office.carrier.take(reply)
    qtbot.waitUntil(rested(office))
    assert "vừa được tự dựng lại cho khớp" in office.carrier.view().sentence
    assert "Không ai" not in office.names()


def test_a_pc_without_a_centre_lays_down_a_whole_backup(
    offices: Callable[[str], Office], stick: Path, qtbot: QtBot
) -> None:
    office = offices("an")
    office.save("Phan Thị Xa")
    office.carrier.lay_down(stick)
    qtbot.waitUntil(rested(office))
    (written,) = stick.iterdir()
    assert not backup.look(written).encrypted
    assert ledger.at_stake(office.store).nothing


def test_who_is_revoked_lays_down_a_backup_and_what_was_in_bundles_is_at_stake_again(
    offices: Callable[[str], Office], centre: CentreProcess, stick: Path, qtbot: QtBot
) -> None:
    office = enrolled(offices("an"), centre)
    office.save("Phan Thị Xa")
    office.carrier.lay_down(stick)
    qtbot.waitUntil(rested(office))
    assert ledger.at_stake(office.store).nothing
    joining.note_revoked(office.store, revoked=True)
    assert not ledger.at_stake(office.store).nothing
    office.carrier.lay_down(stick)
    qtbot.waitUntil(rested(office))
    assert [backup.look(path).encrypted for path in stick.glob("*.zip")] == [False]
    assert ledger.at_stake(office.store).nothing


def test_whoever_enrols_again_has_no_bundle_under_way_that_counts(
    offices: Callable[[str], Office], centre: CentreProcess, stick: Path, qtbot: QtBot
) -> None:
    office = enrolled(offices("an"), centre)
    office.save("Phan Thị Xa")
    office.carrier.lay_down(stick)
    qtbot.waitUntil(rested(office))
    enrolled(office, centre)  # which closes the device that made it
    assert not ledger.at_stake(office.store).nothing


def test_a_file_that_is_no_answer_is_told_and_nothing_is_taken(
    offices: Callable[[str], Office], centre: CentreProcess, stick: Path, qtbot: QtBot
) -> None:
    office = enrolled(offices("an"), centre)
    (stick / "anh.lsb").write_bytes(b"x" * 5000)
    office.put_in(stick, qtbot)
    assert office.carrier.view().sticks[0].answers == ()
    office.carrier.take(stick / "anh.lsb")
    qtbot.waitUntil(rested(office))
    assert office.carrier.view().failed
    assert "không phải là tệp chuyển tay" in office.carrier.view().sentence


def test_a_stick_that_is_full_or_gone_is_told_and_nothing_counts_as_carried(
    offices: Callable[[str], Office], centre: CentreProcess, stick: Path, qtbot: QtBot
) -> None:
    office = enrolled(offices("an"), centre)
    office.save("Phan Thị Xa")
    stick.rmdir()
    office.carrier.lay_down(stick / "langso.lsb")
    qtbot.waitUntil(rested(office))
    assert office.carrier.view().failed
    assert not ledger.at_stake(office.store).nothing


def test_a_second_folder_is_remembered_and_seen_to_come_and_go(
    offices: Callable[[str], Office], stick: Path
) -> None:
    office = offices("an")
    office.carrier.choose(stick)
    assert office.carrier.view().folder_there
    stick.rmdir()
    office.carrier.look()
    assert not office.carrier.view().folder_there
    again = Carrier(office.store, office.safe, office.pulse, office.preferences, office.trips)
    assert again.view().folder == stick
    again.stop()


def test_a_folder_beside_the_profile_is_told_of_and_never_kept(
    offices: Callable[[str], Office], stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = offices("an")
    office.carrier.choose(stick)
    monkeypatch.setattr(volumes, "apart", lambda _one, _other: False)
    assert not office.carrier.choose(stick.parent)
    view = office.carrier.view()
    assert view.same_disk
    assert view.failed
    assert "nằm cùng ổ đĩa với hồ sơ này" in view.sentence
    assert view.folder == stick
    office.carrier.start()  # as if that one had been chosen before officers were told
    assert office.carrier.view().folder is None
    assert office.preferences.get("second_folder") == ""


def test_a_file_beside_the_profile_is_told_to_be_no_copy(
    offices: Callable[[str], Office], stick: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = offices("an")
    office.save("Phan Thị Xa")
    monkeypatch.setattr(volumes, "apart", lambda _one, _other: False)
    office.carrier.lay_down(stick / "thu.zip")
    qtbot.waitUntil(rested(office))
    assert "nằm cùng ổ đĩa với hồ sơ" in office.carrier.view().sentence
    assert not ledger.at_stake(office.store).nothing


def test_what_was_refused_goes_along_in_a_backup_and_nothing_is_at_stake(
    offices: Callable[[str], Office], centre: CentreProcess, stick: Path, qtbot: QtBot
) -> None:
    office = enrolled(offices("an"), centre)
    office.save("Phan Thị Xa")
    refused = journal.waiting(office.store, 10)[-1]
    journal.acknowledge(
        office.store, [Receipt(refused.id, None, "2026-11-26T08:00:00+00:00", "late", "Trễ.")]
    )
    office.carrier.lay_down(stick)
    qtbot.waitUntil(rested(office))
    assert sorted(path.suffix for path in stick.iterdir()) == [".lsb", ".zip"]
    assert "không có 1 thay đổi bị trung tâm trả lại" in office.carrier.view().sentence
    assert ledger.at_stake(office.store).nothing
    office.carrier.lay_down(stick)
    qtbot.waitUntil(lambda: rested(office)() and len(list(stick.iterdir())) == 3)
    assert len(list(stick.glob("*.zip"))) == 1  # one is enough


def test_an_answer_that_takes_much_away_is_asked_about_first(
    offices: Callable[[str], Office],
    centre: CentreProcess,
    stick: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    office = enrolled(offices("an"), centre)
    asked: list[bool] = []

    def take(*_all: object, accept: bool, **_more: object) -> None:
        asked.append(accept)
        raise errors.mass_change(60, 0, 100)

    monkeypatch.setattr("desktop.bundles.take", take)
    office.carrier.take(stick / "tra-loi.lsb")
    qtbot.waitUntil(rested(office))
    view = office.carrier.view()
    assert view.held_back == stick / "tra-loi.lsb"
    assert view.failed
    office.carrier.take(view.held_back, accept=True)
    qtbot.waitUntil(rested(office))
    assert asked == [False, True]
