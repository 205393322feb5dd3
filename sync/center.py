"""The centre as a device sees it: what may be asked of it, over whatever carrier."""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct

if TYPE_CHECKING:
    from sync.keys import PublicKeys
    from sync.snapshot import Place, Portion

Stop = Callable[[], bool]  # whether to stop at the next safe place
Moved = Callable[[int, int], None]  # bytes done, bytes in all


class Arriving(Protocol):
    """A file's content as it comes in."""

    @property
    def reached(self) -> int:
        """Bytes that are there, from earlier tries too."""

    def append(self, content: bytes) -> None:
        """Add to the end of the content."""


def never() -> bool:
    """Nobody asks to stop."""
    return False


def unheard(_done: int, _whole: int) -> None:
    """Nobody listens to the progress."""


class Enrolment(Struct, frozen=True):
    """What a device gets for its one-time code; the token is a secret, kept by the desktop."""

    device: str
    token: str
    commune: str
    commune_name: str
    center_keys: PublicKeys | None = None  # to check and encrypt what goes by hand

    def __repr__(self) -> str:
        """Without the token: it must not reach a log by accident."""
        return f"Enrolment(device={self.device!r}, commune={self.commune!r})"


RESTORED = "restored"  # notes on devices: it took an identity of its own, for it lacked changes
COPIED = "copied"  # an older copy of it did so
TWIN = "twin"  # and both go on
ADOPTED = "adopted"  # it goes on with the names of another device, by its code alone


class Applicant(Struct, frozen=True):
    """What a PC that would enrol says of itself."""

    replica: str  # the name it writes under now
    name: str  # for people
    keys: PublicKeys | None = None  # its own, the public halves
    former: str | None = None  # its token of an earlier enrolment, even a revoked one
    names: tuple[str, ...] = ()  # it wrote under before
    secret: str | None = None  # drawn by the PC, so that asking again with it is no second device

    def __repr__(self) -> str:
        """Without the secrets: they must not reach a log by accident."""
        return f"Applicant(replica={self.replica!r}, name={self.name!r})"


class Hello(Struct, frozen=True):
    """The centre's first answer: is there anything to do?"""

    server_time: str  # ISO, UTC
    position: int  # the highest of this commune's stream
    schema: int  # version of the declarations the centre knows
    oldest: int  # protocol versions it speaks: from
    newest: int  # to
    commune: str
    packages: int = 0  # how many were published
    taken_at: str | None = None  # when it took the change at the position that was asked about
    last_own: str | None = None  # the last change of its own that this device brought
    renew: bool = False  # it is time for another token
    records: int | None = None  # told to who stands at 0: there are so many, where a snapshot pays


class Answer(Struct, frozen=True, gc=False):
    """What the centre says of one pushed change: a position, or why it does not take it."""

    position: int | None
    known: bool = False  # it had the change before; the position is the old one
    code: str = ""
    sentence: str = ""
    at: str = ""  # of a known one: when it was taken


class Answers(Struct, frozen=True):
    """The centre's answers to a batch, in the batch's order, and its time."""

    at: str
    answers: tuple[Answer, ...]


class Page(Struct, frozen=True):
    """A piece of the commune's stream, in the centre's order and without gaps."""

    changes: tuple[tuple[int, bytes], ...]  # position and body
    cursor: int  # position of the last of them
    more: bool
    taken_at: str | None = None  # when the centre took the last of them


class Published(Struct, frozen=True):
    """A package as the centre published it, to the letter."""

    number: int  # in the order of publishing, from 1
    kind: str
    id: str
    version: int
    sha256: str  # of the body
    body: str
    published_at: str
    signature: str | None = None  # of the body, by the centre's key; base64


class Digests(Struct, frozen=True):
    """What the centre's reading of a commune's stream comes to, to be compared with one's own."""

    position: int  # up to which it was read
    types: dict[str, int]  # of each record type the sum of its records' digests (rules.digest)
    beyond: list[str] = []  # types of which the two sides understand different changes


class Traffic(Struct):
    """What went over the line since the centre was first spoken to."""

    up: int = 0  # bytes, headers and bodies as sent
    down: int = 0
    requests: int = 0
    most: int | None = None  # bytes that may go over the line in all; None: as many as it takes

    @property
    def left(self) -> int:
        """Bytes that may still go over the line."""
        return sys.maxsize if self.most is None else self.most - self.up - self.down


class Center(Protocol):
    """What a device may ask.  Every call raises errors.SyncError; every call may be repeated."""

    traffic: Traffic

    def enrol(self, code: str, pc: Applicant) -> Enrolment:
        """Make this PC a device of a commune, by a one-time code."""

    def again(self, missing: str) -> Enrolment:
        """Become a device apart: for a copy of a profile, which lacks this change of its own.

        The old device goes on, for it may be the other copy.  Whoever asks twice is one device.
        """

    def renew(self) -> None:
        """Get another token; the old one holds until the new one was used."""

    def hello(self, at: int = 0) -> Hello:
        """Where the commune's stream stands, and since when it has what is at a position."""

    def push(self, bodies: Sequence[bytes], *, returned: bool = False) -> Answers:
        """Offer changes; when this returns, those with a position are durable at the centre.

        `returned`: other PCs made them, and the centre has lost them.
        """

    def since(self, position: int, limit: int) -> Page:
        """What the stream has after this position, at most `limit` changes."""

    def packages(self, after: int) -> Sequence[Published]:
        """What was published after this number, the next few of it."""

    def snapshot(self, after: Place | None, limit: int) -> Portion:
        """The commune's records without their history, from the first or after a place."""

    def digests(self) -> Digests:
        """What the commune's records come to at the centre, up to the change it has read last."""

    def have(self, sha256s: Collection[str]) -> set[str]:
        """Which of these files the centre holds for the commune."""

    def reached(self, sha256: str) -> int | None:
        """How many bytes of a file earlier tries brought to the centre; None where it has none."""

    def send_piece(self, sha256: str, size: int, at: int, piece: bytes) -> int:
        """Bring the bytes of a file that begin at `at`; how many the centre has now.

        It keeps all of them or none.  The first piece begins the file anew; where another is sent
        to a place the file has not come to, nothing is kept and the answer tells the right place.
        Raises FileRefused when the whole content is not what its name says.
        """

    def fetch_file(
        self, sha256: str, size: int, into: Arriving, progress: Moved = unheard, stop: Stop = never
    ) -> None:
        """Bring a file of the centre, going on after the bytes that were there."""
