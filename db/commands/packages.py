"""Installing packages, from a file or from the centre; a published version never changes."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from db import errors
from db.queries import rulebook
from db.store import Store, set_setting, setting
from resources import packages
from resources.words import _

TAKEN = "packages"  # setting: number of the last package of the centre that was looked at


def install_file(store: Store, path: Path) -> packages.Package:
    """Install from a file; Refused when it cannot be read."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise errors.Refused(
            _("Không đọc được gói {path}; hãy kiểm tra lại đường dẫn.").format(path=path)
        ) from error
    return install(store, content)


def install(store: Store, content: bytes) -> packages.Package:
    """Check a package somebody brought and keep it; the package.

    Raises PackageError with the place that is wrong, Refused when this version is known with
    other content.  A version that is here already changes nothing.
    """
    package = _read(store, content)
    sha256, _source = _known(store, package)
    if sha256 is None:
        _keep(store, package, content, "file")
    elif sha256 != package.sha256:
        raise _altered(package)
    return package


# -- from the centre -----------------------------------------------------------------------------


def after(store: Store, reader: str) -> int:
    """The number after which the centre is to be asked for packages.

    `reader` names what can be read here.  What another reader has set aside is asked for again.
    """
    again = store.value("SELECT min(number) FROM package_aside WHERE reader <> ?", (reader,))
    return taken(store) if again is None else min(taken(store), again - 1)


def taken(store: Store) -> int:
    """Number of the last package of the centre that was looked at."""
    return int(setting(store, TAKEN) or 0)


def receive(store: Store, number: int, content: bytes) -> bool:
    """Keep what the centre published under this number; False where it was here already.

    It takes the place of what a file brought under the same version: the centre publishes,
    nobody else.  Raises PackageError, or Refused when the version is published with other content.
    """
    package = _read(store, content)
    sha256, source = _known(store, package)
    if sha256 not in (None, package.sha256) and source != "file":
        raise _altered(package)
    with store.write():
        if sha256 != package.sha256:
            _keep(store, package, content, "centre")
        _note(store, number)
    return sha256 != package.sha256


def set_aside(store: Store, line: rulebook.AsideLine, reader: str) -> None:
    """Remember a package of the centre that this reader cannot use, and go on behind it."""
    with store.write() as connection:
        _note(store, line.number)
        connection.execute(
            "INSERT INTO package_aside VALUES (?, ?, ?, ?, ?, ?)",
            (line.number, line.kind, line.id, line.version, line.sentence, reader),
        )


def go_back(store: Store, last: int) -> None:
    """The centre has published no more than this number, whatever it once had."""
    if taken(store) > last:
        with store.write() as connection:
            set_setting(store, TAKEN, str(last))
            connection.execute("DELETE FROM package_aside WHERE number > ?", (last,))


def _note(store: Store, number: int) -> None:
    with store.write() as connection:
        connection.execute("DELETE FROM package_aside WHERE number = ?", (number,))
        set_setting(store, TAKEN, str(max(number, taken(store))))


# -- both ----------------------------------------------------------------------------------------


def _read(store: Store, content: bytes) -> packages.Package:
    known_sets = {
        set_id: rulebook.criteria(store, set_id) for set_id in rulebook.criteria_ids(store)
    }
    return packages.read(content, sets=known_sets)


def _known(store: Store, package: packages.Package) -> tuple[str | None, str]:
    """The sha256 of what is here under its kind, id and version, and who brought that."""
    key = (package.kind, package.id, package.version)
    row = store.row(
        "SELECT sha256, source FROM package WHERE kind = ? AND id = ? AND version = ?", key
    )
    if row:
        return row["sha256"], row["source"]
    for each in packages.shipped():
        if (each.kind, each.id, each.version) == key:
            return packages.sha256(each.path.read_bytes()), "shipped"
    return None, ""


def _keep(store: Store, package: packages.Package, content: bytes, source: str) -> None:
    with store.write() as connection:
        connection.execute(
            "INSERT OR REPLACE INTO package VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                package.kind,
                package.id,
                package.version,
                package.sha256,
                source,
                datetime.now(UTC).isoformat(timespec="seconds"),
                content.decode("utf-8-sig"),
            ),
        )


def _altered(package: packages.Package) -> errors.Refused:
    return errors.Refused(
        _(
            "Gói {id} bản {version} đã có với nội dung khác; bản đã công bố không được sửa,"
            " hãy xin trung tâm số bản mới."
        ).format(id=package.id, version=package.version)
    )
