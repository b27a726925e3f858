"""That the benchmark of embedding measures what it says."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from time import perf_counter, process_time

import pytest

from tests.benchmarks import embedding
from tests.benchmarks.embedding import OURS, Compared, Took, at_once, sample_passages, speed_line, timed


def test_the_paragraphs_are_always_the_same_ones_of_the_samples(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = [f"Đoạn thứ {i} nói về khoản chi số {i}." for i in range(20)]
    (tmp_path / "a.txt").write_text("\n\n".join(texts), "utf-8")
    monkeypatch.setattr(embedding, "SAMPLES", tmp_path)
    found = [each.text for each in sample_passages(5)]
    assert found == [each.text for each in sample_passages(5)]
    assert len(set(found) & set(texts)) == 5
    assert {each.text for each in sample_passages(50)} == set(texts)


def test_what_is_asked_at_once_is_asked_by_threads_of_its_own() -> None:
    questions = [f"câu {i}" for i in range(6)]
    here, all_here = set[str](), Event()

    def embed(question: str) -> None:
        here.add(question)
        if len(here) == len(questions):
            all_here.set()
        assert all_here.wait(30)

    with ThreadPoolExecutor(6) as pool:
        took = at_once(pool, questions, embed)
    assert here == set(questions)
    assert took.clock_s > 0


def test_the_time_on_the_clock_and_the_processor_s_are_told_apart() -> None:
    def work() -> str:
        started = process_time()
        while process_time() - started < 0.02:
            pass
        Event().wait(0.03)
        return "done"

    before = perf_counter()
    result, took = timed(work)
    assert result == "done"
    assert took.processor_s >= 0.02
    assert 0.05 <= took.clock_s <= perf_counter() - before


def test_speeds_are_medians() -> None:
    took = [Took(2.0, 1.0), Took(4.0, 2.0), Took(100.0, 4.0)]
    assert speed_line("ours", 400, took) == "ours           100 tokens/s, 200 a second of one processor"


def test_a_ratio_is_the_median_of_the_rounds_each_by_itself() -> None:
    took = {
        OURS: [Took(1.0, 1.0), Took(10.0, 4.0), Took(2.0, 2.0)],
        "x": [Took(3.0, 2.0), Took(9.0, 12.0), Took(8.0, 5.0)],
    }
    found = Compared(600, took, {})
    # By the processor 2, 3 and 2.5 times as long, on the clock 3, 0.9 and 4.
    assert (found.ratio("x"), found.ratio("x", clock=True)) == (2.5, 3.0)
    assert (found.tokens_per_s(OURS), found.tokens_per_s("x", clock=True)) == (300.0, 75.0)
