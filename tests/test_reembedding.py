"""Going over to another model: what goes on meanwhile, what stops it, and which model is loaded from then on."""

from __future__ import annotations

import threading
import weakref
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from index import (
    BUNDLED_NAME,
    DEFAULT_MODEL,
    Library,
    LibraryNotWritable,
    ModelMismatch,
    Settings,
    model_in,
    model_name,
    reembed,
    with_model,
)
from index.embed import EmbeddedPassage
from index.models import Span
from index.store import Store
from tests.nobody import as_nobody, let_through
from tests.stub_embedder import StubEmbedder
from tests.test_library import MINUTES, OTHER, contents, texts_found

Open = Callable[..., Library]
QUIET = "Bà Hà báo cáo quỹ còn ba triệu đồng."


class Stop(Exception):
    """What a reader's stop raises."""


class Paused(StubEmbedder):
    """Waits in the middle of a question or a passage until it is let go on."""

    def __init__(self, name: str = "stub", dimension: int = 64) -> None:
        super().__init__(name, dimension)
        self.pause = False
        self.reached, self.go_on = threading.Event(), threading.Event()

    def _wait(self) -> None:
        if self.pause:
            self.pause = False
            self.reached.set()
            assert self.go_on.wait(10)

    def questions(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self._wait()
        return super().questions(texts)

    def passages(
        self,
        texts: Sequence[str],
        sentences: Sequence[Sequence[Span]],
        on_progress: Callable[[int, int], None] | None = None,
    ) -> list[EmbeddedPassage]:
        self._wait()
        return super().passages(texts, sentences, on_progress)


def in_thread(work: Callable[[], object]) -> tuple[threading.Thread, list[object]]:
    results: list[object] = []
    thread = threading.Thread(target=lambda: results.append(work()))
    thread.start()
    return thread, results


def test_an_open_library_goes_over_to_the_other_model(open_library: Open) -> None:
    library = open_library()
    library.add_bytes("a.txt", MINUTES.encode())
    assert texts_found(library, "quỹ còn")[0] == QUIET
    other = StubEmbedder("other", 32)
    assert library.reembed(other) == 3
    assert texts_found(library, "quỹ còn")[0] == QUIET
    assert (library.embedder, library.outdated) == (other, False)
    assert (model_in(library.folder), library._store.meta("dimension")) == ("other", "32")
    with Library.open(library.folder, StubEmbedder("other", 32)) as again:
        assert again.search("quỹ còn") == library.search("quỹ còn")


def test_the_old_model_is_let_go(open_library: Open) -> None:
    old = StubEmbedder()
    # As the parts of a real model do.
    old.circle = old  # type: ignore[attr-defined]
    held = weakref.ref(old)
    library = open_library(embedder=old)
    library.add_bytes("a.txt", MINUTES.encode())
    library.search("quỹ còn")
    library.similar(library.paragraphs("a.txt")[0])
    del old
    library.reembed(StubEmbedder("other", 32))
    assert held() is None


def test_what_shares_a_text_counts_and_is_embedded_once(open_library: Open) -> None:
    library = open_library()
    for name in ("a.txt", "b.txt"):
        library.add_bytes(name, MINUTES.encode())
    library.add_bytes("c.txt", OTHER.encode())
    other, told = StubEmbedder("other", 32), list[tuple[int, int]]()
    assert library.reembed(other, lambda *at: told.append(at)) == 8
    assert other.passages_embedded == 5
    assert (told[0], told[-1]) == ((0, 8), (8, 8))
    assert told == sorted(told)


@pytest.mark.parametrize("at", [(0, 3), (2, 3), (3, 3)])
def test_stopped_anywhere_it_leaves_all_as_it_was(open_library: Open, at: tuple[int, int]) -> None:
    library = open_library()
    library.add_bytes("a.txt", MINUTES.encode())
    before = contents(library.folder)

    def stop(done: int, total: int) -> None:
        if (done, total) == at:
            raise Stop

    with pytest.raises(Stop):
        library.reembed(StubEmbedder("other", 32), stop)
    with pytest.raises(Stop):
        reembed(library.folder, StubEmbedder("other", 32), stop)
    assert contents(library.folder) == before
    assert texts_found(library, "quỹ còn")[0] == QUIET
    assert library.embedder.name == "stub"


def test_questions_and_documents_go_on_meanwhile_with_the_old_model(open_library: Open) -> None:
    library = open_library()
    library.add_bytes("a.txt", MINUTES.encode())
    other = Paused("other", 32)
    other.pause = True
    thread, results = in_thread(lambda: library.reembed(other))
    assert other.reached.wait(10)
    assert texts_found(library, "quỹ còn")[0] == QUIET
    assert library.add_bytes("b.txt", OTHER.encode()).status == "added"
    library.remove("a.txt")
    assert library.embedder.name == "stub"
    other.go_on.set()
    thread.join(10)
    assert results == [2]
    assert sorted(texts_found(library, "mái nhà kho")) == sorted(OTHER.strip().split("\n\n"))
    assert library._store.vector_count() == 2


@pytest.mark.parametrize("own", [True, False], ids=["of this library", "of its folder"])
def test_a_document_that_comes_at_the_very_end_is_embedded_before_anything_changes(
    open_library: Open, own: bool
) -> None:
    library = open_library()
    library.add_bytes("a.txt", MINUTES.encode())
    told: list[tuple[int, int]] = []

    def add_another(done: int, total: int) -> None:
        told.append((done, total))
        if told.count((3, 3)) == 2:
            library.add_bytes("b.txt", OTHER.encode())

    other = StubEmbedder("other", 32)
    assert (library.reembed(other, add_another) if own else reembed(library.folder, other, add_another)) == 5
    assert told == [(0, 3), (1, 3), (2, 3), (3, 3), (3, 3), (3, 5), (4, 5), (5, 5), (5, 5)]
    assert library._store.vector_count() == 5


def test_a_search_that_began_with_the_old_model_ends_with_the_new_one(open_library: Open) -> None:
    old = Paused()
    library = open_library(embedder=old)
    library.add_bytes("a.txt", MINUTES.encode())
    old.pause = True
    thread, results = in_thread(lambda: library.search("quỹ còn"))
    assert old.reached.wait(10)
    library.reembed(StubEmbedder("other", 32))
    old.go_on.set()
    thread.join(10)
    assert results == [library.search("quỹ còn")]
    assert library.search("quỹ còn")[0].paragraph.text == QUIET


def test_passages_like_one_that_were_sought_with_the_old_model_are_the_new_one_s(open_library: Open) -> None:
    old = Paused()
    library = open_library(embedder=old)
    library.add_bytes("a.txt", MINUTES.encode())
    library.add_bytes("b.txt", OTHER.encode())
    (gone, *_) = library.paragraphs("b.txt")
    library.remove("b.txt")
    old.pause = True
    thread, results = in_thread(lambda: library.similar(gone))
    assert old.reached.wait(10)
    library.reembed(StubEmbedder("other", 32))
    old.go_on.set()
    thread.join(10)
    assert results == [library.similar(gone)]


def test_a_document_that_was_embedded_with_the_old_model_is_embedded_anew(open_library: Open) -> None:
    old = Paused()
    library = open_library(embedder=old)
    library.add_bytes("a.txt", MINUTES.encode())
    (taken,) = library.take_out(["a.txt"])
    old.pause = True
    thread, results = in_thread(lambda: library.add_bytes("b.txt", OTHER.encode()).status)
    assert old.reached.wait(10)
    other = StubEmbedder("other", 32)
    library.reembed(other)
    old.go_on.set()
    thread.join(10)
    assert results == ["added"]
    library.put_back(taken)
    assert other.passages_embedded == 5
    assert {len(paragraph) for _, paragraph, *_ in contents(library.folder)["vector"]} == {2 * 32}
    assert texts_found(library, "quỹ còn")[0] == QUIET


def test_another_process_s_model_is_noticed_and_taken_over(open_library: Open) -> None:
    library = open_library()
    library.add_bytes("a.txt", MINUTES.encode())
    (paragraph, *_) = library.paragraphs("a.txt")
    assert not library.outdated
    reembed(library.folder, StubEmbedder("other", 32))
    assert library.outdated
    with pytest.raises(ModelMismatch):
        library.similar(paragraph)
    with pytest.raises(ModelMismatch):
        library.use(StubEmbedder("a third", 32))
    library.use(StubEmbedder("other", 32))
    assert not library.outdated
    assert texts_found(library, "quỹ còn")[0] == QUIET


def test_a_library_that_cannot_be_written_is_told_before_anything_is_embedded(tmp_path: Path) -> None:
    with Library.open(tmp_path / "library", StubEmbedder()) as library:
        library.add_bytes("a.txt", MINUTES.encode())
    other = StubEmbedder("other", 32)
    let_through(tmp_path)
    (tmp_path / "library").chmod(0o555)
    try:
        with as_nobody(), pytest.raises(LibraryNotWritable):
            reembed(tmp_path / "library", other)
    finally:
        (tmp_path / "library").chmod(0o755)
    assert other.passages_embedded == 0


# Which model


def test_the_model_that_is_set_comes_before_the_library_s_and_that_before_the_default(tmp_path: Path) -> None:
    unset = Settings(tmp_path / "library", None, tmp_path / "cache")
    assert with_model(unset).model == DEFAULT_MODEL
    assert not (tmp_path / "library").exists()
    Library.open(tmp_path / "library", StubEmbedder()).close()
    assert with_model(unset).model == "stub"
    reembed(tmp_path / "library", StubEmbedder("other"))
    assert with_model(unset) == Settings(tmp_path / "library", "other", tmp_path / "cache")
    assert with_model(Settings(tmp_path / "library", "set", tmp_path / "cache")).model == "set"


def test_a_library_that_was_stopped_while_it_was_made_takes_the_default(tmp_path: Path) -> None:
    Store(tmp_path, create=True).close()
    assert with_model(Settings(tmp_path, None, tmp_path)).model == DEFAULT_MODEL


def test_a_model_has_one_name_however_it_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "ours").mkdir()
    assert [model_name(named) for named in ("ours", "./ours", "~/ours")] == [str(tmp_path / "ours")] * 3
    assert [model_name(named) for named in (DEFAULT_MODEL, BUNDLED_NAME)] == [BUNDLED_NAME] * 2
    assert [model_name(named) for named in ("a-hub/ours", "/gone")] == ["a-hub/ours", "/gone"]
