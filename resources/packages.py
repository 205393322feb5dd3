"""Packages: versioned data the centre publishes and the programme loads without a release.

`read` checks a package that arrives; what it lets through, and what ships with the programme, is
read again by the fast path (`criteria_set`, `load_criteria`, ...) without checking.
Nothing here stores anything: bytes and paths in, frozen values out.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

from msgspec import Struct
from msgspec.json import decode

from resources import files
from resources.assemble import criteria_set, framework, survey_form, target_set, unit_set
from resources.criteria import CriteriaSet
from resources.surveys import SurveyForm
from resources.targets import TargetSet
from resources.training import Framework
from resources.trouble import BadContent, DamagedFile, NewerFormat, PackageError, WrongKind
from resources.units import Units
from resources.words import _

__all__ = [
    "FORMAT",
    "KINDS",
    "LARGEST",
    "BadContent",
    "DamagedFile",
    "NewerFormat",
    "Package",
    "PackageError",
    "Shipped",
    "WrongKind",
    "criteria_set",
    "framework",
    "load_criteria",
    "load_framework",
    "load_survey",
    "load_targets",
    "read",
    "sha256",
    "shipped",
    "survey_form",
    "target_set",
    "unit_set",
]

FORMAT = 1
LARGEST = 8 * 1024 * 1024  # bytes; the largest shipped package has 0.23 million
Content = CriteriaSet | TargetSet | Units | Framework | SurveyForm
ASSEMBLE: Mapping[str, Callable[[dict[str, Any]], Content]] = {
    "criteria": criteria_set,
    "targets": target_set,
    "units": unit_set,
    "training": framework,
    "survey": survey_form,
}
KINDS = tuple(ASSEMBLE)


class Package(Struct, frozen=True):
    """A package that passed every check."""

    kind: str
    id: str
    version: int
    title: str
    published: str  # ISO date
    sha256: str  # of the exact bytes
    content: Content


class Shipped(NamedTuple):
    """A package that comes with the programme."""

    kind: str
    id: str
    version: int
    path: Path


def read(
    source: Path | bytes,
    *,
    kind: str | None = None,
    sets: Mapping[str, CriteriaSet] | None = None,
) -> Package:
    """Check a package completely and return what it holds.

    `kind` refuses other kinds.  `sets` are the criteria sets, by id, that targets may count from;
    without it, those that ship.  Raises PackageError, with the place of the first fault, for
    anything that is wrong with the file; never another error.
    """
    content = _bytes(source)
    try:
        data = _parsed(content)
        _check_envelope(data, kind)
        return _checked(data, content, sets)
    except RecursionError:
        raise DamagedFile(_("tệp gói"), _("các mục lồng nhau quá sâu.")) from None


@cache
def shipped() -> tuple[Shipped, ...]:
    """Every package that comes with the programme, by kind, id and version."""
    found = (
        Shipped(kind, path.parent.name, int(path.stem), path)
        for kind in KINDS
        for path in files.path(kind).glob("*/*.json")
    )
    return tuple(sorted(found))


def load_criteria(path: Path) -> CriteriaSet:
    """A criteria set from a package already checked, as the shipped ones are."""
    return criteria_set(decode(path.read_bytes()))


def load_targets(path: Path) -> TargetSet:
    """The targets from a package already checked."""
    return target_set(decode(path.read_bytes()))


def load_framework(path: Path) -> Framework:
    """The training framework from a package already checked."""
    return framework(decode(path.read_bytes()))


def load_survey(path: Path) -> SurveyForm:
    """The sheet of questions from a package already checked."""
    return survey_form(decode(path.read_bytes()))


def sha256(content: bytes) -> str:
    """The name of a package's exact bytes: what the centre signs and a receipt quotes."""
    import hashlib  # brings the whole of OpenSSL: a window that hashes nothing does without

    return hashlib.sha256(content).hexdigest()


def _bytes(source: Path | bytes) -> bytes:
    place = _("tệp gói")
    try:
        size = len(source) if isinstance(source, bytes) else source.stat().st_size
        if size > LARGEST:
            raise DamagedFile(
                place,
                _("tệp quá lớn ({size} MB), một gói không quá {most} MB.").format(
                    size=size // 1024**2, most=LARGEST // 1024**2
                ),
            )
        return source if isinstance(source, bytes) else source.read_bytes()
    except OSError as error:
        raise DamagedFile(place, _("không mở được tệp.")) from error


