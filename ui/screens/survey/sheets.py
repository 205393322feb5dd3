"""Single anonymous sheets keyed at speed: the pad at the left, what was keyed at the right."""

from __future__ import annotations

import msgspec
from msgspec import Struct
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from db.commands import sheets as deeds
from db.queries import sheets as reading
from db.queries.sheets import Sheet
from db.queries.survey import TYPED
from resources.words import _, many
from rules.keying import Draft
from ui import trouble
from ui.desk import Desk
from ui.look import SPACE, Ground, Role, Type
from ui.part import Part
from ui.rows import Column, Rows
from ui.screens.survey.pad import Pad
from ui.screens.survey.poll import Poll
from ui.sheets import framed
from ui.slots import Slot
from ui.widgets.button import Button, Kind
from ui.widgets.flow import Flow
from ui.widgets.message import Message
from ui.widgets.pick import Pick
from ui.widgets.region import Region
from ui.widgets.table import Table
from ui.widgets.text import Heading, Text

_WIDE = 720
_WAITS = "survey/half"


class _Waiting(Struct, frozen=True):
    """A half keyed sheet, and where it belongs."""

    survey: str
    village: str
    draft: Draft
    correcting: str | None = None  # the sheet it is keyed again in place of


class SheetsPart(Part):
    """Nothing in a sheet tells whose it is; its number is written on the paper."""

    def __init__(self, desk: Desk, poll: Poll, parent: QWidget | None = None) -> None:
        super().__init__("survey/sheets", desk, parent, wide=_WIDE)
        self.poll = poll
        self._correcting: Sheet | None = None
        self._here = ("", "")  # the survey and the village the pad is about
        self._halves: dict[tuple[str, str], _Waiting] = {}  # by these
        left, right = Region(Ground.SURFACE, self.split), Region(Ground.SURFACE, self.split)
        self.village = Pick(_("Thôn"), (), left)
        self.told = Text("", Type.LARGE, wrap=True, parent=left)
        self.progress = Text("", Type.BODY, Role.MUTED, wrap=True, parent=left)
        self.message = Message(left)
        self.pad = Pad(left)
        self.heading = Heading(_("Phiếu đã nhập"))
        self.rows: Rows[Sheet] = Rows(_columns(), key=lambda each: each.id, parent=self)
        self.table = Table(self.rows, parent=right)
        self.table.setAccessibleName(_("Phiếu đã nhập"))
        self.remove = Button(_("Bỏ phiếu đang chọn"), "remove", Kind.QUIET, right)
        self._lay_out(left, right)
        self._listen()
        self._resume()

    def refresh(self) -> None:
        """The village in hand and its sheets; what is being keyed stays."""
        poll, village = self.poll, self.poll.village
        self._put_away()
        self.village.offer((each.village, each.name) for each in poll.counts)
        self.village.setValue(village.village if village else None)
        self.pad.ask(poll.form)
        self.pad.lock(locked=not poll.is_open() or village is None)
        found: list[Sheet] = []
        if village is not None and poll.survey is not None:
            found = reading.keyed(self.desk.store, poll.survey.id, village.village)
        self.rows.replace(found)
        self._take_back()
        self.heading.remark.setText(many("{n} phiếu", len(found)) if found else _("chưa có phiếu"))
        self.remove.setVisible(bool(found) and poll.is_open())
        self._say()

    def flush(self) -> None:
        """A sheet that is half keyed is no answer yet: it waits, also for the next start."""
        self._put_away()
        held = msgspec.json.encode(list(self._halves.values())).decode() if self._halves else ""
        self.desk.preferences.set(_WAITS, held)
        super().flush()

    def start(self) -> None:
        """The pad."""
        self.pad.start()

    def swap(self) -> None:
        """From the pad to the sheets, and back."""
        inside = self.table.hasFocus()
        (self.pad.table if inside else self.table).setFocus(Qt.FocusReason.TabFocusReason)

    # -- deeds -------------------------------------------------------------------------------

    def _keep(self, draft: Draft) -> None:
        poll, desk, village = self.poll, self.desk, self.poll.village
        if poll.survey is None or poll.form is None or village is None:
            return
        survey, whole, number = poll.survey.id, len(poll.form.questions), list[str]()
        fixed = self._correcting

        def keep() -> None:
            if fixed is not None:
                deeds.correct(desk.store, desk.actor, fixed.id, draft, whole)
                number.append(fixed.number)
            else:
                number.append(
                    deeds.keep(desk.store, desk.actor, survey, village.village, draft, whole)
                )

        told = trouble.attempt(keep)
        if told:
            self.message.say(Role.DANGER, told)
            return
        self._correcting = None
        self.message.clear()
        self.pad.begin()
        poll.read()
        self.refresh()
        text = _("Đã sửa phiếu {number}") if fixed else _("Đã lưu. Ghi lên phiếu: {number}")
        self.told.setText(text.format(number=number[0]))
        desk.wrote("sheet")

    def _correct(self, index: QModelIndex) -> None:
        """Key a sheet again in place of what was kept."""
        if self.poll.is_open():
            self._correcting = self.rows.row(index)
            self.pad.begin(self._correcting.draft())
            self._say()
            self.pad.start()

    def _drop(self) -> None:
        """Esc: the sheet on the pad is not kept."""
        self._correcting = None
        self.pad.begin()
        self.message.clear()
        self._say()

    def _remove(self) -> None:
        chosen = [self.rows.row(each) for each in self.table.selectionModel().selectedRows()]
        desk = self.desk
        if not chosen or not self.poll.is_open():
            return
        ids = [each.id for each in chosen]
        told = trouble.attempt(lambda: deeds.remove(desk.store, desk.actor, ids))
        if told:
            self.message.say(Role.DANGER, told)
            return
        self._correcting = None
        self.poll.read()
        self.refresh()
        desk.wrote("sheet")
        self.said.emit(many("Đã bỏ {n} phiếu. Nhấn Ctrl+Z để lấy lại.", len(chosen)))

    def _turn(self, village: object) -> None:
        if self.pad.is_begun():
            self.message.say(
                Role.WARNING,
                _("Phiếu đang nhập dở; nhấn Enter để lưu hoặc Esc để bỏ, rồi đổi thôn."),
            )
            self.village.setValue(self.poll.village.village if self.poll.village else None)
            return
        self.poll.choose_village(str(village))

    # -- inside ------------------------------------------------------------------------------

    def _resume(self) -> None:
        """Sheets that were left half keyed come back where they were."""
        held = self.desk.preferences.get(_WAITS)
        found = msgspec.json.decode(held, type=list[_Waiting] | _Waiting) if held else []
        waiting = [found] if isinstance(found, _Waiting) else found
        self._halves = {(each.survey, each.village): each for each in waiting}
        survey, village = self.poll.survey, self.poll.village
        here = [each for each in waiting if survey is not None and each.survey == survey.id]
        if here and village is not None and (here[0].survey, village.village) not in self._halves:
            self.poll.choose_village(here[0].village)

    def _put_away(self) -> None:
        """What is keyed so far waits for its village to come again."""
        correcting = self._correcting.id if self._correcting else None
        if self.pad.is_begun() and all(self._here):
            self._halves[self._here] = _Waiting(*self._here, self.pad.draft, correcting)
        else:
            self._halves.pop(self._here, None)

    def _take_back(self) -> None:
        """Another village, or another survey: its own sheet is on the pad."""
        survey, village = self.poll.survey, self.poll.village
        here = (survey.id, village.village) if survey and village else ("", "")
        if here == self._here:
            return
        self._here = here
        waits = self._halves.get(here)
        known = {each.id: each for each in self.rows.rows()}
        self._correcting = known.get(waits.correcting or "") if waits else None
        self.pad.begin(waits.draft if waits else None)

    def _say(self) -> None:
        poll, village = self.poll, self.poll.village
        if self._correcting is not None:
            self.told.setText(_("Sửa phiếu {number}").format(number=self._correcting.number))
        elif poll.survey is not None and poll.survey.signed:
            self.told.setText(_("Cuộc khảo sát đã ký, không nhập thêm được."))
        elif village is None:
            self.told.setText(_("Chưa có thôn hoặc cuộc khảo sát để nhập phiếu."))
        else:
            self.told.setText(_("Phiếu tiếp theo"))
        self.progress.setText(self._progress())

    def _progress(self) -> str:
        village = self.poll.village
        if village is None:
            return ""
        collected = village.tally.collected
        if village.source == TYPED and village.keyed:
            return _("Thôn này lấy số kiểm phiếu; các phiếu nhập ở đây không được tính.")
        if collected is None:
            return many("Đã nhập {n} phiếu của thôn này.", village.keyed)
        text = many("Đã nhập {n} trong {collected} phiếu thu về.", village.keyed)
        return text.format(collected=collected)

    def _lay_out(self, left: QWidget, right: QWidget) -> None:
        top = Flow(SPACE.group)
        top.add(Slot(_("Thôn"), self.village, 34))
        column = QVBoxLayout(left)
        column.setContentsMargins(SPACE.group, SPACE.gap, SPACE.group, SPACE.gap)
        column.setSpacing(SPACE.gap)
        for each in (top, self.told, self.progress, self.message):
            column.addWidget(each)
        column.addWidget(self.pad, 1)
        head, foot = QVBoxLayout(), QHBoxLayout()
        head.addWidget(self.heading)
        foot.addWidget(self.remove)
        foot.addStretch(1)
        framed(right, self.table, above=head, below=foot)

    def _listen(self) -> None:
        self.village.edited.connect(self._turn)
        self.pad.kept.connect(self._keep)
        self.pad.dropped.connect(self._drop)
        self.table.activated.connect(self._correct)
        self.remove.clicked.connect(self._remove)
        self.delete_in(self.table, self._remove)


def _columns() -> tuple[Column[Sheet], ...]:
    return (
        Column(_("Số phiếu"), lambda each: each.number, width=12),
        Column(
            _("Trả lời"),
            lambda each: _("không hợp lệ") if each.invalid else each.answers,
            role=lambda each: Role.WARNING if each.invalid else None,
        ),
    )
