"""/v1/snapshot and /v1/digest: the commune's records as they stand, whole or as a few numbers."""

from __future__ import annotations

from typing import Annotated

from litestar import Response, get
from litestar.params import Parameter

from center.api.answers import Asked, errors_for, packed
from center.store import Store, records, snapshots
from center.store.devices import Device
from center.store.reader import Reader
from sync import snapshot, wire
from sync.snapshot import Place

Schema = Annotated[int, Parameter(ge=1, description="version of the declarations the PC knows")]


@get("/v1/snapshot", sync_to_thread=True, responses=errors_for(400, 401, 426), tags=["changes"])
def page(
    request: Asked,
    store: Store,
    caller: Device,
    schema: Schema,
    limit: Annotated[int, Parameter(ge=1, description="at most so many changes")] = 1000,
    at: Annotated[int | None, Parameter(ge=0, description="as the first page told")] = None,
    of_type: Annotated[str, Parameter(query="type", description="where the last page ended")] = "",
    record: str = "",
    position: Annotated[int, Parameter(ge=0)] = 0,
    folded: Annotated[bool, Parameter(description="records may come on one line")] = False,
) -> Response[bytes]:
    """The commune's records without their history, by type and id, as JSON lines.

    The first line is `{"at": n, "next": [type, record, position] | null, "taken_at": when the
    change at position n was taken}`.  Then for each record one line `{"type", "record", "at":
    [positions], "past": {field: [ids]}}` and under it the changes of these positions: those that
    are current in some field.  `past` names those that are not, field by field, and what was
    superseded before it came.  A record that is too large for a page goes in parts (`from`,
    `count`).  With `folded`, a record nobody disputes that has several changes is one line:
    `{"type", "record", "schema", "at": [positions], "now": [[fields]], "changes": [the
    bodies to the letter]}`, where `now` tells the fields each change is current in.  When the
    last page is in, the stream goes on after position n.
    """
    after = None if at is None else Place(at, of_type, record, position)
    told = snapshots.page(store, caller.commune, after, limit, schema, folded=folded)
    return packed(request, snapshot.to_lines(told), wire.LINES)


@get("/v1/digest", sync_to_thread=True, responses=errors_for(400, 401, 426), tags=["changes"])
def digests(
    request: Asked, store: Store, reader: Reader, caller: Device, schema: Schema
) -> Response[bytes]:
    """What the commune's records come to: of each type the sum of its records' digests.

    `{"position": n, "types": {type: sum}, "beyond": [types]}`.  They stand for the stream up to
    position n, which is behind its end where much has just come: a PC compares another time then.
    Types in `beyond` hold changes that only one of the two sides understands.
    """
    if records.is_near(store, caller.commune):
        records.catch_up(store, caller.commune)
    else:
        reader.ask(caller.commune)
    with store.reading() as connection:
        told = records.digests(connection, caller.commune, schema)
    return packed(request, wire.digests_to(told), wire.JSON)
