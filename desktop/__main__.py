"""`langso`: without a command the window, with one the command line."""

from __future__ import annotations

from desktop import later

later.load_seldom_later()

import gc  # noqa: E402 -- what follows imports what can wait
import os  # noqa: E402
import sys  # noqa: E402
from collections.abc import Sequence  # noqa: E402
from importlib import import_module  # noqa: E402
from pathlib import Path  # noqa: E402

from desktop import bytecode, paths  # noqa: E402
from resources.words import _  # noqa: E402

# a round makes tens of thousands of short-lived values; to look through the whole programme for
# each thousand of them costs a tenth of its time
_BATCHES = (50_000, 20, 50)


def main(argv: Sequence[str] | None = None) -> int:
    """Run `langso`; the exit status: 0 done, 1 could not be done, 2 wrong usage."""
    words = sys.argv[1:] if argv is None else list(argv)
    gc.set_threshold(*_BATCHES)
    _speak_utf8()
    match words:  # as a window is opened: nothing in it can be wrong, so argparse stays away
        case []:
            return _window(paths.profile())
        case ["--profile", folder] if not folder.startswith("-"):
            return _window(Path(folder))
    gc.enable()  # what started us has left it off, for a window's sake
    from desktop.options import parser

    options = parser(words).parse_args(words)
    if options.command is None:
        return _window(options.profile, brief=options.quit_after_start)
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


def _window(folder: Path, *, brief: bool = False) -> int:
    """Open the window.

    What a start makes stays: to look for garbage among it would only make officers wait, so Python
    leaves that, from the launcher's first line on, until the window is painted (`app.painted`).
    """
    from desktop import display, linking

    if not display.usable():
        print(
            _("Máy này không có màn hình để mở cửa sổ; hãy dùng các lệnh, xem langso --help."),
            file=sys.stderr,
        )
        return 1
    gc.disable()
    bytecode.use()
    later.import_msgspec()
    linking.begin()
    try:
        import_module("desktop.behind")  # while Qt is linked
        import_module("ui")  # before anything of Qt: it spares what PySide does for others
        from desktop import app

        return app.main(folder, brief=brief)
    finally:
        gc.enable()


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
