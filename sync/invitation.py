"""What an administrator gives a PC to enrol with, in a file or as a QR picture."""

from __future__ import annotations

import msgspec
from msgspec import Struct

from sync import errors
from sync.keys import PublicKeys


class Invitation(Struct, frozen=True, rename={"kind": "langso-enrol"}):
    """Where to enrol, with which one-time code, and whom to expect there."""

    url: str
    code: str
    center_keys: PublicKeys | None = None
    kind: int = 1

    def __repr__(self) -> str:
        """Without the code: it must not reach a log by accident."""
        return f"Invitation(url={self.url!r})"


def to_text(invitation: Invitation) -> str:
    """The invitation as it is written into a file or drawn as a picture."""
    return msgspec.json.encode(invitation).decode()


def from_text(text: str | bytes) -> Invitation:
    """The invitation in this text; NoInvitation where it is another text."""
    try:
        read = msgspec.json.decode(text, type=Invitation)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise errors.no_invitation() from error
    if "langso-enrol" not in msgspec.json.decode(text):
        raise errors.no_invitation()
    return read
