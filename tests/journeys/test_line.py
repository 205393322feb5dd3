"""The window's way to the centre: when it sends, what it says, how it waits."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from db import journal, resting
from db import store as stores
from db.commands import evidence
from db.commands import profile as founding
from db.queries import rulebook
from db.store import Store
from desktop import enrolment, scheduler, secrets
from desktop.scheduler import Line
from desktop.secrets import Safe
from rules.records import PERSON
from sync import backoff
from sync.http import Begun, HttpCenter
from sync.invitation import Invitation
from tests.support import parcels
from tests.support.centre import CentreProcess, serving
from tests.support.desk import people
from tests.support.line import line_to
from tests.support.programme import COMMUNE
from ui.desk import Asked, LineView, Moving, Pulse


@pytest.fixture(scope="module")
def centre(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CentreProcess]:
    """A centre that serves."""
    with serving(tmp_path_factory.mktemp("centre") / "data") as running:
        yield running


class Office:
    """One PC with its window's connection and its line, without the window."""

    def __init__(self, folder: Path) -> None:
        founding.found(folder, COMMUNE, "Nguyễn Văn An").close()
        self.store: Store = stores.open_(folder)
        self.safe: Safe = secrets.new(folder, encrypted=False)
        self.pulse = Pulse()
        self.line = self._line()

    def _line(self) -> Line:
        return Line(self.store, self.safe, self.pulse, chance=lambda: 0.5)

    def attach(self, size: int) -> None:
        """An officer attaches a file that does not pack."""
        photo = self.store.folder.parent / f"anh-{size}.jpg"
        photo.write_bytes(random.Random(size).randbytes(size))
        actor = founding.actor(self.store)
        evidence.attach(self.store, actor, "person", actor, photo)
        self.pulse.beat("evidence")

    def reopen(self) -> None:
        """The programme is closed and opened again."""
        self.line.stop()
        self.line = self._line()
        self.line.start()

    def save(self, name: str = "Lê Thị Bé") -> None:
        """An officer saves something."""
        journal.amend(self.store, founding.actor(self.store), PERSON, None, {"full_name": name})
        self.pulse.beat("person")

    def timer(self) -> QTimer:
        """What the next round waits for."""
        (timer,) = self.line.findChildren(QTimer)
        return timer

    def close(self) -> None:
        """End."""
        self.line.stop()
        self.store.close()


@pytest.fixture
def own_centre(tmp_path: Path) -> Iterator[CentreProcess]:
    """One that knows nothing of other tests: their files would be fetched as well."""
    with serving(tmp_path / "center") as running:
        yield running


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


def enrolled(office: Office, centre: CentreProcess) -> Office:
    """The same PC as a device of the centre."""
    enrolment.enrol(office.store, office.safe, Invitation(centre.url, centre.code(COMMUNE)))
    office.pulse.beat("person")
    return office


def settled(office: Office) -> Callable[[], bool]:
    """Whether the line has stopped sending, one way or another."""
    return lambda: office.line.view().phase != "sending"


def test_without_a_centre_nothing_is_sent_and_nothing_is_planned(
    offices: Callable[[str], Office],
) -> None:
    office = offices("an")
    office.line.start()
    office.save()
    office.line.send_now()
    view = office.line.view()
    assert (view.enrolled, view.phase) == (False, "idle")
    assert view.waiting == 2
    assert not office.timer().isActive()


def test_enrolling_from_the_window_sends_what_was_entered_before(
    offices: Callable[[str], Office], centre: CentreProcess, qtbot: QtBot
) -> None:
    office = offices("an")
    office.save()
    done: list[str] = []
    with qtbot.waitSignal(
        office.line.changed, check_params_cb=lambda: bool(office.line.view().last_done)
    ):
        office.line.enrol(
            centre.url, centre.code(COMMUNE), lambda: done.append("done"), pytest.fail
        )
    assert done == ["done"]
    view = office.line.view()
    assert (view.enrolled, view.waiting, view.phase) == (True, 0, "idle")


def test_a_wrong_code_is_told_and_changes_nothing(
    offices: Callable[[str], Office], centre: CentreProcess, qtbot: QtBot
) -> None:
    office = offices("an")
    told: list[Exception] = []
    office.line.enrol(centre.url, "KHONG-CO", lambda: pytest.fail("enrolled"), told.append)
    qtbot.waitUntil(lambda: bool(told))
    assert "Mã đăng ký" in str(told[0])
    assert not office.line.view().enrolled


