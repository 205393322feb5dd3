"""Carrying changes and files between this PC and the centre."""
