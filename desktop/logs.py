"""The log of this PC: what the programme did and where it stumbled.

Never in it: names, answers, files' contents, tokens, keys.  A trace tells places in the code and
the kind of an error; its own text is left out, for it may quote what somebody typed.
"""

from __future__ import annotations

import threading
import traceback
from datetime import datetime
from pathlib import Path

LARGEST = 512 * 1024  # bytes of one file; an older one is kept beside it
_NAME, _OLDER = "langso.log", "langso.1.log"

_path: Path | None = None
_lock = threading.Lock()


def start(profile: Path) -> Path:
    """Log into this profile's folder from now on; the path of the file.

    Where the profile takes no file, the log goes to the system's temporary folder.
    """
    global _path
    folder = profile / "logs"
    try:
        folder.mkdir(exist_ok=True)
    except OSError:
        import tempfile  # hardly ever needed

        folder = Path(tempfile.gettempdir())
    _path = folder / _NAME
    return _path


def stop() -> None:
    """Keep nothing more."""
    global _path
    _path = None


def say(words: str) -> None:
    """One line about the programme itself; nothing where no log was started."""
    if _path is None:
        return
    at = datetime.now().astimezone().isoformat(timespec="milliseconds")
    with _lock:
        try:
            if _path.exists() and _path.stat().st_size > LARGEST:
                _path.replace(_path.with_name(_OLDER))
            with _path.open("a", encoding="utf-8") as file:
                file.write(f"{at} {words}\n")
        except OSError:
            stop()  # a full disk must not turn one trouble into many


def wrong(error: BaseException) -> None:
    """Where our own fault happened."""
    say(outline(error))


def outline(error: BaseException) -> str:
    """A trace without any values: file, line and function, then the error's kind."""
    places = [
        f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)
    ]
    lines = ["fault", *places, type(error).__qualname__]
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return "\n".join([*lines, "from", outline(cause)] if cause else lines)
