"""Modules of Python that are imported at every start and seldom used are loaded when first used.

Shiboken, msgspec and pathlib import half of the standard library for deeds nobody asks of them
before a window is seen: to read zip files, to tell of a fault, to make temporary folders.  Such a
module is found as always, but runs when something of it is first asked for.  Python's own
`LazyLoader` does the same, but lets a second thread see a module that has run half.

msgspec prefers typing_extensions, where something else brought it, to Python's own typing; it
brings half of a compiler along, and from Python 3.11 on both know what msgspec asks for.  It also
imports uuid, which asks `platform` for the name of the system and of nothing else.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from threading import RLock
from types import ModuleType, SimpleNamespace

TYPE_CHECKING = False  # as typing says it, which nobody needs at a start
if TYPE_CHECKING:
    from collections.abc import Sequence
    from importlib.abc import Loader
    from importlib.machinery import ModuleSpec
    from typing import Any

SELDOM = frozenset(
    {
        "base64",
        "ipaddress",
        "msgspec.inspect",
        "random",
        "shutil",
        "string",
        "tempfile",
        "textwrap",
        "traceback",
        "zipfile",
    }
)
_ASKED_BY_IMPORT = frozenset({"__class__", "__dict__", "__loader__", "__name__", "__spec__"})
_lock = RLock()


def load_seldom_later() -> None:
    """Let these wait from now on; what is imported already stays as it is."""
    if not any(isinstance(each, Finder) for each in sys.meta_path):
        sys.meta_path.insert(0, Finder())


def import_msgspec() -> None:
    """Import msgspec so that it finds Python's own typing only, and uuid the system's name."""
    if {"msgspec", "typing_extensions"} & set(sys.modules):
        return
    shown: dict[str, Any] = {"typing_extensions": None}  # not to be found
    if "platform" not in sys.modules and os.name == "posix":
        shown["platform"] = SimpleNamespace(system=lambda: os.uname().sysname)
    sys.modules.update(shown)
    try:
        import_module("msgspec")
    finally:
        for name in shown:
            del sys.modules[name]


class Waiting(ModuleType):
    """A module that has not run yet; whoever asks something of it waits until it has."""

    def __getattribute__(self, name: str) -> Any:
        if name not in _ASKED_BY_IMPORT:
            with _lock:
                loader = self.__dict__.pop("__waiting__", None)
                if loader is not None:
                    loader.exec_module(self)
                    self.__class__ = ModuleType  # type: ignore[assignment]
        return ModuleType.__getattribute__(self, name)


class Finder:
    """Finds what the others find; those that can wait get a loader that waits."""

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if name not in SELDOM:
            return None
        for finder in sys.meta_path:
            spec = None if finder is self else finder.find_spec(name, path, target)
            if spec is not None:
                loader: Any = _Later(spec.loader)  # has what the import asks of one
                spec.loader = loader
                return spec
        return None


class _Later:
    def __init__(self, loader: Loader | None) -> None:
        self._loader = loader

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return Waiting(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        module.__dict__["__waiting__"] = self._loader
        module.__loader__ = self._loader
        if module.__spec__ is not None:
            module.__spec__.loader = self._loader
