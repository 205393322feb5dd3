"""The database of one profile: opening, pragmas, one writer at a time."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlite

from db import errors
from resources.words import _
from rules.clock import Clock

APPLICATION_ID = 0x4C53_4F31  # "LSO1"
VERSION = 9  # of the tables; each migration raises it by one
NAME = "langso.db"
_BUSY_SECONDS = 10
_ROOM = 64 * 1024  # bytes: with less, SQLite cannot even set up its shared memory
_TRANSACTION = ("BEGIN IMMEDIATE", "COMMIT", ("ROLLBACK",))
_SAVEPOINT = ("SAVEPOINT inner", "RELEASE inner", ("ROLLBACK TO inner", "RELEASE inner"))


class Store:
    """An open connection to a profile's database, for the thread that opened it.

    Reads never wait for a writer (WAL); writing takes the one write lock for the length of a
    `with store.write()` block and is on the disk when the block ends (synchronous=FULL).
    """

    def __init__(self, folder: Path, connection: sqlite.Connection, key: bytes | None) -> None:
        self.folder = folder
        self.key = key
        self.clock: Clock | None = None  # the journal winds it before the first change
        self.commune: str | None = None  # the journal looks it up once
        self.blob_key: bytes | None = None  # of evidence files; their shelf looks it up once
        self._connection = connection

    @property
    def connection(self) -> sqlite.Connection:
        """The raw connection, for the rooms of this floor."""
        return self._connection

    def rows(self, sql: str, parameters: Any = ()) -> list[Any]:
        """All rows of a query."""
        with translated(self.folder):
            found: list[Any] = self._connection.execute(sql, parameters).fetchall()
            return found

    def row(self, sql: str, parameters: Any = ()) -> Any:
        """The first row, or None."""
        with translated(self.folder):
            return self._connection.execute(sql, parameters).fetchone()

    def value(self, sql: str, parameters: Any = ()) -> Any:
        """The first column of the first row, or None."""
        row = self.row(sql, parameters)
        return row[0] if row else None

    @contextlib.contextmanager
    def write(self) -> Iterator[sqlite.Connection]:
        """One durable transaction; an inner block is part of the outer one, all of it or none."""
        connection = self._connection
        begin, end, back = _SAVEPOINT if connection.in_transaction else _TRANSACTION
        with translated(self.folder):
            connection.execute(begin)
            try:
                yield connection
                connection.execute(end)
            except BaseException:
                if connection.in_transaction:  # a full disk may have ended it already
                    for statement in back:
                        connection.execute(statement)
                raise

    def another(self) -> Store:
        """A second connection to the same database, for another thread."""
        other = Store(self.folder, _connect(self.folder / NAME, self.key), self.key)
        other.clock = self.clock
        return other

    def gather(self) -> None:
        """Put all there is into the one file, which is the whole database then.

        Closing does so too, but says nothing where the disk is full.  Raises CannotWrite.
        """
        self.row("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Give the connection back."""
        self._connection.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def create(folder: Path, key: bytes | None = None) -> Store:
    """A new, empty database in this folder; Refused where there is one already."""
    with translated(folder):
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise cannot_write(folder) from error
        if (folder / NAME).exists():
            raise errors.Refused(
                _("Thư mục {folder} đã có hồ sơ; hãy chọn thư mục khác.").format(folder=folder)
            )
        store = Store(folder, _connect(folder / NAME, key), key)
        _migrate(store)
        if key is not None:
            _seal_files(store)
        return store


def open_(folder: Path, key: bytes | None = None) -> Store:
    """The database in this folder, brought to today's tables (after a backup).

    Raises NotAProfile, WrongKey, NewerDatabase, CannotWrite.
    """
    path = _existing(folder)
    with translated(folder):
        key = _refuse_strangers(path, key)
        store = Store(folder, _connect(path, key), key)
        try:
            if store.value("PRAGMA user_version") != VERSION:
                _migrate(store)
            elif store.row("SELECT 1 FROM held WHERE reason != 'refused'"):
                _release(store)
            if key is not None and setting(store, "blobs") != "sealed":
                _seal_files(store)
        except BaseException:
            store.close()
            raise
        return store


def look_in(folder: Path, key: bytes | None = None) -> Store:
    """The database in this folder, to be read: from a full disk, from a folder that is closed.

    Nothing is written in it or beside it.  Raises as `open_` does; CannotWrite where it must be
    brought to today's tables first, or where a killed programme left work that must be put away.
    """
    path = _existing(folder)
    with translated(folder):
        key = _refuse_strangers(path, key)
        connection = sqlite.connect(_to_look_at(path), uri=True, isolation_level=None)
        store = Store(folder, connection, key)
        try:
            if key is not None:
                _unlock(connection, key)
            connection.row_factory = sqlite.Row
            if store.value("PRAGMA user_version") != VERSION:
                raise cannot_write(folder)
        except BaseException:
            store.close()
            raise
        return store


