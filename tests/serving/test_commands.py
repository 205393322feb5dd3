"""The administrator's command line."""

from __future__ import annotations

import json
import signal
import socket
import sqlite3
import sys
from pathlib import Path

import pytest
import requests

from center import admin
from center.__main__ import main
from center.errors import CenterError
from db import journal
from sync.round import run
from tests.support.centre import CentreProcess, serving
from tests.support.desk import COMMUNE, Pen, answer, attach, desk, shown


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_stop_in_the_very_first_moment_is_heard(tmp_path: Path, workers: str) -> None:
    with serving(tmp_path / "data", "--workers", workers) as centre:
        assert centre.stop(signal.SIGTERM) == 0


def test_serving_makes_its_folder_and_stops_calmly_when_told(tmp_path: Path) -> None:
    with serving(tmp_path / "new" / "folder") as centre:
        assert centre.url.startswith("http://127.0.0.1:")
        assert requests.get(centre.url + "/schema", timeout=30).status_code == 200
        assert centre.stop(signal.SIGTERM) == 0
    assert (tmp_path / "new" / "folder" / "center.db").exists()


def test_several_workers_serve_one_folder(tmp_path: Path) -> None:
    with serving(tmp_path / "data", "--workers", "2") as centre:
        pen = Pen()
        with centre.device(pen.replica) as way:
            way.push([pen.body() for _n in range(20)])
            assert way.hello().position == 20
        assert centre.stop(signal.SIGTERM) == 0


def test_a_taken_port_is_one_sentence(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = CentreProcess(tmp_path).run("serve", "--port", port)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert "Hãy chọn cổng khác" in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps other people out by its own")
def test_a_new_folder_is_closed_to_other_people_of_the_machine(tmp_path: Path) -> None:
    assert main(["init", "--data", str(tmp_path / "data")]) == 0
    assert (tmp_path / "data").stat().st_mode & 0o077 == 0


def test_init_may_be_repeated(tmp_path: Path) -> None:
    assert main(["init", "--data", str(tmp_path)]) == 0
    assert main(["init", "--data", str(tmp_path)]) == 0


def test_a_commune_that_was_merged_gets_no_code_but_hears_its_heir(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["init", "--data", str(tmp_path)]) == 0
    assert main(["code", "19855", "--data", str(tmp_path)]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert "đã sáp nhập; hãy dùng mã của đơn vị mới" in said.err


def test_a_code_stands_alone_on_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["init", "--data", str(tmp_path)])
    assert main(["code", COMMUNE, "--data", str(tmp_path)]) == 0
    printed = capsys.readouterr()
    assert printed.out.startswith(f"{COMMUNE}-")
    assert printed.out.count("\n") == 1
    assert printed.err == ""


@pytest.mark.parametrize("commune", ["99999", "46", "", "xa"])
def test_a_code_for_no_commune_is_refused_in_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], commune: str
) -> None:
    main(["init", "--data", str(tmp_path)])
    assert main(["code", commune, "--data", str(tmp_path)]) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.count("\n") == 1
    assert "kiểm tra lại mã đơn vị" in printed.err


def test_commands_on_a_folder_without_a_centre_say_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for command in (["dump", COMMUNE], ["check"], ["device", "list"]):
        assert main([*command, "--data", str(tmp_path / "none")]) == 1
    assert "init" in capsys.readouterr().err
    assert not (tmp_path / "none").exists()


def test_a_file_that_is_no_centre_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "center.db").write_bytes(b"something else entirely" * 100)
    with pytest.raises(CenterError, match="chọn thư mục khác"):
        admin.init(tmp_path)
    assert (tmp_path / "center.db").read_bytes() == b"something else entirely" * 100


@pytest.mark.parametrize("option", ["--database", "--files"])
def test_options_of_larger_installations_are_not_pretended(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], option: str
) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["serve", "--data", str(tmp_path), option, "x://y"])
    assert stopped.value.code == 2
    assert option in capsys.readouterr().err


def test_a_dump_is_what_the_communes_pc_shows_to_the_letter(
    centre: CentreProcess, tmp_path: Path
) -> None:
    with desk(tmp_path / "one") as one, desk(tmp_path / "two") as two:
        with centre.way_of(one) as near, centre.way_of(two) as far:
            answer(one, number=12.5, note="Đã kiểm tra", passed=True)
            attach(one, tmp_path, b"minh chung")
            run(one, near)
            run(two, far)
            answer(one, number=1, note=None)
            answer(two, number=2.0)
            journal.commit(two, "x", [journal.Edit("person", None, {"full_name": "An"})])
            run(one, near)
            run(two, far)
            run(one, near)
        told = centre.run("dump", COMMUNE).stdout.splitlines()
        assert told == shown(one) == shown(two)
        assert json.loads(told[0])["conflicts"]["number"]
    assert centre.run("check").returncode == 0


