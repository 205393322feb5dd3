"""Small packages to publish: a set with one question whose threshold somebody waits for."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

SET = "thu-cong-bo"
CODE = "1.1"


def criteria(version: int = 1, *, bound: float | None = None, **more: Any) -> dict[str, Any]:
    """A criteria set of one percentage; without a bound nobody has published its threshold."""
    told: dict[str, Any] = {"confidence": "missing"}
    if bound is not None:
        told = {"confidence": "exact", "source": "QĐ 132", "bounds": [{"value": bound}]}
    indicator = {
        "code": CODE,
        "title": "Tỷ lệ hồ sơ nộp trực tuyến",
        "kind": "percent",
        "unit": "%",
        "comparison": ">=",
        "title_confidence": "exact",
        **told,
    }
    criterion = {"code": "1", "title": "Chính quyền số", "title_confidence": "exact"}
    return {
        "format": 1,
        "kind": "criteria",
        "id": SET,
        "version": version,
        "published": "2026-11-23",
        "title": f"Bộ thử công bố, bản {version}",
        "level": "commune",
        "status": "partial",
        "criteria": [{**criterion, "indicators": [indicator]}],
        **more,
    }


def body(version: int = 1, **more: Any) -> str:
    """The same as it is published."""
    return json.dumps(criteria(version, **more), ensure_ascii=False, indent=1)


def file(folder: Path, version: int = 1, **more: Any) -> Path:
    """The same in a file."""
    path = folder / f"goi-{version}.json"
    path.write_text(body(version, **more), encoding="utf-8")
    return path
