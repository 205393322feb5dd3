"""Things libraries do at every start and no window of ours needs, spared: a third of the time.

PySide makes one of Python's enumerations of each of Qt's when the class it belongs to is first
asked for: before a checklist is seen that is 200 of them with 3,000 members.  Python makes each
member in a dozen steps, for those that have behaviour or overlap with methods; Qt's are whole
numbers with a name.  Those are put straight into an enumeration that is a copy of one that Python
made empty, and not before somebody asks for one of them; all others go Python's way.  A test
compares both ways for every enumeration of Qt.

Shiboken, which PySide stands on, compiles the source of its part written in Python, and then looks
into every module that is imported to see whether it asks for other spellings of Qt's names.  It
takes that part from a folder "files.dir" beside itself where there is one; we show it ours, in
which everything waits until it is asked for (`ui.signatures`).
"""

from __future__ import annotations

import enum
import sys
from collections.abc import Iterable
from functools import cache
from importlib.util import find_spec, module_from_spec
from pathlib import Path
from threading import RLock
from typing import Any

_KINDS = (enum.Enum, enum.IntEnum, enum.Flag, enum.IntFlag)
_TAKEN = frozenset(name for kind in _KINDS for name in (*dir(kind), *dir(type(kind))))
_OF_ANY_CLASS = frozenset(dir(type)) - {"__dict__", "__dir__"}
_waiting: dict[Any, list[tuple[str, int]]] = {}
_at_once = False
_lock = RLock()
careful = vars(enum.EnumType)["_create_"]


def spare() -> None:
    """Spare them from now on; to be called before anything of Qt is imported.

    A Python other than the one we know inside makes its enumerations itself.
    """
    if sys.version_info[:2] == (3, 11):
        setattr(enum.EnumType, "_create_", create)  # noqa: B010 -- not ours
    if "shiboken6" not in sys.modules:
        _bind()


def _bind() -> None:
    """Import Shiboken as if it lay beside our "files.dir"."""
    spec = find_spec("shiboken6")
    if spec is None or spec.loader is None:
        return  # whoever imports Qt next is told
    module = module_from_spec(spec)
    sys.modules["shiboken6"] = module
    own = module.__file__
    module.__file__ = str(Path(__file__).parent / "lean" / "__init__.py")
    try:
        spec.loader.exec_module(module)
    finally:
        module.__file__ = own


def create(cls: Any, name: str, names: Any, **how: Any) -> Any:
    """An enumeration from (name, value) pairs, as `EnumType._create_` would make it."""
    if how.get("module") is None:  # Python asks who called; here that is one step further away
        how["module"] = sys._getframe(2).f_globals.get("__name__")
    if cls not in _KINDS or how.get("type") is not None or not _plain(names):
        return careful(cls, name, names, **how)
    made = _empty(cls, name, how)
    _waiting[made] = names
    if _at_once:
        _fill(made)
    return made


def fill_all() -> None:
    """Put members in everywhere, and at once from now on, for whoever spells names without care."""
    global _at_once
    _at_once = True
    for made in list(_waiting):
        _fill(made)


def _plain(names: Any) -> bool:
    """Whether these are pairs of a name that means nothing else and a whole number."""
    return isinstance(names, list) and all(
        type(each) is tuple and type(each[1]) is int and each[0][0] != "_" and each[0] not in _TAKEN
        for each in names
    )


def _empty(cls: Any, name: str, how: dict[str, Any]) -> Any:
    """An enumeration without members: a copy of one that Python made."""
    inside = dict(_inside(cls, how.get("boundary")))
    for own, value in inside.items():
        if type(value) in (list, dict):
            inside[own] = value.copy()
    inside["__module__"] = how["module"]
    if how.get("qualname") is not None:
        inside["__qualname__"] = how["qualname"]
    return type.__new__(Unfilled, name, (cls,), inside)


class Unfilled(enum.EnumType):
    """Of an enumeration whose members nobody has asked for: most of them, before a window is seen.

    It becomes one of Python's own with the first question, which then takes its usual way.  Only
    names spelt without their enumeration (`Qt.AlignLeft`), which PySide forgives and its stubs do
    not know, are found after that (`fill_all`).
    """

    def __getattribute__(cls, name: str) -> Any:
        if name not in _OF_ANY_CLASS:
            _fill(cls)
        return type.__getattribute__(cls, name)

    def __setattr__(cls, name: str, value: Any) -> None:
        if name[0] != "_":  # no member begins so; Shiboken adds methods that do
            _fill(cls)
        type.__setattr__(cls, name, value)


def _fill(made: Any) -> None:
    """Put the members in; whoever asks in another thread meanwhile waits until they are there."""
    with _lock:
        pairs = _waiting.pop(made, None)
        if pairs is not None:
            _put(made, pairs)
            type.__setattr__(made, "__class__", enum.EnumType)


@cache
def _inside(cls: Any, boundary: enum.FlagBoundary | None) -> dict[str, Any]:
    return dict(vars(careful(cls, "Empty", (), module=__name__, boundary=boundary)))


def _put(made: Any, pairs: list[tuple[str, int]]) -> None:
    """The members; a second name of a value is another name of the first one's member."""
    by_name, by_value, order = made._member_map_, made._value2member_map_, made._member_names_
    flags, use_args, new = issubclass(made, enum.Flag), made._use_args_, made._new_member_
    listed = []
    for name, value in pairs:
        member = by_value.get(value)
        if member is None:
            member = new(made, value) if use_args else new(made)
            member._value_, member._name_, member.__objclass__ = value, name, made
            member._sort_order_ = len(order)
            by_value[value] = member
            if not flags or _single(value):  # of flags, combinations have names but no place
                order.append(name)
                listed.append(value)
        by_name[name] = member
        type.__setattr__(made, name, member)
    if flags:
        _know_bits(made, by_value, listed)


def _know_bits(made: Any, values: Iterable[int], listed: list[int]) -> None:
    """What a class of flags knows of its members together."""
    every = single = 0
    for value in values:
        every |= value
        single |= value if _single(value) else 0
    made._flag_mask_, made._singles_mask_ = every, single
    made._all_bits_ = 2 ** every.bit_length() - 1
    if listed != sorted(listed):
        made._iter_member_ = made._iter_member_by_def_


def _single(value: int) -> bool:
    return value != 0 and value & (value - 1) == 0
