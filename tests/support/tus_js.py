"""tus-js-client: fetched once into build/ where node is, and run as a programme of its own.

python -m tests.support.tus_js      fetches it
"""

from __future__ import annotations

import functools
import hashlib
import json
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

HOUSE = Path(__file__).parents[2]
_OURS = Path(__file__).with_name("node")
_FETCH = ("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")


class NotHad(Exception):
    """The client cannot be had on this machine, and why."""


@functools.cache
def why_not() -> str:
    """Why it cannot be run here; nothing where it can."""
    if shutil.which("node") is None:
        return "there is no node"
    try:
        fetched()
    except NotHad as reason:
        return str(reason)
    return ""


def fetched() -> Path:
    """The folder with the client, as our lock pins it, and our few lines; whole or not there.

    Raises NotHad.
    """
    ours = b"".join(path.read_bytes() for path in sorted(_OURS.iterdir()))
    folder = HOUSE / "build" / f"node-{hashlib.sha256(ours).hexdigest()[:12]}"
    if not folder.exists():
        folder.parent.mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent) as name:
            made = Path(name) / "made"
            shutil.copytree(_OURS, made)
            _install(made)
            if not folder.exists():  # another worker may have been faster
                made.rename(folder)
    return folder


def _install(folder: Path) -> None:
    npm = shutil.which("npm")
    if npm is None:
        raise NotHad("there is no npm to fetch the client with")
    done = subprocess.run(
        [npm, *_FETCH], cwd=folder, capture_output=True, encoding="utf-8", check=False
    )
    if done.returncode:
        told = " ".join(done.stderr.split())[:200]
        raise NotHad(f"npm could not fetch the client from its registry: {told}")


def upload(**asked: Any) -> dict[str, Any]:
    """Let the client upload as it is asked (see node/upload.mjs); what it told at its end."""
    done = subprocess.run(
        ["node", "upload.mjs", json.dumps(asked)],
        cwd=fetched(),
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=True,
    )
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


if __name__ == "__main__" and (reason := why_not()):
    print(f"tus-js-client will not be tried: {reason}")
