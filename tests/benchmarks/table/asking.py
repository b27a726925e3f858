"""Times one question after another."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from time import monotonic
from typing import Any, TypeVar

from tests.benchmarks.spent import Percentiles, Watch

_Asked = TypeVar("_Asked")
# So many questions are always asked, however long they take.
_LEAST = 5


def timed(ask: Callable[[_Asked], Any], questions: Sequence[_Asked], warming: int, most_s: float) -> dict[str, float]:
    """The percentiles, on the clock and of the processor, of the questions after those for warming up.

    Where they take longer than `most_s` in all, fewer are asked, and `questions` says how many. Where it would be
    reached before, only one is for warming up.
    """
    began = monotonic()
    for question in questions[:warming]:
        ask(question)
        if monotonic() - began > most_s / 10:
            break
    watches: list[Watch] = []
    began = monotonic()
    for question in questions[warming:]:
        if monotonic() - began > most_s and len(watches) >= _LEAST:
            break
        watches.append(Watch())
        with watches[-1].running():
            ask(question)
    spent = [watch.spent for watch in watches]
    used = Percentiles.of([each.processor_ms for each in spent])
    return {
        **asdict(Percentiles.of([each.clock_ms for each in spent])),
        **{f"processor_{name}": value for name, value in asdict(used).items()},
        "questions": len(spent),
    }


def memory() -> dict[str, float]:
    """What of this process is in memory, mapped files included, and the most that was, in MB. Linux alone tells."""
    fields = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text("utf-8").splitlines())
    return {name: int(fields[field].split()[0]) / 1024 for name, field in (("rss_mb", "VmRSS"), ("peak_mb", "VmHWM"))}
