"""The reliability figures of the README: `python -m tests.soak`, or `make soak`.

Kills, damages, fills and races a library as often as the README says, and fuzzes the loaders, with a seed that is
printed, so that what fails can be had again: `python -m tests.soak --seed 7 --only damage`.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from pathlib import Path

from tests.soak import damage, disk, fuzz, kills, writers

PARTS = {
    "kills": (kills.soak, 300),
    "damage": (damage.soak, 500),
    "writers": (writers.soak, 200),
    "disk": (disk.soak, 40),
    # Seconds for each of the loaders.
    "fuzz": (fuzz.soak, 600),
}


def main() -> None:
    """Prints a line for each part; stops at the first that fails."""
    parser = argparse.ArgumentParser(prog="python -m tests.soak")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 20))
    parser.add_argument("--only", choices=PARTS)
    parser.add_argument("--times", type=int, help="instead of the full count")
    arguments = parser.parse_args()
    print(f"seed {arguments.seed}", flush=True)
    for name, (soak, times) in PARTS.items():
        if arguments.only not in (None, name):
            continue
        began = time.monotonic()
        with tempfile.TemporaryDirectory(prefix="soak-") as folder:
            figures = soak(Path(folder), arguments.times or times, random.Random(f"{name} {arguments.seed}"))
        told = ", ".join(f"{count} {what}" for what, count in sorted(figures.items()))
        print(f"{name}: {told}; {time.monotonic() - began:.0f} s", flush=True)


if __name__ == "__main__":
    main()
