"""Out of this PC by stick, folder or letter, and the centre's answers back in."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from resources.words import _, many
from rules import numbers
from ui.desk import CarryView, Desk
from ui.look import SPACE, Role, Type
from ui.screens.sync.letters import Letters
from ui.standing import refused_words
from ui.widgets.button import Button
from ui.widgets.flow import Flow
from ui.widgets.message import Message
from ui.widgets.progress import Progress
from ui.widgets.text import Heading, Text


class ByHand(QWidget):
    """What can be carried now: a button for each place, and for each answer that was found."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._shown: tuple[object, ...] | None = None
        self.heading = Heading(_("Chép tay khi mất mạng"))
        self.words = Text("", Type.BODY, Role.MUTED, wrap=True)
        self.why = Text("", Type.BODY, wrap=True)
        self.ways = Flow()
        self.letters = Letters(desk.preferences)
        self.progress = Progress()
        self.message = Message()
        self.message.acted.connect(self._act)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.gap)
        asked = (self.heading, self.words, self.why, self.ways, self.letters)
        for part in (*asked, self.progress, self.message):
            column.addWidget(part)

    def show_view(self, view: CarryView, *, enrolled: bool) -> bool:
        """Show what can be carried now; whether there are other buttons than before."""
        self.progress.setVisible(view.busy)
        self.progress.tell(view.done, view.whole, _progress_words(view))
        self._say(view)
        stake = self._desk.line.view().at_stake
        self.why.setText(refused_words(stake))
        self.why.setVisible(bool(stake.refused))
        open_ = not self._desk.keys.view().encrypted and (not enrolled or stake.refused > 0)
        key = (view.sticks, view.folder, view.folder_there, view.busy, enrolled, open_)
        if self._shown == key:
            return False
        self._shown = key
        self.words.setText(_place_words(view, readable=open_))
        self.letters.setVisible(enrolled)
        self.ways.clear()
        for button in self._buttons(view, enrolled=enrolled):
            button.setEnabled(not view.busy)
            self.ways.add(button)
        return True

    def _say(self, view: CarryView) -> None:
        if not view.sentence:
            self.message.clear()
        elif view.sentence != self.message.text():
            action = _("Vẫn nhận") if view.held_back else _("Chọn lại…") if view.same_disk else ""
            role = Role.DANGER if view.failed else Role.PASSED
            self.message.say(role, view.sentence, action)

    def _act(self) -> None:
        """What the message offers."""
        view = self._desk.carrier.view()
        if view.held_back is not None:
            self._desk.carrier.take(view.held_back, accept=True)
        elif view.same_disk:
            self._choose()

    def _buttons(self, view: CarryView, *, enrolled: bool) -> list[Button]:
        carrier, found = self._desk.carrier, []
        for stick in view.sticks:
            for answer in stick.answers:
                taking = Button(_("Nhận trả lời trên {name}").format(name=stick.name), "import")
                taking.clicked.connect(lambda _c, file=answer: carrier.take(file))
                found.append(taking)
            found.append(self._laying(_("Chép ra {name}").format(name=stick.name), stick.path))
        if view.folder is not None and view.folder_there:
            name = view.folder.name or str(view.folder)
            found.append(self._laying(_("Chép sang {name}").format(name=name), view.folder))
        choosing = Button(_("Chọn thư mục &khác…"), "open")
        choosing.clicked.connect(self._choose)
        found.append(choosing)
        if enrolled:
            letter = Button(_("Lưu để gửi thư điện tử…"), "export")
            letter.setToolTip(_("Chia thành các tệp vừa hộp thư; cỡ tệp chọn ở ngay dưới."))
            letter.clicked.connect(self._write)
            taking = Button(_("Nhận tệp trả lời…"), "import")
            taking.clicked.connect(self._take)
            found += [letter, taking]
        return found

    def _laying(self, words: str, place: Path) -> Button:
        button = Button(words, "stick")
        button.clicked.connect(lambda: self._desk.carrier.lay_down(place))
        return button

    def _choose(self) -> None:
        name = QFileDialog.getExistingDirectory(self, _("Thư mục trên ổ hoặc máy khác"))
        if name and self._desk.carrier.choose(Path(name)):
            self._desk.carrier.lay_down(Path(name))

    def _write(self) -> None:
        name, _kind = QFileDialog.getSaveFileName(
            self,
            _("Lưu để gửi thư"),
            "lang-so.lsb",
            _kinds(),
        )
        if name:
            self._desk.carrier.lay_down(Path(name), limit=self.letters.limit())

    def _take(self) -> None:
        name, _kind = QFileDialog.getOpenFileName(
            self,
            _("Tệp trả lời của trung tâm"),
            "",
            _kinds(),
        )
        if name:
            self._desk.carrier.take(Path(name))


def _kinds() -> str:
    return _("Tệp chuyển tay ({kinds})").format(kinds="*.lsb")


def _progress_words(view: CarryView) -> str:
    if not view.whole:
        return _("Đang chép…")
    return _("Đang chép {done}/{whole}").format(
        done=numbers.size(view.done), whole=numbers.size(view.whole)
    )


def _place_words(view: CarryView, *, readable: bool) -> str:
    """What is at hand; `readable`: what is laid down there is a backup anybody could open."""
    if view.sticks:
        names = ", ".join(stick.name for stick in view.sticks)
        answers = sum(len(stick.answers) for stick in view.sticks)
        if answers:
            return many("{names}: có {n} tệp trả lời của trung tâm cho máy này.", answers).format(
                names=names
            )
        if readable:
            return _(
                "{names} đang cắm. Hồ sơ này không mã hóa nên người nhặt được USB đọc được bản sao"
                " lưu; hãy giữ cẩn thận."
            ).format(names=names)
        return _("{names} đang cắm. Người nhặt được USB không đọc được gì.").format(names=names)
    if view.folder is not None and not view.folder_there:
        return _("Chưa thấy thư mục {folder}. Cắm USB hoặc nối lại ổ đó.").format(
            folder=view.folder
        )
    return _("Cắm USB vào máy, hoặc chọn một thư mục trên ổ khác, máy khác.")
