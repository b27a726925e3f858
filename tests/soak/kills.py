"""Kill -9 at random moments while documents are added, replaced and removed: nothing acknowledged is lost."""

from __future__ import annotations

import os
import random
import signal
import time
from pathlib import Path

from tests import processes
from tests.soak.commands import acknowledged, begin
from tests.soak.documents import assert_holds, text_of

_CHANGES_A_RUN = 6
_MOST_DOCUMENTS = 25


def soak(folder: Path, times: int, chance: random.Random) -> dict[str, int]:
    """Kills so many runs; returns how many died in the middle, and how many changes were acknowledged before."""
    library, held = folder / "library", dict[str, str]()
    version, killed, changes = 0, 0, 0
    # How long a run takes on this machine, which the first one tells: it isn't killed.
    longest: float | None = None
    while killed < times:
        runs, states = [], [held]
        for _ in range(_CHANGES_A_RUN):
            version += 1
            words, after = _change(folder, states[-1], version, chance)
            runs.append(words)
            states.append(after)
            if chance.random() < 0.2 and after:
                # A question writes the search indexes.
                runs.append(["search", "quỹ trạm bơm"])
        out = folder / f"out-{version}"
        began = time.monotonic()
        process = begin(library, runs, out)
        # At any moment of that, which the runs that end before tell anew.
        process.join(None if longest is None else chance.uniform(0, longest))
        if process.is_alive():
            os.kill(process.pid or 0, signal.SIGKILL)
        status = processes.ended(process)
        assert status in (0, -signal.SIGKILL), out.with_suffix(".err").read_text()
        done = len(acknowledged(out))
        if status == 0:
            assert done == len(states) - 1
            longest = (time.monotonic() - began) * 0.9
        else:
            killed += 1
            longest = (longest or 0.0) * 1.05
        changes += done
        if not (library / "library.sqlite3").exists():
            assert done == 0
            continue
        # The change that was being made may be in or not.
        held = assert_held(library, states, done)
    return {"kills": killed, "acknowledged changes": changes}


def assert_held(library: Path, states: list[dict[str, str]], done: int) -> dict[str, str]:
    """That the library is as after the changes acknowledged, or after one more; returns how it is."""
    return assert_holds(library, *states[done : done + 2])


def _change(
    folder: Path, held: dict[str, str], version: int, chance: random.Random
) -> tuple[list[str], dict[str, str]]:
    """A command that changes the library, and what it holds afterwards."""
    kinds = ["add"] * (len(held) < _MOST_DOCUMENTS) + ["replace", "remove"] * bool(held)
    kind = chance.choice(kinds)
    name = f"d-{version}.txt" if kind == "add" else chance.choice(sorted(held))
    if kind == "remove":
        return ["remove", name], {each: text for each, text in held.items() if each != name}
    path = folder / "files" / str(version) / name
    path.parent.mkdir(parents=True)
    text = text_of(name, version)
    path.write_text(text, "utf-8")
    return ["add", str(path)], {**held, name: text}
