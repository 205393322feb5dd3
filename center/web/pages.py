"""The addresses of the pages, and what every page has in common.

There is no login yet, so the pages are served to this machine alone unless an administrator
opens them; see `serve --open-pages`.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Annotated
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from litestar import Response, Router, get
from litestar.params import Parameter
from litestar.response import Stream
from litestar.static_files import create_static_files_router
from markupsafe import Markup

from center.api.answers import Asked, packed
from center.api.blobs import file_answer
from center.files import Files
from center.store import Store
from center.web import commune, overview, standing, words
from resources import files as shipped
from resources.criteria import CriteriaSet
from resources.words import _, many
from rules.numbers import show
from rules.periods import Period, PeriodError

FIRST_SET = "vn-ntm-xa-2021-2025"
_HERE = Path(__file__).parent
_HTML = "text/html; charset=utf-8"
SECURITY = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self';"
        " form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}

Chosen = Annotated[str, Parameter(query="set", description="id of a criteria set")]
When = Annotated[str, Parameter(query="period", description="2026, 2026-H1, 2026-Q3 or 2026-10")]


@get("/", sync_to_thread=True, include_in_schema=False)
def front(
    request: Asked, store: Store, chosen: Chosen = FIRST_SET, when: When = ""
) -> Response[bytes]:
    """All communes at a glance."""
    asked = _asked(store, chosen, when)
    if asked is None:
        return _nothing(request)
    return _page(request, "overview.html", page=overview.read(store, *asked))


@get("/communes/{code:str}", sync_to_thread=True, include_in_schema=False)
def one_commune(
    request: Asked, store: Store, code: str, chosen: Chosen = FIRST_SET, when: When = ""
) -> Response[bytes]:
    """One commune in depth."""
    asked = _asked(store, chosen, when)
    page = commune.read(store, code, *asked) if asked else None
    return _nothing(request) if page is None else _page(request, "commune.html", page=page)


@get("/communes/{code:str}/evidence/{record:str}", sync_to_thread=True, include_in_schema=False)
def evidence(
    request: Asked, store: Store, files: Files, code: str, record: str
) -> Response[bytes] | Stream:
    """A file, to be saved and never shown as a page of ours."""
    found = commune.evidence_file(store, code, record)
    if found is None:
        return _nothing(request)
    name, sha256, size = found
    answer = file_answer(files.path(sha256), size, request.headers.get("range", ""))
    for header, value in SECURITY.items():
        answer.set_header(header, value)
    answer.set_header("Content-Disposition", f"attachment; filename*=UTF-8''{quote(name, safe='')}")
    return answer


@get(["/", "/communes/{path:path}"], include_in_schema=False)
async def shut(request: Asked) -> Response[bytes]:
    """The pages are not served on a network without login."""
    return _page(request, "closed.html", status=403)


def router(*, open_: bool) -> Router:
    """The pages, or the one that says they are closed."""
    static = create_static_files_router(
        path="/static",
        directories=[_HERE / "static", shipped.path("fonts")],
        include_in_schema=False,
    )
    handlers = [front, one_commune, evidence] if open_ else [shut]
    return Router("/", route_handlers=[*handlers, static])


def _asked(store: Store, chosen: str, when: str) -> tuple[CriteriaSet, Period | None] | None:
    criteria = standing.criteria_set(store, chosen)
    try:
        period = Period.parse(when) if when else None
    except PeriodError:
        return None
    return None if criteria is None else (criteria, period)


def _nothing(request: Asked) -> Response[bytes]:
    return _page(request, "nothing.html", status=404)


def _page(request: Asked, template: str, status: int = 200, **values: object) -> Response[bytes]:
    html = _templates().get_template(template).render(values)
    answer = packed(request, html.encode(), _HTML, status)
    for header, value in SECURITY.items():
        answer.set_header(header, value)
    return answer


@lru_cache(maxsize=1)
def _templates() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(_=_, many=many, icon=_icon, show=show)
    environment.filters.update(moment=words.moment, ago=words.ago, day=words.day)
    return environment


@lru_cache(maxsize=64)
def _icon(name: str) -> Markup:
    """A drawing of ours; the word beside it says what it means."""
    drawn = shipped.path("icons", f"{name}.svg").read_text(encoding="utf-8").strip()
    return Markup(drawn.replace("<svg ", '<svg class="icon" aria-hidden="true" ', 1))  # noqa: S704
