"""`langso demo`: a centre and two communes with sample data; then the window."""

from __future__ import annotations

import argparse
import os
import signal
from datetime import datetime
from pathlib import Path

from desktop import app, display, paths
from desktop.demo import centre, pictures, sample, scene
from desktop.demo.scene import State
from resources.words import _
from ui.screen import Route


def declare(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument(
        "--dir",
        type=Path,
        default=paths.demo(),
        metavar="DIR",
        help=_("thư mục của dữ liệu mẫu (mặc định: %(default)s)"),
    )


def run(options: argparse.Namespace) -> int:
    """Set the scene where it is not set yet, then show it; the centre ends with the window."""
    centre.refuse_frozen()
    signal.signal(signal.SIGTERM, _end)
    folder: Path = options.dir
    shown = display.visible()
    if not shown:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    app.make_application()  # evidence is drawn with it
    known = scene.recall(folder)
    folder.mkdir(parents=True, exist_ok=True)
    data = folder / "center"
    if not known.done:
        scene.clear(folder)
        scene.remember(folder, known)
        scene.prepare_center(data)
    with centre.serving(data, known.port) as url:
        if known.done:
            scene.move(folder, url)
        else:
            scene.play(folder, url, _tell, datetime.now().astimezone().date())
        scene.remember(folder, State(port=int(url.rsplit(":", 1)[1]), done=True))
        _describe(folder, url)
        return _show(folder) if shown else _picture(folder)


def _end(_number: int, _frame: object) -> None:
    """Told to end: leave by the way on which the centre is ended too."""
    raise KeyboardInterrupt


def _show(folder: Path) -> int:
    _tell(_("Mở cửa sổ của {commune}…").format(commune=sample.communes()[0].name))
    return app.main(scene.computers(folder)[0])


def _picture(folder: Path) -> int:
    dispute = sample.communes()[0].data["dispute"]["indicator"]
    views = (
        ("today", Route("today")),
        ("checklist", Route("checklist", indicator="8.4")),
        ("villages", Route("checklist", indicator="17.1")),
        ("conflict", Route("checklist", indicator=dispute)),
        ("training", Route("training", part="coverage")),
        ("survey", Route("survey", part="result")),
        ("people", Route("people")),
        ("sync", Route("sync")),
        ("settings", Route("settings")),
    )
    _tell(_("Máy này không có màn hình, nên lưu ảnh các màn hình chính:"))
    for path in pictures.take(scene.computers(folder)[0], views, folder / "pictures"):
        _tell(str(path))
    return 0


def _describe(folder: Path, url: str) -> None:
    _tell(_("Trung tâm mẫu: {url} (chạy đến khi đóng cửa sổ)").format(url=url))
    for pc in scene.computers(folder):
        _tell(_("Hồ sơ mẫu: {path}").format(path=pc))
    _tell(_("Tất cả là dữ liệu mẫu do chương trình đặt ra; chỉ tên và mã xã là thật."))


def _tell(sentence: str) -> None:
    print(sentence, flush=True)
