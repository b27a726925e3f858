from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from assistant.ui.jobs import Job, Progress
from index import DocumentNotFound


def test_a_job_reports_while_it_runs_and_then_has_its_result() -> None:
    reported, go_on = threading.Event(), threading.Event()

    def work(report: Callable[[Progress], None]) -> str:
        report(Progress("adding", "a.txt", step=2, steps=3, done=1, total=4))
        reported.set()
        assert go_on.wait(10)
        return "result"

    job = Job(work)
    assert reported.wait(10)
    assert (job.done, job.progress.document, job.progress.share) == (False, "a.txt", 0.25)
    go_on.set()
    assert job.result() == "result"
    assert job.done


def test_an_error_of_the_work_is_raised_by_its_result() -> None:
    def work(report: Callable[[Progress], None]) -> None:
        raise DocumentNotFound(document="a.txt")

    with pytest.raises(DocumentNotFound):
        Job(work).result()


@pytest.mark.parametrize(("done", "total", "share"), [(0, 0, 0.0), (1, 2, 0.5), (3, 2, 1.0)])
def test_the_share_stays_between_nothing_and_all(done: int, total: int, share: float) -> None:
    assert Progress("adding", done=done, total=total).share == share
