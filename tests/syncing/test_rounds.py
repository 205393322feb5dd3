"""Rounds over the centre in memory: the protocol in its shortest form."""

from __future__ import annotations

import contextlib
import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import groupby
from pathlib import Path

import pytest

from db import journal, rounds
from db.queries import clock, ledger
from db.queries.ledger import Stage
from db.store import Store, set_setting, setting
from rules.budget import SMALL
from rules.change import LARGEST
from sync import errors, wire
from sync.center import Answers, Applicant, Hello, Page
from sync.memory import MemoryCenter, Province
from sync.pace import PAGES
from sync.round import RoundResult, Wish, run
from sync.steps import Progress
from tests.support.desk import COMMUNE, Pen, answer, attach, people, shown
from tests.support.frail import OK, REPLY_LOST, Line


@pytest.fixture
def centre() -> MemoryCenter:
    return MemoryCenter(commune=COMMUNE)


def waiting(store: Store) -> int:
    return len(journal.waiting(store, 100_000))


def test_what_one_pc_writes_the_other_shows(one: Store, two: Store, centre: MemoryCenter) -> None:
    answer(one, passed=True)
    people(one, 3)
    sent, taken = run(one, centre), run(two, centre)
    assert (sent.pushed, sent.pulled) == (4, 0)
    assert (taken.pushed, taken.pulled) == (0, 4)
    assert shown(one) == shown(two)
    assert waiting(one) == 0


def test_the_result_has_the_fields_of_the_command_line(one: Store, centre: MemoryCenter) -> None:
    assert list(RoundResult.__struct_fields__) == [
        "pushed",
        "pulled",
        "refused",
        "conflicts",
        "files_up",
        "files_down",
        "bytes_up",
        "bytes_down",
        "requests",
        "seconds",
        "packages",
    ]
    assert run(one, centre).seconds >= 0


def test_nothing_to_do_costs_one_request(one: Store, centre: MemoryCenter) -> None:
    people(one, 2)
    run(one, centre)
    done = run(one, centre)
    assert (done.requests, done.pushed, done.pulled) == (1, 0, 0)


def test_own_changes_are_not_fetched_back(one: Store, centre: MemoryCenter) -> None:
    people(one, 20)
    done = run(one, centre)
    assert (done.requests, done.bytes_down) == (3, 0)  # hello, push, and what it all comes to
    assert journal.cursor(one) == 20


class Counting(MemoryCenter):
    """A centre that counts the changes it hands out."""

    given = asked = 0

    def since(self, position: int, limit: int) -> Page:
        page = super().since(position, limit)
        self.asked += 1
        self.given += len(page.changes)
        return page


def test_own_changes_that_lie_among_those_of_others_are_not_fetched_back(
    one: Store, two: Store, centre: MemoryCenter
) -> None:
    counting = Counting(centre.province, commune=COMMUNE)
    pulled = 0
    for _turn in range(3):
        people(one, 2)
        run(one, centre)
        people(two, 20)
        with pytest.raises(errors.NoConnection):  # what comes then lies behind its own
            run(two, Broken(centre, "since", late=False))
        people(one, 1)
        run(one, centre)
        pulled += run(two, counting).pulled
    assert (pulled, counting.given) == (9, 9)
    assert journal.cursor(two) == 69
    assert run(two, counting).requests == 1
    run(one, centre)
    assert shown(one) == shown(two)


def test_a_few_own_changes_among_those_of_others_come_along_rather_than_cost_a_request_each(
    one: Store, two: Store, centre: MemoryCenter
) -> None:
    for _turn in range(8):
        people(one, 1)
        run(one, centre)
        people(two, 1)
        with contextlib.suppress(errors.NoConnection):  # or it rests
            run(two, Broken(centre, "since", late=False))
    counting = Counting(centre.province, commune=COMMUNE)
    done = run(two, counting, wish=Wish(insist=True))
    assert (done.pulled, counting.asked) == (8, 1)
    assert journal.cursor(two) == 16