def _parsed(content: bytes) -> dict[str, Any]:
    """The JSON object in the bytes; a byte order mark is forgiven, odd JSON is not."""
    place = _("tệp gói")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        problem = _("không phải chữ UTF-8 (từ byte thứ {n}).").format(n=error.start + 1)
        raise DamagedFile(place, problem) from error
    try:
        data = json.loads(
            text, object_pairs_hook=_once, parse_float=_number, parse_constant=_no_constant
        )
    except json.JSONDecodeError as error:
        where = _("dòng {line}, cột {column}").format(line=error.lineno, column=error.colno)
        raise DamagedFile(where, _("JSON bị hỏng hoặc thiếu từ chỗ này.")) from error
    except ValueError as error:  # a number of thousands of digits
        raise DamagedFile(place, _("có con số không đọc được.")) from error
    if not isinstance(data, dict):
        raise DamagedFile(place, _("tệp JSON này không phải là một gói dữ liệu."))
    return data


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A JSON object whose names are all different; Python would keep the last in silence."""
    made: dict[str, Any] = {}
    for key, value in pairs:
        if key in made:
            raise BadContent(_("tệp gói"), _('mục "{name}" viết hai lần.').format(name=key))
        made[key] = value
    return made


def _number(text: str) -> float:
    """A number; one without a fraction is an integer however it is written."""
    value = float(text)
    return int(value) if value.is_integer() else value


def _no_constant(name: str) -> NoReturn:
    raise BadContent(_("tệp gói"), _("{name} không phải là một con số.").format(name=name))


def _check_envelope(data: dict[str, Any], expected: str | None) -> None:
    """The few fields every format version has, before the schema of this one is applied."""
    place, kind, version = _("phần đầu gói"), data.get("kind"), data.get("format")
    if not isinstance(kind, str) or type(version) is not int:
        raise WrongKind(place, _("tệp JSON này không phải là một gói dữ liệu."))
    if version > FORMAT:
        problem = _("gói dùng định dạng {version}, cần bản Làng Số mới hơn.")
        raise NewerFormat(place, problem.format(version=version))
    if expected is not None and kind != expected:
        problem = _('gói này thuộc loại "{kind}", ở đây cần loại "{expected}".')
        raise WrongKind(place, problem.format(kind=kind, expected=expected))
    if kind not in KINDS:
        problem = _('bản Làng Số này chưa biết loại gói "{kind}", cần bản mới hơn.')
        raise NewerFormat(place, problem.format(kind=kind))


def _checked(
    data: dict[str, Any], content: bytes, sets: Mapping[str, CriteriaSet] | None
) -> Package:
    """The package, once no check objects; each check may rely on the ones before it."""
    from resources import checks, validation

    def refuse(problems: Iterator[validation.Problem]) -> None:
        for problem in problems:
            raise BadContent(problem.place, problem.text)

    refuse(checks.text_problems(data, lambda path: validation.place(data, path)))
    refuse(validation.shape_problems(data["kind"], data))
    made = ASSEMBLE[data["kind"]](data)
    if isinstance(made, CriteriaSet):
        refuse(checks.criteria_problems(made))
    elif isinstance(made, TargetSet):
        refuse(checks.target_problems(made, _shipped_sets() if sets is None else sets))
    elif isinstance(made, Framework):
        refuse(checks.framework_problems(made))
    elif isinstance(made, SurveyForm):
        refuse(checks.survey_problems(made))
    else:
        refuse(checks.unit_problems(made))
    return Package(
        kind=data["kind"],
        id=data["id"],
        version=data["version"],
        title=data["title"],
        published=data["published"],
        sha256=sha256(content),
        content=made,
    )


@cache
def _shipped_sets() -> dict[str, CriteriaSet]:
    """The newest shipped version of each criteria set."""
    return {it.id: load_criteria(it.path) for it in shipped() if it.kind == "criteria"}
