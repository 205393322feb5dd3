"""Papers of a class that go out into a file: written, and noted, for the window and commands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from msgspec import Struct

from db import errors
from db.commands import exporting
from db.queries import papers
from db.queries.papers import Folder
from db.store import Store
from desktop import atomic
from reports.papers import certificates, invitation, sign_sheet, writing
from reports.papers.paper import Paper
from resources.words import _

_PERSON = ("full_name", "birth_year", "unit")
_GIVEN = ("certificate_no", "result", "mark", "certificate_date", "certificate_issuer")


class Kind(Struct, frozen=True):
    """One kind of paper, and what of a person stands on it."""

    lay_out: Callable[[Folder], tuple[Paper, ...]]
    fields: tuple[str, ...]


KINDS: Mapping[str, Kind] = {
    "invitation": Kind(invitation.papers, (*_PERSON, "position")),
    "sign-sheet": Kind(sign_sheet.papers, (*_PERSON, "position")),
    "certificates": Kind(certificates.papers, (*_PERSON, *_GIVEN)),
}


def write(
    store: Store, actor: str, kind: str, course: str, path: Path, *, purpose: str | None = None
) -> int:
    """Write a paper of this class into this file; how many people stand on it.

    The file appears whole, after it was noted that it left; the class is told where no purpose is.
    Refused where nobody would stand on it; OSError where the folder takes no file.
    """
    folder, what = papers.folder(store, course), KINDS[kind]
    laid_out = what.lay_out(folder)
    people = len(laid_out[0].rows)
    if not people:
        text = _("Lớp “{title}” chưa có ai đạt; hãy ghi kết quả hoặc cấp chứng nhận trước.")
        raise errors.Refused(text.format(title=folder.title))
    with atomic.appearing(path) as fresh:
        writing.write(fresh, laid_out)
        why = purpose or folder.title
        exporting.note(store, actor, kind, rows=people, fields=what.fields, purpose=why)
    return people