def _existing(folder: Path) -> Path:
    path = folder / NAME
    if not path.exists():
        raise errors.NotAProfile(
            _("Không có hồ sơ Làng Số trong {folder}; hãy tạo bằng lệnh init.").format(
                folder=folder
            )
        )
    return path


def _connect(path: Path, key: bytes | None) -> sqlite.Connection:
    connection = sqlite.connect(str(path), timeout=_BUSY_SECONDS, isolation_level=None)
    execute = connection.execute
    if key is not None:
        _unlock(connection, key)
    execute("PRAGMA journal_mode=WAL")
    execute("PRAGMA synchronous=FULL")
    execute("PRAGMA foreign_keys=ON")
    execute("PRAGMA trusted_schema=OFF")
    execute("PRAGMA cache_size=-16000")
    execute("PRAGMA wal_autocheckpoint=4000")  # pages; a large round need not stop to tidy up
    connection.row_factory = sqlite.Row
    return connection


def _unlock(connection: sqlite.Connection, key: bytes) -> None:
    connection.execute("PRAGMA cipher_log_level=NONE")
    connection.execute(f"PRAGMA key=\"x'{key.hex()}'\"")


def opens(path: Path, key: bytes) -> bool:
    """Whether this key opens the database in this file, which stays as it is."""
    looking = sqlite.connect(_to_look_at(path), uri=True, isolation_level=None)
    with contextlib.closing(looking) as connection:
        _unlock(connection, key)
        try:
            connection.execute("PRAGMA user_version")
        except sqlite.OperationalError:
            raise
        except sqlite.DatabaseError:  # not a database, to this key
            return False
        return True


def rekey(path: Path, old: bytes, new: bytes) -> None:
    """Give the database in this file another key: all of it or none, even when killed.

    Nobody else may have it open.  Raises CannotWrite where there is no room for it.
    """
    reason: Exception | None = None
    try:
        with contextlib.closing(_connect(path, old)) as connection:
            connection.execute(f"PRAGMA rekey=\"x'{new.hex()}'\"")
    except sqlite.OperationalError as error:  # SQLCipher has but one sentence for all
        reason = error
    if not opens(path, new):  # it says "ok" also when the commit found no room
        raise cannot_write(path.parent) from reason


def _refuse_strangers(path: Path, key: bytes | None) -> bytes | None:
    """Look before touching: a stranger's or a newer file must stay as it is.

    Gives the key to open with: None where the file is not encrypted.
    """
    with path.open("rb") as file:
        head = file.read(16)
    if not head:
        raise errors.NotAProfile(
            _("Tệp {path} rỗng; hãy khôi phục hồ sơ từ bản sao lưu.").format(path=path)
        )
    plain = head == b"SQLite format 3\0"
    if plain:
        key = None
    connection = sqlite.connect(_to_look_at(path), uri=True, isolation_level=None)
    try:
        if not plain:
            if key is None:
                raise errors.WrongKey(
                    _(
                        "Không đọc được {path}: hồ sơ được mã hoá mà ở đây không có khoá, hoặc tệp"
                        " đã hỏng. Hãy mở bằng khoá của hồ sơ, hoặc khôi phục từ bản sao lưu."
                    ).format(path=path)
                )
            _unlock(connection, key)
        try:
            application = connection.execute("PRAGMA application_id").fetchone()[0]
            version = connection.execute("PRAGMA user_version").fetchone()[0]
        except sqlite.DatabaseError as error:
            if not plain:
                raise errors.WrongKey(
                    _(
                        "Khoá không mở được hồ sơ này: sai khoá, hoặc tệp đã hỏng. Hãy kiểm tra lại"
                        " mật khẩu; nếu đúng, hãy khôi phục từ bản sao lưu."
                    )
                ) from error
            raise
        if application != APPLICATION_ID:
            raise errors.NotAProfile(
                _("Tệp {path} không phải hồ sơ Làng Số; hãy chọn đúng thư mục.").format(path=path)
            )
        if version > VERSION:
            raise errors.NewerDatabase(
                _(
                    "Hồ sơ này do bản Làng Số mới hơn tạo ra (cấu trúc {version}); hãy cài bản mới"
                    " rồi mở lại. Hồ sơ được giữ nguyên."
                ).format(version=version)
            )
    finally:
        connection.close()
    return key


