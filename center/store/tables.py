"""The centre's tables; every key starts with the commune, so that they can be split by it.

Plain SQL that SQLite and PostgreSQL both speak.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

from center.store.octets import Octets

VERSION = 2  # of these tables
METADATA = MetaData()

FACT = Table(  # what the centre knows of itself: version, replica, clock
    "fact",
    METADATA,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)
COMMUNE = Table(
    "commune",
    METADATA,
    Column("code", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("position", Integer, nullable=False),  # the last one given; its row is the lock
    Column("projected", Integer, nullable=False),  # up to where `record` has read the stream
    Column("last_received", Text),  # when a device last brought something new
)
DEVICE = Table(
    "device",
    METADATA,
    Column("commune", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("replica", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("token_hash", Text, nullable=False),
    Column("version", Text, nullable=False),  # of its programme
    Column("enrolled_at", Text, nullable=False),
    Column("last_seen", Text),
    Column("revoked_at", Text),
    Column("lineage", Text, nullable=False, server_default=""),  # shared by a PC's enrolments
    Column("verify", Text),  # its public keys; NULL where its programme had none
    Column("recipient", Text),
    Column("last_own", Text),  # the last change of its own that it brought
    Column("next_token_hash", Text),  # while a renewed token is on its way
    Column("past_token_hash", Text),  # the one that gave way to it
    Column("token_since", Text),  # when its last token was given
    Column("note", Text),  # what an administrator should know: twin, restored, copied, adopted
    Column("origin", Text),  # the device this PC was before
    Column("returned", Integer, nullable=False, server_default="0"),  # changes of other PCs
    UniqueConstraint("commune", "token_hash"),
)
REPLICA = Table(  # names of replicas, bound to the lineage that first wrote under them
    "replica",
    METADATA,
    Column("commune", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("lineage", Text, nullable=False),
)
CODE = Table(  # one-time enrolment codes
    "code",
    METADATA,
    Column("commune", Text, primary_key=True),
    Column("hash", Text, primary_key=True),
    Column("expires", Text, nullable=False),
    Column("used_at", Text),
)
CHANGE = Table(  # the streams: never altered, never deleted
    "change",
    METADATA,
    Column("commune", Text, primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("id", Text, nullable=False),
    Column("type", Text, nullable=False),
    Column("record", Text, nullable=False),
    Column("body", Octets, nullable=False),  # as the device made it, to the letter
    Column("received_at", Text, nullable=False),
    Column("device", Text),  # who brought it; NULL for what the centre wrote
    UniqueConstraint("commune", "id"),
    Index("change_record", "commune", "record"),
    sqlite_with_rowid=False,
)
RECORD = Table(  # a reading of the streams, for pages and dumps
    "record",
    METADATA,
    Column("commune", Text, primary_key=True),
    Column("type", Text, primary_key=True),
    Column("record", Text, primary_key=True),
    Column("deleted", Boolean, nullable=False),
    Column("shown", JSON, nullable=False),  # every declared field, null where missing
    Column("conflicts", JSON, nullable=False),  # field: the answers that differ
    Column("heads", JSON),  # field: ids of its heads, oldest first
    Column("past", JSON),  # field: ids that were superseded before they came, if they ever do
    Column("digest", BigInteger),  # NULL where nothing of the record is understood here
    Column("newest", Integer),  # schema of its newest change, or more than any (rules.snapshot)
    Column("position", Integer),  # of its last change
    sqlite_with_rowid=False,
)
BLOB = Table(  # evidence files, each content once
    "blob",
    METADATA,
    Column("sha256", Text, primary_key=True),
    Column("size", Integer, nullable=False),
    Column("received_at", Text, nullable=False),
)
BLOB_OF = Table(  # which communes brought them, and may fetch them
    "blob_of",
    METADATA,
    Column("commune", Text, primary_key=True),
    Column("sha256", Text, primary_key=True),
)
UPLOAD = Table(  # files on their way
    "upload",
    METADATA,
    Column("commune", Text, primary_key=True),
    Column("device", Text, primary_key=True),
    Column("sha256", Text, primary_key=True),
    Column("size", Integer, nullable=False),
    Column("reached", Integer, nullable=False),  # bytes that are durable
    Column("begun_at", Text, nullable=False),
)
PACKAGE = Table(
    "package",
    METADATA,
    Column("number", Integer, primary_key=True),  # in the order of publishing
    Column("kind", Text, nullable=False),
    Column("id", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("published_at", Text, nullable=False),
    Column("signature", Text),  # of the body, by the centre's key; base64
    UniqueConstraint("kind", "id", "version"),
)
BUNDLE = Table(  # files that came by hand, so that one which comes again is known
    "bundle",
    METADATA,
    Column("commune", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("device", Text, nullable=False),
    Column("imported_at", Text, nullable=False),
    Column("changes", Integer, nullable=False),
)
