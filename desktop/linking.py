"""Qt's libraries are linked by a second thread while Python reads what knows nothing of Qt.

To link them takes the system a tenth of a start, and an import keeps every other thread of Python
waiting meanwhile; a call of a foreign function does not.  So a thread hands their names to the
system's linker, the rooms behind the window are read at the same time (`desktop.behind`), and the
imports of Qt that follow find it linked.  Whatever goes wrong is left to those imports, which say
what is missing.  On Linux only: elsewhere it has not been tried.
"""

from __future__ import annotations

import _thread
import ctypes
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.machinery import EXTENSION_SUFFIXES

_LIBRARIES = (  # in the order in which they are asked for
    f"sqlcipher3/_sqlite3{EXTENSION_SUFFIXES[0]}",
    "shiboken6/Shiboken.abi3.so",
    "PySide6/QtCore.abi3.so",
    "PySide6/QtGui.abi3.so",
    "PySide6/QtWidgets.abi3.so",
    "PySide6/QtSvg.abi3.so",
)
_FONTS = "libfontconfig.so.1"
# Python's own that are imported meanwhile: one that is not linked yet would wait for all of Qt
_BEFORE = ("_heapq", "_json", "_queue", "_sha1", "fcntl", "math", "unicodedata", "zlib")
_TURN, _USUAL_TURN = 0.0003, 0.005  # seconds after which Python lets the other thread go on


def begin() -> None:
    """Link them from now on; to be called before anything of Qt is imported."""
    if sys.platform != "linux":
        return
    for name in _BEFORE:
        import_module(name)
    found = [path for path in map(_path, (*_LIBRARIES, _platform())) if path]
    sys.setswitchinterval(_TURN)
    _thread.start_new_thread(_link, (found,))  # threading would wait until it runs


def _path(name: str) -> str:
    """Where a library lies; empty where it does not."""
    for folder in sys.path:
        path = f"{folder}/{name}"
        if os.path.exists(path):  # noqa: PTH110 -- pathlib costs time here
            return path
    return ""


def _platform() -> str:
    """What Qt will speak to the screen through, as far as one can guess."""
    name = os.environ.get("QT_QPA_PLATFORM", "xcb").partition(":")[0]
    return f"PySide6/Qt/plugins/platforms/libq{name}.so"


def _link(paths: Sequence[str]) -> None:
    try:
        link = ctypes.CDLL(None).dlopen
        for path in paths:
            link(os.fsencode(path), os.RTLD_NOW)
        ctypes.CDLL(_FONTS).FcInit()  # finds the system's fonts; Qt asks for the same
    except (OSError, AttributeError):
        return  # a system whose libraries have other names; Qt finds them itself
    finally:
        sys.setswitchinterval(_USUAL_TURN)
