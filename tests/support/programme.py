"""`langso` as an administrator runs it: another process, its words, its status."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HOUSE = Path(__file__).parents[2]
COMMUNE = "20122"  # Xã Vinh Lộc
SET = "vn-ntm-xa-2021-2025"


@dataclass(frozen=True, slots=True)
class Said:
    """How a command ended."""

    status: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        """What it printed, line by line."""
        return self.out.splitlines()

    @property
    def json(self) -> Any:
        """The one object it printed."""
        return json.loads(self.out)


@dataclass(frozen=True, slots=True)
class Pc:
    """One profile and the commands on it."""

    folder: Path
    environment: Mapping[str, str] | None = None

    def run(self, *words: str | Path, stdin: str | bytes = "") -> Said:
        """Run `langso --profile FOLDER words...`."""
        return langso("--profile", self.folder, *words, stdin=stdin, environment=self.environment)

    def do(self, *words: str | Path, stdin: str | bytes = "") -> Said:
        """The same for what has to succeed."""
        said = self.run(*words, stdin=stdin)
        assert said.status == 0, said.err
        return said

    def init(self, commune: str = COMMUNE, officer: str = "Nguyễn Văn An") -> Pc:
        """Make the profile, not encrypted."""
        self.do("init", "--commune", commune, "--officer", officer, "--no-encryption")
        return self

    def apply(self, *lines: object) -> list[str]:
        """Apply these edits; what was printed for each."""
        return self.do("apply", "-", stdin=as_lines(*lines)).lines

    def dump(self, type_name: str = "assessment") -> list[Any]:
        """The records of a type."""
        return [json.loads(line) for line in self.do("dump", "--type", type_name).lines]


def langso(
    *words: str | Path, stdin: str | bytes = "", environment: Mapping[str, str] | None = None
) -> Said:
    """Run `langso`, as installed."""
    done = subprocess.run(
        [sys.executable, "-m", "desktop", *words],
        input=stdin.encode() if isinstance(stdin, str) else stdin,
        capture_output=True,
        cwd=HOUSE,
        env={**os.environ, **(environment or {})},
        timeout=60,
        check=False,
    )
    return Said(done.returncode, done.stdout.decode(), done.stderr.decode())


def as_lines(*lines: object) -> str:
    """Edits as a file for `langso apply`."""
    return "".join(f"{json.dumps(line, ensure_ascii=False)}\n" for line in lines)


def answer(indicator: str = "8.4", period: str = "2025", **values: object) -> dict[str, Any]:
    """An answer, by its key."""
    key = {"set": SET, "indicator": indicator, "period": period}
    return {"type": "assessment", "key": key, "set": values}
