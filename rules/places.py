"""Which village a list means, however it writes the name; never a guess between two."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from rules.text import fold, nfc

_SHORT = re.compile(r"^tdp\b[\s.:]*")
_KINDS = re.compile(r"^(?:(?:thon|to dan pho|xom|ban|khoi|to|ap)\b[\s.:]*)+")


class Places:
    """The villages of the commune by their names."""

    def __init__(self, named: Iterable[tuple[str, str]]) -> None:
        """`named` are pairs of id and name."""
        self._names = dict(named)
        self._ids: tuple[dict[str, list[str]], ...] = tuple({} for _form in _FORMS)
        self._asked: dict[str, tuple[str, ...]] = {}  # lists say the same place over and over
        for unit, name in self._names.items():
            for ids, form in zip(self._ids, _FORMS, strict=True):
                ids.setdefault(form(name), []).append(unit)

    def __contains__(self, unit: str) -> bool:
        return unit in self._names

    def meant(self, name: str) -> tuple[str, ...]:
        """The ids this name can mean: one; none; or several that nobody but the officer can tell.

        The name as it is written goes before one without accents, and that before one without
        its kind: "Thôn Hà Giữa" is not "Tổ dân phố Hà Giữa" where there are both.
        """
        if name not in self._asked:
            found = (ids.get(form(name)) for ids, form in zip(self._ids, _FORMS, strict=True))
            self._asked[name] = tuple(next(filter(None, found), ()))
        return self._asked[name]

    def find(self, name: str) -> str | None:
        """The id of the one place with this name."""
        meant = self.meant(name)
        return meant[0] if len(meant) == 1 else None

    def told(self, units: Iterable[str]) -> str:
        """The names of these places, for a sentence."""
        return ", ".join(f"“{self._names[unit]}”" for unit in units)


def _written(name: str) -> str:
    return " ".join(nfc(name).casefold().split())


def _in_full(name: str) -> str:
    """Without accents; "TDP 3" is "Tổ dân phố 3"."""
    return _SHORT.sub("to dan pho ", " ".join(fold(name).replace(",", " ").split()))


def _bare(name: str) -> str:
    """ "Thôn 3" and "3" are one place; a name that is nothing but the kind stays."""
    whole = _in_full(name)
    return _KINDS.sub("", whole) or whole


_FORMS: tuple[Callable[[str], str], ...] = (_written, _in_full, _bare)
