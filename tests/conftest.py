"""What several test files share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import settings

from index.files import find_files
from index.library import Library
from tests.real_embedder import real_embedder
from tests.stub_embedder import StubEmbedder

SEEDS = Path(__file__).resolve().parent.parent / "seeds"

# A busy machine is no reason to fail.
settings.register_profile("no deadline", deadline=None)
settings.load_profile("no deadline")


# In both languages: three of one series, one on a like matter, and those that the examples are about.
_SOME = (
    "clinic-cutover-2024-10-02.vtt",
    "giao-ban-xa-phu-lam.md",
    "hoi-nghi-22-tinh-uy-vinh-phuc.txt",
    "hop-phu-huynh-lop-6a2.docx",
    "hop-toa-soan-2024-09-17.vtt",
    "ky-hop-9-hdnd-huyen-an-binh.txt",
    "records-portal-2024-03-04.md",
    "records-portal-2024-03-11.txt",
    "records-portal-2024-03-18.md",
)


@pytest.fixture(scope="session")
def seeds_library(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Library]:
    """Some of the sample meetings under the real model: all of them take half a minute. No test may change it.

    Where several processes run the tests, the first one makes it for all.
    """
    base = tmp_path_factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / "seeds-library"
    files = [file for file in find_files([SEEDS / "documents"]) if file.document in _SOME]
    with FileLock(f"{folder}.lock"), Library.open(folder, real_embedder()) as library:
        assert {library.add_file(file).status for file in files} <= {"added", "unchanged"}
        assert len(library.documents()) == len(_SOME)
    with Library.open(folder, real_embedder(), create=False) as library:
        yield library


@pytest.fixture(scope="session")
def stub_seeds_library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """The sample meetings under the stand-in for the model; no test may change it."""
    with Library.open(tmp_path_factory.mktemp("stub-seeds"), StubEmbedder()) as library:
        for file in find_files([SEEDS / "documents"]):
            assert library.add_file(file).status == "added"
        yield library


@pytest.fixture
def open_library(tmp_path: Path) -> Iterator[Callable[..., Library]]:
    """Opens libraries and closes them after the test: open_library("folder", StubEmbedder())."""
    opened: list[Library] = []

    def open_one(name: str = "library", embedder: StubEmbedder | None = None, *, create: bool = True) -> Library:
        library = Library.open(tmp_path / name, embedder or StubEmbedder(), create=create)
        opened.append(library)
        return library

    yield open_one
    for library in opened:
        library.close()
