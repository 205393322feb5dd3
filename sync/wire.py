"""How changes travel: JSON lines, compressed; the same bytes by network and by file.

A change's body is canonical JSON made once, by the replica that wrote it.  It is carried, stored
and handed on as that very text, so nothing a newer programme put into it is ever dropped.
"""

from __future__ import annotations

import functools
import ipaddress
import json
import zlib
from collections.abc import Iterable, Sequence
from itertools import islice, pairwise
from typing import Any

import msgspec
import zstandard
from msgspec import Struct

from rules.change import LARGEST
from sync import errors
from sync.center import Answer, Answers, Digests, Enrolment, Hello, Page, Published
from sync.keys import PublicKeys

PROTOCOL = 1  # what this programme speaks
OLDEST = 1  # and what it still understands
PAGE_CHANGES = 8000  # the most changes in one request or answer
PAGE_BYTES = 4_000_000  # the most bytes of bodies in one; a single larger change travels alone
MOST = LARGEST + PAGE_BYTES  # bytes of any one body, unpacked
LONG = 256 * 1024  # bytes of an answer, packed; a longer one can be gone on with after a break
LINES, JSON = "application/jsonl", "application/json"
_WORTH_PACKING = 200  # bytes; smaller bodies gain nothing
_SMALL = 512 * 1024  # bytes; what bad lines carry at once, and so is packed harder
_WINDOW = 8 * 1024 * 1024  # bytes; what a stranger's zstd frame may make us set aside


def is_loopback(host: str) -> bool:
    """Whether this name can only mean this machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


# -- bodies of requests and answers --------------------------------------------------------------


def encoding_for(accepted: str) -> str:
    """The best packing among those a header "Accept-Encoding" names."""
    named = {part.partition(";")[0].strip().lower() for part in accepted.split(",")}
    return next((name for name in ("zstd", "gzip") if name in named), "identity")


def pack(data: bytes, encoding: str) -> tuple[bytes, str]:
    """The data packed, and how: small data stays as it is."""
    if len(data) < _WORTH_PACKING or encoding == "identity":
        return data, "identity"
    if encoding == "zstd":
        level = 9 if len(data) < _SMALL else 3
        return zstandard.ZstdCompressor(level=level, write_checksum=True).compress(data), "zstd"
    deflate = zlib.compressobj(6, wbits=31)
    return deflate.compress(data) + deflate.flush(), "gzip"


def unpack(data: bytes, encoding: str, most: int = MOST) -> bytes:
    """The data unpacked.

    Raises TooLarge where it would grow beyond `most` bytes (it is not unpacked further), Garbled
    where it is damaged, cut off or packed in a way nobody agreed on; where it is not packed,
    that it is no text shows damage.
    """
    match encoding or "identity":
        case "identity":  # it has no sum of its own
            unpacked = _as_text(data)
        case "zstd":
            unpacked = _unzstd(data, most)
        case "gzip":
            unpacked = _gunzip(data, most)
        case _:
            raise errors.garbled()
    if len(unpacked) > most:
        raise errors.too_large()
    return unpacked


def _as_text(data: bytes) -> bytes:
    try:
        data.decode()
    except UnicodeDecodeError as error:
        raise errors.garbled() from error
    return data


def _unzstd(data: bytes, most: int) -> bytes:
    try:
        # -1 where the frame does not tell; then `most` bytes are the room it gets
        if zstandard.frame_content_size(data) > most:
            raise errors.too_large()
        reader = zstandard.ZstdDecompressor(max_window_size=_WINDOW)
        return reader.decompress(data, max_output_size=most)
    except zstandard.ZstdError as error:
        raise errors.garbled() from error


def _gunzip(data: bytes, most: int) -> bytes:
    inflate = zlib.decompressobj(wbits=31)
    try:
        unpacked = inflate.decompress(data, most + 1)
    except zlib.error as error:
        raise errors.garbled() from error
    if len(unpacked) <= most and not inflate.eof:
        raise errors.garbled()
    return unpacked


# -- what is in them -----------------------------------------------------------------------------


def room(limit: int) -> int:
    """Bytes of bodies in a page of `limit` changes, which are taken for 1 kB each."""
    return min(limit * 1000, PAGE_BYTES)


def fitting(sizes: Iterable[int], limit: int) -> int:
    """How many of the first bodies go into a page of `limit` changes.

    At least one where there is one, and never more than any page may hold.
    """
    count, left = 0, room(limit)
    for size in islice(sizes, min(limit, PAGE_CHANGES)):
        left -= size
        if count and left < 0:
            break
        count += 1
    return count


def to_lines(bodies: Sequence[bytes]) -> bytes:
    """Bodies as JSON lines; ChangeError is not raised here, but no body may hold a line break."""
    lines = b"\n".join(bodies)
    if lines.count(b"\n") != max(0, len(bodies) - 1):
        raise ValueError("a body with a line break is no canonical JSON")
    return lines


@functools.lru_cache(maxsize=2)  # of the page under way, and of the one behind it
def pushed(bodies: tuple[bytes, ...]) -> tuple[bytes, str]:
    """Bodies as they are pushed, and how they are packed.

    The last are remembered, so that whoever knows what is to go next can pack it meanwhile.
    """
    return pack(to_lines(bodies), "zstd")


def from_lines(data: bytes) -> list[bytes]:
    """The lines that are there; what is in them shows when they are read."""
    return [line for line in data.split(b"\n") if line]


def page_to(page: Page, after: int) -> bytes:
    """A page: one line that tells what follows, then one change a line, in order.

    Positions have no gaps, so the first line is enough to number all the others.
    """
    head = {"after": after, "cursor": page.cursor, "more": page.more, "taken_at": page.taken_at}
    return to_lines([to_json(head).encode(), *(body for _position, body in page.changes)])


def page_from(data: bytes, after: int) -> Page:
    """The page in these bytes; Garbled unless it goes on right after `after`, without a gap."""
    lines = from_lines(data)
    head = object_in(lines[0]) if lines else {}
    cursor, more = head.get("cursor"), head.get("more")
    bodies = lines[1:]
    if (
        head.get("after") != after
        or not isinstance(cursor, int)
        or not isinstance(more, bool)
        or cursor - after != len(bodies)
    ):
        raise errors.garbled()
    taken_at = _text_or_none(head, "taken_at")
    return Page(tuple(enumerate(bodies, start=after + 1)), cursor, more, taken_at)


def is_in_step(page: Page, after: int) -> bool:
    """Whether a page goes on right after a position, by ones, up to its cursor."""
    positions = [position for position, _body in page.changes]
    steady = positions == list(range(after + 1, after + 1 + len(positions)))
    return steady and page.cursor == after + len(positions) and not (page.more and not positions)


def answers_to(answers: Answers) -> bytes:
    """Answers to a batch, in the batch's order."""
    return to_json({"at": answers.at, "answers": [_answer_to(a) for a in answers.answers]}).encode()


