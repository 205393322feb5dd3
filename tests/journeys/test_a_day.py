"""An officer's day: offline, then a line; a second PC; two answers to one question; one answer."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.support.centre import CentreProcess, serving
from tests.support.programme import COMMUNE, SET, Pc, answer


@pytest.fixture
def centre(tmp_path: Path) -> Any:
    with serving(tmp_path / "centre") as running:
        yield running


def enrol(pc: Pc, centre: CentreProcess) -> None:
    pc.do("enrol", "--center", centre.url, "--code", centre.code(COMMUNE))


def sync(pc: Pc) -> dict[str, Any]:
    figures: dict[str, Any] = pc.do("sync", "--json").json
    return figures


def indicator(pc: Pc, code: str) -> dict[str, Any]:
    """What this PC shows of an indicator, conflicts included."""
    (line,) = [line for line in pc.dump() if line["values"]["indicator"] == code]
    return dict(line)


def test_a_day_without_a_line_reaches_the_centre_and_the_second_pc(
    tmp_path: Path, centre: CentreProcess
) -> None:
    first = Pc(tmp_path / "may-1").init(officer="Nguyễn Thị Hương")

    # the morning, offline: answers, a note, evidence; everything waits here
    first.apply(answer("8.4", passed=True, note="Có phòng họp trực tuyến"))
    first.apply(answer("15.1", numerator=1234, denominator=1467))
    photo = tmp_path / "Ảnh nhà văn hoá.png"
    photo.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40)
    record = indicator(first, "8.4")["record"]
    first.do("attach", "assessment", record, photo, "--title", "Nhà văn hoá thôn Đông Lộc")
    offline = first.do("status", "--json").json
    assert offline["waiting"] > 0
    assert offline["last_sync"] is None

    # the line comes: what was entered before enrolment goes along, and the file with it
    enrol(first, centre)
    done = sync(first)
    assert done["pushed"] == offline["waiting"]
    assert (done["refused"], done["conflicts"], done["files_up"]) == (0, 0, 1)
    assert first.do("status", "--json").json["waiting"] == 0
    assert centre.run("dump", COMMUNE).stdout == first.do("dump").out

    # a second PC of the commune gets all of it, the photo too
    second = Pc(tmp_path / "may-2").init(officer="Trần Văn Bình")
    enrol(second, centre)
    taken = sync(second)
    assert taken["files_down"] == 1
    sync(first)
    assert second.do("dump").out == first.do("dump").out
    assert second.do("check", "--json").json["fine"] is True

    # a round with nothing to do is one small question
    assert sync(second)["requests"] == 1


def test_two_answers_to_one_question_are_both_kept_until_somebody_chooses(
    tmp_path: Path, centre: CentreProcess
) -> None:
    first = Pc(tmp_path / "may-1").init(officer="Nguyễn Thị Hương")
    second = Pc(tmp_path / "may-2").init(officer="Trần Văn Bình")
    for pc in (first, second):
        enrol(pc, centre)

    # both edit the same indicator while they do not hear of each other
    first.apply(answer("8.4", passed=True, note="Đã họp trực tuyến"))
    second.apply(answer("8.4", passed=False, note="Đã họp trực tuyến"))
    sync(first)
    assert sync(second)["conflicts"] == 1
    sync(first)

    seen = [indicator(pc, "8.4") for pc in (first, second)]
    assert seen[0] == seen[1]
    answers = seen[0]["conflicts"]
    assert list(answers) == ["passed"], "the same note twice is no conflict"
    assert {each["value"] for each in answers["passed"]} == {True, False}
    assert len({each["actor"] for each in answers["passed"]}) == 2
    assert (
        json.loads(
            next(
                line
                for line in centre.run("dump", COMMUNE).stdout.splitlines()
                if '"conflicts":{"passed"' in line
            )
        )["conflicts"]
        == answers
    )

    # one of them settles it; it is gone on both and at the centre
    settle = {"resolve": True, "type": "assessment", "record": seen[0]["record"]}
    first.apply({**settle, "set": {"passed": False}})
    sync(first)
    sync(second)
    for pc in (first, second):
        line = indicator(pc, "8.4")
        assert line["conflicts"] == {}
        assert line["values"]["passed"] is False
    dumps = {first.do("dump").out, second.do("dump").out, centre.run("dump", COMMUNE).stdout}
    assert len(dumps) == 1

    # and nothing of either answer is lost: the log tells the whole story
    story = [json.loads(line) for line in first.do("log", "--record", line["record"]).lines]
    assert [change["set"].get("passed") for change in story].count(False) == 2


def test_a_returned_indicator_comes_back_with_the_reviewers_words(
    tmp_path: Path, centre: CentreProcess
) -> None:
    pc = Pc(tmp_path / "may-1").init()
    enrol(pc, centre)
    pc.apply(answer("8.4", passed=True))
    sync(pc)
    words = "Thiếu biên bản họp trực tuyến, đề nghị bổ sung."
    said = centre.run(
        "review", COMMUNE, "--set", SET, "--indicator", "8.4", "--period", "2025", "--return", words
    )
    assert said.returncode == 0, said.stderr
    sync(pc)
    (review,) = pc.dump("review")
    assert (review["values"]["verdict"], review["values"]["words"]) == ("returned", words)
    findings = pc.do("rehearse", "--set", SET, "--period", "2025", "--json").out
    assert words in findings
