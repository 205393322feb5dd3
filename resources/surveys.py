"""What residents are asked about a programme, and what their answers must reach.

Values only.  A tally keeps the form's id and the codes of its questions.
"""

from __future__ import annotations

from msgspec import Struct

from resources.criteria import Confidence


class Question(Struct, frozen=True):
    """One question of a sheet, answered by one of two words or left open."""

    code: str
    title: str
    title_confidence: Confidence
    title_source: str | None = None
    yes: str = "Hài lòng"
    no: str = "Không hài lòng"


class Least(Struct, frozen=True):
    """A share in per cent that must be reached, and who said so."""

    value: float
    confidence: Confidence
    source: str


class SurveyForm(Struct, frozen=True):
    """One version of a sheet of questions."""

    id: str
    version: int
    title: str
    decision: str | None
    issued_by: str | None
    note: str | None
    sources: tuple[str, ...]
    questions: tuple[Question, ...]
    households: Least | None  # of all households represented; None where nothing is published
    overall: Least | None  # satisfied, over all questions
    each: Least | None  # satisfied, for every single question

    def find(self, code: str) -> Question | None:
        """The question with this code."""
        return next((question for question in self.questions if question.code == code), None)
