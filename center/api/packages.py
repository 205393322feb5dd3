"""GET /v1/packages: what the centre has published."""

from __future__ import annotations

from typing import Annotated

from litestar import Response, get
from litestar.params import Parameter

from center.api.answers import Asked, errors_for, packed
from center.store import Store, packages
from center.store.devices import Device
from sync import wire


@get("/v1/packages", sync_to_thread=True, responses=errors_for(400, 401, 426), tags=["packages"])
def published(
    request: Asked,
    store: Store,
    caller: Device,
    after: Annotated[int, Parameter(ge=0, description="the number to go on after")] = 0,
) -> Response[bytes]:
    """Packages in the order of publishing, to the letter: with sha256 and the centre's signature.

    Ask again after the last number until nothing comes.
    """
    with store.reading() as connection:
        found = packages.after(connection, after)
    return packed(request, wire.packages_to(found), wire.JSON)
