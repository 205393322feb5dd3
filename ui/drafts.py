"""What was typed and is not saved, because it is wrong, half done, or nothing could be written.

One keeper for the whole window: its screens may be left, filled with other records or built
anew, and every text comes back where it was typed, until it is saved or emptied.

    shelf = desk.drafts.shelf(where, record)   # of one record, or of one table of it
    shelf.open("note", editor, value)          # the stored value, or what waits for it
    shelf.stash("note", editor)                # what the editor holds and could not settle
    desk.drafts.told()                         # "Còn 1 ô chưa lưu. Chỉ tiêu 3.1: ..."
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct
from msgspec.structs import replace

from resources.words import _, many

if TYPE_CHECKING:
    from db.store import Store
    from ui.screen import Route


class Editor(Protocol):
    """A field that saves by itself (ui.editors, ui.widgets.chosen)."""

    def typed(self) -> object: ...
    def open(self, value: object) -> None: ...
    def resume(self, typed: object) -> None: ...
    def unsettled(self) -> bool: ...
    def flush(self) -> None: ...
    def trouble(self) -> str: ...


class Where(Struct, frozen=True):
    """What a draft belongs to, and the way there.

    `words` stand in the middle of a sentence, and are asked for anew in each language.
    """

    words: Callable[[], str]
    route: Route


def record(store: Store, kind: str, id: str, route: Route) -> Where:
    """A record that is stored, by what it is called."""
    from db.queries import subjects
    from ui import names

    return Where(lambda: names.subject(subjects.of(store, kind, id)), route)


class Draft(Struct, frozen=True):
    """What was typed; why it was not saved, "" where it was only not handed over yet."""

    typed: object
    why: str = ""
    row: str = ""  # of a table, by its name


class Unsaved(Struct, frozen=True):
    """A draft and where it is."""

    where: Where
    draft: Draft

    def sentence(self) -> str:
        """Where it is, and what keeps it from being saved or else how it begins."""
        draft, words = self.draft, self.where.words()
        if draft.row:
            words = _("{where}, {row}").format(where=words, row=draft.row)
        words = words[:1].upper() + words[1:]
        if draft.why:
            return _("{where}: {why}").format(where=words, why=draft.why)
        if not isinstance(draft.typed, str):  # an answer that was taken, not typed
            return _("{where}: điều vừa chọn chưa lưu.").format(where=words)
        return _("{where}: “{typed}” chưa lưu.").format(where=words, typed=_short(draft.typed))


class Shelf:
    """The drafts of one record or table, by field or cell."""

    def __init__(self, where: Where | None = None) -> None:
        self.where = where
        self._kept: dict[Hashable, Draft] = {}

    def __len__(self) -> int:
        return len(self._kept)

    def __iter__(self) -> Iterator[Hashable]:
        return iter(tuple(self._kept))

    def get(self, field: Hashable) -> Draft | None:
        """What waits for this field."""
        return self._kept.get(field)

    def put(self, field: Hashable, draft: Draft) -> None:
        """Let this wait for the field."""
        self._kept[field] = draft

    def drop(self, field: Hashable) -> bool:
        """The field is well again; whether anything waited for it."""
        return self._kept.pop(field, None) is not None

    def clear(self) -> None:
        """Nothing waits any more: all was handed over, or the record is gone."""
        self._kept.clear()

    def drafts(self) -> list[Draft]:
        """All that waits, the oldest first."""
        return list(self._kept.values())

    def stash(self, field: Hashable, editor: Editor) -> None:
        """Keep what an editor holds and could not settle; forget what is well again."""
        if editor.unsettled():
            self.put(field, Draft(editor.typed(), editor.trouble()))
        else:
            self.drop(field)

    def open(self, field: Hashable, editor: Editor, value: object) -> None:
        """Show the stored value in an editor, or try again what waits for it."""
        editor.open(value)
        kept = self.get(field)
        if kept is not None:
            editor.resume(kept.typed)
            editor.flush()
            self.stash(field, editor)

    def forget_reasons(self) -> None:
        """They were told in another language."""
        self._kept = {field: replace(kept, why="") for field, kept in self._kept.items()}


class Drafts:
    """Every shelf of the window, by place and record."""

    def __init__(self) -> None:
        self._shelves: dict[tuple[str, ...], Shelf] = {}

    def shelf(self, where: Where, *key: str) -> Shelf:
        """The shelf of a record of this place; what waits on it waited there before."""
        shelf = self._shelves.setdefault((where.route.place, *key), Shelf())
        shelf.where = where
        return shelf

    def unsaved(self) -> list[Unsaved]:
        """All that waits anywhere."""
        return [
            Unsaved(shelf.where, draft)
            for shelf in self._shelves.values()
            if shelf.where is not None
            for draft in shelf.drafts()
        ]

    def told(self) -> str:
        """How much waits, where the first of it is and why; "" where all is saved."""
        unsaved = self.unsaved()
        if not unsaved:
            return ""
        return many("Còn {n} ô chưa lưu. {first}", len(unsaved)).replace(
            "{first}", unsaved[0].sentence()
        )

    def let_go(self, *key: str) -> None:
        """A record is taken out, and with it what waits for it and for what belongs to it."""
        for known, shelf in self._shelves.items():
            if known[: len(key)] == key:
                shelf.clear()

    def wrong(self) -> bool:
        """Whether any of it was refused, not only half done."""
        return any(each.draft.why for each in self.unsaved())

    def forget_reasons(self) -> None:
        """Another language is spoken: why something waits is told anew when it is shown."""
        for shelf in self._shelves.values():
            shelf.forget_reasons()


_LONGEST = 40  # letters of a draft that are told


def _short(typed: str) -> str:
    line = " ".join(typed.split())
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…"