def test_what_was_saved_goes_a_little_later(
    offices: Callable[[str], Office], centre: CentreProcess, qtbot: QtBot
) -> None:
    office = enrolled(offices("an"), centre)
    office.line.send_now()
    qtbot.waitUntil(settled(office))
    assert office.timer().interval() == scheduler.BETWEEN * 1000
    office.save()
    assert office.line.view().waiting == 1
    assert office.timer().interval() == scheduler.AFTER_SAVING * 1000
    office.timer().setInterval(9999)  # still the same wait, but one that can be told apart
    office.save("Trần Văn Tư")
    assert office.timer().interval() == 9999  # typing on does not put it off


def test_what_others_saved_arrives_and_the_screens_hear_of_it(
    offices: Callable[[str], Office], centre: CentreProcess, qtbot: QtBot
) -> None:
    one, other = enrolled(offices("an"), centre), enrolled(offices("binh"), centre)
    one.save("Phan Thị Xa")
    one.line.send_now()
    qtbot.waitUntil(settled(one))
    with qtbot.waitSignal(other.pulse.changed, check_params_cb=lambda types: "person" in types):
        other.line.send_now()
    names = {row[0] for row in other.store.rows("SELECT full_name FROM person")}
    assert "Phan Thị Xa" in names


def test_a_package_of_the_centre_arrives_and_the_screens_hear_of_it(
    offices: Callable[[str], Office], centre: CentreProcess, tmp_path: Path, qtbot: QtBot
) -> None:
    office = enrolled(offices("an"), centre)
    office.line.send_now()
    qtbot.waitUntil(settled(office))
    assert centre.run("package", "publish", str(parcels.file(tmp_path))).returncode == 0
    with qtbot.waitSignal(office.pulse.changed, check_params_cb=lambda types: "package" in types):
        office.line.send_now()
    assert rulebook.criteria(office.store, parcels.SET).version == 1


def test_a_centre_that_is_away_is_tried_again_later_and_later(
    offices: Callable[[str], Office], tmp_path: Path, qtbot: QtBot
) -> None:
    with serving(tmp_path / "center") as centre:
        office = enrolled(offices("an"), centre)
    pauses = []
    for _try in range(3):
        office.line.send_now()
        qtbot.waitUntil(settled(office))
        pauses.append(office.timer().interval())
    view = office.line.view()
    assert view.phase == "offline"
    assert view.sentence
    assert view.waiting == 1
    assert pauses == sorted(pauses)
    assert pauses[-1] == 4 * pauses[0]
    office.save()
    assert office.timer().interval() == pauses[-1]  # the pause still holds


def test_a_line_that_breaks_after_it_got_on_is_tried_again_soon(
    offices: Callable[[str], Office], centre: CentreProcess, qtbot: QtBot
) -> None:
    office = offices("an")
    people(office.store, 2500)
    pauses = []
    with line_to(centre.url) as line:
        invited = Invitation(line.url, centre.code(COMMUNE))
        enrolment.enrol(office.store, office.safe, invited)
        office.pulse.beat("person")
        for carries in (0, 45_000, 0, 0):  # bytes: 45,000 are one page and a part of another
            line.up = carries
            office.line.send_now()
            qtbot.waitUntil(settled(office))
            assert office.line.view().phase == "offline"
            pauses.append(office.timer().interval() / 1000)
    assert 0 < office.line.view().waiting < 2000
    failed = [backoff.pause(failures, 0.5) for failures in range(3)]
    assert pauses == [failed[1], failed[0], failed[1], failed[2]]


def test_a_revoked_device_says_why_it_cannot_send(
    offices: Callable[[str], Office], centre: CentreProcess, qtbot: QtBot
) -> None:
    office = enrolled(offices("an"), centre)
    device = stores.setting(office.store, "device")
    assert device is not None
    assert centre.run("device", "revoke", device).returncode == 0
    office.line.send_now()
    qtbot.waitUntil(settled(office))
    view = office.line.view()
    assert view.phase == "trouble"
    assert "không còn nhận máy này" in (view.sentence or "")
    assert view.shut_out
    office.line.enrol(centre.url, centre.code(COMMUNE), lambda: None, raised)
    qtbot.waitUntil(lambda: not office.line.view().shut_out)
    qtbot.waitUntil(settled(office))
    assert office.line.view().sentence is None


