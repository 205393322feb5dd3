"""`langso package`: the data packages this profile works with."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from msgspec import to_builtins

from db.commands import packages
from db.queries import rulebook
from desktop import profile
from resources.words import _


def declare(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="list | install")
    listing = actions.add_parser("list", help=_("các gói đang có"))
    listing.add_argument("--json", action="store_true", help=_("in một đối tượng JSON"))
    installing = actions.add_parser("install", help=_("nạp một gói từ tệp"))
    installing.add_argument("file", metavar="FILE", type=Path, help=_("tệp gói"))


def run(options: argparse.Namespace) -> int:
    """Kind, id, version, source and title of each, then what the centre published in vain;
    or the one that was installed."""
    with profile.working(options.profile, "package") as store:
        if options.action == "install":
            package = packages.install_file(store, options.file)
            print(f"{package.kind} {package.id} {package.version}  {package.title}")
            return 0
        lines, aside = rulebook.package_lines(store), rulebook.set_aside(store)
    if options.json:
        told = {"packages": to_builtins(lines), "set_aside": to_builtins(aside)}
        print(json.dumps(told, ensure_ascii=False))
        return 0
    for line in lines:
        print(f"{line.kind} {line.id} {line.version} {line.source}  {line.title}")
    for other in aside:
        print(other.sentence)
    return 0
