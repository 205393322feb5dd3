"""What the system and argparse say is told in our words."""

from __future__ import annotations

import argparse
import errno
import os
import re
from collections.abc import Iterator

import pytest

from resources.reasons import reason
from resources.usage import Parser

ENGLISH = re.compile(r"\b(the|argument|arguments|required|invalid|expected|usage|choose|file)\b")
COMMON = ("EACCES", "EPERM", "EROFS", "ENOSPC", "EDQUOT", "ENOENT", "EIO", "EADDRINUSE", "EBUSY")


def parser() -> Parser:
    """One of each kind of option, as both programmes have them."""
    made = Parser(prog="langso")
    commands = made.add_subparsers(required=True, metavar="LỆNH")
    one = commands.add_parser("sync", allow_abbrev=True)
    one.add_argument("file", metavar="FILE")
    one.add_argument("--port", type=int)
    one.add_argument("--polish")
    one.add_argument("--json", action="store_true")
    one.add_argument("--form", choices=("a", "b"))
    either = one.add_mutually_exclusive_group(required=True)
    either.add_argument("--accept", action="store_true")
    either.add_argument("--return", dest="returned")
    return made


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("", "còn thiếu LỆNH"),
        ("nothing", "'sync'"),
        ("sync --accept", "còn thiếu FILE"),
        ("sync f", "--accept --return"),
        ("sync f --accept --no", "không hiểu --no"),
        ("sync f --accept --port", "sau --port còn thiếu"),
        ("sync f --accept --port x", "'x' không dùng được cho --port"),
        ("sync f --accept --form c", "'a', 'b'"),
        ("sync f --accept --return x", "--return không đi cùng"),
        ("sync f --accept --json=1", "--json không nhận giá trị '1'"),
        ("sync f --accept --po 1", "có thể là --port, --polish"),
    ],
)
def test_wrong_usage_is_told_without_a_word_of_english(
    words: str, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        parser().parse_args(words.split())
    said = capsys.readouterr().err
    assert ended.value.code == 2
    assert said.startswith("Cách dùng: langso")
    assert "Câu lệnh chưa đúng: " in said
    assert told in said
    assert not ENGLISH.search(said)


def test_a_sentence_of_our_own_stays_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parser().error("cần --center và --code, hoặc --file")
    assert "cần --center và --code, hoặc --file" in capsys.readouterr().err


def every_command() -> Iterator[argparse.ArgumentParser]:
    """Both programmes, each of their commands, and the commands of those."""
    from center.__main__ import _parser as centre
    from desktop.options import COMMANDS
    from desktop.options import parser as pc

    pending: list[argparse.ArgumentParser] = [centre(), pc(list(COMMANDS))]
    while pending:
        one = pending.pop()
        yield one
        for action in one._actions:
            if isinstance(action, argparse._SubParsersAction):
                pending += action.choices.values()


def test_both_programmes_are_told_in_the_same_words() -> None:
    assert all(isinstance(each, Parser) for each in every_command())


def test_the_help_of_every_command_has_our_headings_and_a_word_on_every_option() -> None:
    for each in every_command():
        told = each.format_help()
        assert told.startswith(f"Cách dùng: {each.prog}")
        assert not re.search(r"\b(usage|options|positional|arguments|show|exit)\b", told), told
        for action in each._actions:
            assert action.help or isinstance(action, argparse._SubParsersAction), each.prog


@pytest.mark.parametrize("name", COMMON)
def test_what_happens_often_has_words(name: str) -> None:
    number = getattr(errno, name)
    told = reason(OSError(number, os.strerror(number), "/tmp/x"))
    assert not told.isascii()
    assert os.strerror(number) not in told


def test_what_never_happens_is_told_by_its_number() -> None:
    assert reason(OSError(errno.EL2HLT, "Level 2 halted")) == f"lỗi số {errno.EL2HLT} của máy"
