"""The reliability diagram as a file."""

from __future__ import annotations

import io

import matplotlib
import pytest
from PIL import Image

from assistant.evaluation.bootstrap import Estimate
from assistant.evaluation.calibration import reliability
from assistant.evaluation.plot import reliability_png

BINS = reliability([0.05, 0.35, 0.95, 0.9], [False, True, True, False], [False, True, True, False])
ERROR = Estimate(0.05, 0.04, 0.1)


def test_it_is_a_png_with_nothing_of_when_and_by_what_it_was_drawn() -> None:
    png = reliability_png(BINS, ERROR)
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    with Image.open(io.BytesIO(png)) as image:
        assert image.size == (960, 1080)
        assert set(image.info) == {"dpi"}


def test_it_is_the_same_each_time_whatever_the_settings_of_the_user(monkeypatch: pytest.MonkeyPatch) -> None:
    once = reliability_png(BINS, ERROR)
    monkeypatch.setitem(matplotlib.rcParams, "axes.facecolor", "black")
    monkeypatch.setitem(matplotlib.rcParams, "font.size", 30.0)
    assert reliability_png(BINS, ERROR) == once
    assert matplotlib.rcParams["font.size"] == 30.0


def test_it_shows_the_bins_and_the_error() -> None:
    drawn = {
        reliability_png(BINS, ERROR),
        reliability_png(BINS, Estimate(0.06, 0.04, 0.1)),
        reliability_png(BINS, None),
        reliability_png(reliability([0.05, 0.35, 0.95, 0.9], [True] * 4, [False, True, True, False]), ERROR),
        reliability_png(reliability([0.05, 0.35, 0.95, 0.9], [False, True, True, False], [True] * 4), ERROR),
        reliability_png(reliability([], [], []), None),
    }
    assert len(drawn) == 6
