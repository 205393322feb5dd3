"""What a start is spared is the same when it is asked for: enumerations, signatures, modules."""

from __future__ import annotations

import enum
import importlib
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from types import ModuleType

import pytest
from PySide6 import QtCore, QtGui, QtSvg, QtWidgets

from desktop import later
from ui import binding

OF_THE_CLASS = (
    "_member_names_",
    "_member_type_",
    "_use_args_",
    "_boundary_",
    "_flag_mask_",
    "_singles_mask_",
    "_all_bits_",
    "_inverted_",
)


def enumerations() -> dict[str, type[enum.Enum]]:
    """Every enumeration of the parts of Qt that the window uses, by its full name."""
    found = {}
    for module in (QtCore, QtGui, QtWidgets, QtSvg):
        for name in dir(module):
            thing = getattr(module, name)
            inside = vars(thing).values() if isinstance(thing, type) else ()
            for each in (thing, *inside):
                if isinstance(each, enum.EnumType) and each.__members__:
                    found[f"{module.__name__}.{each.__qualname__}"] = each
    return found


def made_by(create, kind: type[enum.Enum]) -> type[enum.Enum]:
    base = next(each for each in kind.__mro__[1:] if each in (*binding._KINDS,))
    pairs = [(name, int(member.value)) for name, member in kind.__members__.items()]
    how = {"module": kind.__module__, "qualname": kind.__qualname__, "boundary": None}
    return create(base, kind.__name__, pairs, **how)


def told(kind: type[enum.Enum]) -> dict[str, object]:
    """All that can be known of an enumeration and its members, in plain values."""
    members = kind.__members__
    return {
        **{name: getattr(kind, name, None) for name in OF_THE_CLASS},
        "own": sorted(set(vars(kind)) - {"__doc__"}),
        "names": {name: (each.name, each.value) for name, each in members.items()},
        "values": {value: each.name for value, each in kind._value2member_map_.items()},
        "order": [each._sort_order_ for each in members.values()],
        "listed": [each.name for each in kind],
        "words": [(repr(each), str(each), hash(each)) for each in members.values()],
        "own class": {each.__objclass__ is kind for each in members.values()},
        "plain": [isinstance(each, int) for each in members.values()],
        "iterates": getattr(kind, "_iter_member_", None)
        == getattr(kind, "_iter_member_by_def_", 0),
    }


def combined(kind: type[enum.Flag]) -> list[object]:
    """What flags are together and turned round; Python knows neither of some negative ones."""

    def outcome(deed: Callable[[], enum.Flag]) -> object:
        try:
            return (deed().value, deed()._name_)
        except ValueError as error:
            return str(error)

    every = list(kind.__members__.values())
    first, last = every[0], every[-1]
    both = (lambda: first | last, lambda: first & last, lambda: first ^ last)
    return [outcome(deed) for deed in (*both, *(each.__invert__ for each in every))]


def test_every_enumeration_of_qt_is_made_as_python_makes_it():
    for name, kind in enumerations().items():
        quick, slow = made_by(binding.create, kind), made_by(binding.careful, kind)
        assert told(quick) == told(slow), name
        if issubclass(kind, enum.Flag):
            assert combined(quick) == combined(slow), name


WAITING = """
import enum, sys
import ui
from ui import binding
from PySide6.QtCore import QObject, Qt, Signal
kind = vars(Qt)["Key"]
print(type(kind) is binding.Unfilled, isinstance(kind, enum.EnumType), kind.__name__)
inside = "WidgetShortcut" in vars(vars(Qt)["ShortcutContext"])
print(kind.Key_A.name, type(kind) is enum.EnumType, Qt.Orientation(1), inside)
class Thing(QObject):
    told = Signal(Qt.FocusReason)
thing = Thing()
thing.told.emit(Qt.FocusReason.TabFocusReason)
print(len(binding._waiting) > 50)
binding.fill_all()
print(len(binding._waiting), Qt.AlignLeft == Qt.AlignmentFlag.AlignLeft)
"""


