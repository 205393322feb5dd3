"""What holds for every test: no screen, no keyring of whoever runs them, no passphrase."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
os.environ.pop("LANGSO_PASSPHRASE", None)