def _to_look_at(path: Path) -> str:
    """The address that reads a database and leaves no file beside it."""
    log = path.with_name(f"{path.name}-wal")
    unfinished = log.exists() and log.stat().st_size > 0  # then what it says is in there too
    return f"{path.absolute().as_uri()}?{'mode=ro' if unfinished else 'immutable=1'}"


def _migrate(store: Store) -> None:
    from db import migrations  # sqlite-utils costs 90 ms; most starts need no migration

    migrations.bring_up(store)


def _release(store: Store) -> None:
    from db import release  # which is built on this module

    release.release(store)


def _seal_files(store: Store) -> None:
    """Give the evidence files of an encrypted profile their key, once in its life."""
    from db import shelf  # brings the whole of OpenSSL

    try:
        shelf.seal_all(store)
    except OSError as error:
        raise cannot_write(store.folder) from error


def copy_to(store: Store, target: Path) -> None:
    """A copy of the database as it is now, encrypted as it is, while others go on writing."""
    with translated(store.folder):
        store.connection.execute("VACUUM INTO ?", (str(target),))


@contextlib.contextmanager
def copied(store: Store) -> Iterator[Store]:
    """A copy in the system's temporary folder to try something on; its evidence is the store's."""
    import tempfile  # only where the profile's own disk takes nothing

    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        path = Path(folder) / NAME
        with translated(path.parent):
            store.connection.execute("VACUUM INTO ?", (str(path),))
        with Store(store.folder, _connect(path, store.key), store.key) as copy:
            yield copy


@contextlib.contextmanager
def translated(folder: Path) -> Iterator[None]:
    """SQLite's own errors as sentences for the officer."""
    try:
        yield
    except sqlite.OperationalError as error:
        raise translate(error, folder) from error
    except sqlite.DatabaseError as error:
        if isinstance(error, sqlite.IntegrityError | sqlite.ProgrammingError):
            raise
        raise errors.NotAProfile(
            _(
                "Cơ sở dữ liệu trong {folder} bị hỏng; đừng xoá gì, hãy khôi phục từ bản sao lưu."
            ).format(folder=folder)
        ) from error


def translate(error: Exception, folder: Path) -> errors.DatabaseError:
    """The sentence for one of SQLite's operational errors."""
    text = str(error)
    if "full" in text:
        return _full()
    if "locked" in text or "busy" in text:
        return errors.InUse(
            _("Chương trình khác đang ghi vào hồ sơ này; hãy đóng chương trình kia rồi thử lại.")
        )
    if "readonly" in text or "unable to open" in text or "disk I/O" in text:
        return cannot_write(folder)
    return errors.DatabaseError(
        _(
            "Cơ sở dữ liệu trong {folder} báo lỗi: {error}. Hãy thử lại; nếu vẫn vậy, hãy khôi phục"
            " từ bản sao lưu."
        ).format(folder=folder, error=text)
    )


def cannot_write(folder: Path) -> errors.CannotWrite:
    """For a folder that takes nothing: its disk is full, or we may not write there."""
    if _has_no_room(folder):
        return _full()
    if (folder / NAME).exists():
        return errors.CannotWrite(
            _(
                "Không ghi được vào thư mục hồ sơ {folder}; những gì đã lưu còn nguyên. Hãy xin"
                " quyền ghi vào thư mục đó rồi mở lại; nếu không được, hãy chép cả thư mục sang chỗ"
                " ghi được rồi mở ở đó bằng lệnh langso --profile và tên thư mục mới."
            ).format(folder=folder)
        )
    return errors.CannotWrite(
        _("Không ghi được vào thư mục {folder}; hãy chọn thư mục khác hoặc xin quyền ghi.").format(
            folder=folder
        )
    )


def _full() -> errors.CannotWrite:
    return errors.CannotWrite(
        _(
            "Ổ đĩa đã đầy nên chưa lưu được; hãy xoá bớt tệp rồi thử lại. Những gì đã báo"
            " “Đã lưu” vẫn còn nguyên."
        )
    )


def _has_no_room(folder: Path) -> bool:
    import shutil  # only where something went wrong

    try:
        return shutil.disk_usage(folder).free < _ROOM
    except OSError:
        return False


def setting(store: Store, name: str) -> str | None:
    """A setting of this profile; None where it was never set."""
    value: str | None = store.value("SELECT value FROM setting WHERE name = ?", (name,))
    return value


def set_setting(store: Store, name: str, value: str | None) -> None:
    """Keep a setting of this profile; None removes it."""
    with store.write() as connection:
        if value is None:
            connection.execute("DELETE FROM setting WHERE name = ?", (name,))
        else:
            connection.execute(
                "INSERT INTO setting(name, value) VALUES(?, ?)"
                " ON CONFLICT(name) DO UPDATE SET value = excluded.value",
                (name, value),
            )
