"""Sticks as each system tells of them."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from desktop import volumes

UBUNTU = r"""sysfs /sys sysfs rw,nosuid,nodev,noexec,relatime 0 0
proc /proc proc rw,nosuid,nodev,noexec,relatime 0 0
/dev/nvme0n1p2 / ext4 rw,relatime,errors=remount-ro 0 0
/dev/nvme0n1p1 /boot/efi vfat rw,relatime 0 0
/dev/loop3 /snap/firefox/5561 squashfs ro,nodev,relatime 0 0
tmpfs /run/user/1000 tmpfs rw,nosuid,nodev,relatime 0 0
/dev/sda1 /media/an/KINGSTON vfat rw,nosuid,nodev,relatime 0 0
/dev/sdb1 /media/an/USB\040cán\040bộ\134x exfat rw,nosuid,nodev,relatime 0 0
/dev/nvme0n1p2 /media/an/gốc ext4 rw,relatime 0 0
//may-chu/chung /media/an/chung cifs rw,relatime 0 0
/dev/sdc1 /mnt/du-lieu ext4 rw,relatime 0 0
/dev/sdd1 /media/an/KINGSTON/trong vfat rw,relatime 0 0
"""


def test_on_linux_a_stick_is_a_disk_of_its_own_where_desktops_mount_them() -> None:
    found = [str(path) for path in volumes.plugged(UBUNTU)]
    assert found == ["/media/an/KINGSTON", r"/media/an/USB cán bộ\x"]


def test_fedora_and_older_systems_mount_them_elsewhere() -> None:
    table = "/dev/sda1 /run/media/an/USB vfat rw 0 0\n/dev/sdb1 /media/usb0 vfat rw 0 0\n"
    assert volumes.plugged(table) == (Path("/media/usb0"), Path("/run/media/an/USB"))


def test_a_table_without_sticks_or_with_nothing_has_none() -> None:
    assert volumes.plugged("") == volumes.plugged("proc /proc proc rw 0 0\n") == ()


@pytest.mark.skipif(sys.platform != "linux", reason="asks Linux")
def test_this_machine_is_asked_without_trouble() -> None:
    assert all(path.is_dir() for path in volumes.sticks())


def test_on_macos_the_systems_own_disk_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("Macintosh HD", "USB", "khong-phai-o"):
        (tmp_path / name).mkdir()
    monkeypatch.setattr(Path, "is_mount", lambda path: path.name != "khong-phai-o")
    monkeypatch.setattr(volumes, "apart", lambda one, _root: one.name != "Macintosh HD")
    assert volumes.mounted_in(tmp_path) == (tmp_path / "USB",)


def test_on_windows_of_all_letters_only_removable_drives_are_sticks() -> None:
    fixed, removable, cd = 3, 2, 5
    kinds = {"C:\\": fixed, "D:\\": cd, "E:\\": removable, "Z:\\": removable}
    letters = 1 << 2 | 1 << 3 | 1 << 4 | 1 << 25
    assert list(map(str, volumes.removable(letters, kinds.__getitem__))) == ["E:\\", "Z:\\"]
    assert volumes.removable(0, kinds.__getitem__) == ()


def test_what_lies_on_a_stick_changes_with_every_file_of_its_kind_and_no_other(
    tmp_path: Path,
) -> None:
    def lying() -> volumes.Lying:
        return volumes.lying((tmp_path, tmp_path / "gone"), ".lsb")

    before = lying()
    assert before == frozenset()
    (tmp_path / "anh.jpg").write_bytes(b"x")
    assert lying() == before
    answer = tmp_path / "tra-loi.lsb"
    answer.write_bytes(b"x")
    first = lying()
    assert first != before
    answer.write_bytes(b"xy")
    larger = lying()
    assert larger != first
    os.utime(answer, ns=(0, 0))
    assert lying() != larger
