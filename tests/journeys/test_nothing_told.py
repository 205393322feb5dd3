"""Without the key a profile's folder tells nothing; with the code from paper it opens anywhere."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from db import blobs, journal, migrations, shelf
from db import store as stores
from desktop import logs, profile, recovery, rekeying
from desktop.settings import Preferences
from rules.records import REGISTRY
from tests.support.centre import serving
from tests.support.programme import COMMUNE, SET, Pc, answer, langso

OFFICER, PERSON, TITLE = "Nguyễn Thị Hồng Nhung", "Trần Văn Kín", "Biên bản xác minh hộ nghèo"
NOTE, PHONE = "Ghi chú chỉ nội bộ xã biết", "0905123456"
HABITS = {  # what a window remembers that tells of people, places or answers
    "second_folder": f"/media/{OFFICER}/sao-luu",
    "survey/half": f'{{"village": "thon-kin", "answers": "{NOTE}"}}',
    "survey/survey": "khao-sat-kin",
    "survey/village": "thon-kin",
    "training/course": "lop-kin",
    "checklist/indicator": "chi-tieu-kin",
    "subject": f"{SET}/2025",
    "place": "assessment",
}
MAGIC = (b"%PDF", b"SQLite format 3", b"PK\x03\x04", b"\xff\xd8\xff", b"\x89PNG", b"II*\x00")


@pytest.fixture(scope="module")
def pc(tmp_path_factory: pytest.TempPathFactory) -> Pc:
    """A commune's PC on which a day was worked, behind a passphrase."""
    folder = tmp_path_factory.mktemp("pc")
    pc = Pc(folder / "ho-so", {"LANGSO_PASSPHRASE": "một hai ba", "LANGSO_RECOVERY": ""})
    pc.do("init", "--commune", COMMUNE, "--officer", OFFICER)
    pc.apply(
        {"type": "person", "set": {"full_name": PERSON, "phone": PHONE}},
        answer(passed=True, note=NOTE),
    )
    scan = folder / "xac-minh-ho-ngheo.pdf"
    scan.write_bytes(b"%PDF-1.7 /Title (xac minh) " + NOTE.encode() * 9000)
    pc.do("attach", "assessment", f"{SET}/8.4/2025", scan, "--title", TITLE)
    (pc.folder / "preferences.json").write_text(json.dumps(HABITS, ensure_ascii=False))
    pc.do("--quit-after-start")
    pc.run("attach", "assessment", "khong-co", scan)
    return pc


def words() -> list[bytes]:
    """What must not be found, as texts are written in files."""
    told = (OFFICER, PERSON, TITLE, NOTE, PHONE, "xac-minh", COMMUNE, "assessment", "Nhung",
            "full_name", "application/pdf", "%PDF-1", "SQLite format", "-kin", SET,
            "sao-luu")  # fmt: skip
    return [text.encode(code) for text in told for code in ("utf-8", "utf-16-le")]


def test_no_file_of_the_profile_tells_anything(pc: Pc) -> None:
    files = [path for path in pc.folder.rglob("*") if path.is_file()]
    assert len(files) > 5
    for path in files:
        tells_nothing(path)


def tells_nothing(path: Path) -> None:
    content = path.read_bytes()
    assert [word for word in words() if word in content] == [], path
    assert [kind for kind in MAGIC if content.startswith(kind)] == [], path
    assert [word for word in words() if word.decode("utf-8", "ignore") in path.name] == []


