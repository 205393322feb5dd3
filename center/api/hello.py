"""GET /v1/hello: is there anything to do?"""

from __future__ import annotations

from typing import Annotated

import msgspec
from litestar import get
from litestar.params import Parameter

from center.api.answers import errors_for
from center.store import Store, now, packages, streams
from center.store.devices import Device
from rules.records import SCHEMA
from sync import wire


class Greeting(msgspec.Struct, omit_defaults=True):
    """Where the centre and the commune's stream stand."""

    server_time: str
    position: int
    schema: int
    oldest: int
    newest: int
    commune: str
    packages: int
    taken_at: str | None = None  # when the change at the position asked about was taken
    last_own: str | None = None  # the last change of its own that the device brought
    renew: bool = False  # it is time to ask for another token


@get("/v1/hello", sync_to_thread=True, responses=errors_for(401, 426), tags=["changes"])
def hello(
    store: Store,
    caller: Device,
    at: Annotated[int, Parameter(ge=0, description="the position the device stands at")] = 0,
) -> Greeting:
    """The centre's time, the protocol versions it speaks and the stream's last position.

    `taken_at` proves that the stream is still the one the device knows, `last_own` that the device
    is still the one that the centre knows.
    """
    with store.reading() as connection:
        return Greeting(
            server_time=now(),
            position=streams.position(connection, caller.commune),
            schema=SCHEMA,
            oldest=wire.OLDEST,
            newest=wire.PROTOCOL,
            commune=caller.commune,
            packages=packages.last_number(connection),
            taken_at=streams.taken_at(connection, caller.commune, at) if at else None,
            last_own=caller.last_own,
            renew=caller.is_due,
        )
