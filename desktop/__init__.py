"""The composition root: starting, wiring, the command line, the schedule, stopping."""

VERSION = "0.1.0"
