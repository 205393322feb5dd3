"""GET /v1/hello: is there anything to do?"""

from __future__ import annotations

from typing import Annotated

import msgspec
from litestar import get
from litestar.params import Parameter

from center.api.answers import errors_for
from center.store import Store, now, packages, records, streams
from center.store.devices import Device
from rules.records import SCHEMA
from sync import snapshot, wire


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
    records: int | None = None  # of the commune, for a device that begins where the stream is long


@get("/v1/hello", sync_to_thread=True, responses=errors_for(401, 426), tags=["changes"])
def hello(
    store: Store,
    caller: Device,
    at: Annotated[int, Parameter(ge=0, description="the position the device stands at")] = 0,
) -> Greeting:
    """The centre's time, the protocol versions it speaks and the stream's last position.

    `taken_at` proves that the stream is still the one the device knows, `last_own` that the device
    is still the one that the centre knows.  A device that begins is told how many records there
    are: a snapshot costs as much as they do, and not as the stream behind them.
    """
    with store.reading() as connection:
        position = streams.position(connection, caller.commune)
        begins = at == 0 and position >= snapshot.WORTH_IT
        return Greeting(
            server_time=now(),
            position=position,
            schema=SCHEMA,
            oldest=wire.OLDEST,
            newest=wire.PROTOCOL,
            commune=caller.commune,
            packages=packages.last_number(connection),
            taken_at=streams.taken_at(connection, caller.commune, at) if at else None,
            last_own=caller.last_own,
            renew=caller.is_due,
            records=records.count(connection, caller.commune) if begins else None,
        )
