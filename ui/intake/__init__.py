"""Lists from spreadsheets in the window: looked at first, brought in when the officer says so."""