def test_a_deleted_record_is_left_out_of_the_dump(centre: CentreProcess, tmp_path: Path) -> None:
    commune = "19774"
    with desk(tmp_path / "one", commune) as one, centre.way_of(one) as way:
        (made,) = journal.commit(one, "x", [journal.Edit("person", None, {"full_name": "An"})])
        run(one, way)
        assert centre.run("dump", commune).stdout.count("\n") == 1
        journal.commit(one, "x", [journal.Edit("person", made.record, delete=True)])
        run(one, way)
    assert centre.run("dump", commune).stdout == ""


def test_a_review_travels_back_to_the_commune(centre: CentreProcess, tmp_path: Path) -> None:
    commune = "19777"
    with desk(tmp_path / "one", commune) as one, centre.way_of(one) as way:
        answer(one, passed=True)
        run(one, way)
        about = ["--set", "vn-ntm-xa-2021-2025", "--indicator", "8.4", "--period", "2025"]
        returned = centre.run("review", commune, *about, "--return", "Thiếu minh chứng")
        assert returned.returncode == 0, returned.stderr
        accepted = centre.run("review", commune, *about, "--accept", "--reviewer", "Chị Lan")
        assert accepted.returncode == 0
        assert returned.stdout < accepted.stdout  # ids of one clock
        assert run(one, way).pulled == 2
        lines = [json.loads(line) for line in shown(one)]
        reviews = {
            line["values"]["verdict"]: line["values"] for line in lines if line["type"] == "review"
        }
        assert reviews["returned"]["words"] == "Thiếu minh chứng"
        assert reviews["accepted"]["reviewer"] == "Chị Lan"
        assert centre.run("dump", commune).stdout.splitlines() == shown(one)


@pytest.mark.parametrize(
    ("criteria_set", "indicator", "period", "words", "told"),
    [
        ("s", "8.4", "2025", "Thiếu", "bộ tiêu chí “s”"),
        ("vn-ntm-xa-2021-2025", "99.9", "2025", "Thiếu", "không có chỉ tiêu 99.9"),
        ("vn-ntm-xa-2021-2025", "8.4", "20x5", "Thiếu", "kỳ báo cáo “20x5”"),
        ("vn-ntm-xa-2021-2025", "8.4", "2025", "  ", "hãy ghi lý do"),
    ],
)
def test_a_review_that_nobody_could_read_is_refused(
    centre: CentreProcess,
    tmp_path: Path,
    criteria_set: str,
    indicator: str,
    period: str,
    words: str,
    told: str,
) -> None:
    commune = "19774"
    with desk(tmp_path / "one", commune) as one, centre.way_of(one) as way:
        answer(one, passed=True)
        run(one, way)
        about = ["--set", criteria_set, "--indicator", indicator, "--period", period]
        done = centre.run("review", commune, *about, "--return", words)
        assert done.returncode == 1
        assert told in done.stderr
        assert run(one, way).pulled == 0


def test_a_port_there_cannot_be_is_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["serve", "--data", str(tmp_path), "--port", "99999"])
    assert ended.value.code == 2


def test_a_review_of_a_commune_nobody_enrolled_is_refused(centre: CentreProcess) -> None:
    done = centre.run(
        "review", "19789", "--set", "s", "--indicator", "1", "--period", "2026", "--accept"
    )
    assert done.returncode == 1
    assert "19789" in done.stderr


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """A stopped centre with a few changes and a file."""
    with serving(tmp_path / "data") as centre, desk(tmp_path / "one") as one:
        with centre.way_of(one) as way:
            answer(one, passed=True)
            attach(one, tmp_path, b"minh chung")
            run(one, way)
        assert centre.run("dump", COMMUNE).returncode == 0
    return tmp_path / "data"


def test_a_sound_centre_passes_its_check(kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--json", "--data", str(kept)]) == 0
    report = json.loads(capsys.readouterr().out)
    assert (report["fine"], report["changes"], report["files"]) == (True, 2, 1)


DAMAGE = {
    "a gap": "DELETE FROM change WHERE position = 1",
    "a lost end": "DELETE FROM change WHERE position = 2",
    "a body that is none": "UPDATE change SET body = 'x' WHERE position = 1",
    "a body of another change": "UPDATE change SET id = 'other' WHERE position = 1",
    "records that are not the stream's": "DELETE FROM record WHERE type = 'assessment'",
}


@pytest.mark.parametrize("name", DAMAGE)
def test_damage_is_found_and_said(
    kept: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    with sqlite3.connect(kept / "center.db") as connection:
        connection.execute(DAMAGE[name])
    connection.close()
    assert main(["check", "--data", str(kept)]) == 1
    assert "Phường Phong Điền" in capsys.readouterr().err


def test_records_are_made_anew_from_the_stream(kept: Path) -> None:
    with sqlite3.connect(kept / "center.db") as connection:
        connection.execute("DELETE FROM record")
    connection.close()
    assert main(["check", "--rebuild", "--data", str(kept)]) == 0
    assert main(["check", "--data", str(kept)]) == 0


def test_an_altered_file_is_found(kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (blob,) = (kept / "blobs").glob("*/*")
    blob.write_bytes(b"minh chunG")
    assert main(["check", "--data", str(kept)]) == 1
    assert blob.name in capsys.readouterr().err
    blob.unlink()
    assert main(["check", "--data", str(kept)]) == 1
