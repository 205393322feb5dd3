"""`langso dump`: every record as a canonical JSON line."""

from __future__ import annotations

import argparse
import sys

from db import journal
from db.queries import replica
from desktop import profile
from resources.words import _


def declare(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("--type", metavar="T", help=_("chỉ một loại bản ghi"))


def run(options: argparse.Namespace) -> int:
    """Lines sorted by type and record; equal replicas print equal bytes."""
    with profile.looking(options.profile, "dump") as store:
        if options.type is not None:
            journal.declared(options.type)
        sys.stdout.writelines(f"{line}\n" for line in replica.dump(store, options.type))
    return 0
