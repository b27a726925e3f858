"""The reliability diagram: how often the surest paragraph shown is right, against the confidence in it."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.evaluation.bootstrap import INTERVAL, Estimate
from assistant.evaluation.calibration import BINS, Bin

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_INK, _GREY, _PALE = "#1f2933", "#7b8794", "#d9dfe5"
_BLUE, _ORANGE = "#1f6fb2", "#d9822b"


def reliability_png(bins: Sequence[Bin], error: Estimate | None) -> bytes:
    """The diagram of the bins, with the expected calibration error in its title, as a PNG: the same bytes each time.

    DeGroot and Fienberg, The Comparison and Evaluation of Forecasters (The Statistician 32, 1983).
    """
    # Slow to import, and the chat has no need of it.
    from matplotlib import style
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    # Whatever the user's own matplotlibrc says.
    with style.context("default", after_reset=True):
        figure = Figure(figsize=(6.4, 7.2), dpi=150, layout="constrained")
        FigureCanvasAgg(figure)
        curve, counts = figure.subplots(2, 1, sharex=True, height_ratios=(3, 1))
        total = sum(each.questions for each in bins)
        figure.suptitle(_title(error), color=_INK, fontsize=12, fontweight="bold")
        curve.set_title(f"{total} questions in {BINS} bins of confidence", color=_GREY, fontsize=10)
        _draw_curve(curve, bins)
        _draw_counts(counts, bins)
        for axes in (curve, counts):
            _plain(axes)
        png = io.BytesIO()
        figure.savefig(png, format="png", metadata={"Software": None})
    return png.getvalue()


def _title(error: Estimate | None) -> str:
    if error is None:
        return "Reliability of the confidence"
    return f"Reliability: ECE {error.value:.3f} ({INTERVAL:.0%} interval {error.low:.3f} to {error.high:.3f})"


def _draw_curve(axes: Axes, bins: Sequence[Bin]) -> None:
    axes.plot((0, 1), (0, 1), color=_GREY, linewidth=1, linestyle="--", zorder=1, label="as it should be")
    points = [(each.confidence, each.accuracy, each.questions) for each in bins]
    drawn = [(x, y, n) for x, y, n in points if x is not None and y is not None]
    across, up = [x for x, _, _ in drawn], [y for _, y, _ in drawn]
    axes.plot(across, up, color=_BLUE, linewidth=1.5, marker="o", zorder=3, label="as it is (number of questions)")
    axes.vlines(across, across, up, color=_BLUE, linewidth=4, alpha=0.25, zorder=2, label="gap")
    for x, y, number in drawn:
        # The label stands on the side of the point that the diagonal isn't on.
        above = y >= x
        axes.annotate(
            str(number),
            (x, y),
            xytext=(0, 7 if above else -7),
            textcoords="offset points",
            ha="center",
            va="bottom" if above else "top",
            color=_INK,
            fontsize=9,
        )
    axes.set(xlim=(0, 1), ylim=(-0.06, 1.08), yticks=[tick / 5 for tick in range(6)])
    axes.set_ylabel("share whose first paragraph is right", color=_INK)
    axes.legend(frameon=False, fontsize=9, labelcolor=_INK, loc="best")


def _draw_counts(axes: Axes, bins: Sequence[Bin]) -> None:
    middles = [(each.low + each.high) / 2 for each in bins]
    answerable = [each.answerable for each in bins]
    others = [each.questions - each.answerable for each in bins]
    width = 0.9 / BINS
    axes.bar(middles, answerable, width, color=_BLUE, label="something answers")
    axes.bar(middles, others, width, bottom=answerable, color=_ORANGE, label="nothing answers")
    axes.set_xticks([tick / BINS for tick in range(BINS + 1)])
    axes.set_xlabel("confidence", color=_INK)
    axes.set_ylabel("questions", color=_INK)
    axes.legend(frameon=False, fontsize=9, labelcolor=_INK, loc="best")


def _plain(axes: Axes) -> None:
    axes.spines[["top", "right"]].set_visible(False)
    axes.spines[["left", "bottom"]].set_color(_GREY)
    axes.tick_params(colors=_GREY, labelcolor=_INK, labelsize=9)
    axes.grid(color=_PALE, linewidth=0.6)
    axes.set_axisbelow(True)
