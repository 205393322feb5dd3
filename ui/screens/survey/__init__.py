"""Khảo sát: surveys of satisfaction, what villages counted, single sheets, and the result."""