def test_where_the_tables_differ_the_stream_is_taken_whole_own_changes_too(
    one: Store, two: Store, centre: MemoryCenter
) -> None:
    people(one, 2)
    run(one, centre)
    people(two, 30)
    counting = Counting(centre.province, commune=COMMUNE)
    run(two, counting)
    centre.province.stream(COMMUNE).bodies[0] = Pen().body()  # the centre holds another there
    people(two, 1)
    run(two, counting)
    assert counting.given == 2 + 33


def test_differing_answers_become_the_same_conflict_on_both_sides(
    one: Store, two: Store, centre: MemoryCenter
) -> None:
    answer(one, passed=True)
    answer(two, passed=False)
    run(one, centre)
    assert run(two, centre).conflicts == 1
    assert run(one, centre).conflicts == 1
    assert shown(one) == shown(two)


def test_a_large_pile_goes_in_growing_pages_and_arrives_in_order(
    one: Store, two: Store, centre: MemoryCenter
) -> None:
    people(one, 2500)
    told: list[Progress] = []
    done = run(one, centre, progress=told.append)
    assert done.pushed == 2500
    assert [(each.done, each.whole) for each in told] == [(1000, 2500), (2500, 2500)]
    run(two, centre)
    sequence = "SELECT body FROM change ORDER BY seq"
    assert [row[0] for row in one.rows(sequence)] == [row[0] for row in two.rows(sequence)]


class Attentive(MemoryCenter):
    """Looks whether a page that comes was packed before its turn."""

    ready: tuple[bool, ...] = ()

    def push(self, bodies: Sequence[bytes], *, returned: bool = False) -> Answers:
        before = wire.pushed.cache_info().hits
        wire.pushed(tuple(bodies))
        self.ready = (*self.ready, wire.pushed.cache_info().hits > before)
        return super().push(bodies, returned=returned)


def test_a_page_is_packed_while_the_one_before_is_under_way(one: Store) -> None:
    set_setting(one, PAGES.remembered, "60")
    people(one, 60 + 120 + 240)
    centre = Attentive(commune=COMMUNE)
    assert run(one, centre).pushed == 420
    assert centre.ready == (False, True, True)
    assert wire.pushed.cache_info().currsize == 0


def test_a_refused_change_is_set_aside_in_words_and_nothing_waits_behind_it(
    one: Store, two: Store, centre: MemoryCenter
) -> None:
    people(one, 1)
    with one.write() as connection:
        connection.execute(
            "INSERT INTO change(id, type, record, body, state)"
            " SELECT id || 'x', type, record, replace(body, 'Người', 'Ng'), 0 FROM change"
        )
    people(one, 1)
    done = run(one, centre)
    assert (done.pushed, done.refused, waiting(one)) == (2, 1, 0)
    code, sentence = one.row("SELECT code, sentence FROM refusal")
    assert (code, sentence[-1]) == ("altered", ".")
    assert run(two, centre).pulled == 2


def test_a_change_no_request_can_carry_is_set_aside_here(one: Store, centre: MemoryCenter) -> None:
    people(one, 1)
    heavy = Pen(journal.wind(one).replica).body("later", set={"text": "x" * LARGEST})
    with one.write() as connection:
        connection.execute(
            "INSERT INTO change(id, type, record, body, state)"
            " VALUES ('heavy', 'later', 'r', ?, 0)",
            (heavy.decode(),),
        )
    people(one, 1)
    done = run(one, centre)
    assert (done.pushed, done.refused) == (2, 1)
    assert one.value("SELECT code FROM refusal") == "too_large"
    assert done.bytes_up < LARGEST


