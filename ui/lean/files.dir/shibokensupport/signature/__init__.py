"""The part that knows the signatures of Qt's functions."""
