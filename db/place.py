"""Whether a folder is a safe place for a database: this PC's own disk, not shared, not mirrored."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

from msgspec import Struct

from db import errors
from resources.words import _

_SHARED_SYSTEMS = frozenset(
    {
        "nfs",
        "nfs4",
        "cifs",
        "smb3",
        "smbfs",
        "9p",
        "afs",
        "ncpfs",
        "ceph",
        "glusterfs",
        "fuse.glusterfs",
        "fuse.sshfs",
        "fuse.rclone",
        "fuse.gvfsd-fuse",
        "davfs",
        "fuse.davfs",
        "vboxsf",
    }
)
_CLOUD_FOLDERS = (
    "onedrive",
    "dropbox",
    "google drive",
    "googledrive",
    "my drive",
    "drive của tôi",
    "icloud",
    "iclouddrive",
    "com~apple~clouddocs",
    "cloudstorage",
    "mega",
    "megasync",
    "nextcloud",
    "owncloud",
    "pcloud",
)
_ESCAPED = re.compile(r"\\([0-7]{3})")  # how /proc/mounts writes a space
_DRIVE_REMOTE = 4  # what Windows' GetDriveTypeW says of a network drive


def refuse_unsafe(folder: Path) -> None:
    """Refuse a folder where two programmes could tear the database apart.

    A network share does not keep SQLite's locks; a cloud drive copies half-written files.
    """
    resolved = folder.resolve()
    if on_network(resolved):
        raise errors.CannotWrite(
            _(
                "Thư mục {folder} nằm trên ổ mạng, dữ liệu dễ hỏng; hãy chọn thư mục trên ổ đĩa"
                " của chính máy này."
            ).format(folder=folder)
        )
    if in_cloud_drive(resolved):
        raise errors.CannotWrite(
            _(
                "Thư mục {folder} được phần mềm đám mây tự đồng bộ, dữ liệu dễ hỏng; hãy chọn"
                " thư mục khác trên máy này (gửi dữ liệu đã có mục Đồng bộ)."
            ).format(folder=folder)
        )


def in_cloud_drive(folder: Path) -> bool:
    """Whether a cloud client mirrors this folder, judged by the names on its path."""
    return any(
        part.lower() == name or part.lower().startswith((f"{name} ", f"{name}-"))
        for part in folder.parts
        for name in _CLOUD_FOLDERS
    )


def on_network(folder: Path) -> bool:
    """Whether this folder lies on another machine."""
    if sys.platform == "win32":
        import ctypes

        anchor = folder.anchor
        return (
            anchor.startswith("\\\\")
            or ctypes.windll.kernel32.GetDriveTypeW(anchor) == _DRIVE_REMOTE
        )
    mounts = Path("/proc/mounts")
    return (
        mounts.exists()
        and mounted(folder, mounts.read_text(errors="surrogateescape")).system in _SHARED_SYSTEMS
    )


class Mount(Struct, frozen=True):
    """What a folder lies on."""

    device: str = ""
    system: str = ""  # the kind of file system


def mounted(folder: Path, mounts: str) -> Mount:
    """What a folder lies on, from the text of /proc/mounts."""
    best, found = "", Mount()
    for line in mounts.splitlines():
        device, point, system, *_rest = (_plain(part) for part in line.split())
        inside = folder == Path(point) or point == "/" or str(folder).startswith(point + os.sep)
        if inside and len(point) >= len(best):
            best, found = point, Mount(device, system)
    return found


def _plain(written: str) -> str:
    return _ESCAPED.sub(lambda found: chr(int(found[1], 8)), written)
