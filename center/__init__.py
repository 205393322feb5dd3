"""The server a province runs."""
