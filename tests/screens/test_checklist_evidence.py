"""Files that prove an answer: dropped, pasted, described, used again, taken off."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import (
    QColor,
    QDesktopServices,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
)
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from db import blobs, shelf
from db.commands import assess
from db.commands import evidence as deeds
from db.commands.assess import Place
from db.queries import evidence
from db.queries.evidence import Piece
from tests.support.keys import press, type_in
from tests.support.window import SET, Office
from ui import opening
from ui.evidence.strip import Evidence
from ui.screen import Route
from ui.screens.checklist.page import Page
from ui.screens.checklist.screen import ChecklistScreen
from ui.shell import Shell
from ui.widgets.tile import FileState

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

KEY, CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier


def opened(pc: Office, code: str = "8.4") -> tuple[Shell, Page]:
    shell = pc.open("checklist")
    shell.go(Route("checklist", SET, "2025", code))
    screen = shell.at("checklist")
    assert isinstance(screen, ChecklistScreen)
    return shell, screen.page


def target(pc: Office, code: str = "8.4") -> str:
    return assess.record_of(pc.store, Place(SET, code, "2025"))


def kept(pc: Office, code: str = "8.4") -> list[Piece]:
    """What another connection reads."""
    with pc.elsewhere() as store:
        return evidence.of(store, target(pc, code))


def stored(pc: Office) -> Path:
    """Where the first file of the indicator lies."""
    return shelf.path_of(pc.store, kept(pc)[0].sha256)


def paper(folder: Path, name: str = "bien-ban.pdf", content: bytes = b"%PDF bien ban") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def files(*paths: Path) -> QMimeData:
    held = QMimeData()
    held.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return held


def drop(page: Page, held: QMimeData) -> None:
    """Drag over the form and let go, as the window system tells it."""
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    entering = QDragEnterEvent(QPoint(40, 40), copy, held, left, none)
    QApplication.sendEvent(page.viewport(), entering)
    assert entering.isAccepted()
    QApplication.sendEvent(page.viewport(), QDropEvent(QPointF(40, 40), copy, held, left, none))


def attached(pc: Office, folder: Path, name: str = "bien-ban.pdf", code: str = "8.4") -> str:
    path = paper(folder, name, name.encode())
    return deeds.attach(pc.store, pc.desk.actor, "assessment", target(pc, code), path)


def test_a_file_dropped_upon_the_form_is_evidence(pc: Office, tmp_path: Path, qtbot: QtBot) -> None:
    _shell, page = opened(pc)
    with qtbot.waitSignal(page.below.evidence.intake.finished):
        drop(page, files(paper(tmp_path)))
    assert [piece.name for piece in kept(pc)] == ["bien-ban.pdf"]


def test_a_file_pasted_upon_the_form_is_evidence(pc: Office, tmp_path: Path, qtbot: QtBot) -> None:
    _shell, page = opened(pc)
    page.below.evidence.add.setFocus()
    QGuiApplication.clipboard().setMimeData(files(paper(tmp_path)))
    with qtbot.waitSignal(page.below.evidence.intake.finished):
        page._paste()
    assert [piece.name for piece in kept(pc)] == ["bien-ban.pdf"]


def test_several_files_come_in_one_after_the_other(
    pc: Office, tmp_path: Path, qtbot: QtBot
) -> None:
    _shell, page = opened(pc)
    papers = [paper(tmp_path, f"{n}.pdf", str(n).encode()) for n in range(4)]
    with qtbot.waitSignal(page.below.evidence.intake.finished):
        page.below.evidence.take(papers)
    assert [piece.name for piece in kept(pc)] == ["0.pdf", "1.pdf", "2.pdf", "3.pdf"]


def test_a_folder_is_named_and_the_others_still_come(
    pc: Office, tmp_path: Path, qtbot: QtBot
) -> None:
    _shell, page = opened(pc)
    folder = tmp_path / "ảnh tháng 10"
    folder.mkdir()
    with qtbot.waitSignal(page.below.evidence.intake.finished):
        page.below.evidence.take([folder, paper(tmp_path)])
    assert "ảnh tháng 10" in page.below.evidence.message.text()
    assert len(kept(pc)) == 1


def test_a_file_too_large_is_told_its_limit(
    pc: Office, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(blobs, "LARGEST", 1024 * 1024)
    _shell, page = opened(pc)
    film = tmp_path / "phim.mp4"
    with film.open("wb") as file:
        file.truncate(3 * 1024 * 1024)
    with qtbot.waitSignal(page.below.evidence.intake.finished):
        page.below.evidence.take([film])
    assert "phim.mp4" in page.below.evidence.message.text()
    assert kept(pc) == []


def test_a_file_that_is_gone_is_named(pc: Office, tmp_path: Path, qtbot: QtBot) -> None:
    _shell, page = opened(pc)
    with qtbot.waitSignal(page.below.evidence.intake.finished):
        page.below.evidence.take([tmp_path / "khong-co.pdf"])
    assert "khong-co.pdf" in page.below.evidence.message.text()


class Standstill:
    """A worker that never gets anything done."""

    def __init__(self) -> None:
        self.stopped = False

    def run(self, _job: object, **_more: object) -> Standstill:
        return self

    def stop(self) -> None:
        self.stopped = True


def test_a_long_copy_can_be_stopped(pc: Office, tmp_path: Path) -> None:
    _shell, page = opened(pc)
    worker = Standstill()
    pc.desk.worker = worker  # type: ignore[assignment]
    page.below.evidence.take([paper(tmp_path)])
    intake = page.below.evidence.intake
    assert intake.isVisible()
    intake.stop.click()
    assert worker.stopped
    assert intake.isHidden()
    assert kept(pc) == []


def test_a_picture_gets_a_small_picture(pc: Office, tmp_path: Path, qtbot: QtBot) -> None:
    image = QImage(800, 600, QImage.Format.Format_RGB32)
    image.fill(QColor("#336699"))
    image.save(str(tmp_path / "nha-van-hoa.png"))
    _shell, page = opened(pc)
    page.below.evidence.take([tmp_path / "nha-van-hoa.png"])
    qtbot.waitUntil(lambda: _small_pictures(page.below.evidence) == 1)


def _small_pictures(strip: Evidence) -> int:
    return sum(tile._thumbnail is not None for tile in strip.tiles())


def test_what_is_known_of_a_file_saves_by_itself(pc: Office, tmp_path: Path) -> None:
    attached(pc, tmp_path)
    _shell, page = opened(pc)
    tile = page.below.evidence.tiles()[0]
    tile.setFocus()
    press(tile, KEY.Key_Return)
    sheet = page.below.evidence.sheet
    assert sheet.open_file.hasFocus()
    sheet.editors["document_no"].setFocus()
    type_in(sheet.editors["document_no"], "12/BB-UBND")
    sheet.editors["expires"].setFocus()
    type_in(sheet.editors["expires"], "31/12/2027")
    press(sheet.editors["expires"], KEY.Key_Return)
    piece = kept(pc)[0]
    assert (piece.document_no, piece.expires) == ("12/BB-UBND", "2027-12-31")


def test_a_date_that_is_none_is_told_beside_the_file(pc: Office, tmp_path: Path) -> None:
    attached(pc, tmp_path)
    _shell, page = opened(pc)
    page.below.evidence.tiles()[0].click()
    sheet = page.below.evidence.sheet
    sheet.editors["expires"].setFocus()
    type_in(sheet.editors["expires"], "31/02/2027")
    press(sheet.editors["expires"], KEY.Key_Return)
    assert "31" in sheet.troubles.text()
    assert kept(pc)[0].expires is None


def test_delete_takes_a_file_off_and_undo_brings_it_back(
    pc: Office, tmp_path: Path, qtbot: QtBot
) -> None:
    attached(pc, tmp_path)
    shell, page = opened(pc)
    screen = shell.at("checklist")
    tile = page.below.evidence.tiles()[0]
    tile.setFocus()
    with qtbot.waitSignal(screen.refreshed):
        press(tile, KEY.Key_Delete)
    assert kept(pc) == []
    assert "Ctrl+Z" in shell.status.saved.text()
    with qtbot.waitSignal(screen.refreshed):
        shell.undo()
    assert [piece.name for piece in kept(pc)] == ["bien-ban.pdf"]


def test_a_file_of_another_indicator_is_used_again(
    pc: Office, tmp_path: Path, qtbot: QtBot
) -> None:
    from ui.dialogs.reuse import Reuse

    first = attached(pc, tmp_path, code="8.3")
    _shell, page = opened(pc)
    dialog = Reuse(evidence.reusable(pc.store, target(pc)), {target(pc, "8.3"): "8.3"})
    qtbot.addWidget(dialog)
    type_in(dialog.search, "bien")
    assert dialog.chosen() == [first]
    page.below.evidence.bind(dialog.chosen())
    assert kept(pc)[0].sha256 == kept(pc, "8.3")[0].sha256


def test_a_missing_file_is_named(pc: Office, tmp_path: Path) -> None:
    attached(pc, tmp_path)
    stored(pc).unlink()
    _shell, page = opened(pc)
    assert "bien-ban.pdf" in page.below.evidence.message.text()
    assert page.below.evidence.tiles()[0]._file.state is FileState.GONE


def test_an_altered_file_is_named(pc: Office, tmp_path: Path) -> None:
    attached(pc, tmp_path)
    stored(pc).write_bytes(b"other content")
    _shell, page = opened(pc)
    assert "đã bị sửa" in page.below.evidence.message.text()


@pytest.fixture
def given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The copies the system was asked to open; they lie in a folder of the test."""
    asked: list[Path] = []

    def hand_over(url: QUrl) -> bool:
        asked.append(Path(url.toLocalFile()))
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", hand_over)
    (tmp_path / "temp").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temp"))
    return asked


