"""Pictures of every screen, to be looked at: light and dark, wide and narrow, little and much.

    python -m tests.support.pictures FOLDER [--only NAME]

QT_SCALE_FACTOR gives the device pixel ratio; the text size 150 % has pictures of its own.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from msgspec.structs import replace
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from db import journal
from db.commands import assess, evidence, places, profile, question, submission
from db.commands.assess import Place
from db.journal import Edit, Receipt, acknowledge, receive
from db.queries import clock, rulebook
from db.queries.ledger import AtStake
from db.store import set_setting
from resources.criteria import ValueKind
from rules.change import encode
from rules.record import Values
from tests.support.desk import Pen
from tests.support.window import JOINED, SET, Office, office, restyle
from ui.desk import CarryView, Moving, Stick
from ui.screen import Route
from ui.sheets import Sheets
from ui.shell import Shell
from ui.widgets.button import Button

ADVANCED = "vn-ntm-xa-nang-cao-2021-2025"
NOTE = (
    "Đã rà soát cùng ban cán sự các thôn ngày 12/11/2025; còn hai tuyến ở Hà Giữa chờ nghiệm thu. "
    "Số liệu lấy theo báo cáo của công chức địa chính.\nBản đồ hiện trạng kèm trong minh chứng."
)
NAMES = (
    "Hà Giữa",
    "Dương Nỗ",
    "Phú Mai",
    "Lộc Sơn",
    "Vĩnh Trị",
    "Cự Lại",
    "An Bằng",
    "Hà Úc",
)


def little(desk: Office) -> None:
    """A profile in its first week."""
    desk.villages("Thôn Hà Giữa", "Thôn Dương Nỗ", "Thôn Phú Mai")
    profile.add_officer(desk.store, "Nguyễn Văn An")
    _answer(desk, "3.1", {"numerator": 812, "denominator": 1020})
    _answer(desk, "3.2", {"passed": True})
    _answer(desk, "8.4", {"passed": False, "note": NOTE})
    _answer(desk, "15.1", {"number": 92.5})


def much(desk: Office) -> None:
    """Forty villages, everything answered, evidence, reviews, conflicts, a late task."""
    villages = desk.villages(*(f"Thôn {NAMES[n % 8]} {n // 8 + 1}" for n in range(40)))
    people = [profile.add_officer(desk.store, name) for name in ("Nguyễn Văn An", "Lê Thị Cúc")]
    places.describe_commune(desk.store, desk.desk.actor, {"sample": True, "group": "2"})
    for set_id in (SET, ADVANCED):
        for year in ("2024", "2025"):
            _fill(desk, set_id, year, villages)
    _beside(desk, people)
    _before_the_merger(desk)
    _from_centre(desk)


def _fill(desk: Office, set_id: str, year: str, villages: list[str]) -> None:
    rules = rulebook.criteria(desk.store, set_id)
    answers = []
    for number, one in enumerate(rules.answerable()):
        place = Place(set_id, one.code, year)
        if one.by_village:
            late = 3 if number % 3 == 0 else 0
            answers += [
                (
                    replace(place, village=village),
                    {"numerator": 180 + (n * 7 + number) % 60, "denominator": 240 + n % 9},
                )
                for n, village in enumerate(villages[: len(villages) - late])
            ]
        elif one.kind is ValueKind.YES_NO:
            answers.append((place, {"passed": number % 5 != 1}))
        elif one.kind is ValueKind.PERCENT:
            answers.append((place, {"numerator": 700 + number, "denominator": 1000}))
        elif number % 7:
            answers.append((place, {"number": 3}))
    if year == "2024":
        answers = answers[: len(answers) * 3 // 4]
    assess.answer_all(desk.store, desk.desk.actor, answers)


def _beside(desk: Office, people: list[str]) -> None:
    actor = desk.desk.actor
    for code in ("8.4", "2.2", "15.1"):
        _answer(desk, code, {"note": NOTE, "as_of": "2025-11-12"})
    for code, owner, due in (
        ("8.4", actor, "2026-11-20"),
        ("1.1", people[0], "2026-11-23"),
        ("10.1", people[1], "2026-11-27"),
        ("2.2", actor, "2026-11-21"),
    ):
        assess.assign(desk.store, actor, Place(SET, code, "2025"), owner=owner, due=due)
    assess.answer(desk.store, actor, Place(SET, "1.1", "2025"), {"passed": None})
    assess.enter_threshold(
        desk.store,
        actor,
        Place(SET, "2.2", "2025"),
        comparison=">=",
        value=80,
        source="Quyết định 2222/QĐ-UBND ngày 19/9/2022 của UBND tỉnh",
    )
    target = assess.record_of(desk.store, Place(SET, "8.4", "2025"))
    with tempfile.TemporaryDirectory() as folder:
        for name, make in (
            ("Ảnh bộ phận một cửa.png", _photo),
            ("Quyết định 1234 về việc công nhận hệ thống quản lý văn bản.pdf", _text),
            ("Danh sách hồ sơ trực tuyến tháng 10.xlsx", _text),
        ):
            path = Path(folder) / name
            make(path)
            evidence.attach(desk.store, actor, "assessment", target, path)
    submission.submit(desk.store, actor, SET, "2025", 1)
    _answer(desk, "3.2", {"passed": False})


def _before_the_merger(desk: Office) -> None:
    """What two of the communes that became this one had answered."""
    edits, told = [], ((812, 1020, NOTE), (455, 611, None))
    for origin, (above, below, note) in zip(("19855", "19861"), told, strict=True):
        for code in ("15.1", "8.4"):
            for year in ("2023", "2024"):
                values: Values = {"set": SET, "indicator": code, "period": year, "origin": origin}
                values |= {"as_of": f"{year}-12-15", "note": note}
                shares: Values = {"numerator": above, "denominator": below}
                values |= shares if code == "15.1" else {"passed": note is None}
                edits.append(Edit("former_assessment", f"{origin}-{code}-{year}", values))
    journal.commit(desk.store, desk.desk.actor, edits)
    assess.answer(
        desk.store,
        desk.desk.actor,
        Place(SET, "15.1", "2024"),
        {"numerator": 900, "denominator": 1000},
    )
    with tempfile.TemporaryDirectory() as folder:
        for name in ("Biên bản họp thôn.pdf", "Danh sách hộ dùng dịch vụ công.xlsx"):
            path = Path(folder) / name
            path.write_bytes(name.encode())
            target = "19855-15.1-2024"
            evidence.attach(desk.store, desk.desk.actor, "former_assessment", target, path)


def _from_centre(desk: Office) -> None:
    """A returned indicator, and answers of a second PC that differ."""
    pen = Pen()
    words = "Chưa có minh chứng về dịch vụ công trực tuyến; bổ sung số hồ sơ 6 tháng đầu năm."
    review = pen.change(
        "review",
        "r1",
        actor="centre",
        set={
            "set": SET,
            "indicator": "8.4",
            "period": "2025",
            "verdict": "returned",
            "words": words,
            "reviewer": "Văn phòng Điều phối NTM",
            "reviewed_at": "2026-11-20T09:15:00.000+07:00",
        },
    )
    place = Place(SET, "3.1", "2025")
    record = assess.record_of(desk.store, place)
    other = pen.change(
        "assessment",
        record,
        set={**place.key(), "numerator": 650, "denominator": 1010},
    )
    receive(desk.store, [(1, encode(review)), (2, encode(other))], 2)
    refused = assess.answer(desk.store, desk.desk.actor, Place(SET, "1.2", "2025"), {"note": "?"})
    assert refused is not None
    sentence = "Kỳ báo cáo 2025 của chỉ tiêu này đã khoá; hãy đề nghị trung tâm mở lại."
    acknowledge(
        desk.store, [Receipt(refused.id, None, "2026-11-23T08:15:00+07:00", "locked", sentence)]
    )
    ours = assess.answer(desk.store, desk.desk.actor, Place(SET, "4.1", "2025"), {"note": NOTE})
    assert ours is not None
    beside = pen.change("assessment", ours.record, set={"as_of": "2025-11-10"})
    receive(desk.store, [(3, encode(beside))], 3)
    set_setting(desk.store, clock.AHEAD, str(16 * 365 * 24 * 3600))
    question.ask(desk.store, question.Question(9, 62, 4, 410, ("Nguyễn Văn An",)))
    with desk.store.write() as connection:
        for hour, outcome, told in (
            ("07", "done", None),
            ("08", "no_connection", "Chưa tới được trung tâm; chương trình sẽ tự thử lại."),
            ("09", "done", None),
        ):
            connection.execute(
                "INSERT INTO round(at, outcome, sentence, pushed, pulled, refused, files_up,"
                " files_down, bytes_up, bytes_down, requests, seconds)"
                " VALUES (?, ?, ?, 128, 4, 1, 2, 0, 204800, 9120, 6, 1.5)",
                (f"2026-11-23T{hour}:15:00+07:00", outcome, told),
            )


BUSY = replace(
    JOINED,
    phase="sending",
    waiting=3,
    waiting_since="2026-11-23T08:02:00+07:00",
    last_done="2026-11-23T08:15:00+07:00",
    conflicts=2,
    refused=1,
    at_stake=AtStake(3, 2, 6_400_000),
    moving=Moving("files_up", 3_400_000, 12_000_000, 3_612_000, 190),
)
CARRIED = CarryView(
    sticks=(Stick("KINGSTON", Path("/media/KINGSTON"), (Path("/media/KINGSTON/langso-1.lsb"),)),),
    folder=Path("/mnt/may-chu/lang-so"),
    folder_there=True,
    sentence="Đã chép 3 thay đổi và 2 tệp vào /media/KINGSTON/langso-20261123.lsb; hãy mang đến"
    " trung tâm và mang tệp trả lời về.",
)


def _answer(desk: Office, code: str, values: dict[str, object]) -> None:
    assess.answer(desk.store, desk.desk.actor, Place(SET, code, "2025"), values)  # type: ignore[arg-type]


def _photo(path: Path) -> None:
    image = QImage(640, 420, QImage.Format.Format_RGB32)
    image.fill(QColor("#7FB3C8"))
    painter = QPainter(image)
    painter.fillRect(QRect(0, 260, 640, 160), QColor("#7A9E5B"))
    painter.fillRect(QRect(180, 120, 280, 180), QColor("#E9D9B8"))
    painter.fillRect(QRect(160, 90, 320, 40), QColor("#A4503A"))
    painter.end()
    image.save(str(path))


def _text(path: Path) -> None:
    path.write_bytes(path.name.encode() * 4000)


Scene = tuple[str, str, Callable[[Shell], None]]


def _nothing(_shell: Shell) -> None:
    """As it opens."""


def _at(code: str, set_id: str = SET) -> Callable[[Shell], None]:
    def go(shell: Shell) -> None:
        shell.go(Route("checklist", set_id, "2025", code))

    return go


def _rehearsed(shell: Shell) -> None:
    shell.go(Route("checklist", SET, "2025", "8.4", part="rehearsal"))


def _handing(shell: Shell) -> None:
    shell.go(Route("checklist", SET, "2025", "8.4", part="submit"))


def _finding(shell: Shell) -> None:
    shell.header.finder.setFocus()
    shell.header.finder.setText("ho ngheo")
    shell.header.finder.look_for("tỷ lệ hộ")


def _keys(shell: Shell) -> None:
    shell._toggle_keys()


def _down(shell: Shell) -> None:
    page = shell.screens["checklist"].page  # type: ignore[attr-defined]
    QApplication.processEvents()
    page.show_rest()
    QApplication.processEvents()
    page.verticalScrollBar().setValue(page.verticalScrollBar().maximum())


def _unfold(shell: Shell) -> None:
    box = shell.screens["checklist"].page.below.former  # type: ignore[attr-defined]
    next(each for each in box.findChildren(Button) if each.text() == "2 tệp").click()


def _local(shell: Shell) -> None:
    page = shell.screens["checklist"].page  # type: ignore[attr-defined]
    page.question.threshold.enter.click()


def _sheet(shell: Shell) -> None:
    page = shell.screens["checklist"].page  # type: ignore[attr-defined]
    page.below.evidence.tiles()[0].click()


def _scrolled(share: float) -> Callable[[Shell], None]:
    """A screen of sections, so far down."""

    def go(shell: Shell) -> None:
        bar = shell.screens["sync"].findChildren(Sheets)[0].verticalScrollBar()
        bar.setValue(round(bar.maximum() * share))

    return go


def _then(*steps: Callable[[Shell], None]) -> Callable[[Shell], None]:
    def go(shell: Shell) -> None:
        for step in steps:
            step(shell)
            QApplication.processEvents()

    return go


SCENES: dict[str, tuple[Scene, ...]] = {
    "new": (
        ("today", "today", _nothing),
        ("checklist", "checklist", _nothing),
        ("sync", "sync", _nothing),
        ("settings", "settings", _nothing),
    ),
    "little": (
        ("today", "today", _nothing),
        ("percent", "checklist", _at("3.1")),
        ("village", "checklist", _at("2.2")),
        (
            "empty-set",
            "checklist",
            lambda shell: shell.go(Route("checklist", "vn-ntm-xa-2026-2030")),
        ),
    ),
    "much": (
        ("today", "today", _nothing),
        ("yes-no", "checklist", _at("8.4")),
        ("conflict", "checklist", _at("3.1")),
        ("village", "checklist", _at("2.2")),
        ("village-below", "checklist", _then(_at("2.2"), _down)),
        ("composite", "checklist", _at("14.1")),
        ("threshold", "checklist", _then(_at("6.1"), _local)),
        ("evidence", "checklist", _then(_at("8.4"), _sheet)),
        ("below", "checklist", _then(_at("8.4"), _down)),
        ("former", "checklist", _then(_at("15.1"), _down, _unfold, _down)),
        ("rehearsal", "checklist", _rehearsed),
        ("handing", "checklist", _handing),
        ("finder", "checklist", _then(_at("8.4"), _finding)),
        ("keys", "checklist", _then(_at("8.4"), _keys)),
        ("sync", "sync", _nothing),
        ("sync-middle", "sync", _scrolled(0.45)),
        ("sync-below", "sync", _scrolled(1)),
        ("settings", "settings", _nothing),
        ("packages", "settings", lambda shell: shell.go(Route("settings", part="packages"))),
    ),
}
SIZES = ((1366, 768), (1280, 720), (911, 512))
FILL: dict[str, Callable[[Office], None]] = {
    "new": lambda desk: None,
    "little": little,
    "much": much,
}


def variants() -> Iterator[tuple[str, int, tuple[int, int]]]:
    """Theme, text size, window size."""
    yield "light", 100, SIZES[0]
    yield "dark", 100, SIZES[0]
    yield "light", 100, SIZES[1]
    yield "light", 150, SIZES[0]
    yield "light", 100, SIZES[2]


def main(folder: Path, only: str, variant: str) -> None:
    """Paint everything into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    for amount, scenes in SCENES.items():
        wanted = [scene for scene in scenes if only in f"{amount}-{scene[0]}"]
        if not wanted:
            continue
        with tempfile.TemporaryDirectory() as temporary, office(Path(temporary) / "p") as desk:
            FILL[amount](desk)
            for theme, scale, size in variants():
                named = f"{theme}-{scale}-{size[0]}"
                if variant and variant not in named:
                    continue
                desk.preferences.kept |= {"theme": theme, "scale": str(scale)}
                restyle(desk.preferences)
                if amount == "much":
                    desk.line.shown, desk.carrier.shown = BUSY, CARRIED
                for name, place, prepare in wanted:
                    _take(desk, place, prepare, size, folder / f"{amount}-{name}-{named}.png")


def _take(
    desk: Office,
    place: str,
    prepare: Callable[[Shell], None],
    size: tuple[int, int],
    path: Path,
) -> None:
    desk.preferences.kept.pop("geometry", None)
    desk.preferences.kept.pop("checklist/split", None)
    desk.preferences.kept.pop("subject", None)
    shell = desk.open(place, size)
    prepare(shell)
    for _turn in range(5):
        QApplication.processEvents()
    checklist = shell.screens.get("checklist")
    if checklist is not None and checklist.isVisible():
        checklist.page.show_rest()  # type: ignore[attr-defined]
        QApplication.processEvents()
    shell.grab().save(str(path))
    desk.shut(shell)


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", default="")
    parser.add_argument("--variant", default="")
    chosen = parser.parse_args()
    main(chosen.folder, chosen.only, chosen.variant)