def test_a_device_speaks_for_its_own_replica_and_commune() -> None:
    province, pen = Province(), Pen()
    stranger = MemoryCenter(province)
    token = stranger.enrol(province.code("a"), Applicant(pen.replica, "máy")).token
    mine = MemoryCenter(province, token=token)
    apart = stranger.enrol(province.code("b"), Applicant("00000000", "m"))
    other = MemoryCenter(province, token=apart.token)
    beside = MemoryCenter(
        province, token=stranger.enrol(province.code("a"), Applicant("11111111", "m")).token
    )
    theirs = Pen()
    beside.push([theirs.body()])
    own, foreign = mine.push([pen.body(), theirs.body()]).answers
    assert (own.position, foreign.code) == (2, "foreign")
    assert (mine.hello().position, other.hello().position) == (2, 0)
    with pytest.raises(errors.WrongCode):
        stranger.enrol("no such code", Applicant(pen.replica, "máy"))
    province.devices[token].revoked = True
    with pytest.raises(errors.DeviceRevoked):
        mine.hello()


# -- files ---------------------------------------------------------------------------------------


def test_files_follow_the_changes_that_name_them(
    one: Store, two: Store, centre: MemoryCenter, tmp_path: Path
) -> None:
    names = [attach(one, tmp_path, content) for content in (b"large" * 50, b"small")]
    assert run(one, centre).files_up == 2
    assert run(two, centre).files_down == 2
    for name in names:
        copies = [store.folder / "blobs" / name[:2] / name for store in (one, two)]
        assert copies[0].read_bytes() == copies[1].read_bytes()
    assert run(one, centre).requests == run(two, centre).requests == 1


def test_no_small_file_waits_for_a_large_one_of_the_other_direction(
    one: Store, two: Store, centre: MemoryCenter, tmp_path: Path
) -> None:
    for size in (SMALL + 2, 300, SMALL):
        attach(two, tmp_path, random.Random(size).randbytes(size))
    run(two, centre)
    for size in (SMALL + 1, 200):
        attach(one, tmp_path, random.Random(size).randbytes(size))
    told: list[Progress] = []
    done = run(one, centre, progress=told.append)
    assert (done.files_up, done.files_down) == (2, 3)
    files = [each for each in told if each.phase.startswith("files")]
    assert [phase for phase, _told in groupby(each.phase for each in files)] == [
        "files_up",
        "files_down",
        "files_up",
        "files_down",
    ]
    for phase in ("files_up", "files_down"):
        ways = [each.done for each in files if each.phase == phase]
        assert ways == sorted(ways)
        assert ways[-1] == files[-1].whole if phase == "files_down" else SMALL + 201


def test_data_only_leaves_the_files_for_later(
    one: Store, centre: MemoryCenter, tmp_path: Path
) -> None:
    attach(one, tmp_path, b"anh chup")
    assert run(one, centre, wish=Wish(data_only=True)).files_up == 0
    assert run(one, centre).files_up == 1


def test_a_file_the_centre_has_is_not_sent_again(
    one: Store, two: Store, centre: MemoryCenter, tmp_path: Path
) -> None:
    attach(one, tmp_path, b"cung mot tep")
    attach(two, tmp_path, b"cung mot tep")
    run(one, centre)
    done = run(two, centre)
    assert (done.files_up, done.files_down) == (0, 0)
    assert run(two, centre).requests == 1


def test_one_bad_file_stops_no_other_and_is_told(
    one: Store, centre: MemoryCenter, tmp_path: Path
) -> None:
    bad, gone = attach(one, tmp_path, b"1"), attach(one, tmp_path, b"22")
    attach(one, tmp_path, b"333")
    (one.folder / "blobs" / bad[:2] / bad).write_bytes(b"altered")
    (one.folder / "blobs" / gone[:2] / gone).unlink()
    assert run(one, centre).files_up == 1
    (last,) = rounds.latest(one)
    assert last.outcome == "done"
    assert "đính kèm lại" in (last.sentence or "")


