"""Dialogs gather values; whoever opened them decides."""
