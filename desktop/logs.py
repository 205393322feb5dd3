"""The log of this PC: what the programme did and where it stumbled.

Never in it: names, answers, files' contents, tokens, keys.  A trace tells places in the code and
the kind of an error; its own text is left out, for it may quote what somebody typed.
"""

from __future__ import annotations

import logging
import tempfile
import traceback
from logging.handlers import RotatingFileHandler
from pathlib import Path

LARGEST = 512 * 1024  # bytes of one file
KEPT = 3  # older files

_log = logging.getLogger("langso")
_log.propagate = False
_log.setLevel(logging.INFO)
_log.addHandler(logging.NullHandler())  # before `start` and after `stop` nothing is kept


def start(profile: Path) -> Path:
    """Log into this profile's folder from now on; the path of the file.

    Where the profile takes no file, the log goes to the system's temporary folder.
    """
    stop()
    for folder in (profile / "logs", Path(tempfile.gettempdir())):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            handler = RotatingFileHandler(
                folder / "langso.log", maxBytes=LARGEST, backupCount=KEPT, encoding="utf-8"
            )
        except OSError:
            continue
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
        _log.addHandler(handler)
        return Path(handler.baseFilename)
    return folder


def stop() -> None:
    """Close the file."""
    for handler in _log.handlers[1:]:
        _log.removeHandler(handler)
        handler.close()


def say(words: str) -> None:
    """One line about the programme itself."""
    _log.info(words)


def wrong(error: BaseException) -> None:
    """Where our own fault happened."""
    _log.error(outline(error))


def keep(profile: Path, error: BaseException) -> Path:
    """Log one fault of a short-lived command; the path of the file."""
    path = start(profile if profile.is_dir() else Path(tempfile.gettempdir()))
    wrong(error)
    stop()
    return path


def outline(error: BaseException) -> str:
    """A trace without any values: file, line and function, then the error's kind."""
    places = [
        f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)
    ]
    lines = [*places, type(error).__qualname__]
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return "\n".join([*lines, "from", outline(cause)] if cause else lines)
