"""Before there is a profile to open: the first-run window, which makes one or restores one."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop import paths, profile, secrets, trouble
from resources import units
from resources.units import Unit
from resources.words import _
from rules import numbers
from rules.text import matches
from ui import look
from ui.dialogs.files import choose_backup, choose_folder, choose_invitation
from ui.look import SPACE, Role, Type
from ui.widgets.button import Button, Kind
from ui.widgets.check import Check
from ui.widgets.field import Field
from ui.widgets.message import Message
from ui.widgets.passphrase import NewPassphrase
from ui.widgets.text import Text

if TYPE_CHECKING:
    from sync.invitation import Invitation

_HUE = "46"
_MOST = 200  # communes listed at once; typing narrows them down
_WIDTH, _ROWS = 520, 5
_OWN = "LangSo"  # the profile's own folder inside one that was chosen
_UNFOLDED = 148  # pixels kept free for the centre's fields and a message


class Founded(Struct, frozen=True):
    """What the officer said when the profile was made."""

    folder: Path
    passphrase: str | None
    invited: Invitation | None = None  # by a centre, where there is one already
    restored: bool = False  # from a backup, with all it had


class Welcome(QDialog):
    """Makes the profile: which commune, who works here, and the centre if there is a code."""

    def __init__(
        self, folder: Path, *, movable: bool = False, parent: QWidget | None = None
    ) -> None:
        """`movable`: another folder may be chosen, and is remembered."""
        super().__init__(parent)
        self.founded: Founded | None = None
        self._first = self._folder = folder
        self.setWindowTitle(_("Làng Số"))
        self.setFixedWidth(_WIDTH)
        self.communes = CommuneList()
        self.officer = QLineEdit()
        self.message = Message()
        self.center = _Center(self.message)
        self._lock = None if secrets.has_keyring() else NewPassphrase()
        self._begin = Button(_("Bắt &đầu"), kind=Kind.PRIMARY)
        self._begin.setDefault(True)
        self._begin.clicked.connect(self._found)
        self._place = Text("", Type.BODY, Role.MUTED, wrap=True)
        self._place.hide()
        self.elsewhere = Button(_("T&hư mục khác…"), "open", Kind.QUIET)
        self.elsewhere.setToolTip(_("Đặt hồ sơ ở ổ hoặc thư mục khác của máy này"))
        self.elsewhere.setVisible(movable)
        self.elsewhere.clicked.connect(self._choose)
        self.backup = Button(_("Khôi phục bản &sao lưu…"), "import", Kind.QUIET)
        self.backup.setToolTip(_("Máy mới, hoặc máy cũ đã hỏng: mở lại hồ sơ từ tệp sao lưu"))
        self.backup.clicked.connect(self._choose_backup)
        self._lay_out()
        self.communes.sought.setFocus()

    def _lay_out(self) -> None:
        """What is asked scrolls where the screen is low; message and button always show."""
        asked = QWidget()
        column = QVBoxLayout(asked)
        column.setContentsMargins(SPACE.section, SPACE.section, SPACE.section, 0)
        column.setSpacing(SPACE.gap)
        column.addWidget(Text(_("Làng Số"), Type.TITLE, Role.ACCENT))
        promise = _("Sổ nông thôn mới của xã. Làm việc cả khi không có mạng.")
        column.addWidget(Text(promise, Type.BODY, Role.MUTED, wrap=True))
        column.addSpacing(SPACE.gap)
        column.addWidget(self.communes)
        column.addWidget(Field(_("Họ và tên &cán bộ"), self.officer))
        if self._lock is not None:
            column.addWidget(self._lock)
        column.addWidget(self.center)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(asked)
        foot = QVBoxLayout()
        foot.setContentsMargins(SPACE.section, SPACE.gap, SPACE.section, SPACE.section)
        foot.setSpacing(SPACE.group)
        foot.addWidget(self.message)
        foot.addWidget(self._place)
        buttons = QHBoxLayout()
        buttons.addWidget(self.elsewhere)
        buttons.addWidget(self.backup)
        buttons.addStretch(1)
        buttons.addWidget(self._begin)
        foot.addLayout(buttons)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(scroll)
        whole.addLayout(foot)
        lowest = self.screen().availableGeometry().height() - 2 * SPACE.section
        wished = asked.sizeHint().height() + foot.sizeHint().height() + _UNFOLDED
        self.resize(_WIDTH, min(wished, lowest))

    def _choose(self) -> None:
        chosen = choose_folder(self, _("Đặt hồ sơ trong thư mục"))
        if chosen is not None:
            self.put_in(chosen)

    def put_in(self, folder: Path) -> None:
        """The profile will lie in a folder of its own inside this one."""
        self.message.clear()
        self._folder = folder / _OWN
        self._place.setText(_("Hồ sơ sẽ nằm trong {folder}").format(folder=self._folder))
        self._place.show()

    def _found(self) -> None:
        """Make the profile; what stands in the way is said here, and nothing is half made."""
        self.message.clear()
        commune = self.communes.chosen()
        if commune is None:
            self.message.say(Role.WARNING, _("Hãy chọn xã, phường trong danh sách."))
            return
        passphrase = self._lock.typed() if self._lock is not None else None
        if self._lock is not None and (wrong := self._lock.trouble()):
            self.message.say(Role.WARNING, wrong)
            return
        encrypted = self._lock is None or passphrase is not None
        with self._telling(), _remembered(self._folder, self._first):
            profile.found(
                self._folder,
                commune.code,
                self.officer.text(),
                encrypted=encrypted,
                ask=lambda _wrong: passphrase,
            )
            self.founded = Founded(self._folder, passphrase, self.center.invited())
            self.accept()

    def _choose_backup(self) -> None:
        source = choose_backup(self)
        if source is not None:
            self.restore(source)

    def restore(self, source: Path) -> None:
        """Make the profile of a backup, whole or not at all; asks for what opens it."""
        from desktop import archive  # brings the whole of OpenSSL
        from desktop.asking import Officer

        self.message.clear()
        officer = Officer(archive.making_of(self._folder))
        self.setEnabled(False)
        with self._telling(), _remembered(self._folder, self._first):
            archive.restore(
                source,
                self._folder,
                ask=officer.passphrase,
                recover=officer.code,
                progress=self._say_how_far,
            )
            self.founded = Founded(self._folder, officer.known, restored=True)
            self.accept()
        self.setEnabled(True)
        if officer.gave_up:
            self.message.clear()

    def _say_how_far(self, done: int, whole: int) -> None:
        told = _("Đang khôi phục {done}/{whole}").format(
            done=numbers.size(done), whole=numbers.size(whole)
        )
        if told != self.message.text():
            self.message.say(Role.INFO, told, closable=False)
            QApplication.processEvents()

    @contextlib.contextmanager
    def _telling(self) -> Iterator[None]:
        """What stands in the way is said in the window."""
        try:
            yield
        except Exception as error:
            told = trouble.sentence(error)
            if told is None:
                raise
            self.message.say(Role.DANGER, told)


@contextlib.contextmanager
def _remembered(folder: Path, first: Path) -> Iterator[None]:
    """Note a folder that was chosen; if no profile comes of it, the first one holds again."""
    if folder != first:
        paths.settle(folder)
    try:
        yield
    except BaseException:
        if folder != first:
            paths.settle(first)
        raise


class CommuneList(QWidget):
    """Choose a commune by typing a part of its name, accents or not."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sought = QLineEdit()
        self.sought.setPlaceholderText(_("Gõ tên hoặc mã, không cần dấu"))
        self.sought.setClearButtonEnabled(False)
        self.list = QListWidget()
        self.list.setAccessibleName(_("Danh sách xã, phường"))
        self.list.setFixedHeight(_ROWS * look.row_height())
        self.list.setUniformItemSizes(True)
        self.list.setStyleSheet(f"::item {{ padding-left: {SPACE.gap}px; }}")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.tight)
        column.addWidget(Field(_("&Xã, phường"), self.sought))
        column.addWidget(self.list)
        self.sought.textChanged.connect(self._show)
        self.sought.installEventFilter(self)
        self._show("")

    def chosen(self) -> Unit | None:
        """The commune that is marked."""
        item = self.list.currentItem()
        return item.data(Qt.ItemDataRole.UserRole) if item else None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 -- Qt's name
        """Up and Down in the field move in the list."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None:
                row = self.list.currentRow() + step
                self.list.setCurrentRow(min(max(row, 0), self.list.count() - 1))
                return True
        return super().eventFilter(watched, event)

    def _show(self, typed: str) -> None:
        self.list.clear()
        for unit in _communes(typed)[:_MOST]:
            item = QListWidgetItem(_entry(unit))
            item.setData(Qt.ItemDataRole.UserRole, unit)
            item.setSizeHint(QSize(0, look.row_height()))
            self.list.addItem(item)
        if typed.strip() and self.list.count():
            self.list.setCurrentRow(0)


class _Center(QWidget):
    """The centre's address and a code, for who has them already."""

    def __init__(self, message: Message, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._message = message
        self._shown: Invitation | None = None  # the last one that was read
        self.have = Check(_("Có mã đăng ký của &trung tâm"))
        self._url, self._code = QLineEdit(), QLineEdit()
        self._url.setPlaceholderText("https://")
        choose = Button(_("Chọn tệp hoặc ảnh mã &QR…"), "open", Kind.QUIET)
        choose.clicked.connect(self._choose)
        row = QHBoxLayout()
        row.setSpacing(SPACE.gap)
        row.addWidget(Field(_("Địa chỉ t&rung tâm"), self._url), 2)
        row.addWidget(Field(_("Mã đăng &ký"), self._code), 1)
        fields = QWidget()
        inside = QVBoxLayout(fields)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(SPACE.tight)
        inside.addLayout(row)
        inside.addWidget(choose, 0, Qt.AlignmentFlag.AlignLeft)
        fields.hide()
        self.have.toggled.connect(fields.setVisible)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.tight)
        column.addWidget(self.have)
        column.addWidget(fields)

    def read(self, path: Path) -> None:
        """Fill in what a file or picture of the centre says."""
        from desktop import invitation

        self._message.clear()
        try:
            shown = invitation.read(path)
        except Exception as error:
            told = trouble.sentence(error)
            if told is None:
                raise
            self._message.say(Role.WARNING, told)
            return
        self._shown = shown
        self._url.setText(shown.url)
        self._code.setText(shown.code)

    def _choose(self) -> None:
        path = choose_invitation(self)
        if path is not None:
            self.read(path)

    def invited(self) -> Invitation | None:
        """Address and code, and whom to expect there where a file told; None for no centre."""
        from sync.invitation import Invitation  # brings the whole of OpenSSL

        url, code = self._url.text().strip(), self._code.text().strip()
        if not self.have.isChecked() or not (url or code):
            return None
        shown = self._shown
        return shown if shown and (shown.url, shown.code) == (url, code) else Invitation(url, code)


def _communes(typed: str) -> list[Unit]:
    """Huế first; the rest of the country only when nothing of Huế is meant."""
    found = _matching(units.hue(), _HUE, typed)
    if found or not typed.strip():
        return found
    country = units.country()
    provinces = [unit.code for unit in country.all if unit.parent is None and unit.exists(None)]
    return [unit for code in provinces for unit in _matching(country, code, typed)]


def _matching(known: units.Units, province: str, typed: str) -> list[Unit]:
    return [
        unit
        for unit in known.communes(province)
        if unit.exists(None) and (matches(typed, unit.name) or unit.code.startswith(typed.strip()))
    ]


def _entry(unit: Unit) -> str:
    place = units.hue() if unit.parent == _HUE else units.country()
    province = place.find(unit.parent) if unit.parent else None
    return _("{commune}, {province} ({code})").format(
        commune=unit.name, province=province.name if province else "?", code=unit.code
    )
