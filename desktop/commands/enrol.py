"""`langso enrol`: make this profile a device of the centre."""

from __future__ import annotations

import argparse
import ssl
from pathlib import Path

from db import errors
from desktop import enrolment, profile, secrets
from desktop.trouble import Locked
from resources.words import _
from sync.invitation import Invitation


def declare(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("--center", metavar="URL", help=_("địa chỉ trung tâm"))
    parser.add_argument("--code", help=_("mã đăng ký dùng một lần"))
    parser.add_argument(
        "--file", type=Path, metavar="FILE", help=_("tệp đăng ký hoặc ảnh mã QR, thay cho hai mục")
    )
    parser.set_defaults(misused=parser.error)
    parser.add_argument(
        "--ca", type=Path, metavar="FILE", help=_("chứng thư số gốc riêng của tỉnh (PEM)")
    )
    parser.add_argument(
        "--no-encryption", action="store_true", help=_("chấp nhận hồ sơ không mã hoá")
    )


def run(options: argparse.Namespace) -> int:
    """Print which commune the centre knows this PC by."""
    if options.file is None and not (options.center and options.code):
        options.misused(_("cần --center và --code, hoặc --file"))
    folder: Path = options.profile
    if options.no_encryption and secrets.kind_of(folder) not in (None, secrets.PLAIN):
        raise Locked(_("Hồ sơ này đang được mã hoá; hãy bỏ --no-encryption."))
    holder = _("lệnh langso {command}").format(command="enrol")
    with profile.opened(folder, holder) as (store, safe):
        commune = enrolment.enrol(store, safe, _invited(options), _certificate(options.ca))
    print(_("Máy này đã là máy của {commune} tại trung tâm.").format(commune=commune))
    return 0


def _invited(options: argparse.Namespace) -> Invitation:
    if options.file is None:
        return Invitation(options.center, options.code)
    from desktop import invitation  # brings Qt, to read pictures

    return invitation.read(options.file)


def _certificate(path: Path | None) -> Path | None:
    if path is not None:
        try:
            ssl.create_default_context(cafile=path)
        except ssl.SSLError as error:
            raise errors.Refused(
                _("Tệp {path} không phải chứng thư số dạng PEM; hãy xin lại tệp.").format(path=path)
            ) from error
    return path
