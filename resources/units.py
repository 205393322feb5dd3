"""Administrative units: which existed on a date, what became of them, what they were made of.

A code outlives its unit: 19819 was thị trấn Phong Điền, then phường Phong Thu, and is phường Phong
Điền today.  So a `Unit` is one holder of a code between two dates, and every question about the
past says for which date.  Nothing is guessed: an origin nobody could match keeps its text and has
no code, and `origins_complete` is False where the list of origins is known to have gaps.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from functools import cache, cached_property

from msgspec import Struct
from msgspec.json import decode

from resources import files
from resources.words import _

TYPE_WORDS: Mapping[str, str] = {
    "tinh": "Tỉnh",
    "thanh_pho": "Thành phố",
    "quan": "Quận",
    "huyen": "Huyện",
    "thi_xa": "Thị xã",
    "xa": "Xã",
    "phuong": "Phường",
    "thi_tran": "Thị trấn",
    "dac_khu": "Đặc khu",
}
COMMUNE_TYPES = frozenset({"xa", "phuong", "thi_tran", "dac_khu"})
_HUE, _COUNTRY = "vn-units-hue", "vn-units-2025"


class Origin(Struct, frozen=True):
    """One of the units that went into another."""

    text: str  # as the source names it: "Phường Long Hồ"
    code: str | None = None  # None: no unit of that name was found
    partial: bool = False  # only some of its land and people; how much is not known


class Unit(Struct, frozen=True):
    """One holder of a code, from its first to its last day."""

    code: str  # of the General Statistics Office
    name: str  # with its type: "Xã Vinh Lộc"
    type: str  # a key of TYPE_WORDS
    parent: str | None
    valid_from: date
    valid_to: date | None  # its last day; None while it exists
    origins: tuple[Origin, ...] = ()
    origins_complete: bool = True
    origin_text: str | None = None
    origin_source: str | None = None

    @property
    def is_commune(self) -> bool:
        """Whether this is a unit of commune level (xã, phường, thị trấn, đặc khu)."""
        return self.type in COMMUNE_TYPES

    def exists(self, on: date | None) -> bool:
        """Whether it existed on that day; None asks about units that have not ended."""
        if on is None:
            return self.valid_to is None
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)


class Units(Struct, frozen=True, dict=True):
    """The units of one package, found by code and followed through mergers."""

    id: str
    version: int
    title: str
    all: tuple[Unit, ...]
    note: str | None = None
    sources: tuple[str, ...] = ()

    @cached_property
    def _by_code(self) -> dict[str, list[Unit]]:
        """Indexed once: a package of the whole country is asked many times."""
        return _index((unit.code, unit) for unit in self.all)

    @cached_property
    def _by_parent(self) -> dict[str, list[Unit]]:
        return _index((unit.parent, unit) for unit in self.all if unit.parent)

    @cached_property
    def _by_origin(self) -> dict[str, list[Unit]]:
        return _index(
            (origin.code, unit) for unit in self.all for origin in unit.origins if origin.code
        )

    def holders(self, code: str) -> tuple[Unit, ...]:
        """Everyone who ever held this code, in the order of the package."""
        return tuple(self._by_code.get(code, ()))

    def find(self, code: str, on: date | None = None) -> Unit | None:
        """Who held this code that day; without a day, its newest holder."""
        holders = self._by_code.get(code, ())
        if on is None:
            return max(holders, key=lambda unit: unit.valid_from, default=None)
        return next((unit for unit in holders if unit.exists(on)), None)

    def communes(self, province: str, on: date | None = None) -> tuple[Unit, ...]:
        """The communes of a province that day (or those that exist), with or without districts."""
        areas = [province, *(unit.code for unit in self._below(province, on))]
        found = {
            unit.code: unit for area in areas for unit in self._below(area, on) if unit.is_commune
        }
        return tuple(found[code] for code in sorted(found))

    def successors(self, code: str, on: date | None = None) -> tuple[Unit, ...]:
        """What the holder of this code became the day after it ended.

        Without a day: the newest holder that has ended.  Empty where nothing ended, and also where
        no source tells what became of it.
        """
        unit = self.find(code, on) if on else self._last_ended(code)
        if unit is None or unit.valid_to is None:
            return ()
        next_day = unit.valid_to + timedelta(days=1)
        return tuple(heir for heir in self._by_origin.get(code, ()) if heir.valid_from == next_day)

    def predecessors(self, code: str, on: date | None = None) -> tuple[Unit, ...]:
        """The units that were matched as origins of the holder of this code (newest without a day).

        `origins` of the unit also lists those that could not be matched.
        """
        unit = self.find(code, on)
        if unit is None:
            return ()
        eve = unit.valid_from - timedelta(days=1)
        codes = [origin.code for origin in unit.origins if origin.code]
        return tuple(old for code in codes if (old := self.find(code, eve)) is not None)

    def heirs(self, code: str, on: date) -> tuple[Unit, ...]:
        """The units of today that the holder of this code on that day went into, in the end."""
        unit = self.find(code, on)
        if unit is None:
            return ()
        if unit.valid_to is None:
            return (unit,)
        later = (self.heirs(heir.code, heir.valid_from) for heir in self.successors(code, on))
        return tuple({heir.code: heir for heirs in later for heir in heirs}.values())

    def former_districts(self, code: str) -> frozenset[str]:
        """The codes of the last districts in whose area today's holder of this code lies."""
        unit = self.find(code)
        if unit is None:
            return frozenset()
        parents = (old.parent for old in self.predecessors(code) if old.parent != unit.parent)
        return frozenset(parent for parent in parents if parent)

    def _below(self, parent: str, on: date | None) -> Iterator[Unit]:
        return (unit for unit in self._by_parent.get(parent, ()) if unit.exists(on))

    def _last_ended(self, code: str) -> Unit | None:
        ended = [unit for unit in self._by_code.get(code, ()) if unit.valid_to]
        return max(ended, key=lambda unit: unit.valid_from, default=None)


