"""Figures for what the programme promises: one file per promise, each a ratio of one run."""
