"""What a screen is given, and nothing else: the commune's memory, the pulse, a worker, the line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from msgspec import Struct, field
from PySide6.QtCore import QObject, Signal

from db.queries.ledger import AtStake
from db.store import Store
from ui.drafts import Drafts

if TYPE_CHECKING:
    from rules.worksheet import Worksheet

T = TypeVar("T")


class Pulse(QObject):
    """Says which record types changed, after it is on the disk."""

    changed = Signal(frozenset)  # names of record types
    saved = Signal(frozenset)  # the same, only when an officer of this PC did it

    def beat(self, *types: str) -> None:
        """These record types changed."""
        self.changed.emit(frozenset(types))


class Job(Protocol):
    """Work under way off the window's thread."""

    def stop(self) -> None:
        """Ask it to end; its result is dropped."""


class Worker(Protocol):
    """Runs plain functions on another thread with a connection of their own."""

    def run(
        self,
        job: Callable[[Store, Callable[[], bool], Callable[[int, int], None]], T],
        *,
        owner: QObject,
        done: Callable[[T], None],
        failed: Callable[[Exception], None],
        progress: Callable[[int, int], None] | None = None,
    ) -> Job:
        """Run `job(store, stop, progress)`; answers arrive on the window's thread.

        They are dropped when `owner` is gone by then.  `progress` hears (done, whole).
        """


class Asked(Struct, frozen=True):
    """How an officer wants a round."""

    data_only: bool = False  # files later
    budget: int | None = None  # bytes it may move
    accept: bool = False  # take in what was held back because it takes much away


class Moving(Struct, frozen=True):
    """How far the round under way has come."""

    phase: str  # send, fill, take, files_up, files_down
    done: int  # changes, records of a filling, or bytes of files
    whole: int  # 0 where that is not known
    bytes: int  # that went over the line in this round
    seconds_left: int | None = None  # of this phase, where that can be told


class LineView(Struct, frozen=True):
    """How things stand between this PC and the centre, as the status bar and Đồng bộ show it."""

    enrolled: bool  # whether this PC belongs to a centre at all
    phase: str  # idle, sending, paused, offline, trouble
    waiting: int  # changes the centre has not acknowledged
    waiting_since: str | None  # ISO time of the oldest of them
    files_waiting: int
    refused: int
    conflicts: int
    last_done: str | None  # ISO time of the last round that reached the centre
    sentence: str | None  # what the officer should know or do
    at_stake: AtStake = AtStake(0, 0, 0)
    moving: Moving | None = None  # while sending
    refused_much: bool = False  # whether that took so much out of the tables that one must look
    shut_out: bool = False  # whether the centre takes this PC only by a new code
    limit: Asked = Asked()  # how rounds nobody asks for go: the officer's last wish, what is left
    met: bool = True  # whether the centre has answered since the programme was opened


class Invited(Struct, frozen=True):
    """What a file or picture of the centre says about enrolling."""

    address: str
    code: str


