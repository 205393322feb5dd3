"""tus-js-client: fetched once into build/ where node is, and run as a programme of its own.

python -m tests.support.tus_js      fetches it
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

HOUSE = Path(__file__).parents[2]
_OURS = Path(__file__).with_name("node")
_FETCH = ("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent")


def is_here() -> bool:
    """Whether this machine can run it at all."""
    return shutil.which("node") is not None and shutil.which("npm") is not None


def fetched() -> Path:
    """The folder with the client, as our lock pins it, and our few lines; whole or not there."""
    ours = b"".join(path.read_bytes() for path in sorted(_OURS.iterdir()))
    folder = HOUSE / "build" / f"node-{hashlib.sha256(ours).hexdigest()[:12]}"
    if not folder.exists():
        folder.parent.mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent) as name:
            made = Path(name) / "made"
            shutil.copytree(_OURS, made)
            subprocess.run([shutil.which("npm") or "npm", *_FETCH], cwd=made, check=True)
            if not folder.exists():  # another worker may have been faster
                made.rename(folder)
    return folder


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


if __name__ == "__main__" and is_here():
    fetched()