@cache
def hue() -> Units:
    """Huế before and after the districts went (2024 to today), with mergers."""
    return _shipped(_HUE)


@cache
def country() -> Units:
    """Every province and commune since 1 July 2025; read only when first asked for."""
    return _shipped(_COUNTRY)


@cache
def newest(code: str) -> Unit | None:
    """The newest holder of a code, in Huế or else in the country.

    Of hundreds of units only those with this code are assembled: a window asks for one.
    """
    return _shipped(_HUE, code).find(code) or _shipped(_COUNTRY, code).find(code)


def ended(code: str) -> str:
    """Why nothing can begin for this commune any more, with its heirs; "" where it exists."""
    known = hue() if hue().find(code) else country()
    unit = known.find(code)
    if unit is None or unit.valid_to is None:
        return ""
    heirs = ", ".join(f"{heir.name} ({heir.code})" for heir in known.successors(code))
    return _("{name} đã sáp nhập; hãy dùng mã của đơn vị mới: {heirs}.").format(
        name=unit.name, heirs=heirs or "?"
    )


def _shipped(name: str, code: str | None = None) -> Units:
    """The newest shipped version of a package of units, with all of them or those of one code."""
    # assembling knows units, so this module meets it late
    from resources.assemble import unit_set

    newest = max(files.path("units", name).glob("*.json"), key=lambda path: int(path.stem))
    data = decode(newest.read_bytes())
    if code is not None:
        data["units"] = [unit for unit in data["units"] if unit["code"] == code]
    return unit_set(data)


def _index(pairs: Iterable[tuple[str, Unit]]) -> dict[str, list[Unit]]:
    index: dict[str, list[Unit]] = defaultdict(list)
    for key, unit in pairs:
        index[key].append(unit)
    return dict(index)
