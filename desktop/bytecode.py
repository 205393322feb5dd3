"""The bytecode of all rooms in one file: a start asks the disk for one file, not for two hundred.

    python -m desktop.bytecode      makes the file, beside the bytecode of this room

`setup/prepare.py` makes it.  A module whose source has changed since, or that is not in it, is
imported as Python always does; so is everything where there is no such file, as in the frozen
programme, which has an archive of its own.
"""

from __future__ import annotations

import marshal
import os
import sys
from importlib.machinery import ModuleSpec, SourceFileLoader
from io import FileIO
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from db import disk

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

_ROOT = Path(__file__).resolve().parent.parent
_FILE = _ROOT / "desktop" / "__pycache__" / f"rooms.{sys.implementation.cache_tag}"
_ROOMS = ("db", "desktop", "reports", "resources", "rules", "sync", "ui")


def use() -> None:
    """Import the rooms from the file from now on, where there is one of this Python and folder."""
    if any(isinstance(each, _Rooms) for each in sys.meta_path):
        return
    try:
        file = FileIO(_FILE)
    except OSError:
        return
    try:
        head = file.read(int.from_bytes(file.read(4), "little"))
        made_by, root, kept = marshal.loads(head)  # noqa: S302 -- our own, as any .pyc
    except (OSError, EOFError, ValueError, TypeError):
        made_by = root = None
    if (made_by, root) == (sys.version, str(_ROOT)):
        sys.meta_path.insert(0, _Rooms(file, 4 + len(head), kept))
    else:
        file.close()


class _Rooms:
    """Finds and loads what is in the file and still as it was."""

    def __init__(self, file: FileIO, start: int, kept: dict[str, Any]) -> None:
        self._file, self._start, self._kept = file, start, kept
        self._lock = Lock()

    def find_spec(self, name: str, _path: object, _target: object = None) -> ModuleSpec | None:
        kept = self._kept.get(name)
        if kept is None:
            return None
        place, package, source, modified, size = kept
        try:
            now = os.stat(source)  # noqa: PTH116 -- for each module; pathlib costs time here
        except OSError:
            return None
        if (now.st_mtime_ns, now.st_size) != (modified, size):
            return None
        loader: Any = self  # has what the import asks of one
        spec = ModuleSpec(name, loader, origin=source, loader_state=place, is_package=package)
        if spec.submodule_search_locations is not None:
            spec.submodule_search_locations.append(source.rpartition(os.sep)[0])
        return spec

    def create_module(self, _spec: ModuleSpec) -> None:
        """Python makes it."""

    def exec_module(self, module: ModuleType) -> None:
        spec: Any = module.__spec__
        module.__file__ = spec.origin
        start, length = spec.loader_state
        with self._lock:
            self._file.seek(self._start + start)
            code = self._file.read(length)
        exec(marshal.loads(code), vars(module))  # noqa: S102, S302 -- our own, as any .pyc


def make() -> None:
    """Make the file from the sources as they are."""
    kept, codes, at = {}, [], 0
    for name, source in _modules():
        code = marshal.dumps(SourceFileLoader(name, str(source)).get_code(name))
        was, package = source.stat(), source.stem == "__init__"
        place = (at, len(code))
        kept[name] = (place, package, str(source), was.st_mtime_ns, was.st_size)
        codes.append(code)
        at += len(code)
    head = marshal.dumps((sys.version, str(_ROOT), kept))
    _FILE.parent.mkdir(exist_ok=True)
    fresh = _FILE.with_suffix(f".{os.getpid()}")
    fresh.write_bytes(b"".join((len(head).to_bytes(4, "little"), head, *codes)))
    disk.flush(fresh)
    fresh.replace(_FILE)


def _modules() -> Iterator[tuple[str, Path]]:
    """Every module of the rooms that can be imported, with its source."""
    for room in _ROOMS:
        for source in sorted((_ROOT / room).rglob("*.py")):
            parts = source.relative_to(_ROOT).with_suffix("").parts
            names = parts[:-1] if parts[-1] == "__init__" else parts
            if all(name.isidentifier() for name in names):  # Shiboken reads `ui/lean` by itself
                yield ".".join(names), source


if __name__ == "__main__":
    make()
