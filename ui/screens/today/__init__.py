"""Hôm nay: what waits, and how far everything has come."""
