"""What the command lines share: UTF-8 whatever the locale, errors as one sentence, progress on a terminal."""

from __future__ import annotations

import argparse
import io
import os
import shutil
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from index.batch import is_text
from index.errors import BadFilter, BadQuestion, HoiHopError
from index.filters import KINDS, Filters

BAD_USE = 2
# What shells report for a program that was interrupted or whose reader went away.
_INTERRUPTED = 130
_BROKEN_PIPE = 141


def use_utf8() -> None:
    """Reads and writes UTF-8. What no UTF-8 can say is written as an escape, which JSON reads back."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def run(command: Callable[[], int], explain: Callable[[HoiHopError], str] = str) -> int:
    """The exit status of the command: 2 for a bad question or filter, 1 for another error; `explain` says it."""
    try:
        status = command()
        sys.stdout.flush()
    except BrokenPipeError:
        # Nobody reads any more. Python would complain of that once again on its way out.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _BROKEN_PIPE
    except KeyboardInterrupt:
        return _INTERRUPTED
    except HoiHopError as error:
        detail = "" if "{detail}" in error.message else error.values.get("detail", "")
        complain(f"{explain(error)} {detail}".strip())
        return BAD_USE if isinstance(error, BadQuestion | BadFilter) else 1
    return status


@contextmanager
def until_interrupted() -> Iterator[threading.Event]:
    """What the first Ctrl-C sets; the second one ends the program.

    As an exception it could come anywhere, also where Python only prints what is raised (a file that is let go of), and
    was lost.
    """
    interrupted = threading.Event()

    def handler(*_: object) -> None:
        if interrupted.is_set():
            raise KeyboardInterrupt
        interrupted.set()

    before = signal.signal(signal.SIGINT, handler)
    try:
        yield interrupted
    finally:
        signal.signal(signal.SIGINT, before)


def complain(sentence: str) -> None:
    """Writes a sentence to stderr."""
    sys.stdout.flush()
    sys.stderr.write(printable(f"{sentence}\n"))
    sys.stderr.flush()


def text_argument(value: str) -> str:
    """An argument as UTF-8, whatever the locale that Python decoded it by. For argparse."""
    text = os.fsencode(value).decode("utf-8", "surrogateescape")
    if not is_text(text):
        raise argparse.ArgumentTypeError("not UTF-8 text")
    return text


def folder_argument(value: str) -> Path:
    """A folder's path. For argparse: an empty one would be the current folder."""
    if not value:
        raise argparse.ArgumentTypeError("an empty path")
    return Path(value)


def count_argument(value: str) -> int:
    """A number from 1 on. For argparse."""
    if not (value.isascii() and value.isdigit() and int(value) > 0):
        raise argparse.ArgumentTypeError(f"{value!r} is no number from 1 on")
    return int(value)


def day_argument(value: str) -> date:
    """A day. For argparse."""
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{value!r} is no day; write it as 2024-03-12") from None


def printable(text: str) -> str:
    """The text without what would steer a terminal: control characters, other than line ends and tabs, as a �.

    The line ends of Windows are line ends too.
    """
    return "".join("\ufffd" if _steers(character) else character for character in text.replace("\r\n", "\n"))


def _steers(character: str) -> bool:
    return (character < " " and character not in "\n\t") or "\x7f" <= character <= "\x9f"


def cell(text: str) -> str:
    """The text as one cell of a table with tabs between: tabs, line ends and backslashes as escapes."""
    for plain, escape in (("\\", "\\\\"), ("\t", "\\t"), ("\n", "\\n"), ("\r", "\\r")):
        text = text.replace(plain, escape)
    return printable(text)


def told(status: str, document: str, reason: str) -> str:
    """What became of a document, as the line of a table: the status, its name and the reason, with tabs between."""
    return "\t".join((status, cell(document), cell(reason)))


