"""The samples: in once, marked, out with one call, and never back by themselves."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from assistant import samples
from index.library import Library
from tests.stub_embedder import StubEmbedder

Open = Callable[..., Library]

TEXTS = {name: f"Cuộc họp {name} bàn về đường làng.\n\nKết luận của {name}.\n" for name in ("a.txt", "b.txt", "c.txt")}
OWN = "Tài liệu riêng về trạm bơm.".encode()


@pytest.fixture(autouse=True)
def few_samples(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "samples"
    folder.mkdir()
    for name, text in TEXTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    monkeypatch.setattr(samples, "SAMPLES", folder)
    return folder


def listed(library: Library) -> list[tuple[str, bool]]:
    return [(summary.document, summary.sample) for summary in library.documents()]


ALL = [("a.txt", True), ("b.txt", True), ("c.txt", True)]


def test_the_real_samples(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, open_library: Open) -> None:
    monkeypatch.undo()
    library = open_library()
    outcomes = samples.prepare(library)
    assert {outcome.status for outcome in outcomes} == {"added"}
    assert [document for document, _ in listed(library)] == sorted(path.name for path in samples.SAMPLES.iterdir())
    assert all(sample for _, sample in listed(library))


def test_a_new_library_gets_them_once(open_library: Open) -> None:
    library = open_library()
    assert library.waits_for_samples
    told: list[tuple[str, int, int]] = []
    outcomes = samples.prepare(library, lambda *at: told.append(at))
    assert [(outcome.status, outcome.document) for outcome in outcomes] == [("added", name) for name in TEXTS]
    assert told == [("a.txt", 0, 3), ("b.txt", 1, 3), ("c.txt", 2, 3), ("", 3, 3)]
    assert listed(library) == ALL
    assert not library.waits_for_samples
    assert samples.prepare(library) == []


def test_removed_they_never_come_back(open_library: Open) -> None:
    library = open_library()
    samples.prepare(library)
    library.add_bytes("own.txt", OWN)
    assert library.remove_samples() == ["a.txt", "b.txt", "c.txt"]
    assert listed(library) == [("own.txt", False)]
    assert library.remove_samples() == []
    for _ in range(2):
        assert samples.prepare(library) == []
        library.close()
        library = open_library()
    assert listed(library) == [("own.txt", False)]


def test_taken_out_one_by_one_they_stay_out(open_library: Open) -> None:
    library = open_library()
    samples.prepare(library)
    for name in TEXTS:
        library.remove(name)
    library.close()
    library = open_library()
    assert samples.prepare(library) == []
    assert listed(library) == []


def test_refused_before_they_were_in(open_library: Open) -> None:
    library = open_library()
    assert library.remove_samples() == []
    assert samples.prepare(library) == []


def test_a_library_of_own_documents_gets_none(open_library: Open) -> None:
    library = open_library()
    library.add_bytes("own.txt", OWN)
    assert not library.waits_for_samples
    library.remove("own.txt")
    library.close()
    library = open_library()
    assert samples.prepare(library) == []
    assert listed(library) == []


def test_only_a_failed_document_leaves_the_library_waiting(open_library: Open) -> None:
    library = open_library()
    assert library.add_bytes("own.txt", b"").status == "failed"
    assert len(samples.prepare(library)) == 3


def test_a_preparation_that_was_stopped_goes_on(open_library: Open) -> None:
    library = open_library()

    class Stopped(Exception):
        pass

    def stop(name: str, *_: int) -> None:
        if name == "b.txt":
            raise Stopped

    with pytest.raises(Stopped):
        samples.prepare(library, stop)
    assert listed(library) == ALL[:1]
    library.close()
    embedder = StubEmbedder()
    library = open_library(embedder=embedder)
    assert [outcome.status for outcome in samples.prepare(library)] == ["unchanged", "added", "added"]
    assert listed(library) == ALL
    assert embedder.passages_embedded == 4


def test_a_stopped_preparation_can_be_undone(open_library: Open) -> None:
    library = open_library()

    def stop(name: str, *_: int) -> None:
        if name == "c.txt":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        samples.prepare(library, stop)
    assert library.remove_samples() == ["a.txt", "b.txt"]
    assert samples.prepare(library) == []
    assert listed(library) == []


def test_an_own_version_of_a_sample_is_no_sample(open_library: Open) -> None:
    library = open_library()
    samples.prepare(library)
    assert library.add_bytes("b.txt", OWN).status == "replaced"
    assert library.remove_samples() == ["a.txt", "c.txt"]
    assert listed(library) == [("b.txt", False)]


def test_an_own_folder_with_the_names_of_samples_stays_beside_them(open_library: Open, tmp_path: Path) -> None:
    from index.files import find_files

    library = open_library()
    samples.prepare(library)
    (tmp_path / "own").mkdir()
    (tmp_path / "own/a.txt").write_bytes(OWN)
    (outcome,) = [library.add_file(file) for file in find_files([tmp_path / "own"])]
    assert (outcome.status, outcome.document) == ("added", "own/a.txt")
    library.remove_samples()
    assert listed(library) == [("own/a.txt", False)]
