"""Which physical disks a folder lies on: two partitions of one disk die together.

Nothing is known of shares, memory and of systems that do not tell; then the answer is empty.
"""

from __future__ import annotations

import os
import struct
import sys
from pathlib import Path
from typing import Any

from db import place

_MOUNTS = Path("/proc/self/mounts")
_BLOCKS = Path("/sys/dev/block")  # of every block device a link named by its numbers
_COUNT = struct.Struct("<L4x")  # VOLUME_DISK_EXTENTS of the Windows API
_EXTENT = struct.Struct("<L4xqq")  # DISK_EXTENT: number of the disk, start, length
_ASK_EXTENTS = 0x00560000  # IOCTL_VOLUME_GET_VOLUME_DISK_EXTENTS
_SHARED, _EXISTING = 0x3, 3  # FILE_SHARE_READ | FILE_SHARE_WRITE, OPEN_EXISTING
_ROOM = 4096  # characters of a path, and bytes of an answer


def of(folder: Path) -> frozenset[str]:
    """The names of the disks under this folder; several where a volume spans them."""
    if sys.platform == "win32":
        return under_windows(folder, _kernel())
    if not _MOUNTS.exists():  # macOS
        return frozenset()
    table = _MOUNTS.read_text(encoding="utf-8", errors="surrogateescape")
    return _under_linux(place.mounted(folder.resolve(), table).device)


# -- Linux ---------------------------------------------------------------------------------------


def _under_linux(device: str) -> frozenset[str]:
    if not device.startswith("/dev/"):
        return frozenset()
    try:
        number = Path(device).stat().st_rdev
        return whole((_BLOCKS / f"{os.major(number)}:{os.minor(number)}").resolve(strict=True))
    except OSError:
        return frozenset()


def whole(block: Path) -> frozenset[str]:
    """The disks behind a block device, from its folder in /sys.

    A partition is part of its disk, an encrypted or joined volume of those it is made of, and a
    file that is mounted lies where the file lies.
    """
    if (block / "partition").exists():
        block = block.parent
    if made_of := sorted(block.glob("slaves/*")):
        return frozenset[str]().union(*(whole(each.resolve()) for each in made_of))
    backing = block / "loop" / "backing_file"
    if backing.exists():
        return of(Path(backing.read_text(encoding="utf-8").rstrip("\n")))
    return frozenset({block.name})


# -- Windows -------------------------------------------------------------------------------------


def under_windows(folder: Path, kernel: Any) -> frozenset[str]:
    """As Windows tells by its `kernel32`; no rights of an administrator are needed."""
    import ctypes

    root, volume = (ctypes.create_unicode_buffer(_ROOM) for _n in range(2))
    if not kernel.GetVolumePathNameW(str(folder), root, _ROOM):
        return frozenset()
    if not kernel.GetVolumeNameForVolumeMountPointW(root, volume, _ROOM):  # a share has none
        return frozenset()
    name = volume.value.rstrip("\\")  # with the slash it would be a folder, and no volume
    handle = kernel.CreateFileW(name, 0, _SHARED, None, _EXISTING, 0, None)
    if handle in (None, ctypes.c_void_p(-1).value):
        return frozenset()
    told, size = ctypes.create_string_buffer(_ROOM), ctypes.c_uint32()
    try:
        done = kernel.DeviceIoControl(
            handle, _ASK_EXTENTS, None, 0, told, _ROOM, ctypes.byref(size), None
        )
    finally:
        kernel.CloseHandle(handle)
    return numbered(told.raw[: size.value]) if done else frozenset()


def numbered(extents: bytes) -> frozenset[str]:
    """The disks that Windows' list of a volume's extents names; empty where it is cut short."""
    if len(extents) < _COUNT.size:
        return frozenset()
    (count,) = _COUNT.unpack_from(extents)
    listed = extents[_COUNT.size :]
    if len(listed) < count * _EXTENT.size:
        return frozenset()
    found = _EXTENT.iter_unpack(listed[: count * _EXTENT.size])
    return frozenset(str(number) for number, _start, _length in found)


def _kernel() -> Any:
    import ctypes

    kernel = ctypes.WinDLL("kernel32")  # type: ignore[attr-defined,unused-ignore]
    kernel.CreateFileW.restype = ctypes.c_void_p  # a handle has the width of a pointer
    handle, text = ctypes.c_void_p, ctypes.c_wchar_p
    number, pointer = ctypes.c_uint32, ctypes.c_void_p
    kernel.CreateFileW.argtypes = [text, number, number, pointer, number, number, handle]
    asked = [handle, number, pointer, number, pointer, number, pointer, pointer]
    kernel.DeviceIoControl.argtypes = asked
    kernel.CloseHandle.argtypes = [handle]
    return kernel
