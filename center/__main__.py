"""`langso-center`: the centre at the command line."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from msgspec import to_builtins

from center import admin, invitations
from center.errors import CenterError
from resources.packages import Package
from resources.usage import Parser
from resources.words import _, many
from rules.numbers import bytes_of
from sync import wire
from sync.bundle import LARGEST_FILE
from sync.parts import LARGEST
from sync.wire import is_loopback

PORT, LAST_PORT = 8765, 65535


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command: 0 done, 1 it could not be done (one sentence on stderr), 2 wrong usage."""
    asked = _parser().parse_args(arguments)
    try:
        status: int = asked.run(asked)
    except CenterError as error:
        print(error.sentence, file=sys.stderr)
        return 1
    return status


def _parser() -> Parser:
    parser = Parser(prog="langso-center", description=_("Trung tâm Làng Số"))
    commands = parser.add_subparsers(required=True, metavar=_("LỆNH"))

    serve = _command(commands, "serve", _serve, _("chạy máy chủ"))
    serve.add_argument("--host", default="127.0.0.1", help=_("địa chỉ lắng nghe"))
    serve.add_argument(
        "--port", type=_port, default=PORT, metavar="N", help=_("cổng; 0 là cổng trống bất kỳ")
    )
    serve.add_argument("--workers", type=_positive, default=1, metavar="N", help=_("số tiến trình"))
    serve.add_argument(
        "--open-pages",
        action="store_true",
        help=_("mở cả trang web cho mạng; các trang chưa có đăng nhập"),
    )

    _command(commands, "init", _init, _("tạo kho của trung tâm"))

    code = _command(commands, "code", _code, _("cấp mã đăng ký dùng một lần cho một máy của xã"))
    code.add_argument("commune", metavar="COMMUNE", help=_("mã đơn vị hành chính"))
    code.add_argument("--url", metavar="URL", help=_("địa chỉ các máy dùng để tới trung tâm"))
    code.add_argument(
        "--qr", type=_picture, metavar="FILE", help=_("vẽ thêm ảnh mã QR (.png, .svg)")
    )
    code.add_argument("--file", type=Path, metavar="FILE", help=_("ghi thêm tệp đăng ký (.json)"))
    code.set_defaults(misused=code.error)

    device = commands.add_parser("device", help=_("các máy đã đăng ký"))
    on_devices = device.add_subparsers(required=True, metavar=_("LỆNH"))
    listed = _command(on_devices, "list", _devices, _("liệt kê các máy"))
    listed.add_argument("--json", action="store_true", help=_("in một đối tượng JSON"))
    revoked = _command(on_devices, "revoke", _revoke, _("không nhận gì thêm từ một máy"))
    revoked.add_argument("id", metavar="ID", help=_("mã máy, xem device list"))

    package = commands.add_parser("package", help=_("các gói dữ liệu gửi cho các xã"))
    on_packages = package.add_subparsers(required=True, metavar=_("LỆNH"))
    published = _command(on_packages, "publish", _publish, _("ký và công bố một gói"))
    examined = _command(on_packages, "check", _examine, _("kiểm tra một gói mà chưa công bố"))
    for each in (published, examined):
        each.add_argument("file", metavar="FILE", type=Path, help=_("tệp gói"))
    known = _command(on_packages, "list", _published, _("liệt kê các gói đã công bố"))
    known.add_argument("--json", action="store_true", help=_("in một đối tượng JSON"))

    bundle = commands.add_parser("bundle", help=_("tệp các xã mang đến bằng USB hoặc thư"))
    on_bundles = bundle.add_subparsers(required=True, metavar=_("LỆNH"))
    taken = _command(on_bundles, "import", _exchange, _("nhận tệp của xã và ghi tệp trả lời"))
    taken.add_argument("file", metavar="FILE", type=Path, help=_("tệp .lsb của xã"))
    taken.add_argument(
        "--reply", required=True, type=Path, metavar="FILE", help=_("tệp trả lời, mang về xã")
    )
    taken.add_argument(
        "--part",
        type=bytes_of,
        default=LARGEST,
        metavar="MB",
        help=_("chia tệp trả lời, mỗi phần nhiều nhất MB"),
    )
    taken.add_argument(
        "--files-up-to",
        type=bytes_of,
        default=LARGEST_FILE,
        metavar="MB",
        help=_("không kèm tệp minh chứng lớn hơn MB; 0 là không kèm tệp nào"),
    )
    taken.add_argument("--json", action="store_true", help=_("in một đối tượng JSON"))

    dump = _command(commands, "dump", _dump, _("in các bản ghi của một xã, mỗi dòng một bản ghi"))
    dump.add_argument("commune", metavar="COMMUNE", help=_("mã đơn vị hành chính"))

    check = _command(commands, "check", _check, _("kiểm tra toàn bộ kho"))
    check.add_argument("--json", action="store_true", help=_("in một đối tượng JSON"))
    check.add_argument("--rebuild", action="store_true", help=_("dựng lại số liệu từ nhật ký"))

    review = _command(commands, "review", _review, _("nhận hoặc trả lại một chỉ tiêu"))
    review.add_argument("commune", metavar="COMMUNE", help=_("mã đơn vị hành chính"))
    review.add_argument(
        "--set", required=True, dest="criteria_set", metavar="ID", help=_("mã bộ tiêu chí")
    )
    review.add_argument("--indicator", required=True, metavar="CODE", help=_("mã chỉ tiêu"))
    review.add_argument("--period", required=True, metavar="P", help=_("kỳ báo cáo, ví dụ 2025"))
    review.add_argument(
        "--reviewer",
        default=_("Văn phòng Điều phối"),
        metavar="NAME",
        help=_("ai thẩm định (mặc định: %(default)s)"),
    )
    verdict = review.add_mutually_exclusive_group(required=True)
    verdict.add_argument("--accept", action="store_true", help=_("nhận chỉ tiêu"))
    verdict.add_argument(
        "--return", dest="returned", metavar="WORDS", help=_("trả lại, kèm lời nhắn cho xã")
    )
    return parser


