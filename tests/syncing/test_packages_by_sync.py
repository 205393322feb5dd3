"""What the centre publishes reaches every PC with its next round, and no bad package stops it."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from db import journal, rounds
from db.commands import assess, enrolment, packages
from db.commands.assess import Place
from db.queries import checklist, rulebook
from db.queries.rulebook import PackageLine
from db.store import Store, setting
from resources import packages as files
from resources.packages import PackageError
from rules.periods import Period
from sync import keys
from sync.center import Published
from sync.memory import MemoryCenter
from sync.round import run
from tests.support import parcels
from tests.support.centre import CentreProcess, serving
from tests.support.desk import COMMUNE, OFFICER, attach, people

YEAR = Period(2026)


@pytest.fixture
def centre(one: Store) -> MemoryCenter:
    """A centre whose key the PC knows."""
    center = MemoryCenter(commune=COMMUNE)
    public = center.province.keys.public
    enrolment.keep_center_keys(one, public.verify, public.recipient)
    return center


def here(store: Store) -> list[tuple[str, int, str]]:
    """What did not ship: id, version, who brought it."""
    lines: list[PackageLine] = rulebook.package_lines(store)
    return [(each.id, each.version, each.source) for each in lines if each.source != "shipped"]


def aside(store: Store) -> list[tuple[int, str]]:
    return [(each.number, each.sentence) for each in rulebook.set_aside(store)]


def spoil(centre: MemoryCenter, number: int, **parts: str) -> Published:
    """Let the centre tell something else about a package; what it told before."""
    published = centre.province.packages[number - 1]
    centre.province.packages[number - 1] = replace(published, **parts)
    return published


# -- a real centre -------------------------------------------------------------------------------


def test_a_threshold_published_at_the_centre_takes_the_place_of_the_communes_own(
    one: Store, tmp_path: Path
) -> None:
    with serving(tmp_path / "centre") as centre, centre.way_of(one) as way:
        _keep_keys(one, centre)
        _publish(centre, parcels.file(tmp_path))
        assert run(one, way).packages == 1
        place = Place(parcels.SET, parcels.CODE, str(YEAR))
        assess.answer(one, OFFICER, place, {"number": 75})
        assess.enter_threshold(one, OFFICER, place, comparison=">=", value=70, source="Công văn 12")
        before = _line(one)
        assert before.verdict.bound_is_local
        _publish(centre, parcels.file(tmp_path, 2, bound=80))
        done = run(one, way)
        assert (done.pushed, done.packages) == (2, 1)
        after = _line(one)
    assert before.verdict.result is not after.verdict.result
    assert after.verdict.superseded_local is not None
    assert after.verdict.superseded_local.source == "Công văn 12"
    assert not after.verdict.bound_is_local


def test_rounds_before_and_after_ask_for_nothing_more(one: Store, tmp_path: Path) -> None:
    with serving(tmp_path / "centre") as centre, centre.way_of(one) as way:
        _keep_keys(one, centre)
        people(one, 1)
        assert run(one, way).requests == 3  # the changes, and what both sides show compared
        assert run(one, way).requests == 1
        _publish(centre, parcels.file(tmp_path))
        assert run(one, way).requests == 2
        nothing = run(one, way)
    assert (nothing.requests, nothing.packages) == (1, 0)
    assert here(one) == [(parcels.SET, 1, "centre")]


def _keep_keys(store: Store, centre: CentreProcess) -> None:
    known = centre.enrol().center_keys
    assert known is not None
    enrolment.keep_center_keys(store, known.verify, known.recipient)


def _publish(centre: CentreProcess, path: Path) -> None:
    assert centre.run("package", "publish", str(path)).returncode == 0


def _line(store: Store) -> checklist.Line:
    criteria = rulebook.criteria(store, parcels.SET)
    return checklist.read(store, criteria, YEAR).lines[parcels.CODE]


def _bound(store: Store) -> float | None:
    (indicator,) = rulebook.criteria(store, parcels.SET).indicators()
    (bound,) = indicator.bounds
    return bound.value


# -- packages that cannot be used ----------------------------------------------------------------


def test_packages_arrive_after_the_changes_and_before_the_files(
    one: Store, centre: MemoryCenter, tmp_path: Path
) -> None:
    called: list[str] = []

    class Listening(MemoryCenter):
        def push(self, bodies, **more):  # type: ignore[no-untyped-def]
            called.append("push")
            return super().push(bodies, **more)

        def packages(self, after):  # type: ignore[no-untyped-def]
            called.append("packages")
            return super().packages(after)

        def have(self, sha256s):  # type: ignore[no-untyped-def]
            called.append("have")
            return super().have(sha256s)

    attach(one, tmp_path, b"anh")
    centre.province.publish(parcels.body())
    run(one, Listening(centre.province, commune=COMMUNE))
    assert called == ["push", "packages", "have"]


def test_a_package_for_a_newer_programme_waits_for_the_update(
    one: Store, centre: MemoryCenter, monkeypatch: pytest.MonkeyPatch
) -> None:
    centre.province.publish(parcels.body(format=2))
    centre.province.publish(parcels.body(2))
    assert run(one, centre).packages == 1
    assert here(one) == [(parcels.SET, 2, "centre")]
    ((number, sentence),) = aside(one)
    assert number == 1
    assert "cập nhật" in sentence
    assert rounds.latest(one)[0].outcome == "done"
    assert rounds.latest(one)[0].sentence == sentence
    assert run(one, centre).requests == 1
    monkeypatch.setattr(files, "FORMAT", 2)
    monkeypatch.setattr("sync.steps.packages.FORMAT", 2)
    monkeypatch.setattr("resources.validation.shape_problems", lambda kind, data: iter(()))
    assert run(one, centre).packages == 1
    assert (aside(one), len(here(one))) == ([], 2)
    assert run(one, centre).requests == 1


def test_a_package_with_a_fault_is_set_aside_for_good(one: Store, centre: MemoryCenter) -> None:
    centre.province.publish(parcels.body(criteria=[]))
    centre.province.publish(parcels.body(2))
    assert run(one, centre).packages == 1
    ((_number, sentence),) = aside(one)
    assert sentence.startswith(f"Chưa dùng được gói {parcels.SET} bản 1. ")
    assert run(one, centre).requests == 1


def test_a_package_damaged_on_the_way_is_asked_for_again(one: Store, centre: MemoryCenter) -> None:
    centre.province.publish(parcels.body())
    centre.province.publish(parcels.body(2))
    good = spoil(centre, 1, body=parcels.body(bound=1))
    assert run(one, centre).packages == 1
    assert "tải lại" in aside(one)[0][1]
    spoil(centre, 1, body=good.body)
    assert run(one, centre).packages == 1
    assert aside(one) == []
    assert here(one) == [(parcels.SET, 1, "centre"), (parcels.SET, 2, "centre")]
    assert run(one, centre).requests == 1


def test_packages_that_stay_damaged_are_asked_for_further_and_further_apart(
    one: Store, centre: MemoryCenter
) -> None:
    centre.province.publish(parcels.body())
    spoil(centre, 1, signature="")
    run(one, centre)
    asked = [n for n in range(1, 10) if run(one, centre).requests == 2]
    assert asked == [1, 3, 7]
    centre.province.publish(parcels.body(2))
    assert run(one, centre).packages == 1  # what is new is never waited with
    assert len(aside(one)) == 1


@pytest.mark.parametrize("signature", ["", "bm8=", "no base64!", None])
def test_a_package_the_centre_did_not_sign_is_not_used(
    one: Store, centre: MemoryCenter, signature: str | None
) -> None:
    centre.province.publish(parcels.body())
    spoil(centre, 1, signature=signature)
    assert run(one, centre).packages == 0
    assert "chữ ký" in aside(one)[0][1]
    assert here(one) == []


def test_a_centre_whose_keys_are_unknown_is_believed_by_its_certificate(
    one: Store, centre: MemoryCenter
) -> None:
    centre.province.publish(parcels.body())
    spoil(centre, 1, signature=None)
    with one.write() as connection:
        connection.execute("DELETE FROM setting WHERE name = 'center_verify'")
    assert run(one, centre).packages == 1


def test_new_keys_of_the_centre_give_what_was_set_aside_another_chance(
    one: Store, centre: MemoryCenter
) -> None:
    enrolment.keep_center_keys(one, keys.draw().public.verify, "age1")
    centre.province.publish(parcels.body())
    assert run(one, centre).packages == 0
    public = centre.province.keys.public
    enrolment.keep_center_keys(one, public.verify, public.recipient)
    assert run(one, centre).packages == 1


# -- who has the word ----------------------------------------------------------------------------


def test_what_the_centre_publishes_takes_the_place_of_a_file_of_that_version(
    one: Store, centre: MemoryCenter
) -> None:
    packages.install(one, parcels.body(bound=50).encode())
    assert here(one) == [(parcels.SET, 1, "file")]
    centre.province.publish(parcels.body(bound=80))
    assert run(one, centre).packages == 1
    assert here(one) == [(parcels.SET, 1, "centre")]
    assert _bound(one) == 80


def test_the_same_from_a_file_before_is_not_new(one: Store, centre: MemoryCenter) -> None:
    packages.install(one, parcels.body().encode())
    centre.province.publish(parcels.body())
    done = run(one, centre)
    assert (done.packages, aside(one)) == (0, [])


def test_a_version_the_centre_has_published_is_never_altered(
    one: Store, centre: MemoryCenter
) -> None:
    centre.province.publish(parcels.body(bound=50))
    centre.province.publish(parcels.body(bound=80))
    assert run(one, centre).packages == 1
    assert _bound(one) == 50
    assert "không được sửa" in aside(one)[0][1]


def test_a_set_that_ships_is_not_altered_by_the_centre(one: Store, centre: MemoryCenter) -> None:
    centre.province.publish(parcels.body(id="hue-kh132-2021-2025"))
    assert run(one, centre).packages == 0
    assert len(aside(one)) == 1


# -- interrupted and put back --------------------------------------------------------------------


def test_a_stop_between_two_answers_is_taken_up_by_the_next_round(
    one: Store, centre: MemoryCenter
) -> None:
    class Slow(MemoryCenter):
        def packages(self, after):  # type: ignore[no-untyped-def]
            return super().packages(after)[:1]

    for version in (1, 2, 3):
        centre.province.publish(parcels.body(version))
    slow = Slow(centre.province, commune=COMMUNE)
    asked = iter([False, False, False, True, True, True])
    assert run(one, slow, stop=lambda: next(asked, True)).packages < 3
    run(one, slow)
    assert [version for _id, version, _source in here(one)] == [1, 2, 3]


def test_a_centre_put_back_to_an_older_state_publishes_anew(
    one: Store, centre: MemoryCenter
) -> None:
    for version in (1, 2):
        centre.province.publish(parcels.body(version))
    run(one, centre)
    del centre.province.packages[1:]
    run(one, centre)
    centre.province.publish(parcels.body(3))
    assert run(one, centre).packages == 1
    assert [version for _id, version, _source in here(one)] == [1, 2, 3]


def test_at_another_address_everything_published_there_is_asked_for(
    one: Store, centre: MemoryCenter
) -> None:
    enrolment.keep(one, "https://mot.example", "may-1")
    centre.province.publish(parcels.body())
    run(one, centre)
    enrolment.keep(one, "https://hai.example", "may-2")
    assert setting(one, packages.TAKEN) is None
    elsewhere = MemoryCenter(commune=COMMUNE)
    public = elsewhere.province.keys.public
    enrolment.keep_center_keys(one, public.verify, public.recipient)
    elsewhere.province.publish(parcels.body(2))
    assert run(one, elsewhere).packages == 1


def test_a_file_with_a_mark_before_its_text_can_be_read_again(one: Store) -> None:
    packages.install(one, parcels.body().encode("utf-8-sig"))
    assert here(one) == [(parcels.SET, 1, "file")]
    assert rulebook.criteria(one, parcels.SET).version == 1
    with pytest.raises(PackageError):
        packages.install(one, b"\xff\xfe")
    assert journal.waiting(one, 10) == []