def raised(error: Exception) -> None:
    """Nothing may go wrong."""
    raise error


def test_a_pc_whose_secrets_are_lost_is_shut_out_until_it_enrols_again(
    offices: Callable[[str], Office], centre: CentreProcess
) -> None:
    office = enrolled(offices("an"), centre)
    assert not office.line.view().shut_out
    bare = secrets.new(office.store.folder, encrypted=False)  # all that a recovery code brings back
    line = Line(office.store, bare, office.pulse)
    assert line.view().shut_out
    line.stop()


def test_at_another_address_everything_is_offered_again(
    offices: Callable[[str], Office], centre: CentreProcess, tmp_path: Path, qtbot: QtBot
) -> None:
    office = enrolled(offices("an"), centre)
    office.line.send_now()
    qtbot.waitUntil(settled(office))
    with serving(tmp_path / "elsewhere") as elsewhere:
        enrolled(office, elsewhere)
        everything = office.store.row("SELECT count(*) FROM change")
        assert everything
        assert office.line.view().waiting == everything[0]
        office.line.send_now()
        qtbot.waitUntil(settled(office))
        assert office.line.view().waiting == 0
        assert "Nguyễn Văn An" in elsewhere.run("dump", COMMUNE).stdout


def test_a_pause_holds_until_the_officer_goes_on(
    offices: Callable[[str], Office], centre: CentreProcess, qtbot: QtBot
) -> None:
    office = enrolled(offices("an"), centre)
    office.line.send_now()
    office.line.pause()
    assert office.line.view().phase == "paused"
    qtbot.waitUntil(lambda: not office.line.runner.busy)
    office.save()
    assert office.line.view().phase == "paused"
    assert not office.timer().isActive()
    office.line.send_now()
    qtbot.waitUntil(settled(office))
    assert (office.line.view().phase, office.line.view().waiting) == ("idle", 0)


def test_how_far_a_round_has_come_is_told_on_the_way(
    offices: Callable[[str], Office], centre: CentreProcess, qtbot: QtBot
) -> None:
    office = enrolled(offices("an"), centre)
    told: list[Moving] = []
    office.line.changed.connect(
        lambda: told.append(moving) if (moving := office.line.view().moving) else None
    )
    office.line.send_now()
    qtbot.waitUntil(settled(office))
    assert told
    assert told[0].phase == "send"
    assert told[0].bytes > 0
    assert office.line.view().moving is None


def test_while_files_are_under_way_the_changes_before_them_are_no_longer_at_stake(
    offices: Callable[[str], Office], centre: CentreProcess, qtbot: QtBot
) -> None:
    office = enrolled(offices("an"), centre)
    office.attach(5_000)
    told: list[LineView] = []
    office.line.changed.connect(lambda: told.append(office.line.view()))
    office.line.send_now()
    qtbot.waitUntil(settled(office))
    of_files = [view for view in told if view.moving and view.moving.phase == "files_up"]
    assert of_files[0].at_stake.changes == 0
    assert of_files[0].waiting == 0


def test_what_is_at_stake_follows_what_is_saved_and_sent(
    offices: Callable[[str], Office], centre: CentreProcess, qtbot: QtBot
) -> None:
    office = enrolled(offices("an"), centre)
    assert office.line.view().at_stake.changes == 1
    office.line.send_now()
    qtbot.waitUntil(settled(office))
    assert office.line.view().at_stake.nothing
    office.save()
    assert office.line.view().at_stake.changes == 1
    office.line.send(Asked(data_only=True))
    qtbot.waitUntil(settled(office))
    assert office.line.view().at_stake.nothing


def test_only_an_officer_has_tried_again_what_came_to_nothing_lately(
    offices: Callable[[str], Office], centre: CentreProcess, qtbot: QtBot
) -> None:
    office = enrolled(offices("an"), centre)
    office.save()
    (waiting,) = (each.id for each in journal.waiting(office.store, 10)[-1:])
    for _vain in range(3):
        resting.note(office.store, resting.CHANGES, [waiting])
    office.timer().timeout.emit()
    qtbot.waitUntil(settled(office))
    assert office.line.view().waiting == 1
    office.line.send_now()
    qtbot.waitUntil(settled(office))
    assert office.line.view().waiting == 0


