"""The command line, as an administrator and a script meet it."""

from __future__ import annotations

import hashlib
import io
import json
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from db import lock
from db.queries import clock
from db.store import set_setting
from desktop import profile
from desktop.__main__ import main
from desktop.options import COMMANDS
from tests.support.centre import CentreProcess, serving
from tests.support.line import portal
from tests.support.programme import COMMUNE, HOUSE, SET, Pc, answer, as_lines, langso
from tests.support.tls import certificate


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Pc:
    """A fresh profile, to be copied."""
    return Pc(tmp_path_factory.mktemp("made") / "ho-so").init()


@pytest.fixture
def pc(made: Pc, tmp_path: Path) -> Pc:
    """A fresh profile of Xã Vinh Lộc."""
    shutil.copytree(made.folder, tmp_path / "ho-so")
    return Pc(tmp_path / "ho-so")


@pytest.fixture(scope="module")
def centre(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CentreProcess]:
    """A centre that serves."""
    with serving(tmp_path_factory.mktemp("centre") / "data") as running:
        yield running


def plainly(sentence: str) -> bool:
    """Whether this is one line of words for a person, and no trace of a programme."""
    return (
        sentence.count("\n") == 1 and sentence.endswith((".\n", "?\n")) and "Error" not in sentence
    )


# -- how it is called ----------------------------------------------------------------------------


def test_the_version_is_the_one_of_the_project() -> None:
    declared = (HOUSE / "pyproject.toml").read_text(encoding="utf-8")
    version = langso("--version").out.split()[1]
    assert f'version = "{version}"' in declared


def test_the_help_names_every_command_that_there_is_and_no_other() -> None:
    said = langso("--help")
    there = {path.stem.rstrip("_") for path in (HOUSE / "desktop" / "commands").glob("[a-z]*.py")}
    assert there == set(COMMANDS)
    assert set(re.findall(r"^    (\w+) ", said.out, re.MULTILINE)) == there


@pytest.mark.parametrize(
    "words", [["nothing"], ["init"], ["apply"], ["attach", "person"], ["--no"]]
)
def test_wrong_usage_is_status_2_and_says_what_is_wrong(words: list[str]) -> None:
    said = langso(*words)
    assert said.status == 2
    assert said.out == ""
    assert "Câu lệnh chưa đúng" in said.err


def test_words_are_utf8_whatever_the_console_believes_in(pc: Pc) -> None:
    old = Pc(pc.folder, {"PYTHONIOENCODING": "ascii", "LC_ALL": "C"})
    assert "Xã Vinh Lộc" in old.do("status").out