def test_a_file_damaged_on_its_way_is_fetched_anew(
    one: Store, two: Store, centre: MemoryCenter, tmp_path: Path
) -> None:
    name = attach(one, tmp_path, b"ban goc")
    run(one, centre)
    files = centre.province.stream(COMMUNE).files
    files[name] = b"ban hong"
    assert run(two, centre).files_down == 0
    files[name] = b"ban goc"
    assert run(two, centre).files_down == 1


def test_a_file_that_never_comes_as_it_is_called_is_fetched_further_and_further_apart(
    one: Store, two: Store, centre: MemoryCenter, tmp_path: Path
) -> None:
    name = attach(one, tmp_path, b"ban goc")
    run(one, centre)
    centre.province.stream(COMMUNE).files[name] = b"x" * 100_000
    tried = []
    for n in range(10):
        before = centre.traffic.down
        assert run(two, centre).files_down == 0
        assert "không đúng nội dung đã đính kèm" in (rounds.latest(two)[0].sentence or "")
        if centre.traffic.down - before >= 100_000:
            tried.append(n)
    assert tried == [0, 1, 3, 7]
    attach(one, tmp_path, b"tep khac")
    run(one, centre)
    assert run(two, centre).files_down == 1


def test_a_file_the_centre_lacks_is_asked_for_ever_less_until_an_officer_wants_it(
    one: Store, two: Store, centre: MemoryCenter, tmp_path: Path
) -> None:
    attach(one, tmp_path, b"chua gui")
    run(one, centre, wish=Wish(data_only=True))
    run(two, centre)
    asked = [n for n in range(1, 32) if run(two, centre).requests > 1]
    assert asked == [1, 3, 7, 15, 23, 31]
    assert run(two, centre).requests == 1
    run(one, centre)
    assert run(two, centre).files_down == 0
    assert run(two, centre, wish=Wish(insist=True)).files_down == 1


def test_a_file_that_was_altered_here_costs_the_line_nothing(
    one: Store, centre: MemoryCenter, tmp_path: Path
) -> None:
    name = attach(one, tmp_path, b"1" * 100_000)
    run(one, centre, wish=Wish(data_only=True))
    (one.folder / "blobs" / name[:2] / name).write_bytes(b"2" * 100_000)
    before = centre.traffic.up
    assert run(one, centre).files_up == 0
    assert "đính kèm lại" in (rounds.latest(one)[0].sentence or "")
    assert centre.traffic.up - before < 100


# -- a round that breaks off ---------------------------------------------------------------------


class Broken(MemoryCenter):
    """A centre whose line breaks once, at a call of its own choosing."""

    def __init__(self, like: MemoryCenter, call: str, *, late: bool) -> None:
        super().__init__(like.province, commune=COMMUNE)
        self._call, self._late = call, late

    def _break(self, call: str) -> None:
        if call == self._call:
            self._call = ""
            raise errors.no_connection()

    def hello(self, at: int = 0) -> Hello:
        self._break("hello")
        return super().hello(at)

    def push(self, bodies: Sequence[bytes], *, returned: bool = False) -> Answers:
        if not self._late:
            self._break("push")
        answers = super().push(bodies, returned=returned)
        self._break("push")  # the centre has them, and nobody here knows
        return answers

    def since(self, position: int, limit: int) -> Page:
        page = super().since(position, limit)
        self._break("since")
        return page


@pytest.mark.parametrize("late", [False, True])
@pytest.mark.parametrize("call", ["hello", "push", "since"])
def test_wherever_the_line_breaks_the_next_round_makes_it_whole(
    one: Store, two: Store, centre: MemoryCenter, call: str, late: bool
) -> None:
    people(two, 3)
    run(two, centre)
    people(one, 3)
    broken = Broken(centre, call, late=late)
    with pytest.raises(errors.NoConnection):
        run(one, broken)
    (failed,) = rounds.latest(one)
    assert failed.outcome == "no_connection"
    assert "dữ liệu vẫn an toàn" in (failed.sentence or "")
    run(one, broken)
    run(two, centre)
    assert shown(one) == shown(two)
    assert len(centre.province.stream(COMMUNE).bodies) == 6
    assert waiting(one) == 0


