"""The stream in pages: nothing skipped, nothing twice, as large as one answer may be."""

from __future__ import annotations

from sync import wire
from sync.http import HttpCenter
from tests.support.desk import Pen


def test_pages_follow_each_other_without_a_gap(device: HttpCenter, pen: Pen) -> None:
    bodies = [pen.body() for _n in range(25)]
    device.push(bodies)
    pages = [device.since(after, 10) for after in (0, 10, 20)]
    assert [page.more for page in pages] == [True, True, False]
    assert [page.cursor for page in pages] == [10, 20, 25]
    assert [change for page in pages for change in page.changes] == list(enumerate(bodies, 1))


def test_after_the_last_position_comes_an_empty_page(device: HttpCenter, pen: Pen) -> None:
    device.push([pen.body()])
    assert device.since(1, 10) == wire.Page((), 1, more=False)


def test_a_page_ends_before_it_gets_too_heavy(device: HttpCenter, pen: Pen) -> None:
    note = "Ghi chú dài. " * 1000  # 13 kB
    device.push([pen.body("later", set={"text": note}) for _n in range(8)])
    page = device.since(0, 60)
    assert page.more
    assert 1 <= len(page.changes) < 8
    assert sum(len(body) for _position, body in page.changes) <= 60_000


def test_a_change_heavier_than_a_page_travels_alone(device: HttpCenter, pen: Pen) -> None:
    heavy = pen.body("later", set={"text": "x" * 100_000})
    device.push([pen.body(), heavy, pen.body()])
    sizes = [len(device.since(after, 10).changes) for after in (0, 1, 2)]
    assert sizes == [1, 1, 1]