def test_what_came_of_a_long_answer_is_kept_from_round_to_round(
    offices: Callable[[str], Office],
    centre: CentreProcess,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    office, kept = enrolled(offices("an"), centre), []
    center_of = enrolment.center_of

    def noted(store: Store, safe: Safe, begun: Begun) -> HttpCenter:
        kept.append(begun)
        return center_of(store, safe, begun)

    monkeypatch.setattr(enrolment, "center_of", noted)
    for _round in range(2):
        office.line.send_now()
        qtbot.waitUntil(settled(office))
    assert kept[0] is kept[1]
    assert isinstance(kept[0], Begun)


def test_data_only_holds_for_rounds_nobody_asks_for_until_the_officer_sends_everything(
    offices: Callable[[str], Office], own_centre: CentreProcess, qtbot: QtBot
) -> None:
    office = enrolled(offices("an"), own_centre)
    office.attach(5_000)
    office.line.send(Asked(data_only=True))
    qtbot.waitUntil(settled(office))
    for restarted in (False, True):
        if restarted:
            office.reopen()
        office.save()
        office.timer().timeout.emit()
        qtbot.waitUntil(settled(office))
        view = office.line.view()
        assert (view.waiting, view.files_waiting, view.limit) == (0, 1, Asked(data_only=True))
    office.line.send_now()
    qtbot.waitUntil(settled(office))
    view = office.line.view()
    assert (view.files_waiting, view.limit) == (0, Asked())


def test_a_budget_once_used_up_ends_all_rounds_until_the_officer_goes_on(
    offices: Callable[[str], Office], own_centre: CentreProcess, qtbot: QtBot
) -> None:
    office = enrolled(offices("an"), own_centre)
    office.attach(2_000_000)
    office.line.send(Asked(budget=1_000_000))
    qtbot.waitUntil(settled(office))
    view = office.line.view()
    assert (view.phase, view.files_waiting) == ("paused", 1)
    assert "Đã dùng hết 1 MB" in (view.sentence or "")
    assert "hãy cho thêm MB" in (view.sentence or "")
    assert view.last_done  # it did bring something over
    office.save()
    assert not office.timer().isActive()
    office.reopen()
    view = office.line.view()
    assert view.phase == "paused"
    assert "Đã dùng hết số MB đã cho" in (view.sentence or "")
    office.line.send_now()
    qtbot.waitUntil(settled(office))
    view = office.line.view()
    assert (view.phase, view.waiting, view.files_waiting) == ("idle", 0, 0)


def test_after_a_cut_the_next_try_has_what_is_left_of_the_budget(
    offices: Callable[[str], Office], own_centre: CentreProcess, qtbot: QtBot
) -> None:
    office = offices("an")
    people(office.store, 2500)
    with line_to(own_centre.url) as line:
        invited = Invitation(line.url, own_centre.code(COMMUNE))
        enrolment.enrol(office.store, office.safe, invited)
        office.pulse.beat("person")
        line.up = 45_000
        office.line.send(Asked(budget=1_000_000))
        qtbot.waitUntil(settled(office))
        assert office.line.view().phase == "offline"
        left = office.line.view().limit.budget or 0
        assert 900_000 < left < 970_000
        line.up = None
        office.timer().timeout.emit()
        qtbot.waitUntil(settled(office))
        assert 0 < (office.line.view().limit.budget or 0) < left


def test_a_round_under_way_gives_way_to_one_with_limits(
    offices: Callable[[str], Office], centre: CentreProcess, qtbot: QtBot
) -> None:
    office = enrolled(offices("an"), centre)
    office.attach(5_000)
    office.line.send_now()
    office.line.send(Asked(data_only=True))
    qtbot.waitUntil(lambda: not office.line.runner.busy and settled(office)())
    view = office.line.view()
    assert (view.waiting, view.limit) == (0, Asked(data_only=True))


def test_before_the_centre_has_answered_it_counts_as_not_met(
    offices: Callable[[str], Office], centre: CentreProcess, qtbot: QtBot
) -> None:
    office = enrolled(offices("an"), centre)
    assert not office.line.view().met
    office.line.send_now()
    qtbot.waitUntil(settled(office))
    assert office.line.view().met
