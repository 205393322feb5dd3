"""What is carried by hand, as the window sees it: sticks that come and go, and a second folder."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QObject, QTimer, Signal

from db.queries import ledger
from db.store import Store
from desktop import trouble, volumes
from desktop.runner import Runner
from desktop.secrets import Safe
from resources.words import _, many
from rules.numbers import show
from rules.records import EVIDENCE, REGISTRY
from ui.desk import CarryView, Preferences, Pulse, Stick

if TYPE_CHECKING:
    from desktop.bundles import Stop, Tell
    from sync.round import RoundResult
    from sync.stick.out import Exported

LOOK_EVERY = 2000  # milliseconds
_FOLDER = "second_folder"  # preference


class Carrier(QObject):
    """See the desk.  `trips` does one errand after the other, rounds of the line among them."""

    changed = Signal()

    def __init__(
        self,
        store: Store,
        safe: Safe,
        pulse: Pulse,
        preferences: Preferences,
        trips: Runner,
        sticks: Callable[[], tuple[Path, ...]] = volumes.sticks,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._store, self._safe, self._pulse = store, safe, pulse
        self._preferences, self._trips, self._sticks = preferences, trips, sticks
        self._looks = Runner(store.another, threads=1, parent=self)  # never behind a slow round
        self._roots: tuple[Path, ...] = ()
        self._lay: volumes.Lying | None = None  # there when they were read; None: not yet
        chosen = preferences.get(_FOLDER)
        self._view = CarryView(folder=Path(chosen) if chosen else None)
        self._watch = QTimer(self)
        self._watch.setInterval(LOOK_EVERY)
        self._watch.timeout.connect(self.look)

    # -- what screens ask ------------------------------------------------------------------------

    def view(self) -> CarryView:
        """See the desk."""
        return self._view

    def lay_down(self, where: Path, *, limit: int | None = None, data_only: bool = False) -> None:
        """See the desk."""
        if not self._view.busy:
            self._begin()
            job = partial(_written, self._safe, where, limit, data_only)
            self._run(self._looks, job, self._laid_down)

    def take(self, file: Path, *, accept: bool = False) -> None:
        """See the desk."""
        if not self._view.busy:
            self._begin()
            failed = partial(self._not_taken, file)
            self._run(self._trips, partial(_taken, self._safe, file, accept), self._brought, failed)

    def choose(self, folder: Path) -> bool:
        """See the desk."""
        apart = volumes.apart(folder, self._store.folder)
        if apart:
            self._keep(folder)
        elif folder == self._view.folder:  # chosen when nobody was told
            self._keep(None)
        told = "" if apart else _beside(folder)
        self._become(replace(self._view, sentence=told, failed=not apart, same_disk=not apart))
        return apart

    def _keep(self, folder: Path | None) -> None:
        self._preferences.set(_FOLDER, str(folder or ""))
        self._view = replace(self._view, folder=folder, folder_there=_is_there(folder))

    # -- what the programme does -----------------------------------------------------------------

    def start(self) -> None:
        """Begin to look for sticks."""
        folder = self._view.folder
        if folder is not None and folder.is_dir() and not volumes.apart(folder, self._store.folder):
            self.choose(folder)
        self.look()
        self._watch.start()

    def stop(self) -> None:
        """End."""
        self._watch.stop()
        self._looks.stop()

    def look(self) -> None:
        """See what is plugged in now; what lies on a stick is looked up on another thread.

        A stick is looked at again when its files have changed: an answer may be copied onto it.
        """
        roots, there = self._sticks(), _is_there(self._view.folder)
        if there != self._view.folder_there:
            self._become(replace(self._view, folder_there=there))
        if roots != self._roots or self._lies_otherwise():
            self._roots = roots
            self._look_at()

    def _lies_otherwise(self) -> bool:
        return self._lay is not None and _lying(self._roots) != self._lay

    def _look_at(self) -> None:
        self._lay = None
        self._run(self._looks, partial(_found, self._safe, self._roots), self._show_sticks)

    def _show_sticks(self, found: tuple[volumes.Lying, tuple[Stick, ...]]) -> None:
        self._lay, sticks = found
        if sticks != self._view.sticks:
            self._become(replace(self._view, sticks=sticks))

    def _laid_down(self, told: str) -> None:
        self._end(told)
        self._pulse.beat()

    def _brought(self, told: str) -> None:
        self._end(told)
        self._look_at()
        self._pulse.beat(*REGISTRY, EVIDENCE.name, "package")

    def _not_taken(self, file: Path, error: Exception) -> None:
        from sync.errors import MassChange

        self._failed(error)
        if isinstance(error, MassChange):
            self._become(replace(self._view, held_back=file))
        self._pulse.beat()

    def _failed(self, error: Exception) -> None:
        told = trouble.sentence(error) or _(
            "Việc chép vừa rồi gặp lỗi ngoài dự kiến; số liệu trên máy giữ nguyên, hãy thử lại."
        )
        self._become(replace(self._view, busy=False, sentence=told, failed=True))

    def _begin(self) -> None:
        self._become(
            replace(
                self._view,
                busy=True,
                done=0,
                whole=0,
                sentence="",
                failed=False,
                same_disk=False,
                held_back=None,
            )
        )

    def _end(self, told: str) -> None:
        self._become(replace(self._view, busy=False, sentence=told))

    def _moved(self, done: int, whole: int) -> None:
        self._become(replace(self._view, done=done, whole=whole))

    def _run(
        self,
        runner: Runner,
        job: Callable[..., object],
        done: Callable[..., None],
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        runner.run(job, owner=self, done=done, failed=failed or self._failed, progress=self._moved)

    def _become(self, view: CarryView) -> None:
        self._view = view
        self.changed.emit()


def _beside(folder: Path) -> str:
    return _(
        "Thư mục {folder} nằm cùng ổ đĩa với hồ sơ này: máy hỏng là mất cả hai, nên chưa chép gì"
        " vào đó. Hãy chọn USB, một ổ khác hoặc thư mục trên máy khác."
    ).format(folder=folder)


def _is_there(folder: Path | None) -> bool:
    return folder is not None and folder.is_dir()


def _found(
    safe: Safe, roots: tuple[Path, ...], store: Store, _stop: Stop, _tell: Tell
) -> tuple[volumes.Lying, tuple[Stick, ...]]:
    from desktop import bundles  # brings encryption, which a start can do without

    lay = _lying(roots)  # before they are read: what changes meanwhile is looked at again
    joined = bundles.has_keys(store, safe)
    sticks = tuple(
        Stick(
            volumes.named(root),
            root,
            tuple(bundles.answers(store, safe, root)) if joined else (),
        )
        for root in roots
    )
    return lay, sticks


def _lying(roots: tuple[Path, ...]) -> volumes.Lying:
    if not roots:
        return frozenset()
    from sync.parts import SUFFIX  # which a start can do without

    return volumes.lying(roots, SUFFIX)


def _written(
    safe: Safe,
    where: Path,
    limit: int | None,
    data_only: bool,
    store: Store,
    stop: Stop,
    tell: Tell,
) -> str:
    """Lay down a bundle, or a backup where no centre takes it; what the officer is told.

    What the centre refused goes into no bundle, so a place that lacks it gets a backup as well.
    """
    from desktop import bundles
    from sync.parts import LARGEST

    beside = [] if volumes.apart(_folder(where), store.folder) else [_in_one_place()]
    if not bundles.are_taken(store, safe):
        return " ".join((_backed_up(where, store, stop, tell), *beside))
    done = bundles.export(
        store, safe, where, limit=limit or LARGEST, data_only=data_only, stop=stop, progress=tell
    )
    told = _laid_words(done)
    refused = ledger.at_stake(store).refused
    if refused and where.is_dir() and not beside:
        told = " ".join((told, _backed_up(where, store, stop, tell, refused)))
    return " ".join((told, *done.troubles, *beside))


def _laid_words(done: Exported) -> str:
    if len(done.files) > 1:
        return many(
            "Đã chép {changes} thay đổi và {evidence} tệp minh chứng thành {n} tệp, từ {first} đến"
            " {last}, trong {folder}; hãy gửi đủ các tệp ấy đến trung tâm và nhận tệp trả lời về.",
            len(done.files),
        ).format(
            changes=show(done.changes),
            evidence=show(done.evidence),
            first=done.files[0].name,
            last=done.files[-1].name,
            folder=done.files[0].parent,
        )
    return _(
        "Đã chép {changes} thay đổi và {files} tệp vào {path}; hãy mang đến trung tâm và mang tệp"
        " trả lời về."
    ).format(changes=show(done.changes), files=show(done.evidence), path=done.files[0])


def _folder(where: Path) -> Path:
    return where if where.is_dir() else where.parent


def _backed_up(where: Path, store: Store, stop: Stop, tell: Tell, refused: int = 0) -> str:
    """Lay down a backup of the whole profile; what the officer is told."""
    from desktop import archive, bundles

    target = where / bundles.fresh_name(".zip") if where.is_dir() else where
    archive.write(store, target, stop, tell)
    told = _written_words(target, refused)
    return " ".join(filter(None, (told, archive.remark(store))))


def _written_words(target: Path, refused: int) -> str:
    if refused:
        return many(
            "Kèm theo là bản sao lưu {path}, vì trong tệp gửi không có {n} thay đổi bị trung tâm"
            " trả lại.",
            refused,
        ).format(path=target.name)
    return _("Đã chép một bản sao lưu của cả hồ sơ vào {path}.").format(path=target)


def _in_one_place() -> str:
    return _("Tệp này còn nằm cùng ổ đĩa với hồ sơ, nên máy hỏng là mất cả hai.")


def _taken(safe: Safe, file: Path, accept: bool, store: Store, stop: Stop, tell: Tell) -> str:
    """Take in an answer; what the officer is told, with the centre's counts."""
    from db import rounds
    from desktop import bundles

    done: RoundResult = bundles.take(store, safe, file, accept=accept, stop=stop, progress=tell)
    counts = _(
        "Trung tâm đã xác nhận {pushed} thay đổi và {up} tệp; nhận về {pulled} thay đổi và"
        " {down} tệp."
    ).format(
        pushed=show(done.pushed),
        up=show(done.files_up),
        pulled=show(done.pulled),
        down=show(done.files_down),
    )
    refused = (
        many("Trung tâm chưa nhận {n} thay đổi; xem mục Đồng bộ.", done.refused)
        if done.refused
        else ""
    )
    (kept,) = rounds.latest(store)
    return " ".join(each for each in (counts, refused, kept.sentence) if each)
