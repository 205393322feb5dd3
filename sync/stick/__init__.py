"""What goes out of a profile by hand, and what comes back: the same as by network, in bundles.

Writing one marks nothing as sent; only the centre's answer does.  Everything may come in any
order, any number of times, and between rounds over the network.
"""

from __future__ import annotations

from datetime import UTC, datetime

from msgspec import Struct

from db import bundles
from db.bundles import Kept
from db.commands import enrolment
from db.store import Store
from sync import errors
from sync.bundle import Manifest
from sync.keys import PublicKeys


class Standing(Struct, frozen=True):
    """This PC and its centre, as bundles name them."""

    device: str
    center: PublicKeys


def standing(store: Store) -> Standing:
    """Where this profile stands; BundleRefused where it can exchange no bundles yet."""
    device, keys = enrolment.device(store), enrolment.center_keys(store)
    if device is None:
        raise errors.not_enrolled()
    if keys is None:
        raise errors.keyless()
    return Standing(device, PublicKeys(*keys))


def remember(store: Store, manifest: Manifest, name: str) -> None:
    """Keep in the profile that this bundle went out or came in, as a file of this name."""
    at = datetime.now(UTC).isoformat(timespec="milliseconds")
    kept = Kept(manifest.name, manifest.kind, at, name, manifest.changes, manifest.files)
    bundles.keep(store, kept)
