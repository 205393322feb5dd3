"""The centre's application: the one place that knows its every part."""

from __future__ import annotations

import gc
import os
from pathlib import Path
from typing import Any

import msgspec
from litestar import Litestar
from litestar.di import Provide
from litestar.exceptions import HTTPException
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.openapi.spec import Components, SecurityScheme
from litestar.types import Message, Send

from center import store as stores
from center.api import answers, blobs, changes, devices, hello, packages, snapshot, uploads
from center.api.caller import caller
from center.files import Files
from center.store import Store
from center.store.reader import Reader
from center.web import pages as web
from sync import errors, wire

FOLDER = "LANGSO_CENTER_DATA"  # how worker processes learn of the folder
PAGES = "LANGSO_CENTER_PAGES"

_ABOUT = """What PCs of communes ask of the provincial centre: enrolment, changes, files, packages.
Every request but enrolment carries `Authorization: Bearer <token>`.  Every call may be repeated.
Errors are `{"code", "sentence"}`; the sentence is Vietnamese and says what to do."""


class Centre(Litestar):
    """The application, for those too whose proxies let nothing through but GET and POST.

    tus asks for that: what a POST says in `X-HTTP-Method-Override` is its method.
    """

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Serve a request as what it is meant to be."""
        if scope["type"] == "http" and scope["method"] == "POST":
            meant = dict(scope["headers"]).get(b"x-http-method-override", b"").decode("latin-1")
            if meant in uploads.METHODS and scope["path"].startswith(uploads.PATH):
                scope["method"] = meant
                send = _without_length(send) if meant == "HEAD" else send
        await super().__call__(scope, receive, send)


def _without_length(send: Send) -> Send:
    """An answer to HEAD tells the length of a body it has not; to a POST that would be a lie."""

    async def told(message: Message) -> None:
        if message["type"] == "http.response.start":
            others = [each for each in message["headers"] if each[0].lower() != b"content-length"]
            message["headers"] = [*others, (b"content-length", b"0")]
        await send(message)

    return told


def build(store: Store, *, pages: bool = True) -> Centre:
    """The application over this store; without `pages`, devices are served and nobody else."""
    files, attempts, reader = Files(store.folder), devices.Attempts(), Reader(store)
    return Centre(
        route_handlers=[
            devices.enrol,
            devices.again,
            devices.renew,
            hello.hello,
            changes.push,
            changes.since,
            snapshot.page,
            snapshot.digests,
            uploads.abilities,
            uploads.create,
            uploads.reached,
            uploads.append,
            uploads.terminate,
            blobs.have,
            blobs.fetch,
            packages.published,
            web.router(open_=pages),
        ],
        dependencies={
            "store": Provide(lambda: store, sync_to_thread=False),
            "reader": Provide(lambda: reader, sync_to_thread=False),
            "files": Provide(lambda: files, sync_to_thread=False),
            "attempts": Provide(lambda: attempts, sync_to_thread=False),
            "caller": Provide(caller, sync_to_thread=True),
        },
        exception_handlers={
            answers.Problem: answers.of_problem,
            errors.SyncError: answers.of_wire,
            msgspec.ValidationError: answers.of_shape,
            HTTPException: answers.of_framework,
            Exception: answers.of_bug,
        },
        before_send=[answers.marked],
        request_max_body_size=wire.MOST,
        openapi_config=_openapi(),
        logging_config=None,
    )


def _openapi() -> OpenAPIConfig:
    return OpenAPIConfig(
        title="Làng Số: trung tâm",
        version=str(wire.PROTOCOL),
        description=_ABOUT,
        path="/schema",
        render_plugins=[JsonRenderPlugin(path="/")],
        use_handler_docstrings=True,
        components=Components(
            security_schemes={"token": SecurityScheme(type="http", scheme="bearer")}
        ),
        security=[{"token": []}],
    )


def from_environment() -> Centre:
    """The application in a worker process."""
    store = stores.open_(Path(os.environ[FOLDER]))
    application = build(store, pages=os.environ[PAGES] == "1")
    settle()
    return application


def settle() -> None:
    """Tell the garbage collector that what is loaded by now stays, and that batches are normal.

    A batch of a thousand changes makes tens of thousands of short-lived values; looking through
    the whole programme for each of them costs a third of the time.
    """
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