def test_members_come_with_the_first_question():
    done = subprocess.run(
        [sys.executable, "-c", WAITING], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines() == [
        "True True Key",
        "Key_A True Orientation.Horizontal True",
        "True",
        "0 True",
    ]


def test_there_are_hundreds_of_them():
    assert len(enumerations()) > 400


def test_a_value_without_a_name_is_refused_or_kept_as_python_does():
    names = [("ONE", 1), ("TWO", 2), ("BOTH", 3)]
    for kind in (enum.Enum, enum.IntEnum, enum.Flag):
        with pytest.raises(ValueError, match="valid"):
            binding.create(kind, "Sizes", list(names))(8)
    assert binding.create(enum.IntFlag, "Sizes", list(names))(8).value == 8


@pytest.mark.parametrize(
    "names", ["ONE TWO", [("imag", 1)], [("ONE", "a text")], [("_ONE_", 1)], [("mro", 1)]]
)
def test_what_is_not_plain_goes_pythons_way(names):
    def outcome(create):
        try:
            return told(create(enum.Enum, "Odd", names, module="here"))
        except (TypeError, ValueError) as error:
            return str(error)

    assert outcome(binding.create) == outcome(binding.careful)


def test_an_enumeration_still_knows_which_module_asked_for_it():
    assert enum.Enum("Sizes", "SMALL LARGE").__module__ == __name__


def test_a_window_imports_without_being_searched():
    script = """
import builtins, enum
import ui
from ui import binding
from PySide6.QtWidgets import QLabel
searched = builtins.__import__ is getattr(builtins, "__feature_import__", None)
print(searched, vars(enum.EnumType)["_create_"] is binding.create)
"""
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["False", str(sys.version_info[:2] == (3, 11))]


WRONG_CALLS = """
import sys
from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtWidgets import QLabel
whole = "shibokensupport.signature.layout"
print(whole in sys.modules, file=sys.stderr)
for call in (
    lambda: QLabel.setText(3),
    lambda: QTimer.singleShot("soon", 3),
    lambda: QCoreApplication.translate(1, 2, 3, 4, 5, 6, 7),
    lambda: QLabel.setText.__doc__,
    lambda: QLabel.__doc__,
):
    try:
        print(call())
    except TypeError as error:
        print(error)
from PySide6.QtGui import QColor
from PySide6.support.signature import get_signature
print(get_signature(QLabel.setText), get_signature(QColor.lighter), whole in sys.modules)
"""


def test_signatures_are_read_when_asked_for_and_say_the_same():
    def told(before: str) -> tuple[str, str]:
        script = [sys.executable, "-c", before + WRONG_CALLS]
        done = subprocess.run(script, capture_output=True, text=True, check=True)
        return done.stdout, done.stderr.strip()

    (ours, loaded), (theirs, always) = told("import ui"), told("")
    assert (loaded, always) == ("False", "True")
    assert "Supported signatures" in ours
    assert ours == theirs


def test_nothing_of_qt_waits_to_be_replaced_after_its_import():
    from PySide6.support import deprecated

    assert [name for name in vars(deprecated) if name.startswith("fix_for_")] == []


LEAN = "from desktop import later; later.import_msgspec(); "


def test_msgspec_finds_pythons_own_typing():
    script = LEAN + "import sys; print(*({'msgspec', 'typing_extensions'} & set(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["msgspec"]


def test_uuid_knows_its_system_without_platform():
    script = "{}import sys, uuid; print(uuid._LINUX, uuid._AIX, 'platform' in sys.modules)"
    ours, pythons = (
        subprocess.run(
            [sys.executable, "-c", script.format(before)],
            capture_output=True,
            text=True,
            check=True,
        ).stdout.split()
        for before in (LEAN, "")
    )
    assert ours[:2] == pythons[:2]
    assert ours[2] == str(sys.platform in ("win32", "darwin") and pythons[2] == "True")


SELDOM_USED = """
import sys
import desktop.__main__
import ui
from desktop import later
from PySide6.QtWidgets import QLabel
import shutil
ran = lambda name: type(sys.modules[name]) is not later.Waiting
print(*sorted(name for name in later.SELDOM if name in sys.modules and ran(name)))
print(shutil.__name__, shutil.__spec__.name, ran("shutil"))
print(shutil.get_terminal_size((1, 1)).columns > 0, ran("shutil"), shutil is sys.modules["shutil"])
import zipfile, traceback, tempfile, base64, ipaddress, msgspec.inspect
print(ipaddress.ip_address("::1"), base64.b64encode(b"a"))
print(zipfile.ZipFile.__name__, traceback.format_exception_only(ValueError("x")))
print(ran("tempfile"), tempfile.gettempdir() > "")
print(msgspec.inspect.type_info(int), ran("msgspec.inspect"))
"""


def test_what_is_seldom_used_runs_when_it_is_used():
    done = subprocess.run(
        [sys.executable, "-c", SELDOM_USED], capture_output=True, text=True, check=True
    )
    nothing, asked, used, *rest = done.stdout.splitlines()
    assert (nothing, asked, used) == ("", "shutil shutil False", "True True True")
    assert rest == [
        "::1 b'YQ=='",
        "ZipFile ['ValueError: x\\n']",
        "False True",
        "IntType(gt=None, ge=None, lt=None, le=None, multiple_of=None) True",
    ]


def test_two_threads_that_use_it_first_both_find_it_whole(tmp_path, monkeypatch):
    slow = "import time\ntime.sleep(0.05)\nhalf = 1\ntime.sleep(0.05)\nwhole = half + 1\n"
    (tmp_path / "slowly.py").write_text(slow, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(later, "SELDOM", frozenset({"slowly"}))
    monkeypatch.setattr(sys, "meta_path", [*sys.meta_path])
    later.load_seldom_later()
    module = importlib.import_module("slowly")
    assert type(module) is later.Waiting
    with ThreadPoolExecutor(2) as threads:
        both = [threads.submit(lambda: (module.half, module.whole)) for _ in range(2)]
        assert [each.result() for each in both] == [(1, 2)] * 2
    assert type(module) is ModuleType
    del sys.modules["slowly"]


def test_a_window_in_vietnamese_reads_no_command_line_and_no_catalogue():
    script = "import sys, desktop.__main__; print({'argparse', 'gettext'} & set(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "set()"
