"""Time and memory against size, as two small pictures."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.benchmarks.table.nearest import FLAT
from tests.benchmarks.table.results import OURS, Machine, Result, are_the_processor_s
from tests.benchmarks.table.rows import LANGCHAIN, TXTAI
from tests.benchmarks.table.words import BM25S, RANK_BM25

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_INK, _GREY, _PALE = "#1f2933", "#7b8794", "#d9dfe5"
_COLOURS = {
    OURS: "#1f6fb2",
    LANGCHAIN: "#d9822b",
    TXTAI: "#2f8f5b",
    RANK_BM25: "#a03c5f",
    BM25S: "#6b5ca5",
    FLAT: "#7b8794",
}
# Told from the line of the same colour beside it.
_DASHED = ("ask", "memory with the model", "vectors")


@dataclass(frozen=True, slots=True)
class Series:
    """A line: a value of a row for one system at the sizes at which it was measured."""

    label: str
    row: str
    system: str
    sizes: tuple[int, ...]
    values: tuple[float, ...]


def series(results: Sequence[Result], row: str, system: str, value: str, label: str) -> Series:
    """The line, in the order of the sizes; without those at which nothing was measured."""
    points = sorted(
        (each.unit.paragraphs, each.values[value])
        for each in results
        if each.row == row and each.unit.system == system and each.missing is None
    )
    return Series(label, row, system, tuple(size for size, _ in points), tuple(found for _, found in points))


def time_lines(results: Sequence[Result]) -> tuple[list[Series], list[Series]]:
    """Medians in ms: of whole questions, and of the two searches that they are made of."""
    whole = [
        series(results, "ask", OURS, "p50_ms", f"{OURS}: ask"),
        *(series(results, "search", each, "p50_ms", f"{each}: search") for each in (OURS, LANGCHAIN, TXTAI)),
    ]
    parts = [
        *(series(results, "words", each, "p50_ms", f"{each}: words") for each in (OURS, RANK_BM25, BM25S)),
        *(series(results, "vectors", each, "p50_ms", f"{each}: vectors") for each in (OURS, FLAT)),
    ]
    return whole, parts


def memory_lines(results: Sequence[Result]) -> list[Series]:
    """MB after 100 questions."""
    return [
        series(results, "memory with the model", OURS, "rss_mb", f"{OURS} with the model"),
        *(series(results, "memory", each, "rss_mb", each) for each in (OURS, LANGCHAIN, TXTAI)),
    ]


def time_png(results: Sequence[Result]) -> bytes:
    """The medians, whole questions left, the two searches right."""
    whole, parts = time_lines(results)
    unit = "ms of the processor" if are_the_processor_s(results) else "ms"
    titles = (f"a question, median, {unit}", f"the best 10, median, {unit}")
    return _png(list(zip(titles, (whole, parts), strict=True)), results)


def memory_png(results: Sequence[Result]) -> bytes:
    """What is resident."""
    return _png([("memory after 100 questions, MB", memory_lines(results))], results)


def footnote(results: Sequence[Result]) -> str:
    """The processor and the model's backend; of several machines the last."""
    if not results:
        return ""
    machine: Machine = results[-1].machine
    backends = [each.machine.backend for each in results if "PyTorch" in each.machine.backend]
    model = f"; {backends[-1][backends[-1].index('PyTorch') :]}" if backends else ""
    return f"{machine.processor}, {machine.processors} logical processors, {machine.day}{model}"


def _png(panels: Sequence[tuple[str, Sequence[Series]]], results: Sequence[Result]) -> bytes:
    from matplotlib import style
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    # Whatever the user's own matplotlibrc says.
    with style.context("default", after_reset=True):
        figure = Figure(figsize=(4.6 * len(panels), 3.6), dpi=100, layout="constrained")
        FigureCanvasAgg(figure)
        for axes, (title, lines) in zip(figure.subplots(1, len(panels), squeeze=False)[0], panels, strict=True):
            _draw(axes, title, lines)
        figure.supxlabel(footnote(results).replace("; ", "\n"), color=_GREY, fontsize=7)
        png = io.BytesIO()
        figure.savefig(png, format="png", metadata={"Software": None})
    return png.getvalue()


def _draw(axes: Axes, title: str, lines: Sequence[Series]) -> None:
    for each in lines:
        if each.sizes:
            line = {"color": _COLOURS[each.system], "linestyle": "--" if each.row in _DASHED else "-", "linewidth": 1.5}
            axes.plot(each.sizes, each.values, marker="o", markersize=3.5, label=each.label, **line)
    sizes = sorted({size for each in lines for size in each.sizes})
    axes.set(xscale="log", yscale="log")
    axes.set_xlabel("paragraphs", color=_INK, fontsize=8)
    if sizes:
        axes.set(xticks=sizes, xlim=(sizes[0] / 1.5, sizes[-1] * 1.5))
    axes.set_title(title, color=_INK, fontsize=10)
    axes.spines[["top", "right"]].set_visible(False)
    axes.spines[["left", "bottom"]].set_color(_GREY)
    axes.tick_params(which="both", colors=_GREY, labelcolor=_INK, labelsize=8)
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter("{x:,.0f}" if axis is axes.xaxis else "{x:,g}")
        axis.set_minor_formatter("")
    axes.grid(color=_PALE, linewidth=0.6)
    axes.set_axisbelow(True)
    if any(each.sizes for each in lines):
        axes.legend(frameon=False, fontsize=7.5, labelcolor=_INK, handlelength=3)
