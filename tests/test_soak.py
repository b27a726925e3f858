"""Short forms of the soak (`make soak` runs the full ones): kill, damage, fill and race a library."""

from __future__ import annotations

import random
from pathlib import Path

from tests.soak import damage, disk, kills, writers


def test_killed_at_random_moments_nothing_acknowledged_is_lost(tmp_path: Path) -> None:
    figures = kills.soak(tmp_path, 15, random.Random(1))
    assert figures["kills"] == 15
    # Those of the first run, which isn't killed, and some of the others.
    assert figures["acknowledged changes"] > 6


def test_damaged_anywhere_it_answers_right_or_not_at_all(tmp_path: Path) -> None:
    figures = damage.soak(tmp_path, 25, random.Random(1))
    # The library's bytes differ from run to run (SQLite salts its log), and with them what one damage meets.
    assert figures.get("refused", 0) + figures.get("refused while open", 0) > 2
    assert figures["right"] > 2


def test_two_add_while_a_third_asks(tmp_path: Path) -> None:
    figures = writers.soak(tmp_path, 20, random.Random(1))
    assert figures["documents"] == 38
    assert figures["questions meanwhile"] > 0


def test_what_the_disk_cannot_take_is_told_and_nothing_is_lost(tmp_path: Path) -> None:
    figures = disk.soak(tmp_path, 2, random.Random(1))
    assert figures["pages: refused"] == 2
    assert figures["file size: refused"] > 0
