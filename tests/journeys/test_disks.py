"""Two partitions of one disk are one place; each system tells of them in its own way."""

from __future__ import annotations

import ctypes
import struct
import sys
from pathlib import Path
from typing import Any, ClassVar

import pytest

from db import place
from desktop import disks, volumes

TABLE = """/dev/sda2 / btrfs rw,subvol=/root 0 0
/dev/sda2 /home btrfs rw,subvol=/home 0 0
/dev/mapper/luks-1 /du-lieu ext4 rw 0 0
tmpfs /tmp tmpfs rw 0 0
/dev/sdb1 /media/an/USB\\040x vfat rw 0 0
"""


@pytest.fixture
def system(tmp_path: Path) -> Path:
    """A PC's block devices, as /sys lays them out: two disks, and what is made of them."""
    blocks = tmp_path / "block"
    for name in ("sda/sda1", "sda/sda2", "sdb/sdb1"):
        (blocks / name).mkdir(parents=True)
        (blocks / name / "partition").write_text("1\n")
    _made(blocks / "dm-0", blocks / "sda" / "sda2")
    _made(blocks / "dm-1", blocks / "dm-0", blocks / "sdb" / "sdb1")
    (blocks / "nvme0n1").mkdir()
    return blocks


def _made(block: Path, *of: Path) -> None:
    (block / "slaves").mkdir(parents=True)
    for each in of:
        (block / "slaves" / each.name).symlink_to(each)


@pytest.mark.parametrize(
    ("block", "found"),
    [
        ("sda/sda1", {"sda"}),
        ("sda", {"sda"}),
        ("nvme0n1", {"nvme0n1"}),
        ("dm-0", {"sda"}),
        ("dm-1", {"sda", "sdb"}),
    ],
)
def test_on_linux_partitions_and_what_is_made_of_them_are_followed_to_their_disks(
    system: Path, block: str, found: set[str]
) -> None:
    assert disks.whole(system / block) == found


def test_a_file_that_is_mounted_lies_where_the_file_lies(
    system: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loop = system / "loop0" / "loop"
    loop.mkdir(parents=True)
    (loop / "backing_file").write_text(f"{tmp_path}/thung.img\n")
    asked: list[Path] = []
    monkeypatch.setattr(disks, "of", lambda path: asked.append(path) or frozenset({"sda"}))
    assert disks.whole(system / "loop0") == {"sda"}
    assert asked == [tmp_path / "thung.img"]


@pytest.mark.parametrize(
    ("folder", "device"),
    [
        ("/home/an", "/dev/sda2"),
        ("/var", "/dev/sda2"),
        ("/du-lieu/xa", "/dev/mapper/luks-1"),
        ("/media/an/USB x", "/dev/sdb1"),
        ("/tmp/x", "tmpfs"),
    ],
)
def test_a_folder_lies_on_the_device_of_its_nearest_mount(folder: str, device: str) -> None:
    assert place.mounted(Path(folder), TABLE).device == device


@pytest.mark.skipif(sys.platform != "linux", reason="asks Linux")
def test_this_machine_is_asked_without_trouble(tmp_path: Path) -> None:
    assert all((Path("/sys/block") / name).exists() for name in disks.of(tmp_path))
    assert not volumes.apart(tmp_path, tmp_path.parent)
    assert disks.of(Path("/proc")) == frozenset()


def test_other_file_systems_of_one_disk_are_not_apart_and_what_is_not_known_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = tmp_path / "c", tmp_path / "d"
    told = {one: frozenset({"0"}), other: frozenset({"0", "1"})}
    monkeypatch.setattr(disks, "of", lambda path: told[path])
    monkeypatch.setattr(Path, "stat", lambda path: type("Told", (), {"st_dev": hash(path)}))
    assert not volumes.apart(one, other)
    told[other] = frozenset({"1"})
    assert volumes.apart(one, other)
    told[other] = frozenset()
    assert volumes.apart(one, other)
    assert not volumes.apart(one, one)


# -- Windows, as its documentation says it answers -----------------------------------------------


def extents(*disk_numbers: int) -> bytes:
    """VOLUME_DISK_EXTENTS."""
    each = (struct.pack("<LLqq", number, 0, 1 << 20, 1 << 30) for number in disk_numbers)
    return struct.pack("<LL", len(disk_numbers), 0) + b"".join(each)


class Kernel:
    """Two partitions of disk 0, a stick on disk 1, a share without a volume."""

    volumes: ClassVar = {
        "C:\\": extents(0),
        "D:\\": extents(0),
        "E:\\": extents(1),
        "S:\\": extents(0, 2),
    }

    def __init__(self) -> None:
        self.open: set[int] = set()
        self._names: list[str] = []

    def GetVolumePathNameW(self, path: str, into: Any, _room: int) -> int:
        into.value = path[:3]
        return 1

    def GetVolumeNameForVolumeMountPointW(self, root: Any, into: Any, _room: int) -> int:
        into.value = f"\\\\?\\Volume{{{root.value[0]}}}\\"
        return int(root.value in self.volumes)

    def CreateFileW(self, name: str, access: int, *_more: object) -> int | None:
        assert not name.endswith("\\")
        assert access == 0
        if "{X}" in name:
            return ctypes.c_void_p(-1).value
        self._names.append(name)
        self.open.add(len(self._names))
        return len(self._names)

    def DeviceIoControl(
        self,
        handle: int,
        code: int,
        _in: None,
        _size: int,
        into: Any,
        _room: int,
        told: Any,
        _o: None,
    ) -> int:
        assert code == 0x00560000
        letter = self._names[handle - 1][-2]
        answer = self.volumes[f"{letter}:\\"]
        into.raw = answer.ljust(len(into.raw), b"\0")
        told._obj.value = len(answer)
        return int(bool(answer))

    def CloseHandle(self, handle: int) -> int:
        self.open.remove(handle)
        return 1


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("C:\\Users\\an\\ho-so", {"0"}),
        ("D:\\sao-luu", {"0"}),
        ("E:\\", {"1"}),
        ("S:\\hai-o", {"0", "2"}),
        ("Z:\\chung", set()),
        ("X:\\khong-mo-duoc", set()),
    ],
)
def test_on_windows_a_volume_tells_its_disks(
    path: str, found: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Kernel, "volumes", {**Kernel.volumes, "X:\\": extents(0)})
    kernel = Kernel()
    assert disks.under_windows(Path(path), kernel) == found
    assert kernel.open == set()


@pytest.mark.parametrize("cut", [b"", extents(0)[:7], extents(0, 1)[:-1]])
def test_an_answer_that_is_cut_short_tells_nothing(cut: bytes) -> None:
    assert disks.numbered(cut) == frozenset()