def test_a_reader_that_has_heard_enough_is_no_fault(pc: Pc) -> None:
    pc.apply(*({"type": "person", "set": {"full_name": f"Người {n}"}} for n in range(500)))
    command = [sys.executable, "-m", "desktop", "--profile", pc.folder, "dump"]
    with subprocess.Popen(
        command, cwd=HOUSE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.readline()
        running.stdout.close()
        assert running.stderr.read() == b""
        assert running.wait(timeout=30) == 1


def test_our_own_fault_is_one_sentence_and_its_values_stay_out_of_the_log(
    pc: Pc, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("Trần Thị Bí Mật")

    monkeypatch.setattr("db.queries.replica.dump", broken)
    assert main(["--profile", str(pc.folder), "dump"]) == 1
    assert plainly(capsys.readouterr().err)
    log = (pc.folder / "logs" / "langso.log").read_text(encoding="utf-8")
    assert "RuntimeError" in log
    assert "Bí Mật" not in log


# -- making a profile ----------------------------------------------------------------------------


def test_a_new_profile_knows_its_commune_and_its_officer(pc: Pc) -> None:
    status = pc.do("status", "--json").json
    assert (status["commune"], status["commune_name"]) == (COMMUNE, "Xã Vinh Lộc")
    officer = next(p for p in pc.dump("person") if p["record"] == status["officer"])
    assert officer["values"]["full_name"] == "Nguyễn Văn An"


def test_without_a_place_for_the_key_nothing_is_made(tmp_path: Path) -> None:
    pc = Pc(tmp_path / "ho-so")
    said = pc.run("init", "--commune", COMMUNE, "--officer", "Nguyễn Văn An")
    assert said.status == 1
    assert plainly(said.err)
    assert "LANGSO_PASSPHRASE" in said.err
    assert not pc.folder.exists()


@pytest.mark.parametrize(
    ("commune", "officer", "word"),
    [
        ("99999", "Nguyễn Văn An", "99999"),
        ("46", "Nguyễn Văn An", "46"),
        ("19996", "  ", "họ và tên"),
    ],
)
def test_a_profile_that_cannot_be_leaves_nothing_behind(
    tmp_path: Path, commune: str, officer: str, word: str
) -> None:
    pc = Pc(tmp_path / "ho-so")
    said = pc.run("init", "--commune", commune, "--officer", officer, "--no-encryption")
    assert said.status == 1
    assert plainly(said.err)
    assert word in said.err
    assert not pc.folder.exists()


def test_a_commune_that_was_merged_names_its_heirs(tmp_path: Path) -> None:
    said = Pc(tmp_path / "ho-so").run(
        "init", "--commune", "20128", "--officer", "An", "--no-encryption"
    )
    assert said.status == 1
    assert "Xã Hưng Lộc (20131)" in said.err


def test_a_folder_that_has_a_profile_is_left_as_it_is(pc: Pc) -> None:
    before = (pc.folder / "langso.db").read_bytes()
    said = pc.run("init", "--commune", COMMUNE, "--officer", "Ai Đó", "--no-encryption")
    assert said.status == 1
    assert plainly(said.err)
    assert (pc.folder / "langso.db").read_bytes() == before


@pytest.mark.parametrize("name", ["Dropbox", "OneDrive - UBND", "Google Drive"])
def test_a_folder_in_a_cloud_drive_is_refused(tmp_path: Path, name: str) -> None:
    said = Pc(tmp_path / name / "ho-so").run(
        "init", "--commune", COMMUNE, "--officer", "An", "--no-encryption"
    )
    assert said.status == 1
    assert plainly(said.err)
    assert not (tmp_path / name).exists()


def test_a_profile_that_was_moved_into_a_cloud_drive_is_not_opened(pc: Pc, tmp_path: Path) -> None:
    moved = tmp_path / "Nextcloud" / "ho-so"
    shutil.copytree(pc.folder, moved)
    said = Pc(moved).run("dump")
    assert said.status == 1
    assert "đám mây" in said.err


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "tep").write_bytes(b"")
    said = Pc(tmp_path / "tep" / "ho-so").run(
        "init", "--commune", COMMUNE, "--officer", "An", "--no-encryption"
    )
    assert said.status == 1
    assert plainly(said.err)


@pytest.mark.parametrize("command", ["dump", "log", "status", "check", "sync"])
def test_where_there_is_no_profile_nothing_is_made(tmp_path: Path, command: str) -> None:
    pc = Pc(tmp_path / "ho-so")
    said = pc.run(command)
    assert said.status == 1
    assert plainly(said.err)
    assert not pc.folder.exists()


def test_a_passphrase_keeps_the_profile_shut(tmp_path: Path) -> None:
    pc = Pc(tmp_path / "ho-so", {"LANGSO_PASSPHRASE": "cơm gạo áo tiền"})
    pc.do("init", "--commune", COMMUNE, "--officer", "Nguyễn Văn An")
    pc.apply(answer(note="chuyện nội bộ của xã"))
    kept = b"".join(path.read_bytes() for path in pc.folder.iterdir() if path.is_file())
    assert "chuyện nội bộ".encode() not in kept
    assert not kept.startswith(b"SQLite format 3")
    assert pc.dump()[0]["values"]["note"] == "chuyện nội bộ của xã"
    for environment in (None, {"LANGSO_PASSPHRASE": "com gao ao tien"}):
        said = Pc(pc.folder, environment).run("dump")
        assert said.status == 1
        assert plainly(said.err)
        assert said.out == ""


def test_a_newer_database_is_refused_and_left_untouched(pc: Pc) -> None:
    database = pc.folder / "langso.db"
    with sqlite3.connect(database) as connection:
        connection.execute("PRAGMA user_version = 900")
    connection.close()
    before = database.read_bytes()
    said = pc.run("dump")
    assert said.status == 1
    assert plainly(said.err)
    assert database.read_bytes() == before


def test_the_second_programme_is_told_who_holds_the_profile(
    pc: Pc, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(profile, "PATIENCE", 0.0)
    with lock.held(pc.folder, "cửa sổ Làng Số đang mở"):
        assert main(["--profile", str(pc.folder), "dump"]) == 1
    told = capsys.readouterr().err
    assert plainly(told)
    assert "cửa sổ Làng Số đang mở" in told


# -- edits ---------------------------------------------------------------------------------------


def test_every_line_gets_its_change_id_in_order(pc: Pc) -> None:
    ids = pc.apply(
        {"type": "person", "set": {"full_name": "Lê Thị Bé"}},
        answer(passed=True),
        answer("10.1", number=52.5),
    )
    kept = [json.loads(line) for line in pc.do("log").lines]
    assert [change["id"] for change in kept][-3:] == ids
    assert [change["type"] for change in kept][-3:] == ["person", "assessment", "assessment"]


def test_a_line_that_says_what_is_shown_already_prints_a_dash(pc: Pc) -> None:
    first, again, other = pc.apply(answer(passed=True), answer(passed=True), answer(passed=False))
    assert again == "-"
    assert len({first, again, other}) == 3
    assert pc.apply(answer(passed=False)) == ["-"]


def test_edits_come_from_a_file_as_well_and_empty_lines_are_passed_over(
    pc: Pc, tmp_path: Path
) -> None:
    file = tmp_path / "sua.jsonl"
    file.write_text("\n" + as_lines(answer(passed=True)) + "\n", encoding="utf-8-sig")
    assert len(pc.do("apply", file).lines) == 1


def test_an_answer_is_one_record_however_it_is_named(pc: Pc) -> None:
    pc.apply(answer(passed=True))
    (record,) = [line["record"] for line in pc.dump()]
    key = {"set": SET, "indicator": "8.4", "period": "2025"}
    pc.apply(
        {"type": "assessment", "record": record, "set": {"note": "theo mã"}},
        {"type": "assessment", "set": {**key, "as_of": "2025-12-31"}},
        {"type": "assessment", "record": record, "key": key, "set": {"passed": False}},
    )
    (line,) = pc.dump()
    shown = line["values"]
    assert (shown["note"], shown["as_of"], shown["passed"]) == ("theo mã", "2025-12-31", False)


def test_a_period_is_the_same_in_small_letters(pc: Pc) -> None:
    pc.apply(answer(period="2025-H1", passed=True))
    assert pc.apply(answer(period="2025-h1", passed=True)) == ["-"]


def test_what_is_deleted_is_no_longer_shown_and_an_edit_brings_it_back(pc: Pc) -> None:
    pc.apply(answer(passed=True))
    (record,) = [line["record"] for line in pc.dump()]
    pc.apply({"type": "assessment", "record": record, "delete": True})
    assert pc.dump() == []
    pc.apply(answer(note="lại có"))
    assert [line["record"] for line in pc.dump()] == [record]


def test_a_village_that_names_no_commune_is_of_this_one(pc: Pc) -> None:
    (village,) = pc.apply({"type": "unit", "set": {"name": "Hà Giữa", "kind": "thon"}})
    assert village != "-"
    (unit,) = (each for each in pc.dump("unit") if each["values"]["kind"] == "thon")
    assert unit["values"]["parent"] == COMMUNE
    pc.apply({"type": "unit", "record": unit["record"], "set": {"kind": "to_dan_pho"}})
    pc.apply({"type": "unit", "record": unit["record"], "set": {"kind": "thon", "parent": None}})
    (unit,) = (each for each in pc.dump("unit") if each["values"]["kind"] == "thon")
    assert unit["values"]["parent"] is None


def test_parts_of_an_answer_are_judged_together_with_earlier_lines(pc: Pc) -> None:
    lines = as_lines(answer("2.1", numerator=5), answer("2.1", denominator=3))
    said = pc.run("apply", "-", stdin=lines)
    assert said.status == 1
    assert said.err.startswith("Dòng 2:")
    assert pc.dump() == []


@pytest.mark.parametrize(
    "line",
    [
        answer("2.1", numerator=13, denominator=10),
        answer("2.1", number=130),
        answer("2.1", numerator=-1, denominator=10),
        answer("99.9", passed=True),
        answer(period="năm ngoái", passed=True),
        answer(passed="có"),
        answer(unheard_of=1),
        {"type": "assessment", "key": {"set": "no-such-set", "indicator": "1", "period": "2025"}},
        {"type": "assessment", "set": {"passed": True}},
        {"type": "assessment", "record": "not-its-id", **answer(passed=True)} | {"record": "x"},
        {"type": "marriage", "set": {"a": 1}},
        {"type": "person", "set": {"birth_year": 1980}},
        {"type": "person", "set": {"full_name": ["Lê"]}},
        {"type": "person", "set": {"full_name": "Lê", "birth_year": -4}},
        {"type": "person", "set": "Lê"},
        {"type": "person", "record": 5, "set": {"full_name": "Lê"}},
        {"type": "person", "record": "nobody", "delete": True},
        {"type": "person", "record": "nobody", "delete": True, "set": {"full_name": "Lê"}},
        {"type": "person", "record": "nobody", "resolve": True, "set": {"full_name": "Lê"}},
        {"type": "person", "sett": {"full_name": "Lê"}},
        {"type": "person"},
        {"type": "review", "set": {"set": SET, "indicator": "8.4", "period": "2025"}},
        ["person"],
        7,
    ],
)
def test_one_line_that_cannot_be_keeps_the_whole_file_out(pc: Pc, line: object) -> None:
    before = pc.do("log").out
    good = {"type": "person", "set": {"full_name": "Người Tốt"}}
    said = pc.run("apply", "-", stdin=as_lines(good, line, good))
    assert said.status == 1
    assert said.out == ""
    assert said.err.startswith("Dòng 2: ")
    assert plainly(said.err)
    assert pc.do("log").out == before


@pytest.mark.parametrize(
    "text", [b'{"type": "person"', b'{"type": NaN}', b"\xff\xfe{}", b"[" * 100_000, b"null"]
)
def test_a_damaged_line_is_named_by_its_number(pc: Pc, text: bytes) -> None:
    said = pc.run("apply", "-", stdin=as_lines(answer(passed=True)).encode() + text)
    assert said.status == 1
    assert said.err.startswith("Dòng 2: ")
    assert pc.dump() == []


def test_a_file_that_is_not_there_is_one_sentence(pc: Pc, tmp_path: Path) -> None:
    said = pc.run("apply", tmp_path / "khong-co.jsonl")
    assert said.status == 1
    assert plainly(said.err)
    assert "khong-co.jsonl" in said.err


# -- evidence ------------------------------------------------------------------------------------


def test_a_file_is_attached_to_an_answer_by_key_or_by_record(pc: Pc, tmp_path: Path) -> None:
    paper = tmp_path / "quyết định.pdf"
    paper.write_bytes(b"%PDF-1.4 giay to")
    by_key = pc.do("attach", "assessment", f"{SET}/8.4/2025", paper, "--title", "Quyết định").out
    pc.apply(answer(passed=True))
    (record,) = [line["record"] for line in pc.dump()]
    by_record = pc.do("attach", "assessment", record, paper).out
    assert by_key == by_record
    (evidence,) = pc.dump("evidence")
    assert evidence["record"] == by_key.strip()
    assert evidence["values"]["title"] == "Quyết định"
    assert evidence["values"]["target"] == record


@pytest.mark.parametrize(
    ("type_name", "record"),
    [("assessment", "no-such-record"), ("assessment", f"{SET}/99.9/2025"), ("thing", "x")],
)
def test_nothing_is_attached_to_what_is_not_there(
    pc: Pc, tmp_path: Path, type_name: str, record: str
) -> None:
    paper = tmp_path / "a.txt"
    paper.write_bytes(b"a")
    said = pc.run("attach", type_name, record, paper)
    assert said.status == 1
    assert plainly(said.err)
    assert pc.dump("evidence") == []


def test_a_folder_an_empty_and_a_missing_file_are_no_evidence(pc: Pc, tmp_path: Path) -> None:
    (tmp_path / "rỗng.txt").write_bytes(b"")
    for path in (tmp_path, tmp_path / "rỗng.txt", tmp_path / "không có.pdf"):
        said = pc.run("attach", "assessment", f"{SET}/8.4/2025", path)
        assert said.status == 1
        assert plainly(said.err)
    assert pc.dump("evidence") == []


def test_the_check_names_evidence_that_is_missing_or_was_altered(pc: Pc, tmp_path: Path) -> None:
    for name in ("một.txt", "hai.txt"):
        (tmp_path / name).write_text(f"nội dung {name}", encoding="utf-8")
        pc.do("attach", "assessment", f"{SET}/8.4/2025", tmp_path / name)
    assert pc.do("check", "--json").json["fine"]
    first, second = (line["values"]["sha256"] for line in pc.dump("evidence"))
    (pc.folder / "blobs" / first[:2] / first).unlink()
    (pc.folder / "blobs" / second[:2] / second).write_text("khác hẳn", encoding="utf-8")
    said = pc.run("check", "--json")
    assert said.status == 1
    assert not said.json["fine"]
    assert {each["kind"] for each in said.json["damaged"]} == {"missing", "altered"}
    assert "một.txt" in said.err
    assert "hai.txt" in said.err


# -- reading -------------------------------------------------------------------------------------


def test_the_dump_is_sorted_by_type_and_record(pc: Pc) -> None:
    pc.apply(*({"type": "person", "set": {"full_name": f"Người {n}"}} for n in range(9)))
    pc.apply(answer(passed=True))
    lines = pc.do("dump").lines
    places = [(line["type"], line["record"]) for line in map(json.loads, lines)]
    assert places == sorted(places)
    assert len(pc.do("dump", "--type", "person").lines) == 10


def test_an_unknown_type_is_refused(pc: Pc) -> None:
    for command in ("dump", "log"):
        said = pc.run(command, "--type", "marriage")
        assert said.status == 1
        assert plainly(said.err)


def test_the_log_of_one_record_is_its_changes_oldest_first(pc: Pc) -> None:
    ids = pc.apply(answer(passed=True), answer("8.3", passed=True), answer(passed=False))
    record = json.loads(pc.do("log").lines[-1])["record"]
    told = pc.do("log", "--type", "assessment", "--record", record).lines
    assert [json.loads(line)["id"] for line in told] == [ids[0], ids[2]]
    assert pc.do("log", "--type", "person", "--record", record).out == ""


def test_the_status_counts_what_waits(pc: Pc) -> None:
    before = pc.do("status", "--json").json["waiting"]
    pc.apply(answer(passed=True), answer("8.3", passed=False))
    status = pc.do("status", "--json").json
    assert status["waiting"] == before + 2
    assert status["center"] is None
    assert status["last_sync"] is None
    assert status["at_stake"]["changes"] == before + 2
    pc.apply(*({"type": "person", "set": {"full_name": f"Người {n}"}} for n in range(1_200)))
    told = pc.do("status").out
    assert "Chưa gửi: 1.203 thay đổi, 0 tệp" in told
    assert "Máy hỏng bây giờ thì mất 1.203 thay đổi\n" in told


def test_the_rehearsal_finds_less_once_something_is_answered(pc: Pc) -> None:
    words = ("rehearse", "--set", SET, "--period", "2025", "--json")
    before = pc.do(*words).json
    assert not before["ready"]
    pc.apply(answer(passed=True))
    after = pc.do(*words).json
    assert after["counts"]["stop"] == before["counts"]["stop"] - 1


@pytest.mark.parametrize(("set_id", "period"), [("no-such-set", "2025"), (SET, "tháng Giêng")])
def test_a_rehearsal_of_nothing_known_is_refused(pc: Pc, set_id: str, period: str) -> None:
    said = pc.run("rehearse", "--set", set_id, "--period", period)
    assert said.status == 1
    assert plainly(said.err)


# -- packages ------------------------------------------------------------------------------------


def test_packages_that_ship_are_listed(pc: Pc) -> None:
    listed = pc.do("package", "list", "--json").json["packages"]
    assert (SET, 1, "shipped") in {(p["id"], p["version"], p["source"]) for p in listed}


def test_a_package_from_a_file_is_installed_once(pc: Pc, tmp_path: Path) -> None:
    shipped = HOUSE / "resources" / "criteria" / "hue-kh132-2021-2025" / "1.json"
    newer = json.loads(shipped.read_bytes()) | {"version": 2}
    file = tmp_path / "goi.json"
    file.write_text(json.dumps(newer), encoding="utf-8")
    pc.do("package", "install", file)
    pc.do("package", "install", file)
    listed = pc.do("package", "list", "--json").json["packages"]
    assert [p["source"] for p in listed if p["version"] == 2] == ["file"]


@pytest.mark.parametrize("content", [b"", b"{", b"{}", b"\x89PNG\r\n", b"[1, 2]"])
def test_a_damaged_package_is_refused_in_one_sentence(
    pc: Pc, tmp_path: Path, content: bytes
) -> None:
    file = tmp_path / "goi.json"
    file.write_bytes(content)
    said = pc.run("package", "install", file)
    assert said.status == 1
    assert plainly(said.err)


def test_a_clock_that_cannot_be_right_is_told_beside_the_figures(pc: Pc) -> None:
    with profile.working(pc.folder, "test") as store:
        set_setting(store, clock.TOLD, "2091-11-23T08:00:00+00:00")
    said = pc.do("status", "--json")
    assert said.json["commune"] == COMMUNE
    assert plainly(said.err)
    assert "Đồng hồ máy chỉ ngày" in said.err


# -- with a centre -------------------------------------------------------------------------------


def join(centre: CentreProcess, folder: Path, officer: str = "Nguyễn Văn An") -> Pc:
    """A new PC of the commune, enrolled."""
    pc = Pc(folder).init(officer=officer)
    pc.do("enrol", "--center", centre.url, "--code", centre.code(COMMUNE))
    return pc


def test_what_was_entered_before_enrolment_goes_along(
    centre: CentreProcess, pc: Pc, tmp_path: Path
) -> None:
    pc.apply(answer("1.1", passed=True))
    pc.do("enrol", "--center", centre.url, "--code", centre.code(COMMUNE))
    result = pc.do("sync", "--json").json
    assert result["pushed"] == pc.do("status", "--json").json["changes"]
    assert set(result) == {
        *("pushed", "pulled", "refused", "conflicts", "files_up", "files_down"),
        *("bytes_up", "bytes_down", "requests", "seconds", "packages"),
    }
    other = join(centre, tmp_path / "khac", "Trần Thị Bình")
    other.do("sync")
    pc.do("sync")
    assert other.do("dump").out == pc.do("dump").out


def test_two_answers_to_one_question_are_settled_once(
    centre: CentreProcess, tmp_path: Path
) -> None:
    an = join(centre, tmp_path / "an")
    binh = join(centre, tmp_path / "binh", "Trần Thị Bình")
    an.apply(answer("10.1", number=51))
    binh.apply(answer("10.1", number=53))
    for pc in (an, binh, an):
        pc.do("sync")
    (line,) = [line for line in an.dump() if line["conflicts"]]
    assert {each["value"] for each in line["conflicts"]["number"]} == {51, 53}
    assert an.do("dump").out == binh.do("dump").out
    settle = {
        "resolve": True,
        "type": "assessment",
        "record": line["record"],
        "set": {"number": 52},
    }
    (change,) = an.apply(settle)
    assert change != "-"
    for pc in (an, binh):
        pc.do("sync")
        assert pc.do("status", "--json").json["conflicts"] == 0
    assert an.do("dump").out == binh.do("dump").out


def test_a_file_that_is_gone_is_named_and_stops_no_other(
    centre: CentreProcess, tmp_path: Path
) -> None:
    pc = join(centre, tmp_path / "mot")
    for name, title in (("a.png", "Ảnh cổng làng"), ("b.png", "Biên bản họp thôn")):
        (tmp_path / name).write_bytes(name.encode())
        pc.do("attach", "assessment", f"{SET}/8.4/2025", tmp_path / name, "--title", title)
    lost = hashlib.sha256(b"b.png").hexdigest()
    (pc.folder / "blobs" / lost[:2] / lost).unlink()
    said = pc.do("sync", "--json")
    assert said.json["files_up"] == 1
    assert plainly(said.err)
    assert "“Biên bản họp thôn”" in said.err
    assert "cổng làng" not in said.err
    assert "“Biên bản họp thôn”" in pc.do("status").out


def test_files_can_be_left_for_a_better_line(centre: CentreProcess, tmp_path: Path) -> None:
    pc = join(centre, tmp_path / "mot")
    paper = tmp_path / "anh.png"
    paper.write_bytes(b"anh chup " * 100)
    pc.do("attach", "assessment", f"{SET}/8.4/2025", paper)
    assert pc.do("sync", "--data-only", "--json").json["files_up"] == 0
    assert pc.do("status", "--json").json["files_waiting"] == 1
    assert pc.do("sync", "--json").json["files_up"] == 1


def test_a_budget_tells_before_what_goes_and_afterwards_what_stays(
    centre: CentreProcess, tmp_path: Path
) -> None:
    pc = join(centre, tmp_path / "mot")
    pc.do("sync")
    pc.apply(answer("1.1", note="Đường truyền ít"))
    said = pc.do("sync", "--budget", "0.01")
    before, after = said.err.splitlines()
    assert before.startswith("Sẽ dùng khoảng")
    assert "Còn lại khoảng 1 thay đổi chờ gửi" in before
    assert "vì 10 kB là quá ít" in after
    assert "1 thay đổi chờ gửi" in after
    assert said.out == "Đã gửi 0 thay đổi và 0 tệp, nhận 0 thay đổi và 0 tệp.\n"
    enough = pc.do("sync", "--budget", "0.2", "--json")
    assert enough.json["pushed"] == 1
    assert "1 thay đổi, " in enough.err
    assert enough.err.count("\n") == 1


def test_a_wrong_code_leaves_the_profile_as_it_was(centre: CentreProcess, pc: Pc) -> None:
    said = pc.run("enrol", "--center", centre.url, "--code", "KHONG-CO")
    assert said.status == 1
    assert plainly(said.err)
    assert pc.do("status", "--json").json["center"] is None


def test_a_code_for_another_commune_is_refused_and_stays_good_for_that_commune(
    centre: CentreProcess, pc: Pc, tmp_path: Path
) -> None:
    code = centre.code("20056")
    for _try in range(2):
        said = pc.run("enrol", "--center", centre.url, "--code", code.lower().replace("-", " "))
        assert said.status == 1
        assert plainly(said.err)
        assert "Xã A Lưới 1" in said.err
    assert pc.do("status", "--json").json["center"] is None
    assert "20056" not in centre.run("device", "list").stdout
    theirs = Pc(tmp_path / "a-luoi").init("20056")
    theirs.do("enrol", "--center", centre.url, "--code", code, "--no-encryption")


def test_what_answers_with_a_page_is_not_the_centre(pc: Pc) -> None:
    with portal() as url:
        said = pc.run("enrol", "--center", url, "--code", "ABCD")
    assert said.status == 1
    assert plainly(said.err)


def test_an_authority_is_kept_only_with_the_enrolment_it_was_given_for(
    centre: CentreProcess, tmp_path: Path
) -> None:
    pc = Pc(tmp_path / "pc").init()
    kept, (cert, _key) = pc.folder / "center-ca.pem", certificate(tmp_path)
    damaged = tmp_path / "damaged.pem"
    damaged.write_text("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")
    code = centre.code(COMMUNE)
    for given, authority in ((f"{COMMUNE}-0000-0000-0000", cert), (code, damaged)):
        asked = ("--center", centre.url, "--code", given, "--ca", authority)
        refused = pc.run("enrol", *asked)
        assert (refused.status, refused.err.count("\n")) == (1, 1)
        assert not kept.exists()
    pc.do("enrol", "--center", centre.url, "--code", code, "--ca", cert)
    assert kept.read_bytes() == cert.read_bytes()


def test_without_enrolment_there_is_nobody_to_send_to(pc: Pc) -> None:
    said = pc.run("sync")
    assert said.status == 1
    assert plainly(said.err)


def test_a_centre_that_is_away_loses_nothing(tmp_path: Path) -> None:
    with serving(tmp_path / "center") as centre:
        pc = join(centre, tmp_path / "ho-so")
    pc.apply(answer(passed=True))
    waiting = pc.do("status", "--json").json["waiting"]
    said = pc.run("sync", "--json")
    assert said.status == 1
    assert said.out == ""
    assert plainly(said.err)
    assert pc.do("status", "--json").json["waiting"] == waiting


def test_the_token_lies_where_only_its_owner_reads_it(
    centre: CentreProcess, tmp_path: Path
) -> None:
    pc = join(centre, tmp_path / "ho-so")
    keys = pc.folder / "profile.keys"
    assert keys.stat().st_mode & 0o077 == 0
    token = json.loads(keys.read_bytes())["token"]
    for path in pc.folder.glob("langso.db*"):
        assert token.encode() not in path.read_bytes()


# -- how fast it starts --------------------------------------------------------------------------

_SLOW = ("PySide6", "requests", "keyring", "jsonschema", "sqlite_utils", "zstandard", "pyrage")


def test_reading_commands_load_nothing_heavy(pc: Pc) -> None:
    script = (
        "import sys, json; from desktop.__main__ import main\n"
        f"status = main(['--profile', {str(pc.folder)!r}, 'status', '--json'])\n"
        f"print(status, [name for name in {_SLOW!r} if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=HOUSE, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "0 []"
    assert isinstance(json.loads(done.stdout.splitlines()[0]), dict)


def test_edits_can_be_piped_into_a_running_interpreter(
    pc: Pc, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    piped = io.TextIOWrapper(io.BytesIO(as_lines(answer(passed=True)).encode()))
    monkeypatch.setattr(sys, "stdin", piped)
    assert main(["--profile", str(pc.folder), "apply", "-"]) == 0
    assert len(capsys.readouterr().out.split()) == 1


@pytest.mark.parametrize("type_name", ["task", "threshold"])
def test_what_hangs_on_an_unknown_indicator_is_refused_as_well(pc: Pc, type_name: str) -> None:
    key = {"set": SET, "indicator": "99.9", "period": "2025", "year": 2025}
    wanted = {"task": ("set", "indicator", "period"), "threshold": ("set", "indicator", "year")}
    values = {name: key[name] for name in wanted[type_name]}
    said = pc.run("apply", "-", stdin=as_lines({"type": type_name, "set": values}))
    assert said.status == 1
    assert "99.9" in said.err
    assert plainly(said.err)
