"""The command line: one module per command, with `declare(parser)` and `run(options)`."""
