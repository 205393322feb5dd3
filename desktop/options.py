"""What can be written on the command line; a window that is simply opened never reads this."""

from __future__ import annotations

import argparse
import importlib
import keyword
from collections.abc import Mapping, Sequence
from pathlib import Path

from desktop import VERSION, paths
from resources.usage import Parser
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


def parser(words: Sequence[str]) -> Parser:
    """What can be written after `langso`; of the commands, those written are read."""
    parser = Parser(prog="langso", description=_("Làng Số: sổ nông thôn mới của xã"))
    parser.add_argument(
        "--version",
        action="version",
        version=f"langso {VERSION}",
        help=_("in số phiên bản rồi thôi"),
    )
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
