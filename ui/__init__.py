"""The window."""

from ui import binding

binding.spare()
