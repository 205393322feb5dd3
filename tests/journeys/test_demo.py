"""`langso demo`, as the first thing anybody runs."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from desktop.demo import sample
from tests.support.programme import SET, Pc, Said, langso


@dataclass(frozen=True, slots=True)
class Demo:
    """What a first run made, and what it said."""

    folder: Path
    said: Said

    def pc(self, name: str) -> Pc:
        """One of its PCs."""
        return Pc(self.folder / name)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """The demo in an empty folder, on a machine without a display."""
    folder = tmp_path_factory.mktemp("demo") / "du-lieu-mau"
    return Demo(folder, langso("demo", "--dir", folder))


def test_it_says_what_it_made_and_where_the_centre_is(demo: Demo) -> None:
    assert (demo.said.status, demo.said.err) == (0, "")
    assert "http://127.0.0.1:" in demo.said.out
    for name in ("vinh-loc", "vinh-loc-may-2", "a-luoi-1"):
        assert str(demo.folder / name) in demo.said.out
    assert "dữ liệu mẫu" in demo.said.out


def test_a_folder_that_will_not_do_is_told_once_with_its_cause(tmp_path: Path) -> None:
    said = langso("demo", "--dir", tmp_path / "OneDrive" / "du-lieu-mau")
    assert said.status == 1
    assert said.err.count("\n") == 1
    assert "OneDrive" in said.err


def test_without_a_display_it_saves_pictures_of_the_screens(demo: Demo) -> None:
    pictures = [Path(line) for line in demo.said.lines if line.endswith(".png")]
    assert len(pictures) >= 4
    for path in pictures:
        image = QImage(str(path))
        assert (image.width(), image.height()) == (1366, 768)
        colours = {image.pixel(x, y) for x in range(0, 1366, 7) for y in range(0, 768, 7)}
        assert len(colours) > 20, f"{path.name} shows nothing"


def test_its_registers_hold_classes_and_a_survey(demo: Demo) -> None:
    pc = demo.pc("vinh-loc-may-2")
    assert [len(pc.dump(each)) for each in ("course", "session", "survey")] == [2, 4, 1]
    assert all(each["values"]["sample"] for each in pc.dump("course"))
    assert len(pc.dump("tally")) == 7


def test_everything_is_marked_as_sample_data(demo: Demo) -> None:
    for name in ("vinh-loc", "a-luoi-1"):
        units = [line["values"] for line in demo.pc(name).dump("unit")]
        assert units
        assert all(unit["sample"] for unit in units)
        sources = {line["values"]["source"] for line in demo.pc(name).dump("threshold")}
        assert all("Dữ liệu mẫu" in source for source in sources)


def test_the_communes_are_real_and_one_lies_in_the_mountains(demo: Demo) -> None:
    names = {
        demo.pc(name).do("status", "--json").json["commune_name"]
        for name in ("vinh-loc", "vinh-loc-may-2", "a-luoi-1")
    }
    assert names == {"Xã Vinh Lộc", "Xã A Lưới 1"}


def test_the_checklist_is_answered_in_every_way_there_is(demo: Demo) -> None:
    answers = [line["values"] for line in demo.pc("vinh-loc").dump()]
    now = [each for each in answers if (each["period"], each["set"]) == ("2025", SET)]
    assert len({each["indicator"] for each in now}) >= 40
    for part in ("passed", "numerator", "number", "note", "as_of", "village"):
        assert any(each[part] is not None for each in now), part
    assert sum(each["period"] == "2024" for each in answers) >= 30


def test_owners_due_days_evidence_a_submission_and_reviews_are_there(demo: Demo) -> None:
    lines = map(json.loads, demo.pc("vinh-loc").do("dump").lines)
    counted = Counter(line["type"] for line in lines)
    assert counted["task"] >= 40
    assert counted["evidence"] >= 6
    assert counted["submission"] == 1
    assert counted["review"] >= 4
    assert any(line["values"]["due"] for line in demo.pc("vinh-loc").dump("task"))
    returned = [
        line["values"]["words"]
        for line in demo.pc("vinh-loc").dump("review")
        if line["values"]["verdict"] == "returned"
    ]
    assert returned
    assert all(returned)


def test_two_pcs_show_the_same_and_one_question_is_open(demo: Demo) -> None:
    one, other = demo.pc("vinh-loc"), demo.pc("vinh-loc-may-2")
    assert one.do("dump").out == other.do("dump").out
    for pc in (one, other, demo.pc("a-luoi-1")):
        status = pc.do("status", "--json").json
        assert (status["waiting"], status["files_waiting"], status["refused"]) == (0, 0, 0)
    assert one.do("status", "--json").json["conflicts"] == 1


def test_every_file_is_what_was_attached_on_every_pc(demo: Demo) -> None:
    for name in ("vinh-loc", "vinh-loc-may-2", "a-luoi-1"):
        assert demo.pc(name).do("check", "--json").json["fine"]


def test_a_second_run_finds_everything_as_it_was(demo: Demo) -> None:
    before = demo.pc("vinh-loc").do("log").out
    again = langso("demo", "--dir", demo.folder)
    assert (again.status, again.err) == (0, "")
    assert demo.pc("vinh-loc").do("log").out == before


def test_the_centre_has_ended_with_it(demo: Demo) -> None:
    said = demo.pc("vinh-loc").run("sync")
    assert said.status == 1
    assert "Chưa kết nối được" in said.err


def test_a_folder_with_other_things_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thư.txt").write_text("của người khác", encoding="utf-8")
    said = langso("demo", "--dir", tmp_path)
    assert said.status == 1
    assert "thư mục trống" in said.err
    assert [path.name for path in tmp_path.iterdir()] == ["thư.txt"]


@pytest.mark.parametrize("commune", sample.communes(), ids=lambda commune: commune.folder)
def test_the_sample_gives_every_village_its_sheet(commune: sample.Sample) -> None:
    villages = commune.data["villages"]
    assert len(set(villages)) == len(villages)
    for indicator, sheets in commune.data["by_village"].items():
        assert len(sheets) == len(villages), indicator
        assert indicator not in commune.data["answers"][commune.period], indicator


@pytest.mark.parametrize("commune", sample.communes(), ids=lambda commune: commune.folder)
def test_every_indicator_of_the_sample_has_an_owner(commune: sample.Sample) -> None:
    owned = tuple(start for officer in commune.data["officers"] for start in officer["owns"])
    answered = {**commune.data["answers"][commune.period], **commune.data["by_village"]}
    assert [indicator for indicator in answered if not indicator.startswith(owned)] == []