class Line(Protocol):
    """The way to the centre."""

    @property
    def changed(self) -> Any:
        """Fires when `view()` would answer differently."""

    def view(self) -> LineView:
        """How things stand now."""

    def send_now(self) -> None:
        """Start a round without limits, unless one is under way; after a pause, go on as before."""

    def send(self, asked: Asked) -> None:
        """Start a round as the officer wants it; its limits hold for those that follow."""

    def pause(self) -> None:
        """End the round under way at its next safe place, and begin none until `send_now`."""

    def invited(self, path: Path) -> Invited:
        """What this file or picture of the centre says; an error with a sentence for others."""

    def enrol(
        self,
        url: str,
        code: str,
        done: Callable[[], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Make this PC a device of the centre; what was entered before goes along."""


class Papers(Protocol):
    """Papers of a class, to be printed and signed."""

    def write(self, store: Store, actor: str, kind: str, course: str, path: Path) -> int:
        """Write "invitation", "sign-sheet" or "certificates" of a class into an .xlsx file.

        Work for the worker; that it left is noted.  How many people stand on it.
        """


class Stick(Struct, frozen=True):
    """A place outside this PC that is there now."""

    name: str
    path: Path
    answers: tuple[Path, ...] = ()  # files of the centre for this PC, not taken in yet


class CarryView(Struct, frozen=True):
    """What can be carried by hand now, as the status bar and Đồng bộ show it."""

    sticks: tuple[Stick, ...] = ()
    folder: Path | None = None  # the second folder an officer chose
    folder_there: bool = False  # whether it can be reached now
    busy: bool = False
    done: int = 0  # bytes
    whole: int = 0
    sentence: str = ""  # what came of the last deed
    failed: bool = False  # whether that is bad news
    same_disk: bool = False  # the folder just chosen lies beside the profile, and was not kept
    held_back: Path | None = None  # an answer that waits for an officer's word


class Carrier(Protocol):
    """The way to the centre, or at least out of this PC, by stick, folder or letter."""

    @property
    def changed(self) -> Any:
        """Fires when `view()` would answer differently."""

    def view(self) -> CarryView:
        """What can be carried now."""

    def lay_down(self, where: Path, *, limit: int | None = None, data_only: bool = False) -> None:
        """Write what only this PC knows into this folder or file: off the window's thread.

        A bundle for the centre; where there is no centre yet, a whole backup.  `limit` is the
        most bytes of one file.
        """

    def take(self, file: Path, *, accept: bool = False) -> None:
        """Take in an answer of the centre, off the window's thread."""

    def choose(self, folder: Path) -> bool:
        """Remember a second folder, on another disk or PC.

        False for one beside the profile: it would protect nothing, and the view says so.
        """


class KeysView(Struct, frozen=True):
    """How the profile is protected."""

    encrypted: bool
    passphrase: bool = False  # opened by a passphrase, where the system keeps no keys
    changing: bool = False  # another key is put in place when the profile is next opened
    code_made: bool = False  # the recovery code
    code_tested: str | None = None  # ISO date


class Keys(Protocol):
    """What protects the profile: its recovery code, its key, and backups."""

    def view(self) -> KeysView:
        """How things stand now."""

    def new_code(self) -> str:
        """A new recovery code; an older one serves until this one was tried."""

    def try_code(self, typed: str) -> None:
        """Try a code as typed from paper and remember that it works; else an error says why."""

    def change_key(self, passphrase: str | None = None) -> None:
        """Have another key put in place when the profile is next opened.

        A new passphrase serves at once.  Errors come with a sentence.
        """

    def back_up(
        self,
        target: Path,
        store: Store,
        stop: Callable[[], bool],
        progress: Callable[[int, int], None],
    ) -> str:
        """Write the whole profile into one file; a job for the worker.

        What the officer should know of it besides; "" for nothing.
        """


class Spreadsheets(Protocol):
    """Files of spreadsheets; both deeds are work for the worker."""

    def read(self, path: Path) -> tuple[Worksheet, ...]:
        """Every sheet of a file; an error with a sentence where that cannot be."""

    def export(
        self,
        store: Store,
        actor: str,
        kind: str,
        path: Path,
        *,
        phones: bool = False,
        purpose: str | None = None,
    ) -> int:
        """Write a whole list ("people", "training", "assessments") into a file; its rows.

        That it left is noted; telephone numbers stay here unless they are asked for.
        """


GONE_OVER = "succession"  # preference: to which commune this PC has gone over


class Heir(Struct, frozen=True):
    """A commune that this one went into."""

    code: str
    name: str


class Succession(Protocol):
    """The way to a new profile, for a commune that was merged."""

    def heirs(self) -> tuple[Heir, ...]:
        """The communes this one is part of now; none while it exists."""

    def folder(self, heir: str) -> Path:
        """Where the heir's profile would lie."""

    def asks_passphrase(self) -> bool:
        """Whether the new profile needs a passphrase of its own."""

    def take_over(
        self,
        heir: str,
        folder: Path,
        passphrase: str | None,
        actor: str,
        store: Store,
        stop: Callable[[], bool],
        progress: Callable[[int, int], None],
    ) -> str:
        """Make the heir's profile, or go on with it; a job for the worker.

        `progress` hears files.  What came along and what to do next, in sentences.
        """


class Preferences(Protocol):
    """What this PC remembers about how it is used."""

    def get(self, name: str, default: str = "") -> str:
        """A remembered value."""

    def set(self, name: str, value: str) -> None:
        """Remember a value."""


class Desk(Struct):
    """Given to every screen."""

    store: Store
    actor: str  # id of the officer at work
    pulse: Pulse
    worker: Worker
    line: Line
    papers: Papers
    carrier: Carrier
    preferences: Preferences
    keys: Keys
    spreadsheets: Spreadsheets
    succession: Succession
    restyle: Callable[[], None]  # look and words again, after a preference changed
    drafts: Drafts = field(default_factory=Drafts)  # what was typed and is not saved

    def wrote(self, *types: str) -> None:
        """A save of these record types is on the disk: tell every screen and the line."""
        self.pulse.saved.emit(frozenset(types))
        self.pulse.beat(*types)
