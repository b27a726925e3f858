"""What was measured, as lines of JSON: a run that was cut short goes on from them, and the table is made of them.

| field | what it is |
| --- | --- |
| row | which of the table's rows (rows.py) |
| part, system | what measured it, and whose figures they are |
| paragraphs | the size that was asked for; 0 where none matters |
| values | names with their units, and numbers; none where it could not be measured |
| missing | why it could not be |
| machine | processor, backend (parts with "; " between them), load before and after, the day |
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

OURS = "Hỏi Họp"


@dataclass(frozen=True, slots=True)
class Machine:
    """On what, with what, how busy and when."""

    processor: str
    processors: int
    backend: str
    load_before: float
    load_after: float
    day: str


@dataclass(frozen=True, slots=True)
class Unit:
    """What is measured by one process: a part of the table for one system at one size."""

    part: str
    system: str
    paragraphs: int


@dataclass(frozen=True, slots=True)
class Result:
    """A cell of the table."""

    unit: Unit
    row: str
    values: Mapping[str, float]
    missing: str | None
    machine: Machine
    took_s: float

    def line(self) -> str:
        """As it is kept."""
        fields = asdict(self)
        return json.dumps({**fields.pop("unit"), **fields}, ensure_ascii=False)

    @classmethod
    def of(cls, line: str) -> Result:
        """Of a line that was kept."""
        fields = json.loads(line)
        unit = Unit(**{name: fields.pop(name) for name in ("part", "system", "paragraphs")})
        return cls(unit, machine=Machine(**fields.pop("machine")), **fields)


def are_the_processor_s(results: Sequence[Result]) -> bool:
    """Whether the processor's time has taken the place of that on the clock, beside which it stands else."""
    timed = [each.values for each in results if "p99_ms" in each.values]
    return bool(timed) and not any("processor_p99_ms" in values for values in timed)


def read(path: Path) -> list[Result]:
    """The last result for each cell, in the order in which they first came. None where there is no file."""
    if not path.exists():
        return []
    results = [Result.of(line) for line in path.read_text("utf-8").split("\n") if line]
    return list({(each.unit, each.row): each for each in results}.values())


def append(path: Path, results: Iterable[Result]) -> None:
    """Writes them behind those in the file, all or, if it is stopped meanwhile, at most one cut line less."""
    with path.open("a", encoding="utf-8") as file:
        file.write("".join(each.line() + "\n" for each in results))
        file.flush()
        os.fsync(file.fileno())
