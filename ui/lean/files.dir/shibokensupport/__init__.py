"""Where Shiboken looks for the Python part of itself, when it is pointed here (`ui.binding`)."""
