"""`langso`: without a command the window, with one the command line."""

from __future__ import annotations

import argparse
import gc
import importlib
import keyword
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NoReturn

from desktop import VERSION, paths
from resources.words import N_, _

# each is a module of desktop.commands that declares its options and runs; imported when called
COMMANDS: Mapping[str, str] = {
    "init": N_("tạo hồ sơ làm việc cho một xã, chưa cần trung tâm"),
    "enrol": N_("đăng ký máy này với trung tâm; những gì đã nhập được gửi theo"),
    "apply": N_("ghi các sửa đổi theo dòng JSON, tất cả hoặc không gì cả"),
    "attach": N_("đính kèm một tệp minh chứng"),
    "dump": N_("in mọi bản ghi theo dòng JSON, kèm xung đột"),
    "log": N_("in nhật ký thay đổi, cũ trước mới sau"),
    "status": N_("số chưa gửi, bị từ chối, xung đột, lần gửi gần nhất"),
    "sync": N_("gửi và nhận một lượt với trung tâm"),
    "bundle": N_("xuất, nhập tệp chuyển tay bằng USB hoặc thư"),
    "import": N_("nhập danh sách từ bảng tính, báo trước từng dòng"),
    "export": N_("xuất cả danh sách ra bảng tính, có ghi nhật ký"),
    "rehearse": N_("thẩm tra thử: còn gì cản trở việc đạt chuẩn"),
    "check": N_("kiểm tra toàn bộ dữ liệu và minh chứng"),
    "backup": N_("sao lưu toàn bộ hồ sơ vào một tệp"),
    "restore": N_("khôi phục hồ sơ từ một tệp sao lưu vào thư mục mới"),
    "recovery": N_("mã khôi phục: mở hồ sơ khi máy mất khoá hoặc quên mật khẩu"),
    "key": N_("đổi khoá của hồ sơ được mã hoá"),
    "package": N_("xem hoặc nạp gói dữ liệu"),
    "demo": N_("một trung tâm và hai xã với dữ liệu mẫu, rồi mở cửa sổ"),
}


class Parser(argparse.ArgumentParser):
    """Argparse with our sentence for wrong usage."""

    def error(self, message: str) -> NoReturn:
        """How it is used, what was wrong, status 2."""
        self.print_usage(sys.stderr)
        self.exit(2, _("Câu lệnh chưa đúng: {detail}").format(detail=message) + "\n")


def main(argv: Sequence[str] | None = None) -> int:
    """Run `langso`; the exit status: 0 done, 1 could not be done, 2 wrong usage."""
    words = sys.argv[1:] if argv is None else list(argv)
    _speak_utf8()
    options = _parser(words).parse_args(words)
    if options.command is None:
        return _window(options)
    try:
        status: int = options.run(options)
        sys.stdout.flush()
    except BrokenPipeError:  # whoever read our lines has heard enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        print(_("Đã dừng theo yêu cầu."), file=sys.stderr)
        return 1
    except Exception as error:
        return _failed(error, options.profile)
    return status


def _window(options: argparse.Namespace) -> int:
    """Open the window.

    What a start makes stays: to look for garbage among it would only make officers wait, so Python
    leaves that until the window is painted (`app.painted`).
    """
    from desktop import display

    if not display.usable():
        print(
            _("Máy này không có màn hình để mở cửa sổ; hãy dùng các lệnh, xem langso --help."),
            file=sys.stderr,
        )
        return 1
    gc.disable()
    try:
        import ui  # noqa: F401 -- first: it spares what PySide does for others
        from desktop import app

        return app.main(options.profile, brief=options.quit_after_start)
    finally:
        gc.enable()


def _parser(words: Sequence[str]) -> Parser:
    parser = Parser(prog="langso", description=_("Làng Số: sổ nông thôn mới của xã"))
    parser.add_argument("--version", action="version", version=f"langso {VERSION}")
    parser.add_argument(
        "--profile",
        type=Path,
        default=paths.profile(),
        metavar="DIR",
        help=_("thư mục hồ sơ (mặc định: %(default)s)"),
    )
    parser.add_argument("--quit-after-start", action="store_true", help=argparse.SUPPRESS)
    parser.set_defaults(command=None)
    commands = parser.add_subparsers(dest="command", parser_class=Parser, metavar=_("LỆNH"))
    for name, text in COMMANDS.items():
        each = commands.add_parser(name, help=_(text), description=_(text))
        each.add_argument("--profile", type=Path, default=argparse.SUPPRESS, help=argparse.SUPPRESS)
        if name in words:  # others cannot be meant: their modules stay unread
            ending = "_" if keyword.iskeyword(name) else ""
            module = importlib.import_module(f"desktop.commands.{name}{ending}")
            module.declare(each)
            each.set_defaults(run=module.run)
    return parser


def _speak_utf8() -> None:
    """UTF-8 and plain line ends whatever the console believes in; a windowed build has none."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None and hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", newline="\n")


def _failed(error: Exception, profile: Path) -> int:
    """One sentence on stderr; what is our own fault also goes to the log."""
    from desktop import trouble

    sentence = trouble.sentence(error)
    if sentence is None:
        from desktop import logs

        kept = logs.start(profile)
        logs.wrong(error)
        sentence = _(
            "Chương trình gặp lỗi ngoài dự kiến; dữ liệu đã lưu vẫn còn nguyên. Hãy gửi tệp {path}"
            " cho người quản trị."
        ).format(path=kept)
    print(" ".join(sentence.split()), file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
