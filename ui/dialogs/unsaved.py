"""Before the window closes: what is not saved, and whether it may go."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from resources.words import _, many
from ui import look
from ui.drafts import Unsaved as Draft
from ui.look import SPACE, Role, Type
from ui.widgets.button import Button, Kind
from ui.widgets.text import Text

_LISTED, _WIDE = 8, 620  # sentences; pixels at a text size of 100 %


class Unsaved(QDialog):
    """Enter or Esc leads back to the first of them; only the other button lets them go."""

    wanted = Signal(object)  # the Route to the first
    dropped = Signal()

    def __init__(self, drafts: Sequence[Draft], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Còn ô chưa lưu"))
        self._route = drafts[0].where.route
        sentences = list(dict.fromkeys(each.sentence() for each in drafts))
        listed = sentences[:_LISTED]
        if len(sentences) > _LISTED:
            listed.append(many("… và {n} ô nữa.", len(sentences) - _LISTED))
        self.told = Text("\n".join(listed), wrap=True)
        self.mend = Button(_("&Quay lại sửa"), "edit", Kind.PRIMARY)
        self.drop = Button(many("&Bỏ {n} ô này và đóng", len(drafts)), "remove", Kind.DANGER)
        self.mend.setDefault(True)
        self.drop.setAutoDefault(False)
        self.mend.clicked.connect(self.reject)
        self.drop.clicked.connect(self.accept)
        self.rejected.connect(lambda: self.wanted.emit(self._route))
        self.accepted.connect(self.dropped)
        foot = QHBoxLayout()
        foot.setSpacing(SPACE.gap)
        foot.addStretch(1)
        foot.addWidget(self.drop)
        foot.addWidget(self.mend)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE.section, SPACE.section, SPACE.section, SPACE.group)
        column.setSpacing(SPACE.group)
        column.addWidget(
            Text(many("Còn {n} ô chưa lưu, đóng bây giờ là mất.", len(drafts)), Type.STRONG)
        )
        column.addWidget(self.told)
        column.addWidget(
            Text(
                _("Ô nào sửa đúng thì tự lưu; sửa xong hãy đóng lại."),
                Type.BODY,
                Role.MUTED,
                wrap=True,
            )
        )
        column.addLayout(foot)
        wide = round(_WIDE * look.current().scale_percent / 100)
        self.resize(wide, column.totalHeightForWidth(wide))  # as high as its lines are
        self.mend.setFocus()
