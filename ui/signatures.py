"""The signatures of Qt's functions, loaded when somebody asks: usually nobody does.

They serve the sentence of a TypeError, help() and type stubs.  Shiboken compiles the Python source
that knows them at every start, two thirds of the time a bare window takes.  Here stands only what
it asks for by name; the first question loads the whole.
"""

from __future__ import annotations

import importlib
import sys
from functools import cache
from typing import Any

__all__ = [
    "create_signature",
    "feature_import",
    "feature_imported",
    "finish_import",
    "make_helptext",
    "post_init",
    "pyside_type_init",
    "seterror_argument",
]
_PACKAGE = "shibokensupport"
_MAPPING = f"{_PACKAGE}.signature.mapping"


def __getattr__(name: str) -> Any:
    """Whatever else a Shiboken asks for."""
    if name.startswith("__"):
        raise AttributeError(name)
    return getattr(_whole(), name)


def pyside_type_init(type_key: Any, lines: Any) -> Any:
    """Read the signatures of a class."""
    return _whole().pyside_type_init(type_key, lines)


def create_signature(props: Any, key: Any) -> Any:
    """Make the `__signature__` of a function."""
    return _whole().create_signature(props, key)


def seterror_argument(args: Any, name: Any, info: Any) -> Any:
    """Say what a function was called with, and what it can be called with."""
    return _whole().seterror_argument(args, name, info)


def make_helptext(function: Any) -> Any:
    """The text of help()."""
    return _whole().make_helptext(function)


def feature_import(*args: Any, **named: Any) -> Any:
    """Import for modules that ask for other spellings of Qt's names."""
    return _whole().feature_import(*args, **named)


def feature_imported(_module: object) -> None:
    """A module of ours never asks for other spellings."""


def finish_import(_module: object) -> None:
    """A module of Qt is there; nothing of it is deprecated."""


def post_init() -> None:
    """Shiboken is ready; imports stay as Python does them."""


def update_mapping() -> None:
    """Make the names of all Qt modules known that are loaded by now."""
    _whole()
    sys.modules[_MAPPING].update_mapping()


@cache
def _whole() -> Any:
    """What Shiboken would have loaded.

    Shiboken holds on to the module of names, so that one stays and is filled.
    """
    from ui import binding

    binding.fill_all()  # signatures spell names without their enumerations
    bootstrap = importlib.import_module("signature_bootstrap")
    _place, finder = bootstrap.prepare_zipfile()
    mapping = sys.modules[_MAPPING]
    for name in [each for each in sys.modules if each.split(".")[0] == _PACKAGE]:
        del sys.modules[name]
    sys.meta_path.insert(0, finder)
    try:
        importlib.import_module(f"{_PACKAGE}.signature")
        finder.exec_module(mapping)
        return importlib.import_module(f"{_PACKAGE}.signature.loader")
    finally:
        sys.meta_path.remove(finder)
