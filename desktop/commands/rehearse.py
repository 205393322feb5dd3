"""`langso rehearse`: what stands between this commune and passing."""

from __future__ import annotations

import argparse
import json
from collections import Counter
from typing import Any

from db.queries.rehearsal import rehearse
from desktop import profile
from resources.words import _
from rules.periods import Period
from rules.rehearsal import Finding, Severity, ready


def declare(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("--set", required=True, metavar="ID", help=_("mã bộ tiêu chí"))
    parser.add_argument("--period", required=True, metavar="P", help=_("kỳ báo cáo, ví dụ 2025"))
    parser.add_argument("--json", action="store_true", help=_("in một đối tượng JSON"))


def run(options: argparse.Namespace) -> int:
    """The findings, the gravest first."""
    period = Period.parse(options.period)
    with profile.looking(options.profile, "rehearse") as store:
        findings = rehearse(store, options.set, period)
    if options.json:
        counts = Counter(finding.severity for finding in findings)
        whole = {
            "set": options.set,
            "period": str(period),
            "ready": ready(findings),
            "counts": {severity: counts[severity] for severity in Severity},
            "findings": [_described(finding) for finding in findings],
        }
        print(json.dumps(whole, ensure_ascii=False))
        return 0
    for finding in findings:
        print(f"{finding.indicator or '*'}  {finding.sentence}")
    if not findings:
        print(_("Không thấy gì cản trở."))
    return 0


def _described(finding: Finding) -> dict[str, Any]:
    return {
        "indicator": finding.indicator,
        "severity": finding.severity,
        "code": finding.code,
        "sentence": finding.sentence,
    }
