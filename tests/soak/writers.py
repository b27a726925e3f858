"""Two processes that add at once while a third asks: nothing lost, nothing twice, no wrong answer."""

from __future__ import annotations

import random
from pathlib import Path

from tests import processes
from tests.soak.commands import acknowledged, begin, search_all_along
from tests.soak.documents import assert_holds, text_of


def soak(folder: Path, times: int, chance: random.Random) -> dict[str, int]:
    """Each of two adds so many documents, a tenth of them the same ones; returns how many, and the questions asked."""
    library, outs = folder / "library", [folder / "out-a", folder / "out-b"]
    shared = times // 10
    names = [[f"{who}-{number}.txt" for number in range(times - shared)] for who in ("a", "b")]
    both = [f"s-{number}.txt" for number in range(shared)]
    writers = []
    for who, mine, out in zip(("a", "b"), names, outs, strict=True):
        files = folder / f"files-{who}"
        files.mkdir()
        paths = [files / name for name in [*mine, *both]]
        for path in paths:
            path.write_text(text_of(path.name, 0), "utf-8")
        chance.shuffle(paths)
        half = len(paths) // 2
        writers.append(begin(library, [["add", *map(str, paths[:half])], ["add", *map(str, paths[half:])]], out))
    stop = folder / "stop"
    reader = processes.start(search_all_along, library, outs, stop, chance.randrange(1 << 30))
    assert [processes.ended(process) for process in writers] == [0, 0]
    stop.touch()
    assert processes.ended(reader) == 0
    told = [each for out in outs for each in acknowledged(out)]
    assert sorted(name for _, name in told) == sorted([*names[0], *names[1], *both, *both])
    assert sum(what == "added" for what, _ in told) == 2 * (times - shared) + shared
    held = assert_holds(library, {name: text_of(name, 0) for name in (*names[0], *names[1], *both)})
    return {"documents": len(held), "questions meanwhile": int((folder / "asked").read_text())}
