"""The secrets of a profile, the database's key and the device's token, and where they are kept.

`profile.json` in the profile says which of three places it is:

    keyring      the operating system's keyring
    passphrase   a file in the profile, sealed with a passphrase
    plain        a file in the profile only its owner may read; the database is not encrypted
"""

from __future__ import annotations

import base64
import json
import os
import threading
import uuid
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct, field

from desktop import atomic
from desktop.trouble import Locked, Told
from resources.words import _

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

    from sync.keys import SecretKeys

KEYRING, PASSPHRASE, PLAIN = "keyring", "passphrase", "plain"
ENVIRONMENT, NEXT, RECOVERY = "LANGSO_PASSPHRASE", "LANGSO_NEW_PASSPHRASE", "LANGSO_RECOVERY"
FILES = _CARD, _FILE = "profile.json", "profile.keys"  # neither tells anything by itself
PAPER = "profile.recovery"  # the key, sealed to the recovery code
_SERVICE = "Làng Số"
_ASKING = ("asking", "secret")  # kept until what the centre answered to an enrolment is kept
# everything else that calls itself a keyring keeps secrets in the open, or keeps none
_TRUSTED = tuple(
    f"keyring.backends.{name}"
    for name in ("SecretService", "libsecret", "kwallet", "Windows", "macOS")
)

Ask = Callable[[bool], str | None]  # told whether the last one was wrong; None: there is none
Recover = Callable[[str], str | None]  # told what was wrong with the last code, "" at first
Secrets = Mapping[str, str]


def from_environment(wrong: bool = False) -> str | None:
    """The passphrase somebody set for programmes without a window."""
    return None if wrong else os.environ.get(ENVIRONMENT) or None


def code_from_environment(wrong: str) -> str | None:
    """The recovery code somebody set for programmes without a window."""
    return None if wrong else os.environ.get(RECOVERY) or None


class Box(Protocol):
    """Where the secrets of one profile lie."""

    def read(self) -> Secrets:
        """All of them; Locked when they cannot be had."""

    def write(self, secrets: Secrets) -> None:
        """Replace all of them."""


class Safe(Struct):
    """The secrets of one profile, opened; window and worker may both change them."""

    kind: str
    box: Box
    _secrets: Secrets
    _turn: threading.Lock = field(default_factory=threading.Lock)

    def all(self) -> Secrets:
        """Everything that is kept."""
        return self._secrets

    def database_key(self) -> bytes | None:
        """The raw key of the database; None where it is not encrypted."""
        key = self._secrets.get("database")
        return bytes.fromhex(key) if key else None

    def next_key(self) -> bytes | None:
        """The key that shall be the database's; None where no change was begun."""
        key = self._secrets.get("next")
        return bytes.fromhex(key) if key else None

    def begin_change(self, passphrase: str | None = None) -> None:
        """Draw the next key of the database; a new passphrase locks the secrets from now on.

        One drawn before that is not in place yet stays the next: copies may have it already.
        """
        with self._turn:
            if passphrase is not None and isinstance(self.box, _Sealed):
                self.box = self.box.under(passphrase)
            self._keep({"next": os.urandom(32).hex(), **self._secrets})

    def end_change(self) -> None:
        """The next key is in place: forget the old one."""
        with self._turn:
            self._keep({**_without(self._secrets, "next"), "database": self._secrets["next"]})

    def token(self) -> str | None:
        """What the centre knows this device by; None before enrolment."""
        return self._secrets.get("token")

    def keep_token(self, token: str) -> None:
        """Remember the device's token in place of an older one."""
        with self._turn:
            self._keep({**self._secrets, "token": token})

    def answered(self) -> None:
        """What the centre said when this PC enrolled is kept everywhere; to ask again is over."""
        with self._turn:
            self._keep(_without(self._secrets, *_ASKING))

    def secret_for(self, asking: str) -> str:
        """The secret this PC enrols with; the same for the same question until it is answered."""
        with self._turn:
            if self._secrets.get("asking") != asking:
                drawn = base64.urlsafe_b64encode(os.urandom(32)).decode().rstrip("=")
                self._keep({**self._secrets, "asking": asking, "secret": drawn})
            return self._secrets["secret"]

    def keys(self) -> SecretKeys:
        """The keys this PC signs and decrypts with; drawn and kept when first asked for."""
        from sync import keys  # brings the whole of OpenSSL

        with self._turn:
            signing, identity = self._secrets.get("signing"), self._secrets.get("identity")
            if signing and identity:
                return keys.SecretKeys(signing, identity)
            drawn = keys.draw()
            pair = {"signing": drawn.signing, "identity": drawn.identity}
            self._keep({**self._secrets, **pair})
            return drawn

    def _keep(self, secrets: Secrets) -> None:
        self._secrets = secrets
        self.box.write(secrets)


