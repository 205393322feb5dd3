"""What can go wrong in the commune's memory.

    DatabaseError
    +-- NewerDatabase      written by a newer programme; left untouched
    +-- NotAProfile        the file is not ours, or is damaged
    +-- WrongKey           encrypted, and the key does not open it
    +-- CannotWrite        full disk, read-only folder, folder on a share or in a cloud drive
    +-- InUse              another programme holds the profile
    +-- BlobError          an evidence file that cannot be taken, is missing or was altered
    +-- Refused            what the officer asked cannot be done, and why

Each carries the sentence the officer reads: what happened and what to do.
"""

from __future__ import annotations


class DatabaseError(Exception):
    """The world's fault, told to the officer with advice."""

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence
        super().__init__(sentence)


class NewerDatabase(DatabaseError):
    """The database was written by a newer programme."""


class NotAProfile(DatabaseError):
    """The file is not a database of this programme, or is damaged."""


class WrongKey(DatabaseError):
    """The database is encrypted and this key does not open it."""


class CannotWrite(DatabaseError):
    """The folder or the disk does not take what must be written."""


class InUse(DatabaseError):
    """Another programme holds this profile."""


class BlobError(DatabaseError):
    """An evidence file that cannot be taken, is missing or was altered."""


class Refused(DatabaseError):
    """What was asked cannot be done; nothing was written."""
