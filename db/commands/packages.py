"""Installing packages; a published version never changes."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from db import errors
from db.queries import rulebook
from db.store import Store
from resources import packages
from resources.words import _


def install_file(store: Store, path: Path) -> packages.Package:
    """Install from a file; Refused when it cannot be read."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise errors.Refused(
            _("Không đọc được gói {path}; hãy kiểm tra lại đường dẫn.").format(path=path)
        ) from error
    return install(store, content)


def install(store: Store, content: bytes, source: str = "file") -> packages.Package:
    """Check a package and keep it; the package.

    Raises PackageError with the place that is wrong, Refused when this version is known with
    other content.  A version that is here already changes nothing.
    """
    known_sets = {
        set_id: rulebook.criteria(store, set_id) for set_id in rulebook.criteria_ids(store)
    }
    package = packages.read(content, sets=known_sets)
    shipped = {
        (each.kind, each.id, each.version): packages.sha256(each.path.read_bytes())
        for each in packages.shipped()
    }
    key = (package.kind, package.id, package.version)
    row = store.row("SELECT sha256 FROM package WHERE kind = ? AND id = ? AND version = ?", key)
    known = row[0] if row else shipped.get(key)
    if known == package.sha256:
        return package
    if known is not None:
        raise errors.Refused(
            _(
                "Gói {id} bản {version} đã có với nội dung khác; bản đã công bố không được sửa,"
                " hãy xin trung tâm số bản mới."
            ).format(id=package.id, version=package.version)
        )
    with store.write() as connection:
        connection.execute(
            "INSERT INTO package VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                *key,
                package.sha256,
                source,
                datetime.now(UTC).isoformat(timespec="seconds"),
                content.decode("utf-8"),
            ),
        )
    return package