def _command(
    commands: argparse._SubParsersAction[Parser],
    name: str,
    run: Callable[[argparse.Namespace], int],
    words: str,
) -> Parser:
    parser = commands.add_parser(name, help=words, description=words, allow_abbrev=False)
    parser.add_argument("--data", required=True, type=Path, metavar="DIR", help=_("thư mục kho"))
    for option in ("--database", "--files"):
        parser.add_argument(option, action=_NotHere, help=argparse.SUPPRESS)
    parser.set_defaults(run=run)
    return parser


class _NotHere(argparse.Action):
    """An option of larger installations, said plainly not to be there rather than passed over."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        _namespace: argparse.Namespace,
        _values: object,
        option_string: str | None = None,
    ) -> None:
        parser.error(
            _("bản này chỉ giữ dữ liệu trong thư mục --data, chưa có {option}").format(
                option=option_string
            )
        )


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number


def _port(text: str) -> int:
    number = int(text)
    if not 0 <= number <= LAST_PORT:
        raise ValueError(text)
    return number


def _serve(asked: argparse.Namespace) -> int:
    from center.serve import serve  # the web framework costs half a second

    pages = asked.open_pages or is_loopback(asked.host)
    serve(asked.data, asked.host, asked.port, asked.workers, pages=pages)
    return 0


def _init(asked: argparse.Namespace) -> int:
    admin.init(asked.data)
    return 0


def _code(asked: argparse.Namespace) -> int:
    if not (asked.qr or asked.file):
        print(admin.code(asked.data, asked.commune))
        return 0
    if not asked.url:
        asked.misused(_("cần --url: tệp và ảnh phải ghi địa chỉ trung tâm"))
    invitations.refuse_unwritable(asked.qr, asked.file)
    invited = admin.invitation(asked.data, asked.commune, asked.url)
    if asked.file:
        invitations.write(asked.file, invited)
    if asked.qr:
        invitations.draw(asked.qr, invited)
    print(invited.code)
    return 0


def _picture(text: str) -> Path:
    path = Path(text)
    if path.suffix.lower() not in invitations.PICTURES:
        raise ValueError(text)
    return path


def _devices(asked: argparse.Namespace) -> int:
    return _print(admin.device_lines(asked.data, as_json=asked.json))


def _revoke(asked: argparse.Namespace) -> int:
    admin.revoke(asked.data, asked.id)
    return 0


def _publish(asked: argparse.Namespace) -> int:
    draft = admin.publish(asked.data, asked.file)
    told = _("Đã công bố gói {id} bản {version}: {title}.")
    if draft.published:
        told = _("Gói {id} bản {version} đã công bố từ trước: {title}.")
    return _tell(told, draft.package)


def _examine(asked: argparse.Namespace) -> int:
    draft = admin.examine(asked.data, asked.file)
    told = _("Gói {id} bản {version} đúng, có thể công bố: {title}.")
    if draft.published:
        told = _("Gói {id} bản {version} đã công bố từ trước: {title}.")
    return _tell(told, draft.package)


def _tell(told: str, package: Package) -> int:
    return _print([told.format(id=package.id, version=package.version, title=package.title)])


def _published(asked: argparse.Namespace) -> int:
    return _print(admin.package_lines(asked.data, as_json=asked.json))


def _exchange(asked: argparse.Namespace) -> int:
    done = admin.exchange(
        asked.data, asked.file, asked.reply, limit=asked.part, files_up_to=asked.files_up_to
    )
    if asked.json:
        return _print([wire.to_json(to_builtins(done, enc_hook=str))])
    lines = [
        _("Đã nhận từ máy {device} của xã {commune}: {changes} thay đổi mới, {files} tệp.").format(
            device=done.device, commune=done.commune, changes=done.changes, files=done.files
        )
    ]
    if done.repeated:
        lines.append(_("Tệp này đã nhận trước đây; nhận lại không làm gì bị hai lần."))
    if done.refused:
        lines.append(
            many("{n} thay đổi không nhận được; lý do nằm trong tệp trả lời.", done.refused)
        )
    lines.append(_("Hãy mang về xã: {files}").format(files=", ".join(map(str, done.answer))))
    return _print(lines)


def _dump(asked: argparse.Namespace) -> int:
    return _print(admin.dump_lines(asked.data, asked.commune))


def _check(asked: argparse.Namespace) -> int:
    report = admin.check_up(asked.data, rebuild=asked.rebuild)
    if asked.json:
        print(wire.to_json({**to_builtins(report), "fine": not report.troubles}))
    if report.troubles:
        raise CenterError(" ".join(report.troubles))
    if not asked.json:
        print(
            _("Kho nguyên vẹn: {communes} xã, {changes} thay đổi, {files} tệp.").format(
                communes=report.communes, changes=report.changes, files=report.files
            )
        )
    return 0


def _review(asked: argparse.Namespace) -> int:
    change = admin.review(
        asked.data,
        asked.commune,
        criteria_set=asked.criteria_set,
        indicator=asked.indicator,
        period=asked.period,
        returned=asked.returned,
        reviewer=asked.reviewer,
    )
    print(change)
    return 0


def _print(lines: Sequence[str]) -> int:
    """Lines in UTF-8 with plain line ends, whatever the system prefers."""
    sys.stdout.buffer.write("".join(f"{line}\n" for line in lines).encode())
    sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
