"""Bộ tiêu chí: the list of indicators at the left, the form of one of them at the right."""
