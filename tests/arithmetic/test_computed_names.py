"""Names that are computed are uuid5, without what uuid5 brings along."""

import subprocess
import sys
import uuid

from rules import names


def test_a_computed_name_is_the_uuid5_of_everyone():
    for name in ("", "assessment\x1f20014\x1f8.4", "Xã Phú Hồ\x1f2025"):
        assert names.computed(uuid.NAMESPACE_URL.bytes, name) == str(
            uuid.uuid5(uuid.NAMESPACE_URL, name)
        )


def test_computing_one_does_not_load_openssl():
    script = (
        "import sys, uuid; from rules import names; names.computed(uuid.NAMESPACE_URL.bytes, 'x')"
    )
    done = subprocess.run(
        [sys.executable, "-c", f"{script}; print('_hashlib' in sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == ["False"]