def _without(secrets: Secrets, *names: str) -> Secrets:
    return {name: value for name, value in secrets.items() if name not in names}


def new(folder: Path, *, encrypted: bool, ask: Ask = from_environment) -> Safe:
    """Draw the secrets of a new profile and keep them; Locked where no place keeps them safe."""
    name = str(uuid.uuid4())
    kind = _best_kind(ask) if encrypted else PLAIN
    if kind is None:
        raise Locked(
            _(
                "Máy này không có kho khoá của hệ điều hành; hãy đặt mật khẩu trong biến"
                " {variable}, hoặc chấp nhận không mã hoá bằng --no-encryption."
            ).format(variable=ENVIRONMENT)
        )
    drawn = {"database": os.urandom(32).hex()} if encrypted else {}
    safe = Safe(kind, _box(folder, kind, name, ask), drawn)
    safe.box.write(drawn)
    _write_card(folder, kind, name)
    return safe


def of(folder: Path, ask: Ask = from_environment, recover: Recover = code_from_environment) -> Safe:
    """The secrets of the profile in this folder; Locked when they cannot be had.

    Where this PC has lost them, `recover` is asked for the recovery code, and what it opens is
    kept on this PC anew: the database's key, so the device has to enrol again.
    """
    kind, name = _card(folder)
    box = _box(folder, kind, name, ask)
    try:
        return Safe(kind, box, box.read())
    except Locked:
        keys = _recovered(folder, recover)
        if keys is None:
            raise
    found = dict(zip(("database", "next"), (key.hex() for key in keys), strict=False))
    return _kept(folder, found, ask)


def move_in(folder: Path, safe: Safe, ask: Ask = from_environment) -> Safe:
    """Keep these secrets under a new name, for a copy of the profile in a folder of its own."""
    return _kept(folder, safe.all(), ask) if safe.kind == KEYRING else safe


def _kept(folder: Path, secrets: Secrets, ask: Ask) -> Safe:
    """Keep secrets in the best place this PC has, and say so on the card afterwards."""
    name, kind = str(uuid.uuid4()), _best_kind(ask)
    if kind is None:
        raise Locked(
            _(
                "Máy này không có kho khoá của hệ điều hành để giữ khoá vừa mở; hãy đặt thêm mật"
                " khẩu mới trong biến {variable}."
            ).format(variable=ENVIRONMENT)
        )
    box = _box(folder, kind, name, ask)
    box.write(secrets)
    _write_card(folder, kind, name)
    return Safe(kind, box, secrets)


def _recovered(folder: Path, recover: Recover) -> tuple[bytes, ...] | None:
    """What the recovery code gives; None where there is none, or nobody has it."""
    from desktop import recovery

    wrong = ""
    while (folder / PAPER).exists() and (code := recover(wrong)):
        try:
            return recovery.opened(folder, code)
        except Told as told:
            wrong = str(told)
    if wrong:
        raise Locked(wrong)
    return None


def _card(folder: Path) -> tuple[str, str]:
    """Where the secrets lie, and under which name."""
    try:
        card = json.loads((folder / _CARD).read_bytes())
        return str(card["secrets"]), str(card["id"])
    except FileNotFoundError:
        return PLAIN, ""  # made without this programme's desktop
    except (ValueError, KeyError, TypeError) as error:
        raise _damaged(folder / _CARD) from error


def _write_card(folder: Path, kind: str, name: str) -> None:
    atomic.write(folder / _CARD, json.dumps({"id": name, "secrets": kind}).encode())