def open_file(page: Page) -> None:
    page.below.evidence.tiles()[0].click()
    page.below.evidence.sheet.open_file.click()


def test_a_file_opens_under_its_own_name(
    pc: Office, tmp_path: Path, qtbot: QtBot, given: list[Path]
) -> None:
    attached(pc, tmp_path)
    _shell, page = opened(pc)
    open_file(page)
    qtbot.waitUntil(lambda: bool(given))
    assert given[0].name == "bien-ban.pdf"
    assert given[0].read_bytes() == b"bien-ban.pdf"
    opening.clear(pc.folder)


def test_opened_copies_are_for_this_person_alone_and_go_with_the_window(
    pc: Office, tmp_path: Path, qtbot: QtBot, given: list[Path]
) -> None:
    attached(pc, tmp_path)
    _shell, page = opened(pc)
    open_file(page)
    qtbot.waitUntil(lambda: bool(given))
    folder = given[0].parents[1]
    assert folder.stat().st_mode & 0o077 == 0
    opening.clear(tmp_path / "another profile")
    assert folder.exists()
    opening.clear(pc.folder)
    assert list((tmp_path / "temp").iterdir()) == []


def test_a_file_that_cannot_be_read_is_not_opened(
    pc: Office, tmp_path: Path, qtbot: QtBot, given: list[Path]
) -> None:
    attached(pc, tmp_path)
    _shell, page = opened(pc)
    stored(pc).unlink()
    open_file(page)
    qtbot.waitUntil(lambda: "bien-ban.pdf" in page.below.evidence.message.text())
    assert given == []
    opening.clear(pc.folder)
