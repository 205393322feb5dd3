"""What this profile remembers of the centre it belongs to."""

from __future__ import annotations

from db import braking, bundles, filling, journal, safety
from db.commands import elsewhere, packages
from db.queries import outgoing
from db.store import Store, set_setting, setting

_CENTER, _DEVICE = "center_url", "device"
_VERIFY, _RECIPIENT = "center_verify", "center_recipient"
_REVOKED = "revoked"


def start_over(store: Store) -> None:
    """For a centre that lacks what was confirmed once: offer it everything, take everything."""
    with store.write() as connection:
        journal.offer_everything(store)
        filling.forget(store)
        safety.begin_anew(store)
        braking.begin_anew(store)
        bundles.void(store)
        connection.execute("DELETE FROM package_aside")
        set_setting(store, packages.TAKEN, None)


def become(store: Store, device: str) -> None:
    """From now on the centre calls this PC by this name."""
    set_setting(store, _DEVICE, device)


def center_url(store: Store) -> str | None:
    """The address of the centre; None before enrolment."""
    return setting(store, _CENTER)


def keep(store: Store, url: str, device: str) -> None:
    """From now on this profile is a device of the centre at this address.

    At another address everything is offered and asked for again, and what that centre has already
    changes nothing there.
    """
    with store.write():
        note_revoked(store, revoked=False)
        if setting(store, _DEVICE) not in (None, device):
            elsewhere.forget_bundles(store)  # the device that made them may be closed
        if setting(store, _CENTER) not in (None, url):
            start_over(store)
            set_setting(store, outgoing.TOLD, None)
            set_setting(store, outgoing.RECORDS, None)
            _trust(store, None, None)
        set_setting(store, _CENTER, url)
        set_setting(store, _DEVICE, device)


def note_revoked(store: Store, *, revoked: bool) -> None:
    """Remember whether the centre takes this device no more, nor a bundle it has made."""
    if revoked != is_revoked(store):
        with store.write():
            set_setting(store, _REVOKED, "true" if revoked else None)
            if revoked:
                elsewhere.forget_bundles(store)


def is_revoked(store: Store) -> bool:
    """Whether the centre takes this device no more, as far as it has told."""
    return setting(store, _REVOKED) is not None


def keep_center_keys(store: Store, verify: str, recipient: str) -> None:
    """Remember the centre's public keys: what it signs, and for whom bundles are encrypted."""
    with store.write():
        _trust(store, verify, recipient)


def _trust(store: Store, verify: str | None, recipient: str | None) -> None:
    """What was sealed to another recipient can be opened by nobody this profile knows."""
    if setting(store, _RECIPIENT) != recipient:
        elsewhere.forget_bundles(store)
    set_setting(store, _VERIFY, verify)
    set_setting(store, _RECIPIENT, recipient)


def center_keys(store: Store) -> tuple[str, str] | None:
    """The centre's public keys, `verify` and `recipient`; None where it told none."""
    verify, recipient = setting(store, _VERIFY), setting(store, _RECIPIENT)
    return (verify, recipient) if verify and recipient else None


def device(store: Store) -> str | None:
    """What the centre calls this PC; None before enrolment."""
    return setting(store, _DEVICE)
