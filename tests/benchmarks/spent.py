"""How long something took, and what many such times come to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median, quantiles
from time import perf_counter, process_time


@dataclass(frozen=True, slots=True)
class Spent:
    """How long something took, in milliseconds: on the clock, and the processor's time in all threads."""

    clock_ms: float
    processor_ms: float


class Watch:
    """Adds up what it times."""

    def __init__(self) -> None:
        self.spent = Spent(0.0, 0.0)

    @contextmanager
    def running(self) -> Iterator[None]:
        """Times what is inside."""
        clock, used = perf_counter(), process_time()
        try:
            yield
        finally:
            self.spent = Spent(
                self.spent.clock_ms + (perf_counter() - clock) * 1000,
                self.spent.processor_ms + (process_time() - used) * 1000,
            )


@dataclass(frozen=True, slots=True)
class Percentiles:
    """In milliseconds: the median, and below what 95 and 99 % of the times are."""

    p50_ms: float
    p95_ms: float
    p99_ms: float

    @classmethod
    def of(cls, times_ms: Sequence[float]) -> Percentiles:
        """Those of at least two times, interpolated between them."""
        parts = quantiles(times_ms, n=100, method="inclusive")
        return cls(median(times_ms), parts[94], parts[98])


def summary_line(name: str, times: Sequence[Spent]) -> str:
    """The percentiles on the clock and of the processor."""
    clock = Percentiles.of([each.clock_ms for each in times])
    used = Percentiles.of([each.processor_ms for each in times])
    return (
        f"{name:<13} median {clock.p50_ms:6.1f} ms, p95 {clock.p95_ms:6.1f} ms, p99 {clock.p99_ms:6.1f} ms"
        f"   (processor: {used.p50_ms:6.1f} ms, {used.p95_ms:6.1f} ms, {used.p99_ms:6.1f} ms)"
    )
