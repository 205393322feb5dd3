"""Publishing a package: checked completely, signed, and never altered afterwards."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct
from sqlalchemy import Connection

from center.errors import CenterError
from center.store import Store, packages, rulebook
from resources import packages as files
from resources.packages import Package, PackageError
from resources.words import _
from sync import wire

_MARK = b"\xef\xbb\xbf"  # some editors begin a file with it; what is published does without


class Draft(Struct, frozen=True):
    """A package that passed every check."""

    package: Package
    body: str
    published: bool  # under its kind, id and version, with this very content


def examine(store: Store, path: Path) -> Draft:
    """Check a file as publishing would, and change nothing.

    Raises CenterError with the place that is wrong, and where another content is known under
    the kind, id and version.
    """
    with store.reading() as connection:
        return _examined(connection, path)


def publish(store: Store, path: Path) -> Draft:
    """Publish a file; one that is published already stays as it is.  Raises as `examine` does."""
    with store.writing() as connection:
        draft = _examined(connection, path)
        if not draft.published:
            packages.add(connection, draft.package, draft.body)
    return draft


def _examined(connection: Connection, path: Path) -> Draft:
    try:
        content = path.read_bytes().removeprefix(_MARK)
        package = files.read(content, sets=rulebook.criteria(connection))
    except OSError as error:
        raise CenterError(
            _("Không đọc được gói {path}; hãy kiểm tra lại đường dẫn.").format(path=path)
        ) from error
    except PackageError as error:
        raise CenterError(str(error)) from error
    body = content.decode()
    if packages.weight(body) > wire.PAGE_BYTES:
        raise CenterError(
            _("Gói {id} quá lớn để gửi cho các xã; hãy chia thành các gói dưới {most} MB.").format(
                id=package.id, most=wire.PAGE_BYTES // 1_000_000
            )
        )
    published = packages.find(connection, package)
    known = {published.sha256} if published else _shipped(package)
    if known - {package.sha256}:
        raise CenterError(
            _(
                "Gói {id} bản {version} đã công bố với nội dung khác; bản đã công bố không được"
                " sửa, hãy tăng số bản rồi công bố lại."
            ).format(id=package.id, version=package.version)
        )
    return Draft(package, body, published is not None)


def _shipped(package: Package) -> set[str]:
    """The sha256 of what ships under the same kind, id and version, if anything does."""
    key = (package.kind, package.id, package.version)
    return {
        files.sha256(each.path.read_bytes())
        for each in files.shipped()
        if (each.kind, each.id, each.version) == key
    }
