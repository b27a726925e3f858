"""The library's way to another model as the pages see it, and the library that all of them share meanwhile."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.ui.messages import CATALOGUES, Speech
from assistant.ui.model_change import Change, ModelChange, Report
from assistant.ui.model_panel import runs
from assistant.ui.opening import Opening
from index import DEFAULT_MODEL, Embedder, Library, ModelFolderMissing, ModelMismatch, Settings, model_in, reembed
from index.precision import FP32, Precision
from tests.stub_embedder import StubEmbedder

TEXT = "Ông Nam chủ trì cuộc họp.\n\nBà Hà báo cáo quỹ còn ba triệu đồng."


def load(settings: Settings) -> Embedder:
    """Any model but "gone"; the default one is "stub"."""
    if settings.model == "gone":
        raise ModelFolderMissing(model="gone", default=DEFAULT_MODEL)
    name = "stub" if settings.model == DEFAULT_MODEL else settings.model or ""
    return StubEmbedder(name)  # type: ignore[return-value]


class Held:
    """An embedding that goes on until it is told to."""

    def __init__(self) -> None:
        self.reached, self.go_on = threading.Event(), threading.Event()

    def __call__(self, _: Embedder, report: Report) -> int:
        report(1, 3)
        self.reached.set()
        assert self.go_on.wait(10)
        report(3, 3)
        return 3


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Of a library of two paragraphs with the model "stub"; no model is set."""
    with Library.open(tmp_path / "library", load(Settings(tmp_path, "stub", tmp_path))) as library:
        library.add_bytes("a.txt", TEXT.encode())
    return Settings(tmp_path / "library", None, tmp_path / "cache")


def ended(change: ModelChange) -> Change:
    change.wait(10)
    assert change.current is not None and change.current.over
    return change.current


def started(change: ModelChange, model: str, embed: Callable[[Embedder, Report], int]) -> None:
    change.start(model, lambda: StubEmbedder(model), embed)  # type: ignore[arg-type, return-value]


def test_one_goes_on_at_a_time_and_is_told_until_it_is_hidden() -> None:
    change, held = ModelChange(), Held()
    assert (change.current, change.running) == (None, False)
    started(change, "other", held)
    assert held.reached.wait(10)
    assert (change.current, change.running) == (Change("other", "embedding", 1, 3), True)
    started(change, "a third", held)
    change.hide()
    assert change.current == Change("other", "embedding", 1, 3)
    held.go_on.set()
    assert ended(change) == Change("other", "done", 3, 3)
    assert not change.running
    change.hide()
    assert change.current is None


def test_it_stops_at_its_next_report() -> None:
    change, held = ModelChange(), Held()
    started(change, "other", held)
    assert held.reached.wait(10)
    change.stop()
    assert change.current == Change("other", "embedding", 1, 3, stopping=True)
    held.go_on.set()
    assert ended(change) == Change("other", "stopped", 1, 3)


def test_what_keeps_the_model_from_being_loaded_is_told() -> None:
    change, error = ModelChange(), ModelFolderMissing(model="gone", default=DEFAULT_MODEL)

    def fail() -> Embedder:
        raise error

    change.start("gone", fail, Held())
    assert ended(change) == Change("gone", "failed", error=error)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_fault_of_the_program_ends_it_too() -> None:
    change = ModelChange()

    def fail(_: Embedder, report: Report) -> int:
        raise ZeroDivisionError

    started(change, "other", fail)
    assert ended(change).stage == "failed"
    assert str(ended(change).error) == ""
    started(change, "a third", lambda embedder, report: 0)
    assert ended(change) == Change("a third", "done")


def test_the_library_stays_one_object_and_lets_go_of_the_old_model(settings: Settings) -> None:
    opening = Opening(settings, load)
    library = opening.job.result()
    library.search("quỹ còn")
    held = weakref.ref(library.embedder)
    change = ModelChange()
    change.start("other", lambda: load(Settings(settings.library, "other", settings.cache)), library.reembed)
    assert ended(change) == Change("other", "done", 2, 2)
    gc.collect()
    assert held() is None
    assert opening.job.result() is library
    assert (library.embedder.name, library.outdated) == ("other", False)
    library.close()


def test_another_program_s_model_is_followed_once(settings: Settings) -> None:
    loaded: list[str | None] = []

    def counted(settings: Settings) -> Embedder:
        loaded.append(settings.model)
        return load(settings)

    opening = Opening(settings, counted)
    seen = opening.job
    library = seen.result()
    reembed(settings.library, StubEmbedder("other"))  # type: ignore[arg-type]
    assert library.outdated
    with pytest.raises(ModelMismatch):
        library.search("quỹ còn")
    opening.follow(seen)
    # A second page, which saw the same.
    opening.follow(seen)
    assert opening.job.result().search("quỹ còn")[0].paragraph.text == TEXT.split("\n\n")[1]
    assert (opening.job.result() is library, loaded) == (True, ["stub", "other"])
    library.close()


def test_a_library_whose_model_is_gone_opens_with_one_at_hand(settings: Settings) -> None:
    reembed(settings.library, StubEmbedder("gone"))  # type: ignore[arg-type]
    opening = Opening(settings, load)
    with pytest.raises(ModelFolderMissing):
        opening.job.result()
    assert str(opening.error).startswith("The model gone can't be loaded: there is no such folder.")
    opening.again()
    with pytest.raises(ModelFolderMissing):
        opening.job.result()
    other = load(Settings(settings.library, "other", settings.cache))
    reembed(settings.library, other)
    opening.open_with(other)
    library = opening.job.result()
    assert (library.embedder, opening.error, model_in(settings.library)) == (other, None, "other")
    opening.open_with(load(Settings(settings.library, "stub", settings.cache)))
    assert opening.job.result() is library
    library.close()


def test_a_new_library_takes_the_default_model_and_then_its_own(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "new", None, tmp_path / "cache")
    with Opening(settings, load).job.result() as library:
        assert library.embedder.name == "stub"
        library.reembed(load(Settings(settings.library, "other", settings.cache)))
    with Opening(settings, load).job.result() as library:
        assert library.embedder.name == "other"


@pytest.mark.parametrize(
    ("precision", "told"),
    [
        (
            FP32,
            {
                "vi": "Mô hình tính đủ độ chính xác (fp32) trên Some processor.",
                "en": "It computes in full precision (fp32) on Some processor.",
            },
        ),
        (
            Precision("bf16", 0.999971, "bf16", 0.999971, 1.8),
            {
                "vi": "Mô hình tính bằng bf16 trên Some processor: cosin trung bình của các vectơ so với khi tính đủ "
                "độ chính xác (fp32) là 0,99997.",
                "en": "It computes in bf16 on Some processor: the mean cosine of its vectors to those in full "
                "precision (fp32) is 0.99997.",
            },
        ),
    ],
)
def test_the_panel_tells_in_which_format_the_model_runs(precision: Precision, told: dict[str, str]) -> None:
    embedder = StubEmbedder()
    embedder.runs_on, embedder.precision = "Some processor", precision
    assert {language: runs(embedder, Speech(language)) for language in CATALOGUES} == told  # type: ignore[arg-type]
