"""Cài đặt: each section in a module of its own."""
