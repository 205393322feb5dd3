"""Modules from the one file of bytecode are those of the sources, and give way to changed ones."""

from __future__ import annotations

import importlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop import bytecode

HOUSE = Path(__file__).parent.parent.parent


@pytest.fixture
def attic(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A room of its own, with its file made and in use."""
    room = tmp_path / "attic"
    (room / "boxes").mkdir(parents=True)
    (room / "__init__.py").write_text("WORD = 'attic'\n", encoding="utf-8")
    (room / "boxes" / "__init__.py").write_text("", encoding="utf-8")
    (room / "boxes" / "red.py").write_text("from attic import WORD\nN = 1\n", encoding="utf-8")
    (room / "not-a-name.py").write_text("never read (", encoding="utf-8")
    monkeypatch.setattr(bytecode, "_ROOT", tmp_path)
    monkeypatch.setattr(bytecode, "_FILE", tmp_path / "made" / "rooms")
    monkeypatch.setattr(bytecode, "_ROOMS", ("attic",))
    monkeypatch.setattr(sys, "meta_path", [*sys.meta_path])
    monkeypatch.syspath_prepend(tmp_path)
    bytecode.make()
    yield room
    for each in sys.meta_path:
        if isinstance(each, bytecode._Rooms):
            each._file.close()
    for name in [each for each in sys.modules if each.split(".")[0] == "attic"]:
        del sys.modules[name]


def by_the_file() -> bool:
    return any(isinstance(each, bytecode._Rooms) for each in sys.meta_path)


def test_a_module_is_the_one_python_would_have_imported(attic: Path) -> None:
    bytecode.use()
    red = importlib.import_module("attic.boxes.red")
    boxes, whole = sys.modules["attic.boxes"], sys.modules["attic"]
    assert (red.N, red.WORD) == (1, "attic")
    assert isinstance(red.__loader__, bytecode._Rooms)
    assert red.__file__ == str(attic / "boxes" / "red.py")
    assert (red.__package__, boxes.__package__) == ("attic.boxes", "attic.boxes")
    assert list(boxes.__path__) == [str(attic / "boxes")]
    assert whole.boxes.red is red


def test_a_source_that_changed_or_came_later_is_read_itself(attic: Path) -> None:
    (attic / "boxes" / "red.py").write_text("N = 2222\n", encoding="utf-8")
    (attic / "boxes" / "blue.py").write_text("N = 3\n", encoding="utf-8")
    bytecode.use()
    importlib.invalidate_caches()
    assert importlib.import_module("attic.boxes.red").N == 2222
    assert importlib.import_module("attic.boxes.blue").N == 3
    (attic / "boxes" / "blue.py").unlink()
    (attic / "__init__.py").unlink()
    assert sys.meta_path[0].find_spec("attic", None) is None


@pytest.mark.parametrize("damage", [b"", b"\x05", b"\x05\0\0\0abcde", b"\x02\0\0\0i\0"])
def test_a_damaged_file_is_as_none(attic: Path, damage: bytes) -> None:
    bytecode._FILE.write_bytes(damage)
    bytecode.use()
    assert not by_the_file()
    bytecode._FILE.unlink()
    bytecode.use()
    assert not by_the_file()
    assert importlib.import_module("attic").WORD == "attic"


def test_a_file_of_another_folder_or_python_is_as_none(
    attic: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bytecode, "_ROOT", attic)
    bytecode.use()
    assert not by_the_file()


def test_it_is_used_once(attic: Path) -> None:
    bytecode.use()
    bytecode.use()
    assert sum(isinstance(each, bytecode._Rooms) for each in sys.meta_path) == 1


def test_a_window_takes_its_rooms_from_the_file(tmp_path: Path) -> None:
    script = f"""
from pathlib import Path
from desktop import bytecode
bytecode._FILE = Path({str(tmp_path / "rooms")!r})
bytecode.make()
bytecode.use()
import desktop.app, sys
of = [type(each.__loader__) for name, each in sys.modules.items() if name.startswith("ui.")]
print(len(of) > 20, set(of) == {{bytecode._Rooms}})
"""
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=HOUSE
    )
    assert done.stdout.split() == ["True", "True"]
