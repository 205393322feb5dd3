"""What this profile remembers of the centre it belongs to."""

from __future__ import annotations

from db.store import Store, set_setting, setting

_CENTER, _DEVICE = "center_url", "device"


def center_url(store: Store) -> str | None:
    """The address of the centre; None before enrolment."""
    return setting(store, _CENTER)


def keep(store: Store, url: str, device: str) -> None:
    """From now on this profile is a device of the centre at this address.

    At another address nothing counts as sent or taken any more: everything is offered and asked
    for again, and what that centre has already changes nothing there.
    """
    with store.write() as connection:
        if setting(store, _CENTER) not in (None, url):
            connection.execute(
                "UPDATE change SET state = 0, position = NULL, applied_at = NULL"
                " WHERE action IS NOT NULL AND state = 1"
            )
            connection.execute("UPDATE blob SET sent = 0")
            set_setting(store, "cursor", None)
        set_setting(store, _CENTER, url)
        set_setting(store, _DEVICE, device)