def test_what_was_done_before_the_break_is_remembered(
    one: Store, two: Store, centre: MemoryCenter
) -> None:
    people(two, 1)
    run(two, centre)
    people(one, 2)
    with pytest.raises(errors.NoConnection):
        run(one, Broken(centre, "since", late=False))
    (failed,) = rounds.latest(one)
    assert (failed.pushed, failed.pulled, failed.requests) == (2, 0, 3)
    assert waiting(one) == 0


class Giving(MemoryCenter):
    """A centre that answers with pages made up by the test."""

    def __init__(self, *pages: Page) -> None:
        super().__init__(commune=COMMUNE)
        self._pages = list(pages)

    def hello(self, at: int = 0) -> Hello:
        return Hello("2026-11-23T08:00:00+00:00", 9, 1, wire.OLDEST, wire.PROTOCOL, COMMUNE)

    def since(self, position: int, limit: int) -> Page:
        return self._pages.pop(0)


GOOD = Pen().body()
WRONG_PAGES = {
    "a gap": Page(((1, GOOD), (3, GOOD)), 3, more=False),
    "a late start": Page(((2, GOOD),), 2, more=False),
    "a cursor ahead of its changes": Page(((1, GOOD),), 5, more=False),
    "a cursor that moves without changes": Page((), 4, more=False),
    "more, and nothing now": Page((), 0, more=True),
    "what is no change": Page(((1, GOOD), (2, b'{"not": "a change"}')), 2, more=False),
    "what is no text": Page(((1, GOOD.replace(b"can-bo", b"\xff")),), 1, more=False),
    "no text in what nobody knows": Page(((1, GOOD[:-1] + b',"x":"\xff"}'),), 1, more=False),
}


@pytest.mark.parametrize("name", WRONG_PAGES)
def test_a_page_that_makes_no_sense_moves_nothing(one: Store, name: str) -> None:
    with pytest.raises(errors.Garbled):
        run(one, Giving(WRONG_PAGES[name]))
    assert journal.cursor(one) == 0
    assert shown(one) == []
    assert rounds.latest(one)[0].outcome == "garbled"


def test_a_broken_page_costs_only_itself(one: Store) -> None:
    good = Page(((1, GOOD),), 1, more=True)
    with pytest.raises(errors.Garbled):
        run(one, Giving(good, Page(((3, GOOD),), 3, more=False)))
    assert journal.cursor(one) == 1
    assert len(shown(one)) == 1


class Speaking(MemoryCenter):
    """A centre of another age."""

    def __init__(self, oldest: int, newest: int, time: str = "2026-11-23T08:00:00+00:00") -> None:
        super().__init__(commune=COMMUNE)
        self._hello = Hello(time, 0, 1, oldest, newest, COMMUNE)

    def hello(self, at: int = 0) -> Hello:
        return self._hello


@pytest.mark.parametrize("window", [(wire.PROTOCOL + 1, wire.PROTOCOL + 3), (0, wire.OLDEST - 1)])
def test_sides_that_do_not_understand_each_other_say_so(
    one: Store, window: tuple[int, int]
) -> None:
    people(one, 1)
    with pytest.raises(errors.NewerNeeded):
        run(one, Speaking(*window))
    assert waiting(one) == 1


def test_a_centre_of_a_newer_window_that_includes_ours_is_fine(one: Store) -> None:
    assert run(one, Speaking(wire.PROTOCOL, wire.PROTOCOL + 5)).requests == 0


def test_a_clock_that_is_far_off_is_noted_and_forgotten_when_set_right(one: Store) -> None:
    run(one, Speaking(1, 1, "2010-01-01T00:00:00+00:00"))
    assert int(setting(one, clock.AHEAD) or 0) > 15 * 365 * 24 * 3600
    run(one, MemoryCenter(commune=COMMUNE))
    assert setting(one, clock.AHEAD) is None


