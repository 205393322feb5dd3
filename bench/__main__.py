"""`python -m bench [NAME ...]` runs the benchmarks and prints what each found."""

from __future__ import annotations

import importlib
import sys

PROMISES = (
    "saving",
    "encryption",
    "startup",
    "checklist",
    "table",
    "sync",
    "snapshot",
    "importing",
    "registers",
    "slow_line",
    "cut_line",
)


def main(names: list[str]) -> int:
    """Run the named promises, or all; 2 when a name is unknown."""
    unknown = [name for name in names if name not in PROMISES]
    if unknown:
        print(f"no such benchmark: {', '.join(unknown)}; there are {', '.join(PROMISES)}")
        return 2
    for name in names or PROMISES:
        print(f"== {name}", flush=True)
        figures = importlib.import_module(f"bench.{name}").main()
        for what, figure in figures.items():
            print(f"   {what:<58} {figure:10.3f}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
