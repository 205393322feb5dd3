"""Prepare this machine: the environment from the lock, and the libraries Qt needs.

Runs on the system's own Python (3.11 or newer) with nothing installed but pip, so it imports
the standard library only.  `python3 setup/prepare.py` makes `.venv` for using the programme;
`--dev` adds what tests and checks need.  A second run with an unchanged lock costs a moment.
"""

from __future__ import annotations

import argparse
import ctypes.util
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
LOCKS = {False: ROOT / "requirements.lock", True: ROOT / "requirements-dev.lock"}

# library as the loader knows it -> Debian package that brings it
QT_LIBRARIES = {
    "glib-2.0": "libglib2.0-0",
    "GL": "libgl1",
    "EGL": "libegl1",
    "fontconfig": "libfontconfig1",
    "freetype": "libfreetype6",
    "xkbcommon": "libxkbcommon0",
    "dbus-1": "libdbus-1-3",
    "xcb-cursor": "libxcb-cursor0",
    "xcb-icccm": "libxcb-icccm4",
    "xcb-keysyms": "libxcb-keysyms1",
    "xcb-shape": "libxcb-shape0",
    "xkbcommon-x11": "libxkbcommon-x11-0",
}
# what only the tests use: a browser for the centre's pages, binutils for freezing
TEST_PROGRAMS = {"chromium": "chromium", "objdump": "binutils"}


def main() -> int:
    """Prepare, or say in one line what is missing."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--dev", action="store_true", help="also what tests and checks need")
    dev = options.parse_args().dev
    if sys.version_info < (3, 11):
        print("Làng Số needs Python 3.11 or newer.", file=sys.stderr)
        return 1
    if not system_libraries(dev):
        return 1
    environment(dev)
    compile_rooms()
    if dev:  # the client of tus that browsers use, where there is node to run it
        subprocess.run([str(PYTHON), "-m", "tests.support.tus_js"], cwd=ROOT, check=False)
    return 0


def system_libraries(dev: bool) -> bool:
    """True when the system has what Qt needs; installs it where we may."""
    if not sys.platform.startswith("linux"):
        return True
    # minimal systems have no ldconfig cache for find_library to read: then the files are looked for
    missing = [package for name, package in QT_LIBRARIES.items() if not has_library(name)]
    if dev:
        missing += [pkg for program, pkg in TEST_PROGRAMS.items() if not shutil.which(program)]
    if not missing:
        return True
    line = "apt-get install -y --no-install-recommends " + " ".join(missing)
    if os.geteuid() == 0 and shutil.which("apt-get"):
        subprocess.run(["apt-get", "update", "-q"], check=False, stdout=subprocess.DEVNULL)
        environ = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        done = subprocess.run(line.split(), check=False, stdout=subprocess.DEVNULL, env=environ)
        if done.returncode == 0:
            return True
    needed = [package for package in missing if package not in TEST_PROGRAMS.values()]
    print(f"Missing on this machine; please type:\n  sudo {line}", file=sys.stderr)
    return not needed


def has_library(name: str) -> bool:
    """Whether the loader would find lib<name>."""
    if ctypes.util.find_library(name):
        return True
    folders = ("/usr/lib", "/lib", "/usr/lib64")
    return any(
        next(Path(folder).glob(f"**/lib{name}.so*"), None)
        for folder in folders
        if Path(folder).is_dir()
    )


def environment(dev: bool) -> None:
    """Make or renew .venv when the lock changed; hashes are checked by pip."""
    lock = LOCKS[dev]
    wanted = hashlib.sha256(lock.read_bytes() + (ROOT / "pyproject.toml").read_bytes()).hexdigest()
    stamps = [VENV / "prepared-dev"] if dev else [VENV / "prepared", VENV / "prepared-dev"]
    if PYTHON.exists() and any(s.exists() and s.read_text() == wanted for s in stamps):
        return
    if not PYTHON.exists():
        # Debian's python3 may come without ensurepip; the system's pip serves instead
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(VENV)], check=True)
    pip = [sys.executable, "-m", "pip", "--python", str(PYTHON), "install", "--quiet"]
    pip += ["--disable-pip-version-check"]
    subprocess.run([*pip, "--require-hashes", "-r", str(lock)], check=True)
    install_links()
    stamps[0].write_text(wanted)


def compile_rooms() -> None:
    """Our own rooms as bytecode, so that the first start is as fast as every other.

    What is fresh already costs a moment.  Nothing is refused where it cannot be done: then Python
    compiles at each start.  For a window the whole lies in one file, too.
    """
    rooms = [str(folder) for folder in ROOT.iterdir() if (folder / "__init__.py").exists()]
    for work in (["compileall", "-q", *sorted(rooms)], ["desktop.bytecode"]):
        subprocess.run([str(PYTHON), "-m", *work], cwd=ROOT, check=False)


def install_links() -> None:
    """The two programmes in .venv, straight from this folder: no build tool is needed for that."""
    site = next((VENV / "lib").glob("python3.*/site-packages"), VENV / "Lib" / "site-packages")
    (site / "lang_so.pth").write_text(f"{ROOT}\n", encoding="utf-8")
    # a window looks for garbage after it is painted (`desktop.__main__`)
    for name, module, first in (
        ("langso", "desktop", "import gc\ngc.disable()\n"),
        ("langso-center", "center", ""),
    ):
        start = f"{first}import sys\nfrom {module}.__main__ import main\nsys.exit(main())\n"
        program = PYTHON.parent / name
        program.write_text(f"#!{PYTHON}\n{start}", encoding="utf-8")
        program.chmod(0o755)


if __name__ == "__main__":
    sys.exit(main())
