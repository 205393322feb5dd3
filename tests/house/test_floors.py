"""The house is built as it says: floors, rooms, names."""

from __future__ import annotations

import ast
import importlib.metadata
import importlib.util
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[2]
PROJECT = tomllib.loads((HOUSE / "pyproject.toml").read_text(encoding="utf-8"))
ROOMS: list[str] = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
DUMPING_GROUNDS = {
    "utils",
    "util",
    "common",
    "helpers",
    "helper",
    "core",
    "base",
    "manager",
    "misc",
}


def modules() -> Iterator[Path]:
    """Every module of the rooms."""
    for room in ROOMS:
        yield from (HOUSE / room).rglob("*.py")


def test_no_room_reaches_where_it_must_not() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [linter, "--no-cache"], cwd=HOUSE, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


def test_the_contracts_speak_of_every_room() -> None:
    assert set(PROJECT["tool"]["importlinter"]["root_packages"]) == set(ROOMS)
    assert set(PROJECT["tool"]["mypy"]["packages"]) == set(ROOMS)


@pytest.mark.parametrize("room", ROOMS)
def test_no_installed_distribution_owns_the_name_of_a_room(room: str) -> None:
    owners = set(importlib.metadata.packages_distributions().get(room, ())) - {"lang-so"}
    assert owners == set()
    found = importlib.util.find_spec(room)
    assert found is not None
    assert found.origin is not None
    assert Path(found.origin).is_relative_to(HOUSE)


def test_every_module_says_first_what_it_is_for() -> None:
    silent = [
        str(path.relative_to(HOUSE))
        for path in modules()
        if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert silent == []


def test_no_module_is_a_dumping_ground() -> None:
    assert [path for path in modules() if path.stem in DUMPING_GROUNDS] == []


def test_no_folder_of_tests_hides_a_room() -> None:
    folders = {path for path in (HOUSE / "tests").iterdir() if path.is_dir()}
    assert {path.name for path in folders} & set(ROOMS) == set()
    assert list((HOUSE / "tests").rglob("__init__.py")) == []


def test_every_file_of_tests_has_a_name_of_its_own() -> None:
    counted = Counter(path.name for path in (HOUSE / "tests").rglob("test_*.py"))
    assert [name for name, times in counted.items() if times > 1] == []


def test_the_programmes_that_are_installed_exist() -> None:
    for target in PROJECT["project"]["scripts"].values():
        module, _colon, function = target.partition(":")
        tree = ast.parse((HOUSE / f"{module.replace('.', '/')}.py").read_text(encoding="utf-8"))
        assert function in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_the_project_is_never_published_by_accident() -> None:
    assert "Private :: Do Not Upload" in PROJECT["project"]["classifiers"]
