"""Pages of the centre in their order: while one is being kept, the next is on its way."""

from __future__ import annotations

from collections.abc import Callable, Generator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from sync.center import Stop

_Page = TypeVar("_Page")


def _idle() -> None:
    """Nothing is left to be done."""


def pages(
    first: Callable[[], Callable[[], _Page] | None],
    following: Callable[[_Page], Callable[[], _Page] | None],
    stop: Stop,
    meanwhile: Callable[[], None] = _idle,
) -> Generator[_Page]:
    """Ask for the first page, then for the one that follows each, until none does or `stop` says.

    Both tell what to ask, in the caller's thread; the asking is done in another.  `meanwhile` is
    done while a page is under way and the one before is kept.  Whoever leaves early closes the
    generator; it ends when the page under way has come.
    """
    ask = None if stop() else first()
    if ask is None:
        return
    with ThreadPoolExecutor(1, "pages") as ahead:
        coming: Future[_Page] | None = ahead.submit(ask)
        while coming is not None:
            meanwhile()
            page = coming.result()
            ask = None if stop() else following(page)
            coming = ahead.submit(ask) if ask else None
            yield page
