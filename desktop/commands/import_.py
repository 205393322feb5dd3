"""`langso import`: bring a list from a spreadsheet in, after a report of every row."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import msgspec

from db import errors
from db.commands import intake as writing
from db.commands import profile as officers
from db.queries import intake
from desktop import profile
from reports.spreadsheets import reading
from resources.words import _
from rules.intake.headings import ListKind
from rules.intake.reading import Choice, Listing
from rules.intake.report import Line, Outcome, Report

_TOLD = (Outcome.DOUBTFUL, Outcome.REFUSED)  # row by row; the others are counted


def declare(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument(
        "kind", choices=list(ListKind), metavar="people|figures|training", help=_("nhập gì")
    )
    parser.add_argument("file", metavar="FILE", type=Path, help=_("tệp .xlsx, .xls, .ods, .csv"))
    parser.add_argument(
        "--mapping", metavar="FILE", type=Path, help=_("tệp JSON: cột nào là gì, dòng nào lấy")
    )
    parser.add_argument("--dry-run", action="store_true", help=_("chỉ báo trước, không ghi gì"))
    parser.add_argument("--json", action="store_true", help=_("in một đối tượng JSON"))


def run(options: argparse.Namespace) -> int:
    """The report of the rows; without `--dry-run` what is new and changed is written."""
    choice = _choice(options.mapping)
    sheets = reading.read(options.file)
    with profile.working(options.profile, "import") as store:
        listing = intake.understand(store, sheets, ListKind(options.kind), choice)
        if options.dry_run:
            report = intake.report(store, listing, choice)
        else:
            report = writing.bring_in(store, officers.actor(store), listing, choice)
    if options.json:
        print(json.dumps(_described(listing, report, dry=options.dry_run), ensure_ascii=False))
    else:
        _tell(report, dry=options.dry_run)
    return 0


def _choice(path: Path | None) -> Choice:
    """What a mapping file says; nothing where there is none."""
    if path is None:
        return Choice()
    try:
        return msgspec.json.decode(path.read_bytes(), type=Choice)
    except msgspec.MsgspecError as error:
        raise errors.Refused(
            _("Tệp ghép cột {name} chưa đúng: {detail}.").format(name=path.name, detail=error)
        ) from error


def _tell(report: Report, *, dry: bool) -> None:
    for line in report.lines:
        if line.outcome in _TOLD:
            told = " ".join(line.sentences)
            print(_("Dòng {row}: {sentence}").format(row=line.row, sentence=told))
    counts = report.counts()
    words = (
        _(
            "Sẽ thêm {new}, sửa {changed}; giữ nguyên {same}; chờ quyết định {doubtful}; không nhận"
            " {refused} dòng."
        )
        if dry
        else _(
            "Đã thêm {new}, sửa {changed}; giữ nguyên {same}; chờ quyết định {doubtful}; không"
            " nhận {refused} dòng."
        )
    )
    print(words.format(**counts))


def _described(listing: Listing, report: Report, *, dry: bool) -> dict[str, Any]:
    return {
        "kind": listing.kind,
        "sheet": listing.sheet,
        "columns": listing.columns(),
        "converted": listing.converted,
        "passed_over": listing.table.passed_over,
        "dry_run": dry,
        "counts": report.counts(),
        "rows": [_row(line) for line in report.lines],
    }


def _row(line: Line) -> dict[str, Any]:
    return {
        "row": line.row,
        "outcome": line.outcome,
        "record": line.record,
        "why": line.sentences,
        "changes": {name: list(both) for name, both in line.changes.items()},
        "candidates": line.candidates,
    }
