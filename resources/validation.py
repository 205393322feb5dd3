"""The shape of a package against its JSON Schema, told in Vietnamese with the place it is about.

jsonschema is imported when a package is checked, not when the programme starts.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from resources import files
from resources.words import N_, _

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import ValidationError


class Problem(NamedTuple):
    """One thing that is wrong, and where."""

    place: str
    text: str


LISTS: Mapping[str, str] = {
    "criteria": N_("tiêu chí {name}"),
    "indicators": N_("chỉ tiêu {name}"),
    "parts": N_("phần {name}"),
    "bounds": N_("ngưỡng {name}"),
    "targets": N_("mục tiêu {name}"),
    "units": N_("đơn vị {name}"),
    "origins": N_("nguồn gốc {name}"),
    "groups": N_("nhóm {name}"),
    "commune_groups": N_("nhóm xã {name}"),
    "rules": N_("quy tắc {name}"),
    "guidance": N_("văn bản hướng dẫn {name}"),
    "background": N_("thông tin thêm {name}"),
    "topics": N_("chủ đề {name}"),
    "questions": N_("câu hỏi {name}"),
}
TYPES: Mapping[str, str] = {
    "string": N_("chữ"),
    "integer": N_("số nguyên"),
    "number": N_("số"),
    "boolean": N_("true hoặc false"),
    "array": N_("danh sách"),
    "object": N_("nhóm mục trong ngoặc nhọn"),
    "null": N_("null"),
}


def shape_problems(kind: str, data: object) -> Iterator[Problem]:
    """Where the data departs from the schema of its kind, in the order of the file."""
    errors = sorted(_validator(kind).iter_errors(data), key=_position)
    for error in errors:
        yield Problem(place(data, list(error.absolute_path)), _sentence(error))


def place(data: object, path: Sequence[str | int]) -> str:
    """Words for a path into a package: "tiêu chí 8, chỉ tiêu 8.4"."""
    named: list[str] = []
    node: Any = data
    for step, key in enumerate(path):
        node = node[key]
        if isinstance(key, int) and step:
            pattern = LISTS.get(str(path[step - 1]))
            if pattern:
                named.append(_(pattern).format(name=_name(node, key)))
    return ", ".join(named) or _("phần đầu gói")


def _name(node: object, index: int) -> str:
    """The code an item goes by, or its position where it has none."""
    if isinstance(node, dict):
        for key in ("code", "id"):
            if isinstance(node.get(key), str) and node[key]:
                return str(node[key])
    return _("thứ {n}").format(n=index + 1)


def _position(error: ValidationError) -> list[tuple[int, str]]:
    """Sort key of an error: list items by number, names by spelling."""
    return [(key, "") if isinstance(key, int) else (-1, str(key)) for key in error.absolute_path]


def _sentence(error: ValidationError) -> str:
    """What the schema objects to, in words."""
    field = next((str(key) for key in reversed(error.absolute_path) if isinstance(key, str)), "")
    rule = error.validator
    expected: Any = error.validator_value
    schema: Any = error.schema
    instance: Any = error.instance
    if rule == "required":
        missing = [key for key in expected if key not in instance]
        return _('thiếu mục "{names}".').format(names=_listed(missing))
    if rule == "additionalProperties":
        unknown = sorted(set(instance) - set(schema["properties"]))
        return _('có mục lạ "{names}".').format(names=_listed(unknown))
    if rule == "type":
        kinds = [expected] if isinstance(expected, str) else expected
        words = _listed([_(TYPES[kind]) for kind in kinds])
        return _('mục "{field}" phải là {types}.').format(field=field, types=words)
    if rule in ("enum", "const"):
        values = expected if rule == "enum" else [expected]
        return _('mục "{field}" chỉ nhận: {values}.').format(field=field, values=_listed(values))
    if rule == "format":
        return _('mục "{field}" phải là một ngày có thật, viết như 2026-11-23.').format(field=field)
    if rule in ("minItems", "minLength"):
        return _('mục "{field}" để trống; hãy bỏ mục này hoặc điền vào.').format(field=field)
    return _('mục "{field}" có giá trị không dùng được: {value}.').format(
        field=field, value=_shortened(instance)
    )


def _listed(values: Iterable[object]) -> str:
    return ", ".join(str(value) for value in values)


def _shortened(value: object, limit: int = 60) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= limit else f"{text[:limit]}…"


@cache
def _validator(kind: str) -> Draft202012Validator:
    from jsonschema import Draft202012Validator

    schema = json.loads(files.path("schema", f"{kind}.json").read_bytes())
    return Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
