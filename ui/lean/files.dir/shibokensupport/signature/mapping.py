"""Qt's names as signatures spell them; filled with Shiboken's own when they are asked for."""

from ui.signatures import update_mapping  # noqa: F401
