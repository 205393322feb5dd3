"""The tokens that devices show: the commune's code, a dot, and a secret of 256 bits."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets

_SECRET = re.compile(r"[A-Za-z0-9_-]{43}")


def draw() -> str:
    """A new secret."""
    return secrets.token_urlsafe(32)


def is_secret(text: str) -> bool:
    """Whether this can be a secret one of us drew."""
    return _SECRET.fullmatch(text) is not None


def of(commune: str, secret: str) -> str:
    """The token of a device of this commune."""
    return f"{commune}.{secret}"


def apart(token: str, missing: str) -> str:
    """The secret of the device a copy becomes that lacks this change of its own.

    Made from what the copy knows anyway, so asking again after a lost answer gives the same one.
    """
    made = hmac.digest(token.encode(), missing.encode(), hashlib.sha256)
    return base64.urlsafe_b64encode(made).decode().rstrip("=")
