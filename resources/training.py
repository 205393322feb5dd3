"""What people are to be taught: the topics of a training framework, and for whom they are.

Values only; a class names its topic by the framework's id and the topic's code.
"""

from __future__ import annotations

from msgspec import Struct

from resources.criteria import Confidence, Group


class Topic(Struct, frozen=True):
    """One subject a class can be about."""

    code: str
    title: str
    title_confidence: Confidence
    title_source: str | None = None
    group: str | None = None  # code of the group it is meant for; None: for everybody
    note: str | None = None


class Framework(Struct, frozen=True):
    """One version of a framework of knowledge and skills."""

    id: str
    version: int
    title: str
    decision: str | None
    issued_by: str | None
    note: str | None
    sources: tuple[str, ...]
    groups: tuple[Group, ...]  # of learners
    topics: tuple[Topic, ...]

    def find(self, code: str) -> Topic | None:
        """The topic with this code."""
        return next((topic for topic in self.topics if topic.code == code), None)