def test_the_centres_time_is_remembered_and_nothing_is_written_while_it_hardly_went_on(
    one: Store, centre: MemoryCenter
) -> None:
    now = datetime.now(UTC)
    for ago, stays in ((30, True), (90, False)):
        told = (now - timedelta(minutes=ago)).isoformat(timespec="seconds")
        set_setting(one, clock.TOLD, told)
        run(one, centre)
        assert (setting(one, clock.TOLD) == told) is stays
    assert clock.doubt(one) is None
    assert clock.doubt(one, now - timedelta(days=2)) is not None


def test_a_clock_of_ours_that_is_wrong_changes_no_outcome(
    one: Store, two: Store, centre: MemoryCenter
) -> None:
    journal.wind(one)
    assert one.clock is not None
    one.clock._now = lambda: 1_262_304_000_000  # 2010
    people(one, 2)
    answer(one, passed=True)
    run(one, centre)
    run(two, centre)
    answer(two, passed=False)
    run(two, centre)
    run(one, centre)
    answer(one, passed=None)
    run(one, centre)
    run(two, centre)
    assert shown(one) == shown(two)
    assert one.value("SELECT passed FROM assessment") is None
    assert run(two, centre).conflicts == 0


# -- stopping, and the memory of rounds ----------------------------------------------------------


def test_a_round_can_be_stopped_between_pages_and_goes_on_later(
    one: Store, centre: MemoryCenter
) -> None:
    people(one, 3500)
    told: list[Progress] = []
    done = run(one, centre, stop=lambda: bool(told), progress=told.append)
    assert done.pushed == 3 * PAGES.first  # the first page, and the second that was on its way
    assert rounds.latest(one)[0].outcome == "stopped"
    assert run(one, centre).pushed == 500


def test_only_the_last_thousand_rounds_are_remembered(one: Store) -> None:
    row = rounds.Round("2026-11-23", "done", None, 0, 0, 0, 0, 0, 0, 0, 0, 0.0)
    with one.write():
        for _n in range(rounds.KEPT + 5):
            rounds.keep(one, row)
    assert len(rounds.latest(one, 5000)) == rounds.KEPT


def test_a_profile_that_worked_alone_brings_everything_when_it_enrols(
    one: Store, two: Store, centre: MemoryCenter
) -> None:
    for n in range(5):
        answer(one, f"1.{n}", passed=bool(n % 2))
    set_setting(one, "device", "d1")
    assert run(one, centre).pushed == 5
    run(two, centre)
    assert shown(one) == shown(two)


def test_what_was_sent_without_an_answer_is_known_to_have_left(one: Store) -> None:
    people(one, 2)
    line = Line(MemoryCenter(Province(), commune=COMMUNE), [OK, REPLY_LOST])
    with pytest.raises(errors.NoConnection):
        run(one, line)
    people(one, 1)
    stages = [entry.promise.stage for entry in ledger.entries(one)]
    assert stages == [Stage.WAITING, Stage.SENT, Stage.SENT]


class Failing(MemoryCenter):
    """A centre that takes what is pushed, and whose answer is told as something else."""

    def __init__(self, error: errors.SyncError) -> None:
        super().__init__(commune=COMMUNE)
        self._error = error

    def push(self, bodies: Sequence[bytes], *, returned: bool = False) -> Answers:
        super().push(bodies, returned=returned)
        raise self._error


@pytest.mark.parametrize(
    "error", [errors.garbled(), errors.unanswered(504), errors.centre_trouble("?")]
)
def test_what_was_sent_and_answered_with_nonsense_is_known_to_have_left_too(
    one: Store, error: errors.SyncError
) -> None:
    people(one, 1)
    with pytest.raises(type(error)):
        run(one, Failing(error))
    assert [entry.promise.stage for entry in ledger.entries(one)] == [Stage.SENT]
