"""Keys that buttons of the form name in their tooltips: no letter of their words is free."""

TO_VILLAGES = "Alt+E"
BRING = "Ctrl+I"  # figures from a spreadsheet, as in the other places that take lists
SEND = "Ctrl+E"  # and into one
