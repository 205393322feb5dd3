"""/v1/changes: what devices bring into their commune's stream, and the stream itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from anyio import to_thread
from litestar import Response, get, post
from litestar.openapi.spec import OpenAPIMediaType, Operation, RequestBody, Schema
from litestar.openapi.spec.enums import OpenAPIType
from litestar.params import Parameter

from center.api.answers import Asked, errors_for, packed, unpacked
from center.store import Store, streams
from center.store.devices import Device
from center.store.reader import Reader
from sync import errors, wire
from sync.center import Answers


@dataclass
class Lines(Operation):
    """Documents the raw body: one change a line."""

    def __post_init__(self) -> None:
        """Add the body to what the handler's signature tells."""
        text = Schema(type=OpenAPIType.STRING, description="One canonical JSON change a line")
        self.request_body = RequestBody(
            content={wire.LINES: OpenAPIMediaType(schema=text)},
            description="JSON lines, as they are or packed with zstd or gzip (Content-Encoding)",
            required=True,
        )


@post(
    "/v1/changes",
    status_code=200,
    operation_class=Lines,
    responses=errors_for(400, 401, 413, 426),
    tags=["changes"],
)
async def push(
    request: Asked,
    store: Store,
    reader: Reader,
    caller: Device,
    returned: Annotated[bool, Parameter(description="what the centre has lost comes back")] = False,
) -> Response[bytes]:
    """Offer changes; one answer each, in the same order.

    `{"at": time, "answers": [...]}`, where a number is the position given now, durably,
    `{"known": n, "at": time}` what was given before, and `{"refused": code, "sentence": words}`
    sets a change aside while the others are taken all the same.  Repeating is safe.
    """
    data = await unpacked(request)

    def take() -> Answers:
        bodies = wire.from_lines(data)
        if len(bodies) > wire.PAGE_CHANGES:
            raise errors.too_large()
        return streams.append(store, caller, bodies, returned=returned)

    answers = await to_thread.run_sync(take)
    reader.ask(caller.commune)
    return packed(request, wire.answers_to(answers), wire.JSON)


@get(
    "/v1/changes",
    sync_to_thread=True,
    responses=errors_for(400, 401, 426),
    tags=["changes"],
)
def since(
    request: Asked,
    store: Store,
    caller: Device,
    after: Annotated[int, Parameter(ge=0, description="the position to go on after")],
    limit: Annotated[int, Parameter(ge=1, description="at most so many changes")] = 1000,
) -> Response[bytes]:
    """A page of the commune's stream, as JSON lines.

    The first line is `{"after": n, "cursor": m, "more": bool, "taken_at": time of the last}`; then
    one change a line, with the positions n + 1 to m.
    """
    with store.reading() as connection:
        page = streams.page(connection, caller.commune, after, limit)
    return packed(request, wire.page_to(page, after), wire.LINES)
