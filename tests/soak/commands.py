"""Runs of the command line in processes of their own, forks of one that has imported all they need, with the stub."""

from __future__ import annotations

import os
import random
import resource
import sys
import time
from collections.abc import Iterator, Sequence
from multiprocessing.process import BaseProcess
from pathlib import Path

from index.cli import main
from index.library import Library
from tests import processes
from tests.soak.documents import text_of
from tests.stub_embedder import StubEmbedder


def begin(folder: Path, runs: Sequence[Sequence[str]], out: Path, *, largest_file: int | None = None) -> BaseProcess:
    """Runs the commands one after the other; what they print goes to the end of the file `out`, at once."""
    out.touch()
    return processes.start(run_all, folder, runs, out, largest_file)


def run_all(folder: Path, runs: Sequence[Sequence[str]], out: Path, largest_file: int | None) -> None:
    """What the process does. Its exit status is the last command's."""
    for stream, path in ((1, out), (2, out.with_suffix(".err"))):
        file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        os.dup2(file, stream)
        os.close(file)
    if largest_file is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, largest_file))
    status = 0
    for words in runs:
        status = main([*words, "--library", str(folder)], embedder_loader=lambda _: StubEmbedder())  # type: ignore[arg-type, return-value]
    sys.exit(status)


def acknowledged(out: Path) -> list[tuple[str, str]]:
    """What was done and with which document, of each whole line that was printed."""
    lines = out.read_text("utf-8").split("\n")[:-1]
    parts = [line.split("\t") for line in lines]
    return [(part[0], part[1]) for part in parts if part[0] in ("added", "unchanged", "replaced", "removed")]


def search_all_along(folder: Path, outs: Sequence[Path], stop: Path, seed: int) -> None:
    """Asks until `stop` is there: what was acknowledged is found, and no answer is of anything else."""
    chance = random.Random(seed)
    asked = 0
    with Library.open(folder, StubEmbedder()) as library:
        while not stop.exists() or not asked:
            done = [name for out in outs for _, name in acknowledged(out)]
            if not done:
                time.sleep(0.01)
                continue
            name = chance.choice(done)
            paragraphs = text_of(name, 0).strip().split("\n\n")
            hits = library.search(paragraphs[0], limit=20)
            assert any(hit.paragraph.text == paragraphs[0] and hit.paragraph.document == name for hit in hits), name
            for hit in hits:
                assert hit.paragraph.text in text_of(hit.paragraph.document, 0), hit
            asked += 1
    stop.with_name("asked").write_text(str(asked))


def errors_of(out: Path) -> Iterator[str]:
    """The lines that were complained of."""
    path = out.with_suffix(".err")
    yield from path.read_text("utf-8").splitlines() if path.exists() else ()


def named(line: str) -> bool:
    """Whether a complaint is a sentence of the program's own."""
    return not line.startswith(("Traceback", "  File", "Exception"))
