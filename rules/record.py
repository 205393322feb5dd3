"""How a synced record type is declared: a closed vocabulary, plain data, no behaviour."""

from __future__ import annotations

import functools
import math
import re
import unicodedata
import uuid
from collections.abc import Callable, Iterable, Mapping
from datetime import MAXYEAR, MINYEAR, date, datetime
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import force_setattr

from resources.words import N_, _
from rules import names

Value = str | int | float | bool | list[str] | None
Values = dict[str, Value]

COMMUNE = "commune"
CENTRE = "centre"
DELETED = "deleted"  # every record has this field; it is never declared

# all identities that are computed rather than drawn hang from this name
_NAMESPACE = uuid.UUID("6c616e67-736f-5132-8a4c-6b6831333230").bytes


class Kind(StrEnum):
    """What a field holds."""

    TEXT = "text"
    NUMBER = "number"  # any finite number
    COUNT = "count"  # a whole number, 0 or more
    YES_NO = "yes_no"
    DATE = "date"  # ISO date
    MOMENT = "moment"  # ISO date and time with offset
    CHOICE = "choice"  # one of `choices`
    LINK = "link"  # the id or code of another record, or of something a package declares
    TAGS = "tags"  # a sorted list of short texts


class Form(StrEnum):
    """How a text must be written, as a regular expression."""

    SHA256 = "[0-9a-f]{64}"  # names a file by its content


class Identity(StrEnum):
    """Where a record's id comes from."""

    DRAWN = "drawn"  # a random uuid
    KEYED = "keyed"  # uuid5 of the commune and the key: two PCs that create it offline create one
    CODED = "coded"  # an official code, or a uuid where there is none


class Field(Struct, frozen=True):
    """One named value of a record type."""

    name: str
    kind: Kind
    required: bool = False
    to: str | None = None  # record type a LINK points to, when it is one of ours
    choices: tuple[str, ...] = ()
    least: float | None = None
    most: float | None = None
    longest: int = 4000  # characters, for TEXT
    form: Form | None = None  # of a TEXT; asked of what is written, not of the past


ITSELF = "record"


class RecordType(Struct, frozen=True, eq=False):
    """A kind of record: its fields, where its id comes from, who may write it."""

    name: str
    fields: tuple[Field, ...]
    identity: Identity = Identity.DRAWN
    key: tuple[str, ...] = ()  # the fields a KEYED identity is computed from, in order
    writers: frozenset[str] = frozenset({COMMUNE, CENTRE})
    since: int = 1  # version of the declarations that first had it
    sealed_by: str = ""  # the link whose record, once signed, closes this one; ITSELF: its own
    tells_by_being: bool = False  # a KEYED one that is no place for an answer: unmade, it is gone
    _by_name: dict[str, Field] = {}

    def __post_init__(self) -> None:
        """Index once; a field is looked up for every value of every change."""
        force_setattr(self, "_by_name", {each.name: each for each in self.fields})

    def field(self, name: str) -> Field | None:
        """The declared field with this name."""
        return self._by_name.get(name)


class Problem(Struct, frozen=True):
    """Why a value cannot be kept, in words for the officer."""

    field: str
    code: str
    sentence: str


