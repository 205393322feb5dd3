"""What a centre takes into a commune's stream, and what it refuses with which words.

A change is judged by itself, so that order and repetition cannot matter.  What a newer programme
wrote is taken as it is and handed on.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from msgspec import Struct

from resources.words import _
from rules.change import LARGEST, Change, ChangeError, decode, encode
from rules.clock import is_id
from rules.fitting import misfits
from rules.record import (
    COMMUNE,
    Identity,
    RecordType,
    Value,
    holds_blank,
    identity,
    is_blank,
    is_moment,
    malformed,
)
from rules.records import REGISTRY, SCHEMA

FOREIGN = "foreign"  # the code of what was brought as if this PC alone could have made it
_DEEPEST = 50  # lists and objects in one another; ours have three
_TEXTS = re.compile(r'"(?:[^"\\]|\\.)*"')
_BRACKETS = re.compile(r"[][{}]")


class Refusal(Struct, frozen=True):
    """Why a change is not taken: a code for programmes, a sentence for the officer."""

    code: str
    sentence: str


def judge(body: bytes, commune: str | None) -> Change | Refusal:
    """The change in this body when the commune's stream takes it, else why not.

    Without a commune, the ids of keyed records are not recomputed.
    """
    if len(body) > LARGEST:
        return too_large()
    try:
        change = decode(body)
    except ChangeError:
        return _shapeless()
    record_type = REGISTRY.get(change.type)
    understood = record_type is not None and change.schema <= SCHEMA
    sound = _is_ours(change, body) if understood else _is_plain(body)
    if not (sound and _is_named(change)):
        return _shapeless()
    return (_unfit(record_type, change, commune) if record_type else None) or change


def too_large() -> Refusal:
    """For a change no request may carry; a device need not even offer it."""
    return Refusal(
        "too_large",
        _("Thay đổi này lớn quá mức trung tâm nhận; hãy rút gọn nội dung rồi lưu lại."),
    )


def altered() -> Refusal:
    """For a second body under an id that is taken."""
    return Refusal(
        "altered",
        _("Trung tâm đã có thay đổi mang mã này với nội dung khác; hãy báo người quản trị."),
    )


def foreign() -> Refusal:
    """For a change that another PC made and the stream does not have."""
    return Refusal(FOREIGN, _("Thay đổi này do máy khác tạo ra; hãy gửi nó từ chính máy đã nhập."))


def _shapeless() -> Refusal:
    return Refusal(
        "not_a_change",
        _("Nội dung gửi lên không phải là một thay đổi đúng dạng; hãy báo người quản trị."),
    )


def _is_named(change: Change) -> bool:
    if not is_id(change.id):
        return False
    return not change.base or all(is_id(each) for ids in change.base.values() for each in ids)


def _is_ours(change: Change, body: bytes) -> bool:
    """Whether it is written as every programme of ours writes it."""
    try:
        return encode(change) == body and is_moment(change.at)
    except UnicodeEncodeError:  # half of a surrogate pair
        return False


def _is_plain(body: bytes) -> bool:
    """Whether every reader agrees on it: no NaN, no lone half of a surrogate pair, no abyss."""
    text = body.decode()  # a body that has been read
    if "\n" in text or _is_deep(text):
        return False
    if not ("\\u" in text or "NaN" in text or "Infinity" in text):
        return True
    try:
        json.dumps(json.loads(text, parse_constant=_no_constant), ensure_ascii=False).encode()
    except ValueError:
        return False
    return True


def _is_deep(text: str) -> bool:
    """Whether it is nested beyond what every reader can follow, wherever it reads from."""
    if text.count("[") + text.count("{") <= _DEEPEST:
        return False
    depth = 0
    for bracket in _BRACKETS.findall(_TEXTS.sub("", text)):
        depth += 1 if bracket in "[{" else -1
        if depth > _DEEPEST:
            return True
    return False


def _no_constant(name: str) -> None:
    raise ValueError(name)


def _unfit(record_type: RecordType, change: Change, commune: str | None) -> Refusal | None:
    if COMMUNE not in record_type.writers:
        return Refusal(
            "not_yours",
            _("Chỉ trung tâm được ghi “{type}”; xã không gửi được loại này.").format(
                type=record_type.name
            ),
        )
    if change.schema > SCHEMA:
        return None
    if found := misfits(record_type, change.set) or malformed(record_type, change.set):
        return Refusal(found[0].code, " ".join(problem.sentence for problem in found))
    if holds_blank(change.set.values()) and (unseen := _unseen(change.set)):
        return unseen
    if not _is_at_home(record_type, change, commune):
        return Refusal(
            "wrong_record",
            _(
                "Mã bản ghi không khớp với nội dung khoá của “{type}”; hãy báo người quản trị."
            ).format(type=record_type.name),
        )
    return None


def _unseen(values: Mapping[str, Value]) -> Refusal | None:
    """For what is empty and does not say so, so that nobody would notice what it takes away."""
    names = [name for name, value in values.items() if value is not None and is_blank(value)]
    if not names:
        return None
    return Refusal(
        "bad_value",
        _("“{fields}” chỉ có khoảng trắng; hãy nhập nội dung hoặc xoá hẳn ô đó.").format(
            fields="”, “".join(names)
        ),
    )


def _is_at_home(record_type: RecordType, change: Change, commune: str | None) -> bool:
    """Whether a change that makes a keyed record makes it under the id its key gives."""
    needed = _KEYS.get(record_type.name)
    if needed is None or commune is None or change.base:
        return True
    if change.record == identity(record_type, commune, change.set):
        return True
    return any(change.set.get(name) is None for name in needed)


_KEYS = {  # of each keyed type, the fields without which there is no key
    each.name: [field.name for field in each.fields if field.required and field.name in each.key]
    for each in REGISTRY.values()
    if each.identity is Identity.KEYED
}
