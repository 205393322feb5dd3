"""The window."""

from ui import later

later.load_seldom_later()

from ui import binding  # noqa: E402 -- imports what can wait

binding.spare()
