"""The lock files: every package by its hash, from wherever the machine gets its packages."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[2]
PROJECT = tomllib.loads((HOUSE / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS: dict[str, list[str]] = PROJECT["optional-dependencies"]
LOCKS = {
    "requirements.lock": [*PROJECT["dependencies"], *EXTRAS["center"]],
    "requirements-dev.lock": [
        *PROJECT["dependencies"],
        *(each for extra in EXTRAS.values() for each in extra),
    ],
}
_PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^ ;\\]+)", re.MULTILINE)


def pins(lock: str) -> dict[str, str]:
    """The version of each package in a lock."""
    return dict(_PIN.findall((HOUSE / lock).read_text(encoding="utf-8")))


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_address(lock: str) -> None:
    text = (HOUSE / lock).read_text(encoding="utf-8")
    assert re.findall(r"https?:|file:|--(?:extra-)?index-url|--find-links| @ ", text) == []


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_is_pinned_with_a_hash(lock: str) -> None:
    text = (HOUSE / lock).read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    assert lines
    assert [line[:60] for line in lines if "==" not in line or "--hash=sha256:" not in line] == []


@pytest.mark.parametrize(("lock", "asked"), LOCKS.items())
def test_what_the_project_asks_for_is_in_the_lock(lock: str, asked: list[str]) -> None:
    held = {name.lower().replace("_", "-") for name in pins(lock)}
    wanted = {re.split(r"[\[<>=!~ ;]", each)[0].lower() for each in asked}
    assert wanted - held == set()


def test_the_client_from_npm_is_pinned_with_a_hash_and_no_address() -> None:
    text = (HOUSE / "tests" / "support" / "node" / "package-lock.json").read_text("utf-8")
    packages = json.loads(text)["packages"]
    assert "://" not in text
    assert [name for name, told in packages.items() if name and "integrity" not in told] == []


def test_both_locks_agree() -> None:
    small, large = pins("requirements.lock"), pins("requirements-dev.lock")
    assert {name: large.get(name) for name in small} == small