def test_no_file_tells_anything_in_the_middle_of_work(
    pc: Pc, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (pc.environment or {}).items():
        monkeypatch.setenv(name, value)
    pc.do("key", "change")
    with profile.opened(pc.folder, "lệnh langso sync") as (store, safe):
        recovery.renew(store)
        rekeying.begin(store, safe)
        migrations.safety_copy(store, 1)
        stores.copy_to(store, pc.folder / "backups" / "0123456789abcdef.making")
        journal.amend(store, OFFICER, REGISTRY["person"], None, {"full_name": PERSON})
        with blobs.arriving(store, "ab" * 32) as half:
            half.append(b"%PDF-1.7 " + NOTE.encode() * 3000)
        killed = shelf.Gathering(store, shelf.copying(store))
        killed.append(b"%PDF-1.7 " + NOTE.encode() * 3000)
        preferences = Preferences(store)
        assert preferences.get("second_folder") == HABITS["second_folder"]
        for name, value in HABITS.items():
            preferences.set(name, f"{value} {PERSON}")
        preferences.set("language", "en")
        preferences.keep()
        logs.start(pc.folder)
        logs.wrong(ValueError(PERSON))
        logs.stop()
        shutil.copytree(pc.folder, pc.folder.with_name("finder"))
        killed.__exit__(None, None, None)
    found = [path for path in pc.folder.with_name("finder").rglob("*") if path.is_file()]
    kinds = {"".join(path.suffixes[-1:]) for path in found}
    assert kinds >= {".db", ".db-wal", ".db-shm", ".making", ".part", ".copying", ".lock",
                     ".holder", ".log", ".json", ".keys", ".recovery", ""}  # fmt: skip
    for path in found:
        tells_nothing(path)


def test_a_known_document_cannot_be_looked_for(pc: Pc) -> None:
    (sha256,) = (line["values"]["sha256"] for line in pc.dump("evidence"))
    names = " ".join(str(path) for path in pc.folder.rglob("*"))
    assert sha256[:8] not in names
    sizes = {path.stat().st_size for path in pc.folder.rglob("*") if path.is_file()}
    assert pc.dump("evidence")[0]["values"]["size"] not in sizes


def test_the_code_from_paper_opens_a_backup_on_a_pc_that_never_had_the_key(
    pc: Pc, tmp_path: Path
) -> None:
    made = pc.do("recovery", "new")
    (code,) = made.lines
    assert "đúng" in pc.do("recovery", "test", stdin=code.lower()).out
    said = pc.do("backup", tmp_path / "b.zip")
    assert "KHÔNG" not in said.out
    content = (tmp_path / "b.zip").read_bytes()
    assert [word for word in words() if word in content] == []
    there = {"LANGSO_PASSPHRASE": "mật khẩu của máy mới", "LANGSO_RECOVERY": code}
    other = Pc(tmp_path / "may-moi", there)
    other.do("restore", tmp_path / "b.zip")
    without = Pc(other.folder, {**there, "LANGSO_RECOVERY": ""})
    assert without.do("dump").out == pc.do("dump").out
    assert json.loads(without.do("check", "--json").out)["fine"]
    again = other.run("restore", tmp_path / "b.zip")
    assert again.status == 1
    assert "không trống" in again.err


def test_a_code_without_a_passphrase_to_keep_its_key_under_says_which_is_missing(pc: Pc) -> None:
    (code,) = pc.do("recovery", "new").lines
    other = Pc(pc.folder.with_name("no-passphrase"), {"LANGSO_RECOVERY": code})
    shutil.copytree(pc.folder, other.folder)
    refused = other.run("status")
    assert (refused.status, refused.err.count("\n")) == (1, 1)
    assert "LANGSO_PASSPHRASE" in refused.err
    assert "--no-encryption" not in refused.err


def test_a_slip_in_the_code_is_told_by_its_group(pc: Pc) -> None:
    slip = pc.run("recovery", "test", stdin="AAAAA-" * 7)
    assert slip.status == 1
    assert "nhóm" in slip.err
    assert slip.err.count("\n") == 1


def test_a_plain_profile_needs_no_code_and_says_its_backup_is_open(tmp_path: Path) -> None:
    pc = Pc(tmp_path / "ho-so").init()
    refused = pc.run("recovery", "new")
    assert (refused.status, refused.err.count("\n")) == (1, 1)
    assert "KHÔNG được mã hoá" in pc.do("backup", tmp_path / "b.zip").out
    langso("--profile", tmp_path / "lai", "restore", tmp_path / "b.zip")
    assert Pc(tmp_path / "lai").do("dump").out == pc.do("dump").out


def test_a_restored_backup_loses_nothing_and_doubles_nothing_at_the_centre(tmp_path: Path) -> None:
    there = {"LANGSO_PASSPHRASE": "một hai ba", "LANGSO_RECOVERY": ""}
    with serving(tmp_path / "centre") as centre:
        first = Pc(tmp_path / "pc", there)
        code = first.do("init", "--commune", COMMUNE, "--officer", OFFICER).lines[-1]
        first.do("enrol", "--center", centre.url, "--code", centre.code(COMMUNE))
        first.apply(answer("1.1", passed=True))
        first.do("sync")
        first.apply(answer("2.1", passed=True))  # waits when the backup is written
        first.do("backup", tmp_path / "b.zip")
        first.do("sync")
        first.apply(answer("2.2", passed=True))  # is at the centre, but in no backup
        first.do("sync")
        by_passphrase = Pc(tmp_path / "by-passphrase", there)
        by_code = Pc(tmp_path / "by-code", {"LANGSO_PASSPHRASE": "khác", "LANGSO_RECOVERY": code})
        for each in (by_passphrase, by_code):
            each.do("restore", tmp_path / "b.zip")
        by_code.do("enrol", "--center", centre.url, "--code", centre.code(COMMUNE))
        by_passphrase.apply(answer("3.1", passed=True))
        by_code.apply(answer("3.2", passed=False))
        for each in (by_passphrase, by_code, by_passphrase, first):
            assert each.do("sync", "--json").json["refused"] == 0
        expected = centre.run("dump", COMMUNE).stdout
        assert expected.count('"assessment"') == 5
        assert all(json.loads(line)["conflicts"] == {} for line in expected.splitlines())
        for each in (first, by_passphrase, by_code):
            assert each.do("dump").out == expected
