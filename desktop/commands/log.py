"""`langso log`: the changes, oldest first."""

from __future__ import annotations

import argparse
import sys

from db import journal
from db.queries import replica
from desktop import profile
from resources.words import _
from rules.change import decode


def declare(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("--type", metavar="T", help=_("chỉ một loại bản ghi"))
    parser.add_argument("--record", metavar="R", help=_("chỉ một bản ghi"))


def run(options: argparse.Namespace) -> int:
    """The change texts as they are kept, one a line."""
    with profile.looking(options.profile, "log") as store:
        if options.type is not None:
            journal.declared(options.type)
        for body in replica.log(store, options.record):
            if options.type is None or decode(body).type == options.type:
                sys.stdout.write(f"{body.decode()}\n")
    return 0
