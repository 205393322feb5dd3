"""The catalogues of other languages, and `python -m resources.locale` that renews them."""