def _answer_to(answer: Answer) -> int | dict[str, Any]:
    if answer.position is None:
        return {"refused": answer.code, "sentence": answer.sentence}
    if answer.known:
        return {"known": answer.position, "at": answer.at}
    return answer.position


def answers_from(data: bytes, expected: int) -> Answers:
    """The answers in these bytes; Garbled unless there is one for every change that was sent."""
    read = object_in(data)
    at, given = read.get("at"), read.get("answers")
    if not isinstance(at, str) or not isinstance(given, list) or len(given) != expected:
        raise errors.garbled()
    return Answers(at, tuple(map(_answer_from, given)))


def _answer_from(data: Any) -> Answer:
    if type(data) is int:
        return Answer(data)
    match data:
        case {"known": int(position)}:
            return Answer(position, known=True, at=_text_or_none(data, "at") or "")
        case {"refused": str(code), "sentence": str(sentence)}:
            return Answer(None, code=code, sentence=sentence)
    raise errors.garbled()


class Receipts(Struct, frozen=True):
    """What the centre says of changes and files that were carried to it by hand."""

    at: str
    answers: tuple[tuple[str, Answer], ...]  # by change id
    files: tuple[str, ...] = ()  # those it holds now, by sha256


def receipts_to(receipts: Receipts) -> bytes:
    """Receipts as they travel."""
    answers = [[change, _answer_to(answer)] for change, answer in receipts.answers]
    return to_json({"at": receipts.at, "answers": answers, "files": receipts.files}).encode()


def receipts_from(data: bytes) -> Receipts:
    """The receipts in these bytes."""
    match object_in(data):
        case {"at": str(at), "answers": list(given), "files": list(files)}:
            return Receipts(at, tuple(map(_receipt_from, given)), tuple(map(_text, files)))
    raise errors.garbled()


def _receipt_from(data: Any) -> tuple[str, Answer]:
    match data:
        case [str(change), answer]:
            return change, _answer_from(answer)
    raise errors.garbled()


def _text(data: Any) -> str:
    if not isinstance(data, str):
        raise errors.garbled()
    return data


def hello_from(data: bytes) -> Hello:
    """The centre's greeting; what a newer centre adds to it is passed over."""
    try:
        return msgspec.json.decode(data, type=Hello)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise errors.garbled() from error


def digests_to(digests: Digests) -> bytes:
    """The digests of a commune's records."""
    told = {name: getattr(digests, name) for name in Digests.__struct_fields__}
    return to_json(told).encode()


def digests_from(data: bytes) -> Digests:
    """The digests in these bytes; Garbled where they are none."""
    try:
        return msgspec.convert(object_in(data), Digests)
    except msgspec.ValidationError as error:
        raise errors.garbled() from error


def enrolment_from(data: bytes) -> Enrolment:
    """What a new device was given; a centre of an older kind tells no keys."""
    read = object_in(data)
    keys = read.get("center_keys")
    try:
        return Enrolment(
            device=str(read["device"]),
            token=str(read["token"]),
            commune=str(read["commune"]),
            commune_name=str(read["commune_name"]),
            center_keys=PublicKeys(keys["verify"], keys["recipient"]) if keys else None,
        )
    except (KeyError, TypeError) as error:
        raise errors.garbled() from error


class _Packages(msgspec.Struct):
    packages: tuple[Published, ...]


def packages_to(found: Sequence[Published]) -> bytes:
    """Published packages as they travel."""
    return msgspec.json.encode({"packages": found})


def packages_from(data: bytes, after: int) -> tuple[Published, ...]:
    """Published packages in their order; Garbled unless each comes after the one before."""
    try:
        found = msgspec.json.decode(data, type=_Packages).packages
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise errors.garbled() from error
    numbers = [after, *(each.number for each in found)]
    if any(later <= earlier for earlier, later in pairwise(numbers)):
        raise errors.garbled()
    return found


def _text_or_none(read: dict[str, Any], name: str) -> str | None:
    text = read.get(name)
    if text is not None and not isinstance(text, str):
        raise errors.garbled()
    return text


def to_json(data: Any) -> str:
    """Compact JSON in UTF-8 letters."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def from_json(data: bytes | str) -> Any:
    """The JSON in these bytes; Garbled where it is none."""
    try:
        return json.loads(data)
    except (ValueError, RecursionError) as error:
        raise errors.garbled() from error


def object_in(data: bytes | str) -> dict[str, Any]:
    """The JSON object in these bytes; Garbled where there is none."""
    read = from_json(data)
    if not isinstance(read, dict):
        raise errors.garbled()
    return read
