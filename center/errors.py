"""What an administrator's command cannot do, in one sentence."""

from __future__ import annotations


class CenterError(Exception):
    """The world's fault, told to the administrator with advice."""

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence
        super().__init__(sentence)
