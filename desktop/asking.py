"""Asking the officer for what opens the profile, only when it has to be asked."""

from __future__ import annotations

from pathlib import Path

from desktop import secrets


class Officer:
    """Answers what a profile asks when it is opened; one for each opening.

    The windows are read when something is to be asked: most starts ask nothing.
    """

    def __init__(self, folder: Path, known: str | None = None) -> None:
        """`known`: a passphrase that was just set; the environment's comes next."""
        self._folder = folder  # looked into when it is opened: a backup is not unpacked before
        self.known = known or secrets.from_environment()
        self.gave_up = False

    def passphrase(self, wrong: bool) -> str | None:
        """What the officer typed; None when they gave up, or have the code instead."""
        from desktop.unlocking import AskPassphrase

        if self.known and not wrong:
            return self.known
        dialog = AskPassphrase(wrong=wrong, code=(self._folder / secrets.PAPER).exists())
        ended = dialog.exec()
        self.gave_up = ended == dialog.DialogCode.Rejected
        self.known = dialog.typed.text() if ended == dialog.DialogCode.Accepted else None
        return self.known

    def code(self, wrong: str) -> str | None:
        """The recovery code from paper, and a new passphrase with it; None when they gave up."""
        from desktop.unlocking import AskCode

        if self.gave_up:
            return None
        if given := secrets.code_from_environment(wrong):
            return given
        dialog = AskCode(wrong, keyring=secrets.kind_of(self._folder) == secrets.KEYRING)
        if dialog.exec() != dialog.DialogCode.Accepted:
            self.gave_up = True
            return None
        self.known = dialog.passphrase()
        return dialog.typed.text()
