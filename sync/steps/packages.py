"""What the centre has published since: checked, kept, or set aside with a sentence."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence

from msgspec import Struct, field

from db import resting
from db.commands import enrolment, packages
from db.errors import Refused
from db.queries.rulebook import AsideLine
from db.store import Store
from resources.packages import FORMAT, KINDS, NewerFormat, PackageError, sha256
from resources.words import _
from rules.budget import STEP
from sync import budget, errors, keys
from sync.center import Center, Published, Stop, never

_NOBODY = ""  # set aside by this reader, a package is asked for again
_DAMAGED = "damaged"  # all those together, as they rest


class Arrived(Struct):
    """What came of the packages."""

    installed: int = 0  # new here
    damaged: int = 0  # to be asked for again, in rounds further and further apart
    troubles: list[str] = field(default_factory=list)  # sentences about single packages


def collect(
    store: Store, center: Center, last: int, stop: Stop = never, *, arrived: Arrived
) -> None:
    """Take in what was published up to number `last`; costs nothing where that is known.

    One that is damaged, not the centre's or for another programme stops none of the others.
    """
    packages.go_back(store, last)
    rests = resting.of_this_round(store, resting.PACKAGES).get(_DAMAGED, False)
    after = packages.taken(store) if rests else looked_at(store)
    while after < last and not stop() and (page := _page(center, after)):
        keep(store, page, arrived)
        after = page[-1].number
    if arrived.damaged:
        resting.note(store, resting.PACKAGES, [_DAMAGED])


def _page(center: Center, after: int) -> Sequence[Published]:
    if budget.is_short(center.traffic, STEP):  # how large they are, the centre does not say
        raise errors.Stopped
    return center.packages(after)


def looked_at(store: Store) -> int:
    """Number of the last package there is no need to ask for again."""
    return packages.after(store, _reader(_verify(store)))


def keep(store: Store, page: Sequence[Published], arrived: Arrived) -> None:
    """Check some packages, and keep each or set it aside with a sentence."""
    verify = _verify(store)
    for published in page:
        if (trouble := _unsound(published, verify)) is not None:
            _set_aside(store, published, trouble, _NOBODY, arrived)
            arrived.damaged += 1
        else:
            _keep(store, published, _reader(verify), arrived)


def _verify(store: Store) -> str:
    verify, _recipient = enrolment.center_keys(store) or ("", "")
    return verify


def _reader(verify: str) -> str:
    """Whoever reads packages like this understands the same ones."""
    return f"{FORMAT} {' '.join(KINDS)} {verify}"


def _unsound(published: Published, verify: str) -> str | None:
    """Why these bytes are not what the centre published; a centre of old told no key."""
    content = published.body.encode()
    if sha256(content) != published.sha256:
        return _(
            "Gói {id} bản {version} bị hỏng trên đường truyền; máy sẽ tự tải lại ở lần đồng bộ sau."
        ).format(id=published.id, version=published.version)
    if verify and not keys.is_signed(verify, content, _signature(published)):
        return _(
            "Gói {id} bản {version} không mang chữ ký đúng của trung tâm nên chưa được dùng;"
            " hãy báo người quản trị trung tâm."
        ).format(id=published.id, version=published.version)
    return None


def _signature(published: Published) -> bytes:
    try:
        return base64.b64decode(published.signature or "")
    except binascii.Error:
        return b""


def _keep(store: Store, published: Published, reader: str, arrived: Arrived) -> None:
    try:
        arrived.installed += packages.receive(store, published.number, published.body.encode())
    except NewerFormat:
        trouble = _(
            "Gói {id} bản {version} cần bản Làng Số mới hơn; hãy cập nhật chương trình, gói sẽ"
            " tự được dùng sau đó."
        ).format(id=published.id, version=published.version)
        _set_aside(store, published, trouble, reader, arrived)
    except (PackageError, Refused) as error:
        trouble = _("Chưa dùng được gói {id} bản {version}. {reason}").format(
            id=published.id, version=published.version, reason=error
        )
        _set_aside(store, published, trouble, reader, arrived)


def _set_aside(
    store: Store, published: Published, trouble: str, reader: str, arrived: Arrived
) -> None:
    line = AsideLine(published.number, published.kind, published.id, published.version, trouble)
    packages.set_aside(store, line, reader)
    arrived.troubles.append(trouble)