class RecordError(ValueError):
    """Values that do not fit their record type; `problems` tells each one."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__(" ".join(problem.sentence for problem in problems))


def identity(record_type: RecordType, commune: str, values: Mapping[str, Value]) -> str:
    """The id of the record these values belong to: computed for KEYED types, drawn for others."""
    if record_type.identity is Identity.KEYED:
        parts = [record_type.name, commune]
        for name in record_type.key:
            value = values.get(name)
            parts.append(value if type(value) is str else str(value or ""))
        return names.computed(_NAMESPACE, "\x1f".join(parts))
    return str(uuid.uuid4())


def tidy(field: Field, value: Value) -> Value:
    """The same value in its one stored form: NFC text, no empty text, whole numbers as int."""
    if isinstance(value, str):
        return _tidy_text(value)
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return int(value)
    if isinstance(value, list | tuple) and field.kind is Kind.TAGS:
        tags = {_tidy_text(str(tag)) for tag in value}
        return sorted(tag for tag in tags if tag) or None
    return value


def is_blank(value: Value) -> bool:
    """Whether an officer sees nothing of it, however it is written."""
    if isinstance(value, str):
        return not value.strip() or not value.translate(_UNSEEN).strip()
    if isinstance(value, list):  # what a newer programme nests, and how deep, is not blank to us
        return all(each is None or (isinstance(each, str) and is_blank(each)) for each in value)
    return value is None


def holds_blank(values: Iterable[Value]) -> bool:
    """Whether any of these is blank; asked of each of the thousands of changes in a page."""
    for value in values:
        if type(value) is str:
            if value[:1] in _MAY_BE_BLANK and is_blank(value):
                return True
        elif value is None or (type(value) is list and is_blank(value)):
            return True
    return False


def _tidy_text(text: str) -> str | None:
    """NFC, without what no file, report or database can hold: control signs, half letters."""
    if not text.isascii():
        text = unicodedata.normalize(
            "NFC", text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        )
    text = text.replace("\r\n", "\n").translate(_CONTROLS)
    return None if is_blank(text) else text.strip()


def check(
    record_type: RecordType, values: Mapping[str, Value], *, whole: bool = False
) -> tuple[Problem, ...]:
    """What is wrong with these (tidy) values; with `whole`, also which required ones are absent."""
    problems: list[Problem] = []
    for name, value in values.items():
        field = record_type.field(name)
        if name == DELETED:
            field = _DELETED_FIELD
        if field is None:
            problems.append(Problem(name, "unknown_field", _unknown_field(record_type, name)))
        elif value is not None and (sentence := _MISFIT[field.kind](field, value)):
            problems.append(Problem(name, "bad_value", sentence))
    for field in record_type.fields if whole else ():
        if field.required and values.get(field.name) is None:
            problems.append(missing(record_type, field.name))
    return tuple(problems)


def malformed(record_type: RecordType, values: Mapping[str, Value]) -> tuple[Problem, ...]:
    """Texts that have not the form they must be written in.

    Whoever writes and whoever takes in for the first time asks this beside `check`.  Whoever reads
    does not: what stands in a log from before a form was asked for stays readable.
    """
    found = []
    for name, form in _formed(record_type):
        value = values.get(name)
        if isinstance(value, str) and not re.fullmatch(form, value):
            found.append(Problem(name, "bad_form", _(_FORMS[form]).format(field=name)))
    return tuple(found)


@functools.cache
def _formed(record_type: RecordType) -> tuple[tuple[str, Form], ...]:
    return tuple((each.name, each.form) for each in record_type.fields if each.form is not None)


def missing(record_type: RecordType, name: str) -> Problem:
    """A field that must not stay empty."""
    sentence = _("Thiếu “{field}” của {type}; hãy nhập trường này.").format(
        field=name, type=record_type.name
    )
    return Problem(name, "required", sentence)


_FORMS = {
    Form.SHA256: N_("“{field}” phải là 64 chữ số 0–9 và chữ thường a–f; hãy chép lại cho đúng."),
}
_DELETED_FIELD = Field(DELETED, Kind.YES_NO)
LARGEST_NUMBER = 10**15  # every whole number up to here is exact, however it is stored
_CONTROLS = {code: None for code in (*range(32), 127) if chr(code) not in "\t\n\r"} | {13: "\n"}
# letters without a form: zero-width ones, marks of direction, fillers, the soft hyphen
_UNSEEN = dict.fromkeys(
    (
        *(0xAD, 0x34F, 0x61C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180E, 0x2800, 0x3164),
        *(0xFEFF, 0xFFA0, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070)),
    )
)
_SPACES = (*range(9, 14), *range(28, 33), 0x85, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x2028)
_MORE_SPACES = (0x2029, 0x202F, 0x205F, 0x3000)
# what a text begins with in which nothing is seen
_MAY_BE_BLANK = frozenset({"", *map(chr, (*_SPACES, *_MORE_SPACES, *_UNSEEN))})
_DATE = re.compile(r"\d{4}-\d\d-\d\d")


def _unknown_field(record_type: RecordType, name: str) -> str:
    return _("{type} không có trường “{field}”; hãy kiểm tra lại tên trường.").format(
        type=record_type.name, field=name
    )


def _misfit_text(field: Field, value: Value) -> str | None:
    if not isinstance(value, str):
        return _("“{field}” phải là chữ.").format(field=field.name)
    if not _is_writable(value):
        return _("“{field}” có ký tự hỏng; hãy gõ lại.").format(field=field.name)
    if len(value) > field.longest:
        return _("“{field}” dài quá {most} ký tự; hãy rút gọn.").format(
            field=field.name, most=field.longest
        )
    return None


def _misfit_yes_no(field: Field, value: Value) -> str | None:
    if isinstance(value, bool):
        return None
    return _("“{field}” phải là có hoặc không (true/false).").format(field=field.name)


def _misfit_date(field: Field, value: Value) -> str | None:
    if isinstance(value, str) and _DATE.fullmatch(value) and _is_date(value):
        return None
    return _("“{field}” phải là ngày dạng 2026-11-23.").format(field=field.name)


def _misfit_moment(field: Field, value: Value) -> str | None:
    if isinstance(value, str) and is_moment(value):
        return None
    return _("“{field}” phải là thời điểm có múi giờ.").format(field=field.name)


def _misfit_choice(field: Field, value: Value) -> str | None:
    if value in field.choices:
        return None
    return _("“{field}” phải là một trong: {choices}.").format(
        field=field.name, choices=", ".join(field.choices)
    )


def _misfit_tags(field: Field, value: Value) -> str | None:
    if isinstance(value, list) and all(map(_is_writable, value)):
        return None
    return _("“{field}” phải là danh sách chữ.").format(field=field.name)


def _misfit_number(field: Field, value: Value) -> str | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return _("“{field}” phải là số.").format(field=field.name)
    if abs(value) > LARGEST_NUMBER:
        return _("“{field}” lớn quá mức; hãy kiểm tra lại số đã nhập.").format(field=field.name)
    if field.kind is Kind.COUNT and (not isinstance(value, int) or value < 0):
        return _("“{field}” phải là số nguyên từ 0 trở lên.").format(field=field.name)
    if field.least is not None and value < field.least:
        return _("“{field}” không được nhỏ hơn {least}.").format(
            field=field.name, least=f"{field.least:g}"
        )
    if field.most is not None and value > field.most:
        return _("“{field}” không được lớn hơn {most}.").format(
            field=field.name, most=f"{field.most:g}"
        )
    return None


def _is_writable(text: Value) -> bool:
    """Whether this is text that UTF-8 can hold; half of a surrogate pair is none."""
    if not isinstance(text, str):
        return False
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


# the sentence for a value that does not fit its field, or None
_MISFIT: Mapping[Kind, Callable[[Field, Value], str | None]] = {
    Kind.TEXT: _misfit_text,
    Kind.LINK: _misfit_text,
    Kind.NUMBER: _misfit_number,
    Kind.COUNT: _misfit_number,
    Kind.YES_NO: _misfit_yes_no,
    Kind.DATE: _misfit_date,
    Kind.MOMENT: _misfit_moment,
    Kind.CHOICE: _misfit_choice,
    Kind.TAGS: _misfit_tags,
}


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def is_moment(text: str) -> bool:
    """Whether this is a date and time with its offset, which every place on earth can show."""
    try:
        told = datetime.fromisoformat(text)
    except ValueError:
        return False
    return told.tzinfo is not None and MINYEAR < told.year < MAXYEAR
