"""The centre's memory: SQLite in a folder, by SQL that PostgreSQL speaks too."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import Any

import msgspec
import sqlalchemy as sql
from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import DatabaseError, OperationalError

from center.errors import CenterError
from center.store import migrations, plans
from center.store.tables import COMMUNE, FACT, METADATA, RECORD, VERSION
from resources.reasons import reason
from resources.words import _
from rules.clock import draw_replica
from rules.records import SCHEMA
from sync import keys
from sync.keys import SecretKeys

NAME = "center.db"
_PATIENCE = 30.0  # seconds a writer waits for another
_CONNECTIONS = 48  # more than the server has threads
_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "cache_size=-8000",
    "wal_autocheckpoint=4000",  # pages; whoever pushes much need not wait for tidying up each time
)


class Store:
    """The database and the folder of one centre; safe to use from any thread."""

    def __init__(self, folder: Path, engine: Engine) -> None:
        self.folder = folder
        self.engine = engine
        self._turns: dict[str, Lock] = {}

    def turn(self, commune: str) -> Lock:
        """Held by the thread that reads a commune's stream on; two would do the same work twice."""
        return self._turns.setdefault(commune, Lock())

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One consistent look; never waits for a writer."""
        with self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One durable transaction: when the block has ended, it is on the disk."""
        with self.engine.connect().execution_options(writes=True) as connection, connection.begin():
            yield connection

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()


def open_(folder: Path) -> Store:
    """The centre in this folder, made if there is none; CenterError where that cannot be."""
    try:
        if not folder.exists():
            folder.mkdir(parents=True, exist_ok=True)
            folder.chmod(0o700)  # the centre's own keys lie there, and what all communes wrote
        store = Store(folder, _engine(folder / NAME))
        with store.writing() as connection:
            _found(connection)
            plans.settle(connection)
    except (OSError, OperationalError) as error:
        raise CenterError(
            _(
                "Không mở được kho của trung tâm trong {folder} ({error}); "
                "hãy kiểm tra quyền ghi và chỗ trống."
            ).format(folder=folder, error=_why(error))
        ) from error
    except DatabaseError as error:
        raise CenterError(
            _("{path} không phải cơ sở dữ liệu của trung tâm; hãy chọn thư mục khác.").format(
                path=folder / NAME
            )
        ) from error
    return store


def _why(error: OSError | OperationalError) -> str:
    if isinstance(error, OSError):
        return reason(error)
    said = str(error.orig)
    known = {
        "full": _("ổ đĩa đã đầy"),
        "readonly": _("ổ đĩa chỉ cho đọc"),
        "locked": _("đang được chương trình khác dùng"),
    }
    return next(
        (told for word, told in known.items() if word in said), _("không đọc hoặc ghi được")
    )


def open_existing(folder: Path) -> Store:
    """The centre in this folder; CenterError where there is none."""
    if not (folder / NAME).exists():
        raise CenterError(
            _("Chưa có trung tâm trong {folder}; hãy tạo bằng lệnh init.").format(folder=folder)
        )
    return open_(folder)


def _engine(path: Path) -> Engine:
    engine = sql.create_engine(
        f"sqlite:///{path}",
        json_serializer=lambda data: msgspec.json.encode(data).decode(),
        json_deserializer=msgspec.json.decode,
        connect_args={"timeout": _PATIENCE, "check_same_thread": False},
        pool_size=_CONNECTIONS,
        max_overflow=0,
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # or the driver begins transactions by itself, too late
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    """SQLite's one write lock is taken at once: a reader that became a writer could fail."""
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _found(connection: Connection) -> None:
    """Make the tables of an empty database; refuse those of a newer programme."""
    FACT.create(connection, checkfirst=True)
    version = fact(connection, "version")
    if version is None:
        METADATA.create_all(connection)
        set_fact(connection, "version", str(VERSION))
        set_fact(connection, "replica", draw_replica())
        set_fact(connection, "stream", secrets.token_hex(8))
    elif int(version) > VERSION:
        raise CenterError(
            _("Kho của trung tâm do bản mới hơn tạo ra; hãy cài bản mới. Kho được giữ nguyên.")
        )
    elif int(version) < VERSION:
        migrations.bring_up(connection, int(version))
        set_fact(connection, "version", str(VERSION))
    if fact(connection, "schema") != str(SCHEMA):  # it may understand more of the streams now
        connection.execute(sql.delete(RECORD))
        connection.execute(sql.update(COMMUNE).values(projected=0))
        set_fact(connection, "schema", str(SCHEMA))
    if fact(connection, "signing") is None:
        drawn = keys.draw()
        set_fact(connection, "signing", drawn.signing)
        set_fact(connection, "identity", drawn.identity)


def own_keys(connection: Connection) -> SecretKeys:
    """The keys of this centre, drawn when it was made."""
    signing, identity = fact(connection, "signing"), fact(connection, "identity")
    return SecretKeys(signing or "", identity or "")


def fact(connection: Connection, name: str) -> str | None:
    """Something the centre knows of itself."""
    value: str | None = connection.scalar(sql.select(FACT.c.value).where(FACT.c.name == name))
    return value


def set_fact(connection: Connection, name: str, value: str) -> None:
    """Remember something of the centre itself."""
    connection.execute(sql.delete(FACT).where(FACT.c.name == name))
    connection.execute(sql.insert(FACT).values(name=name, value=value))


def lock(connection: Connection, commune: str) -> int:
    """Hold a commune's row until the transaction ends; the last position it gave."""
    position: int = connection.execute(
        sql.select(COMMUNE.c.position).where(COMMUNE.c.code == commune).with_for_update()
    ).scalar_one()
    return position


def now() -> str:
    """The centre's time, as it is stored and told: ISO, UTC."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")
