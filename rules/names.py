"""Names that are computed: uuid5, by Python's own SHA-1.

`uuid.uuid5` takes `hashlib`'s, which brings the whole of OpenSSL: 3 ms and 4 MB of every start.
"""

from __future__ import annotations

import uuid

try:
    from _sha1 import sha1
except ImportError:  # a Python built with OpenSSL's alone
    from hashlib import sha1


def computed(namespace: uuid.UUID, name: str) -> str:
    """The same id as `uuid.uuid5`, wherever and whenever it is asked for."""
    digest = sha1(namespace.bytes + name.encode(), usedforsecurity=False).digest()
    return str(uuid.UUID(bytes=digest[:16], version=5))
