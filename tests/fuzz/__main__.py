"""Fuzzes the loaders with atheris: `python -m tests.fuzz --seconds 60 pdf docx`, all of them where none is named.

Each is fuzzed in a process of its own; the same --seed and --runs try the same files. What crashes a loader, hangs it
or fills the memory is left in the folder --found, and `python -m tests.fuzz pdf --input FILE` tries it again.
"""

from __future__ import annotations

import argparse
import contextlib
import ctypes
import os
import random
import re
import sys
import tempfile
import time
import traceback
from pathlib import Path

_TRIED = re.compile(r"^stat::number_of_executed_units: *(\d+)", re.MULTILINE)
_SLOWEST = re.compile(r"^stat::slowest_unit_time_sec: *(\d+)", re.MULTILINE)
# Of a file, and files to begin with: with few runs none is to grow much.
_SHORT, _LONG = (40_000, 3), (1 << 17, 20)
_INDEX = Path(__file__).resolve().parents[2] / "index"
# What counts into whether a file does something new; with the libraries that takes ten seconds more to begin.
_OURS = ["index", "striprtf", "webvtt"]
_LIBRARIES = ["docx", "pptx", "oxmsg", "olefile", "email"]
# atheris takes each by its whole name.
_NOT_LOADERS = [
    ".".join(path.relative_to(_INDEX.parent).with_suffix("").parts).removesuffix(".__init__")
    for path in _INDEX.rglob("*.py")
    if path.relative_to(_INDEX).parts[0] not in ("loaders", "paragraphs.py", "text.py")
]


def main(words: list[str]) -> int:
    """Prints a line for each loader. 1 where a file was found that does harm."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("kinds", nargs="*", metavar="FORMAT")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1, 1 << 20))
    parser.add_argument("--runs", type=int, help="files a loader, instead of a time")
    parser.add_argument("--seconds", type=int, default=600, help="for each loader")
    parser.add_argument("--hang", type=int, default=10, metavar="SECONDS", help="the longest that a file may take")
    parser.add_argument("--memory", type=int, default=1024, metavar="MB", help="the most that a loader may hold")
    parser.add_argument("--found", type=Path, help="where the files that do harm are left")
    parser.add_argument("--input", type=Path, help="one file to try, of the one FORMAT")
    arguments = parser.parse_args(words)
    if arguments.input is not None:
        from tests.fuzz.judge import judge

        judge(arguments.kinds[0], arguments.input.read_bytes())
        print("read, or refused with its error")
        return 0
    print(f"seed {arguments.seed}", flush=True)
    _instrument(_OURS if arguments.runs is not None else [*_OURS, *_LIBRARIES])
    found = arguments.found or Path(tempfile.mkdtemp(prefix="fuzz-found-"))
    found.mkdir(exist_ok=True)
    options = [f"-seed={arguments.seed}", f"-timeout={arguments.hang}", f"-rss_limit_mb={arguments.memory}"]
    options += [f"-max_total_time={arguments.seconds}" if arguments.runs is None else f"-runs={arguments.runs}"]
    most_bytes, files = _LONG if arguments.runs is None else _SHORT
    options += [f"-max_len={most_bytes}"]
    failed = [kind for kind in arguments.kinds or _formats() if not _fuzzed(kind, files, options, found)]
    if failed:
        print(f"what does harm is in {found}; python -m tests.fuzz FORMAT --input FILE tries it again", flush=True)
    return 1 if failed else 0


def _instrument(packages: list[str]) -> None:
    """Imports what is fuzzed, with atheris's counters in it; the processes that are forked from this one have it so."""
    import atheris

    with (
        Path(os.devnull).open("w") as nothing,
        contextlib.redirect_stderr(nothing),
        atheris.instrument_imports(include=packages, exclude=_NOT_LOADERS),
    ):
        import tests.fuzz.judge  # noqa: F401


def _formats() -> list[str]:
    from index.loaders import FORMATS

    return list(FORMATS)


def _fuzzed(kind: str, files: int, options: list[str], found: Path) -> bool:
    """Fuzzes a loader in a process of its own and prints what came of it: whether nothing did harm."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="fuzz-") as name:
        log = Path(name, "log")
        child = os.fork()
        if not child:
            try:
                _fuzz(kind, files, [*options, f"-artifact_prefix={found}/{kind}-"], Path(name), log)
            except SystemExit:
                # libFuzzer leaves the file where the process ends as one of C does.
                ctypes.CDLL(None).exit(1)
            finally:
                traceback.print_exc()
                os._exit(1)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        said = log.read_text("utf-8", "replace")
    tried, slowest = _TRIED.search(said), _SLOWEST.search(said)
    figures = f"{tried[1] if tried else '?'} files, the slowest {slowest[1] if slowest else '?'} s"
    print(f"{kind}: {figures}; {time.monotonic() - began:.0f} s{' HARM' if status else ''}", flush=True)
    if status:
        print("\n".join(said.splitlines()[-40:]), flush=True)
    return not status


def _fuzz(kind: str, files: int, options: list[str], folder: Path, log: Path) -> None:
    """What the process does; atheris ends it."""
    import atheris

    from tests.fuzz.corpus import corpus
    from tests.fuzz.judge import judge, stand_ins
    from tests.fuzz.mutate import changed

    said = os.open(log, os.O_WRONLY | os.O_CREAT)
    os.dup2(said, 1)
    os.dup2(said, 2)
    (folder / "corpus").mkdir()
    for number, data in enumerate(corpus(kind, files)):
        (folder / "corpus" / f"{number:03}").write_bytes(data)
    stand_ins()

    def mutate(data: bytes, most_bytes: int, seed: int) -> bytes:
        return changed(data, most_bytes, seed, atheris.Mutate)

    # It would look into the folder of its files every second, and then try others.
    more = ["-reload=0", "-print_final_stats=1", "-len_control=0", "-verbosity=0"]
    atheris.Setup(
        ["fuzz", *options, *more, str(folder / "corpus")], lambda data: judge(kind, data), custom_mutator=mutate
    )
    atheris.Fuzz()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
