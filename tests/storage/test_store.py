"""Opening a profile: ours, whole, not newer, with its key; and writing it so that it stays."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from db import check, errors, place
from db import store as stores
from db.commands import profile as founding
from db.queries import people, places
from db.store import Store, set_setting, setting
from tests.support import profiles
from tests.support.profiles import COMMUNE, answer, shown

KEY = bytes(range(32))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A profile."""
    with profiles.profile(tmp_path / "pc") as opened:
        yield opened


def fingerprint(folder: Path) -> dict[str, str]:
    """Every file of a folder and what is in it."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_every_commit_is_flushed_and_reads_do_not_wait(store: Store, tmp_path: Path) -> None:
    with store.another() as other, profiles.profile(tmp_path / "c", key=KEY) as encrypted:
        for each in (store, other, encrypted):
            assert each.value("PRAGMA synchronous") == 2
            assert each.value("PRAGMA journal_mode") == "wal"
            assert each.value("PRAGMA foreign_keys") == 1
            assert each.value("PRAGMA trusted_schema") == 0
        assert store.value("PRAGMA application_id") == stores.APPLICATION_ID
        assert store.value("PRAGMA user_version") == stores.VERSION
        answer(store, number=1)
        with store.write() as connection:
            connection.execute("UPDATE assessment SET number = 5")
            assert shown(other)["number"] == 1


def test_every_table_is_strict(store: Store) -> None:
    rows = store.rows(
        "SELECT name, strict FROM pragma_table_list WHERE type = 'table' AND schema = 'main'"
    )
    loose = {row["name"] for row in rows if not row["strict"]}
    assert {name for name in loose if not name.startswith(("sqlite_", "_sqlite_"))} == set()


def test_a_write_that_fails_leaves_nothing(store: Store) -> None:
    def fail() -> None:
        with store.write():
            set_setting(store, "language", "en")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert setting(store, "language") is None
    set_setting(store, "language", "vi")
    assert setting(store, "language") == "vi"


def test_an_empty_folder_is_no_profile(tmp_path: Path) -> None:
    with pytest.raises(errors.NotAProfile, match="hãy tạo bằng lệnh init"):
        stores.open_(tmp_path)


def test_a_folder_with_a_profile_is_not_made_into_another(store: Store) -> None:
    with pytest.raises(errors.Refused, match="đã có hồ sơ"):
        stores.create(store.folder)


def test_a_profile_is_opened_wherever_it_lies(tmp_path: Path) -> None:
    folder = tmp_path / "Hồ sơ của xã #1 (100%) ?x=1 'a'"
    with profiles.profile(folder) as made:
        answer(made, number=1)
    with stores.open_(folder) as opened:
        assert shown(opened)["number"] == 1


def test_a_newer_database_is_refused_and_left_untouched(tmp_path: Path) -> None:
    with profiles.profile(tmp_path) as store:
        answer(store, number=1)
        store.connection.execute(f"PRAGMA user_version={stores.VERSION + 1}")
    before = fingerprint(tmp_path)
    with pytest.raises(errors.NewerDatabase, match="hãy cài bản mới"):
        stores.open_(tmp_path)
    assert fingerprint(tmp_path) == before


def test_a_newer_database_that_was_not_closed_is_refused_too(tmp_path: Path) -> None:
    with profiles.profile(tmp_path) as store:
        store.connection.execute(f"PRAGMA user_version={stores.VERSION + 1}")
        database = (tmp_path / stores.NAME).read_bytes()
        log = (tmp_path / f"{stores.NAME}-wal").read_bytes()
    (tmp_path / stores.NAME).write_bytes(database)
    (tmp_path / f"{stores.NAME}-wal").write_bytes(log)
    with pytest.raises(errors.NewerDatabase):
        stores.open_(tmp_path)
    assert (tmp_path / stores.NAME).read_bytes() == database
    assert (tmp_path / f"{stores.NAME}-wal").read_bytes() == log


def test_a_strangers_database_is_refused_and_left_untouched(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / stores.NAME) as stranger:
        stranger.execute("CREATE TABLE note(text)")
    stranger.close()
    before = fingerprint(tmp_path)
    with pytest.raises(errors.NotAProfile, match="không phải hồ sơ Làng Số"):
        stores.open_(tmp_path)
    assert fingerprint(tmp_path) == before


def test_an_empty_file_is_no_profile(tmp_path: Path) -> None:
    (tmp_path / stores.NAME).touch()
    with pytest.raises(errors.NotAProfile, match="rỗng"):
        stores.open_(tmp_path)


def test_what_no_key_opens_may_be_encrypted_or_damaged_and_both_are_told(tmp_path: Path) -> None:
    with profiles.profile(tmp_path / "pc"):
        pass
    (tmp_path / "pc" / stores.NAME).write_bytes(b"rac " * 5000)
    for key in (None, KEY):
        with pytest.raises(errors.WrongKey) as told:
            stores.open_(tmp_path / "pc", key)
        assert "đã hỏng" in told.value.sentence
        assert "khôi phục từ bản sao lưu" in told.value.sentence
        assert "khoá" in told.value.sentence.lower()


def test_a_check_of_a_damaged_database_tells_what_it_found(tmp_path: Path) -> None:
    with profiles.profile(tmp_path / "pc") as store:
        for number in range(300):
            answer(store, number=number, note="chữ " * 50)
    path = tmp_path / "pc" / stores.NAME
    whole, wound = path.read_bytes(), 8 * 4096  # pages of the log, near the end
    path.write_bytes(whole[: -2 * wound] + b"\xff" * wound + whole[-wound:])
    with stores.open_(tmp_path / "pc") as store, pytest.raises(errors.NotAProfile) as told:
        check.check(store)
    assert "không đọc được bảng change" in told.value.sentence
    assert "lệnh check" not in told.value.sentence
    assert "khôi phục từ bản sao lưu" in told.value.sentence


def test_a_damaged_database_is_told_with_advice(tmp_path: Path) -> None:
    with profiles.profile(tmp_path) as store:
        answer(store, number=1)
    path = tmp_path / stores.NAME
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))
    with (
        pytest.raises(errors.NotAProfile, match="khôi phục từ bản sao lưu"),
        stores.open_(tmp_path) as opened,
    ):
        shown(opened)


def test_a_truncated_database_is_told_with_advice(tmp_path: Path) -> None:
    with profiles.profile(tmp_path) as store:
        answer(store, number=1)
    path = tmp_path / stores.NAME
    path.write_bytes(path.read_bytes()[:8192])
    with (
        pytest.raises(errors.NotAProfile, match="khôi phục từ bản sao lưu"),
        stores.open_(tmp_path) as opened,
    ):
        shown(opened)


def test_an_encrypted_profile_tells_nothing_to_who_has_no_key(tmp_path: Path) -> None:
    with profiles.profile(tmp_path, key=KEY) as store:
        answer(store, note="Bí mật của xã Phú Lộc")
        plain = (b"SQLite", "Bí mật".encode(), b"assessment", COMMUNE.encode(), b"CREATE TABLE")
        for path in tmp_path.glob(f"{stores.NAME}*"):
            content = path.read_bytes()
            assert not [word for word in plain if word in content], path
    for path in tmp_path.glob(f"{stores.NAME}*"):
        assert not [word for word in plain if word in path.read_bytes()]


def test_an_encrypted_profile_opens_with_its_key_only(tmp_path: Path) -> None:
    with profiles.profile(tmp_path, key=KEY) as store:
        answer(store, note="Bí mật")
    before = fingerprint(tmp_path)
    with pytest.raises(errors.WrongKey, match="kiểm tra lại mật khẩu"):
        stores.open_(tmp_path, bytes(32))
    with pytest.raises(errors.WrongKey, match="được mã hoá"):
        stores.open_(tmp_path)
    assert fingerprint(tmp_path) == before
    with stores.open_(tmp_path, KEY) as opened, opened.another() as other:
        assert shown(opened)["note"] == shown(other)["note"] == "Bí mật"


def test_a_plain_profile_opens_also_when_a_key_is_offered(store: Store) -> None:
    answer(store, number=1)
    with stores.open_(store.folder, KEY) as opened:
        assert shown(opened)["number"] == 1


def test_a_founded_profile_knows_its_commune_and_its_officer(tmp_path: Path) -> None:
    with founding.found(tmp_path / "pc", COMMUNE, "  Nguyễn  Thị Hoa ") as store:
        assert [officer.name for officer in people.officers(store)] == ["Nguyễn Thị Hoa"]
        assert founding.actor(store) == people.officers(store)[0].id
        assert places.commune(store).name == "Xã Phú Lộc"
        assert founding.add_officer(store, "nguyen thi hoa") == founding.actor(store)
        assert check.check(store).fine


@pytest.mark.parametrize(
    ("commune", "officer", "words"),
    [
        ("99999", "Hoa", "Không có xã, phường mang mã"),
        ("46", "Hoa", "Không có xã, phường mang mã"),
        (COMMUNE, "  ", "hãy nhập họ và tên"),
    ],
)
def test_a_profile_for_nobody_or_nowhere_is_refused(
    tmp_path: Path, commune: str, officer: str, words: str
) -> None:
    with pytest.raises(errors.Refused, match=words):
        founding.found(tmp_path / "pc", commune, officer)
    assert not (tmp_path / "pc").exists()


def test_a_merged_commune_names_its_heir(tmp_path: Path) -> None:
    with pytest.raises(errors.Refused, match=r"đã sáp nhập.*20107"):
        founding.found(tmp_path / "pc", "20149", "Hoa")


MOUNTS = """\
/dev/sda1 / ext4 rw 0 0
proc /proc proc rw 0 0
//server/chung /mnt/o\\040mang cifs rw 0 0
server:/home /home/xa nfs4 rw 0 0
/dev/sdb1 /home/xa/dia\\134rieng ext4 rw 0 0
C:\\134 /mnt/c 9p rw 0 0
gvfsd-fuse /run/user/1000/gvfs fuse.gvfsd-fuse rw 0 0
"""


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/home/hoa/ho-so", "ext4"),
        ("/mnt/o mang/ho-so", "cifs"),
        ("/mnt/o mang", "cifs"),
        ("/mnt/o mang khac", "ext4"),
        ("/home/xa/ho-so", "nfs4"),
        ("/home/xa/dia\\rieng/ho-so", "ext4"),
        ("/mnt/c/ho-so", "9p"),
        ("/run/user/1000/gvfs/smb-share/x", "fuse.gvfsd-fuse"),
    ],
)
def test_the_file_system_of_a_folder_is_that_of_its_nearest_mount(folder: str, kind: str) -> None:
    assert place.mounted(Path(folder), MOUNTS).system == kind


@pytest.mark.parametrize(
    ("folder", "mirrored"),
    [
        ("C:/Users/hoa/OneDrive/ho-so", True),
        ("C:/Users/hoa/OneDrive - UBND Xã/ho-so", True),
        ("/home/hoa/Dropbox/ho-so", True),
        ("C:/Users/hoa/iCloudDrive/ho-so", True),
        ("/Users/hoa/Library/CloudStorage/GoogleDrive-hoa/ho-so", True),
        ("G:/Drive của tôi/ho-so", True),
        ("/home/hoa/Documents/ho-so", False),
        ("/home/hoa/dropboxed/ho-so", False),
        ("/home/omega/ho-so", False),
    ],
)
def test_a_folder_a_cloud_client_mirrors_is_known_by_its_names(folder: str, mirrored: bool) -> None:
    assert place.in_cloud_drive(Path(folder)) is mirrored


def test_a_profile_is_not_made_where_it_would_be_torn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(errors.CannotWrite, match="đám mây"):
        founding.found(tmp_path / "OneDrive" / "pc", COMMUNE, "Hoa")
    monkeypatch.setattr(place, "on_network", lambda folder: True)
    with pytest.raises(errors.CannotWrite, match="ổ mạng"):
        founding.found(tmp_path / "pc", COMMUNE, "Hoa")
    assert list(tmp_path.iterdir()) == []
