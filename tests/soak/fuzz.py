"""Each loader fuzzed for so many seconds, in a process of its own: see tests/fuzz."""

from __future__ import annotations

import importlib.util
import random
import re
import subprocess
import sys
from pathlib import Path


def soak(folder: Path, times: int, chance: random.Random) -> dict[str, int]:
    """Prints a line for each loader; returns how many files were tried. Exits where one does harm."""
    if importlib.util.find_spec("atheris") is None:
        return {"loaders fuzzed: ATHERIS HAS NO WHEEL FOR THIS PYTHON AND SYSTEM": 0}
    command = [sys.executable, "-m", "tests.fuzz", "--seconds", str(times), "--seed", str(chance.randrange(1, 1 << 20))]
    tried = loaders = 0
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            print(line, end="", flush=True)
            if match := re.match(r"\w+: (\d+) files", line):
                tried, loaders = tried + int(match[1]), loaders + 1
    if process.returncode:
        sys.exit("a loader is harmed")
    return {"loaders": loaders, "files": tried}