class StatusLine:
    """The last line of a terminal, written over again and again; nothing where stderr is no terminal."""

    def __init__(self) -> None:
        self._fancy = sys.stderr.isatty()
        self._shown = False

    def show(self, text: str) -> None:
        """Puts the text in the place of what was there."""
        if self._fancy:
            width = shutil.get_terminal_size().columns - 1
            sys.stderr.write(f"\r\x1b[2K{printable(text)[:width]}")
            sys.stderr.flush()
            self._shown = True

    def note(self, text: str) -> None:
        """A line that stays, for those without a terminal; on one it passes like all others."""
        if self._fancy:
            self.show(text)
        else:
            sys.stderr.write(printable(f"{text}\n"))
            sys.stderr.flush()

    def clear(self) -> None:
        """Leaves nothing behind."""
        if self._shown:
            sys.stderr.write("\r\x1b[2K")
            sys.stderr.flush()
            self._shown = False


def bar(done: int, total: int, width: int = 24) -> str:
    """A bar of so many of so many, with the figures."""
    filled = width * done // total if total else 0
    return f"[{'#' * filled}{'.' * (width - filled)}] {done}/{total}"


def subcommand(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], name: str, does: str, example: str
) -> argparse.ArgumentParser:
    """A command of `python -m index` with its example and the option that all of them have."""
    parser = commands.add_parser(
        name, help=does, description=f"{does[0].upper()}{does[1:]}.", epilog=f"example: python -m index {example}"
    )
    parser.add_argument(
        "--library",
        type=folder_argument,
        metavar="DIR",
        help="the library's folder (else HOIHOP_LIBRARY, else the folder `library` beside the program)",
    )
    return parser


def add_question(parser: argparse.ArgumentParser, help_text: str) -> None:
    """The question, or --batch with a file of them: one of the two."""
    one = parser.add_mutually_exclusive_group(required=True)
    one.add_argument("question", nargs="?", type=text_argument, metavar="QUESTION", help=help_text)
    one.add_argument(
        "--batch",
        type=folder_argument,
        metavar="FILE",
        help='answer each line of a JSON lines file ("id", "question", "within", "filters"; "-" reads stdin) with a '
        "JSON line",
    )


def add_filters(parser: argparse.ArgumentParser) -> None:
    """What a question can be restricted to. Of one subject any counts; each further subject narrows."""
    group = parser.add_argument_group(
        "filters",
        "Search a part of the library. One that leaves nothing finds nothing: the rest is not searched instead. "
        "In a batch they count for the lines that say nothing else.",
    )
    group.add_argument(
        "--within",
        action="append",
        default=[],
        type=text_argument,
        metavar="DOCUMENT",
        help="this document alone, by a name that `python -m index list` shows; repeat it for more",
    )
    group.add_argument(
        "--from",
        dest="first_date",
        type=text_argument,
        metavar="DATE",
        help="not before this day, month or year: 2024-03-12, 2024-03 or 2024. What has no date is left out",
    )
    group.add_argument(
        "--to",
        dest="last_date",
        type=text_argument,
        metavar="DATE",
        help="not after it: --from 2024-03 --to 2024-03 is the whole of March",
    )
    group.add_argument(
        "--speaker",
        action="append",
        default=[],
        type=text_argument,
        metavar="NAME",
        help='where this person speaks, with or without diacritics: --speaker "do thi hanh"; repeat it for more',
    )
    group.add_argument(
        "--kind",
        action="append",
        default=[],
        type=_kind,
        metavar="KIND",
        help=f"this kind of document: {', '.join(KINDS)}; repeat it for more. A transcript is any file that says who "
        "speaks",
    )


def _kind(value: str) -> str:
    return text_argument(value).lower()


def filters_from(arguments: argparse.Namespace) -> Filters:
    """Those that were given to the options of `add_filters`. Raises BadFilter."""
    return Filters(
        tuple(arguments.within),
        arguments.first_date,
        arguments.last_date,
        tuple(arguments.speaker),
        tuple(arguments.kind),
    )