def kind_of(folder: Path) -> str | None:
    """Where the secrets of the profile in this folder lie; None when it does not say."""
    try:
        return str(json.loads((folder / _CARD).read_bytes())["secrets"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def has_keyring() -> bool:
    """Whether the operating system keeps secrets for us."""
    return _keyring() is not None


def _best_kind(ask: Ask) -> str | None:
    """None where this PC has no place that keeps secrets."""
    if has_keyring():
        return KEYRING
    return PASSPHRASE if ask(False) else None


def _box(folder: Path, kind: str, name: str, ask: Ask) -> Box:
    match kind:
        case "keyring":
            return _InKeyring(name)
        case "passphrase":
            return _Sealed(folder / _FILE, ask)
        case "plain":
            return _Bare(folder / _FILE)
    raise _damaged(folder / _CARD)


class _InKeyring(Struct, frozen=True):
    """One entry of the operating system's keyring, named after the profile."""

    name: str

    def read(self) -> Secrets:
        backend = self._backend()
        from keyring.errors import KeyringError

        try:
            kept = backend.get_password(_SERVICE, self.name)
        except KeyringError as error:
            raise _keyring_closed() from error
        if kept is None:
            raise Locked(
                _(
                    "Kho khoá của máy không có khoá của hồ sơ này; hãy đăng nhập máy bằng đúng tài"
                    " khoản đã tạo hồ sơ."
                )
            )
        found: Secrets = json.loads(kept)
        return found

    def write(self, secrets: Secrets) -> None:
        backend = self._backend()
        from keyring.errors import KeyringError

        try:
            backend.set_password(_SERVICE, self.name, json.dumps(secrets))
        except KeyringError as error:
            raise _keyring_closed() from error

    def _backend(self) -> KeyringBackend:
        backend = _keyring()
        if backend is None:
            raise _keyring_closed()
        return backend


class _Sealed(Struct):
    """A file that a passphrase opens; it is asked for once."""

    path: Path
    ask: Ask
    _passphrase: str | None = None

    def read(self) -> Secrets:
        from desktop import sealing

        try:
            sealed = self.path.read_bytes()
        except FileNotFoundError as error:
            raise _damaged(self.path) from error
        wrong = False
        while passphrase := self.ask(wrong):
            try:
                found: Secrets = json.loads(sealing.unseal(sealed, passphrase))
            except sealing.DoesNotOpen:
                wrong = True
            else:
                self._passphrase = passphrase
                return found
        raise _wrong_passphrase() if wrong else _no_passphrase()

    def write(self, secrets: Secrets) -> None:
        from desktop import sealing

        self._passphrase = self._passphrase or self.ask(False)
        if not self._passphrase:
            raise _no_passphrase()
        atomic.write(self.path, sealing.seal(json.dumps(secrets).encode(), self._passphrase))

    def under(self, passphrase: str) -> _Sealed:
        """The same file, to be written under another passphrase."""
        return _Sealed(self.path, self.ask, passphrase)


class _Bare(Struct, frozen=True):
    """A file that only its owner may read."""

    path: Path

    def read(self) -> Secrets:
        try:
            found: Secrets = json.loads(self.path.read_bytes())
        except FileNotFoundError:
            return {}
        except ValueError as error:
            raise _damaged(self.path) from error
        return found

    def write(self, secrets: Secrets) -> None:
        atomic.write(self.path, json.dumps(secrets).encode())


def _keyring() -> KeyringBackend | None:
    """The system's keyring, when it really protects what it is given."""
    import keyring  # only where the key lies there: it is slow to find its backends

    chosen = keyring.get_keyring()
    for backend in getattr(chosen, "backends", (chosen,)):
        if type(backend).__module__.startswith(_TRUSTED):
            return backend
    return None


def _no_passphrase() -> Locked:
    return Locked(
        _("Hồ sơ này khoá bằng mật khẩu; hãy đặt mật khẩu trong biến {variable}.").format(
            variable=ENVIRONMENT
        )
    )


def _wrong_passphrase() -> Locked:
    return Locked(_("Mật khẩu không mở được hồ sơ này; hãy gõ lại."))


def _keyring_closed() -> Locked:
    return Locked(
        _("Không mở được kho khoá của hệ điều hành; hãy đăng nhập và mở khoá kho rồi thử lại.")
    )


def _damaged(path: Path) -> Locked:
    return Locked(
        _("Tệp {path} bị thiếu hoặc hỏng nên không mở được hồ sơ; hãy khôi phục tệp này.").format(
            path=path
        )
    )
