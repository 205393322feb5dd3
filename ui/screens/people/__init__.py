"""Thôn và cán bộ: villages, and the people of the roster."""
