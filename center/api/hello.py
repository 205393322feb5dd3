"""GET /v1/hello: is there anything to do?"""

from __future__ import annotations

import msgspec
from litestar import get

from center.api.answers import errors_for
from center.store import Store, now, packages, streams
from center.store.devices import Device
from rules.records import SCHEMA
from sync import wire


class Greeting(msgspec.Struct):
    """Where the centre and the commune's stream stand."""

    server_time: str
    position: int
    schema: int
    oldest: int
    newest: int
    commune: str
    packages: int


@get("/v1/hello", sync_to_thread=True, responses=errors_for(401, 426), tags=["changes"])
def hello(store: Store, caller: Device) -> Greeting:
    """The centre's time, the protocol versions it speaks and the stream's last position."""
    with store.reading() as connection:
        return Greeting(
            server_time=now(),
            position=streams.position(connection, caller.commune),
            schema=SCHEMA,
            oldest=wire.OLDEST,
            newest=wire.PROTOCOL,
            commune=caller.commune,
            packages=packages.last_number(connection),
        )
