"""Đồng bộ: each section in a module of its own."""
