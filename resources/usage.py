"""How a command is used, and what is wrong with one, in our words instead of argparse's."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable
from typing import Any, NoReturn

from resources.words import N_, _

# what argparse says, and what we say; other sentences are our own already
_SAYINGS = (
    (r"the following arguments are required: (?P<names>.+)", N_("còn thiếu {names}")),
    (r"one of the arguments (?P<names>.+) is required", N_("cần một trong các mục {names}")),
    (r"unrecognized arguments: (?P<names>.+)", N_("không hiểu {names}")),
    (
        r"ambiguous option: (?P<name>.+) could match (?P<names>.+)",
        N_("{name} có thể là {names}; hãy gõ đủ tên"),
    ),
    (
        r"argument (?P<name>.+): expected (?:at (?:least|most) )?(?:one|\d+) arguments?",
        N_("sau {name} còn thiếu giá trị"),
    ),
    (
        r"argument (?P<name>.+): invalid choice: (?P<value>.+) \(choose from (?P<choices>.+)\)",
        N_("{value} không dùng được cho {name}; hãy chọn một trong: {choices}"),
    ),
    (
        r"argument (?P<name>.+): invalid \S+ value: (?P<value>.+)",
        N_("{value} không dùng được cho {name}"),
    ),
    (
        r"argument (?P<name>.+): not allowed with argument (?P<other>.+)",
        N_("{name} không đi cùng {other}"),
    ),
    (
        r"argument (?P<name>.+): ignored explicit argument (?P<value>.+)",
        N_("{name} không nhận giá trị {value}"),
    ),
)


class _Lines(argparse.HelpFormatter):
    """Argparse's lines, with usage told in our words."""

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, _("Cách dùng: ") if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """Argparse with our headings, and our sentence for wrong usage."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options, add_help=False, formatter_class=_Lines)
        self._positionals.title = _("Ghi theo thứ tự")
        self._optionals.title = _("Các mục ghi kèm")
        self.add_argument("-h", "--help", action="help", help=_("in các dòng này rồi thôi"))

    def add_subparsers(self, **options: Any) -> Any:
        """See argparse."""
        return super().add_subparsers(**options, title=_("Các lệnh"))

    def error(self, message: str) -> NoReturn:
        """How it is used, what was wrong, status 2."""
        self.print_usage(sys.stderr)
        self.exit(2, _("Câu lệnh chưa đúng: {detail}").format(detail=_ours(message)) + "\n")


def _ours(message: str) -> str:
    for said, told in _SAYINGS:
        if found := re.fullmatch(said, message, re.DOTALL):
            return _(told).format(**found.groupdict())
    return message
