"""Sets the scene: a centre, two communes, a second PC, a review, a conflict.

Everything is done with the commands that anybody has, and goes over real HTTP.
"""

from __future__ import annotations

import contextlib
import io
import json
import shutil
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any

from msgspec import Struct

from db.commands import enrolment, submission
from db.commands import profile as officers
from db.queries import replica, rulebook
from desktop import atomic, profile
from desktop.__main__ import main
from desktop.demo import centre, papers, registers, sample
from desktop.demo.sample import Line, Sample
from desktop.settings import Preferences
from desktop.trouble import Told
from resources.words import _

_STATE = "demo.json"  # in the folder: that it is ours, and what is there
_SECOND = "may-2"


class State(Struct, frozen=True):
    """What a folder holds of an earlier run."""

    port: int = 0  # where the centre was reached
    done: bool = False


def recall(folder: Path) -> State:
    """What an earlier run left; Told when the folder holds something of somebody else's."""
    try:
        return State(**json.loads((folder / _STATE).read_bytes()))
    except FileNotFoundError:
        if folder.exists() and any(folder.iterdir()):
            raise Told(
                _("Thư mục {folder} đã có thứ khác; hãy chọn một thư mục trống.").format(
                    folder=folder
                )
            ) from None
        return State()
    except (ValueError, TypeError):
        return State()


def remember(folder: Path, state: State) -> None:
    """Leave word for the next run."""
    words = {"port": state.port, "done": state.done}
    atomic.write(folder / _STATE, json.dumps(words).encode())


def clear(folder: Path) -> None:
    """Sweep what a run that was cut off has left, before the scene is set anew."""
    for name in ("center", "papers", *(pc.name for pc in computers(folder))):
        shutil.rmtree(folder / name, ignore_errors=True)


def computers(folder: Path) -> tuple[Path, ...]:
    """The profiles of the scene, the one to open first."""
    first, *others = (folder / each.folder for each in sample.communes())
    return (first, folder / f"{first.name}-{_SECOND}", *others)


def prepare_center(data: Path) -> None:
    """An empty centre."""
    centre.ask("init", "--data", str(data))


def play(folder: Path, url: str, tell: Callable[[str], None], today: date) -> None:
    """Set the whole scene in an empty folder, with the centre that answers at this address."""
    data = folder / "center"
    for commune in sample.communes():
        pc = folder / commune.folder
        tell(_("{commune}: nhập số liệu mẫu…").format(commune=commune.name))
        _found(pc, commune, commune.officer)
        _fill(pc, commune, folder / "papers" / commune.folder, today)
        _join(pc, commune, url, data)
        if commune.data["submit"]:
            _submit(pc, commune)
        langso(pc, "sync")
        _review(commune, data)
    _second_desk(folder, url, data, tell)


def move(folder: Path, url: str) -> None:
    """Tell every PC of the scene that the centre is at another address now."""
    for pc in computers(folder):
        with profile.working(pc, "demo") as store:
            device = replica.status(store).device
            if device is not None and enrolment.center_url(store) != url:
                enrolment.keep(store, url, device)


def langso(pc: Path, *words: str) -> str:
    """Run one of our own commands on a profile; what it printed.  Told with its sentence."""
    said, wrong = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(wrong):
        status = main(["--profile", str(pc), *words])
    if status:
        raise Told(wrong.getvalue().strip())
    return said.getvalue().strip()


def _found(pc: Path, commune: Sample, officer: str) -> None:
    langso(pc, "init", "--commune", commune.code, "--officer", officer, "--no-encryption")
    with profile.working(pc, "demo") as store:
        preferences = Preferences(store)
        preferences.set("subject", f"{commune.set}/{commune.period}")
        preferences.keep()


def _join(pc: Path, commune: Sample, url: str, data: Path) -> None:
    code = centre.ask("code", "--data", str(data), commune.code)
    langso(pc, "enrol", "--center", url, "--code", code)


def _fill(pc: Path, commune: Sample, drawn: Path, today: date) -> None:
    officer = json.loads(langso(pc, "status", "--json"))["officer"]
    _apply(pc, sample.lines(commune, officer, today))
    _apply(pc, registers.lines(commune))
    drawn.mkdir(parents=True, exist_ok=True)
    for paper in commune.papers:
        file = drawn / paper.file
        papers.make(file, paper.title, commune.name)
        target = "/".join(sample.key(commune, paper.indicator).values())
        record = langso(pc, "attach", "assessment", target, str(file), "--title", paper.title)
        if paper.about:
            _apply(pc, [{"type": "evidence", "record": record, "set": dict(paper.about)}])


def _apply(pc: Path, lines: Iterable[Line]) -> None:
    edits = pc / "edits.jsonl"
    edits.write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")
    langso(pc, "apply", str(edits))
    edits.unlink()


def _submit(pc: Path, commune: Sample) -> None:
    with profile.working(pc, "demo") as store:
        version = rulebook.criteria(store, commune.set).version
        actor = officers.actor(store)
        submission.submit(store, actor, commune.set, commune.period, version)


def _review(commune: Sample, data: Path) -> None:
    verdicts = {code: ["--accept"] for code in commune.data["accepted"]}
    verdicts |= {code: ["--return", words] for code, words in commune.data["returned"].items()}
    for code, verdict in verdicts.items():
        place = ["--set", commune.set, "--period", commune.period, "--indicator", code]
        centre.ask("review", commune.code, "--data", str(data), *place, *verdict)


def _second_desk(folder: Path, url: str, data: Path, tell: Callable[[str], None]) -> None:
    """A second PC of the first commune, and a question both answered while apart."""
    commune = sample.communes()[0]
    first, second = computers(folder)[:2]
    tell(_("{commune}: máy thứ hai…").format(commune=commune.name))
    _found(second, commune, commune.data["second"])
    _join(second, commune, url, data)
    langso(second, "sync")
    dispute: dict[str, Any] = commune.data["dispute"]
    for pc, answer in ((first, dispute["first"]), (second, dispute["second"])):
        place = sample.key(commune, dispute["indicator"])
        _apply(pc, [{"type": "assessment", "key": place, "set": answer}])
    for pc in (first, second, first):
        langso(pc, "sync")
