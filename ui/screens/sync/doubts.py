"""What an officer should look at before all else: what is held back, a clock that is wrong."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from db import release
from db.commands.question import Question
from resources.words import _
from rules import belief, numbers, titles
from rules.belief import Doubt
from rules.brake import with_earlier
from rules.records import REGISTRY
from ui.desk import Asked, Desk
from ui.look import SPACE, Role
from ui.widgets.message import Message


class Doubts(QWidget):
    """Hidden while all is well."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.question, self.update_ = Message(), Message()
        self.different, self.clock = Message(), Message()
        self.question.acted.connect(self._accept)
        self.update_.acted.connect(self._release)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.gap)
        for each in (self.question, self.update_, self.different, self.clock):
            column.addWidget(each)

    def show_doubts(
        self,
        pull: Question | None,
        update: Question | None,
        clock: Doubt | None,
        different: Sequence[str] = (),
    ) -> None:
        """Show these: what a pull or an update would do, which record types differ for good."""
        _ask(self.question, question_words(pull) if pull else None, _("Vẫn nhận"))
        _ask(self.update_, update_words(update) if update else None, _("Vẫn dùng"))
        if clock is None:
            self.clock.clear()
        elif (told := belief.words(clock)) != self.clock.text():
            self.clock.say(Role.WARNING, told, closable=False)
        _ask(self.different, different_words(different) if different else None, "")
        self.setVisible(bool(different) or any(each is not None for each in (pull, update, clock)))

    def _accept(self) -> None:
        self._desk.line.send(Asked(accept=True))

    def _release(self) -> None:
        release.release(self._desk.store, accept=True)
        self._desk.pulse.beat(*REGISTRY)


def _ask(message: Message, words: str | None, action: str) -> None:
    if words is None:
        message.clear()
    elif words != message.text():
        message.say(Role.WARNING, words, action, closable=False)


def question_words(question: Question) -> str:
    """What the pull would do, and whose work it is."""
    told = _(
        "Trung tâm có thay đổi sẽ xoá {deleted} và làm trống {blanked} trong {whole} bản ghi của"
        " xã, do {actors} làm. Chưa nhận, số liệu trên máy giữ nguyên. Hãy hỏi lại người làm trước"
        " khi nhận."
    ).format(
        deleted=numbers.show(question.deleted),
        blanked=numbers.show(question.blanked),
        whole=numbers.show(question.whole),
        actors=", ".join(question.actors) or _("người ở máy khác"),
    )
    return with_earlier(told, question.earlier)


def different_words(types: Sequence[str]) -> str:
    """That this PC and the centre read the same changes otherwise, and nothing helped."""
    return _(
        "Số liệu trên máy này vẫn khác với trung tâm ở: {types}. Không có gì bị mất; hãy báo người"
        " quản trị trung tâm chạy lệnh check."
    ).format(types=titles.of_types(types))


def update_words(question: Question) -> str:
    """What the changes would do that an older programme kept and this one understands."""
    told = _(
        "Bản cập nhật dùng được những thay đổi mà bản cũ còn giữ lại; chúng sẽ xoá {deleted} và làm"
        " trống {blanked} trong {whole} bản ghi của xã, do {actors} làm. Chưa dùng, số liệu trên"
        " máy giữ nguyên. Hãy hỏi lại người làm trước khi dùng."
    ).format(
        deleted=numbers.show(question.deleted),
        blanked=numbers.show(question.blanked),
        whole=numbers.show(question.whole),
        actors=", ".join(question.actors) or _("người ở máy khác"),
    )
    return with_earlier(told, question.earlier)
