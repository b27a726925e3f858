"""The library's file: what is stored comes back, in transactions, under ids that are never given twice."""

from __future__ import annotations

import hashlib
import sqlite3
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from index import store_documents
from index.errors import LibraryDamaged, LibraryError, LibraryNotWritable
from index.library import Library
from index.models import Paragraph, Source, Span, Turn
from index.reembedding import reembed
from index.store import FILE_NAME, VERSION, DocumentParagraphs, NewParagraph, NewVector, Store, StoredDocument
from tests.nobody import as_nobody, let_through
from tests.stub_embedder import StubEmbedder

TEXT = "Ông Nam: Chào cả nhà. 😀\n\nBà Hà: Quỹ còn ba triệu."
ORIGINAL = b"\x00original\xff"
SOURCE_ID = hashlib.sha256(ORIGINAL).hexdigest()
TURN = Turn(0, 23, "Ông Nam", 1_500, None)
VECTOR = np.array([0.6, -0.8, 0.0], np.float32)


def source(document: str = "a.vtt", *, sample: bool = False) -> Source:
    return Source(SOURCE_ID, document, "Họp", "2024-03", "text/vtt", TEXT, "2024-03-05T10:00:00+00:00", sample)


def new(start: int, end: int, key: bytes = b"k", document: str = "a.vtt") -> NewParagraph:
    paragraph = Paragraph(
        f"{SOURCE_ID}:{start}-{end}",
        SOURCE_ID,
        document,
        start,
        end,
        TEXT[start:end],
        page=3,
        heading="Mục 1 › Quỹ",
        turns=(TURN,),
        speaker="Ông Nam",
        start_ms=1_500,
        end_ms=None,
    )
    return NewParagraph(paragraph, (Span(0, 5), Span(6, end - start)), key)


def insert(store: Store, *paragraphs: NewParagraph, document: str = "a.vtt", key: bytes = b"k") -> None:
    store.insert_vectors([NewVector(key, VECTOR, np.stack([VECTOR, -VECTOR]))])
    store.insert_document(source(document), ORIGINAL, paragraphs, root="/r", path=document)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(tmp_path / "a" / "b", create=True)
    yield store
    store.close()


def test_what_is_stored_comes_back(store: Store) -> None:
    with store.transaction():
        insert(store, new(0, 23), new(26, len(TEXT)))
    assert store.source("a.vtt") == source()
    assert store.original(SOURCE_ID) == ORIGINAL
    first, second = store.paragraph_ids().tolist()
    assert store.paragraphs_of("a.vtt") == [new(0, 23).paragraph, new(26, len(TEXT)).paragraph]
    (stored,) = store.paragraphs([second], 3)
    assert (stored.id, stored.paragraph) == (second, new(26, len(TEXT)).paragraph)
    assert stored.sentences == (Span(0, 5), Span(6, len(TEXT) - 26))
    assert stored.sentence_vectors.dtype == np.float32
    assert np.abs(stored.sentence_vectors - np.stack([VECTOR, -VECTOR])).max() < 0.8 / 250
    assert (stored.vector.dtype, stored.vector.tolist()) == (np.float32, VECTOR.astype(np.float16).tolist())
    vectors = store.vectors([second, first], 3)
    assert (vectors.shape, vectors.dtype) == ((2, 3), np.float32)
    assert np.abs(vectors - VECTOR).max() < 5e-4
    ((batch,),) = store.documents_by_batch(store.document_ids(), 1)
    assert batch == DocumentParagraphs(
        store.document_ids()[0], (first, second), (TEXT[:23], TEXT[26:]), ("Mục 1 › Quỹ", "Mục 1 › Quỹ")
    )
    (summary,) = store.documents()
    assert (summary.document, summary.title, summary.date, summary.media_type) == (
        "a.vtt",
        "Họp",
        "2024-03",
        "text/vtt",
    )
    assert (summary.paragraphs, summary.sample, summary.added_at) == (2, False, "2024-03-05T10:00:00+00:00")


def test_what_is_not_there(store: Store) -> None:
    assert store.find("a.vtt") is None
    assert store.source("a.vtt") is None
    assert store.documents() == []
    assert store.paragraphs_of("a.vtt") == []
    assert store.paragraph_ids().tolist() == store.paragraph_ids("a.vtt").tolist() == []
    assert store.paragraph_ids().dtype == np.int64
    assert store.vectors([], 3).shape == (0, 3)
    assert store.missing_vectors([b"x", b"x", b"y"]) == {b"x", b"y"}
    assert (store.vector_count(), store.last_paragraph_id(), store.generation) == (0, 0, 0)
    assert store.meta("model") is None


def test_a_vector_stays_while_some_paragraph_needs_it(store: Store) -> None:
    with store.transaction():
        insert(store, new(0, 23), document="a.vtt")
        insert(store, new(0, 23, document="b.vtt"), document="b.vtt")
    assert store.vector_count() == 1
    assert store.missing_vectors([b"k", b"other"]) == {b"other"}
    for name, left in (("a.vtt", 1), ("b.vtt", 0)):
        held = store.find(name)
        assert held is not None
        with store.transaction():
            store.delete_document(held.id)
        assert store.vector_count() == left
        assert len(store.paragraph_ids()) == left


def test_a_vector_that_is_there_stays_as_it_is(store: Store) -> None:
    with store.transaction():
        insert(store, new(0, 23))
        store.insert_vectors([NewVector(b"k", -VECTOR, np.stack([VECTOR]))])
    assert np.abs(store.vectors(store.paragraph_ids().tolist(), 3) - VECTOR).max() < 5e-4


@pytest.mark.parametrize("dimension", [0, 2, 4])
def test_a_vector_of_another_length_is_damage(store: Store, dimension: int) -> None:
    with store.transaction():
        insert(store, new(0, 23))
    with pytest.raises(LibraryDamaged, match="another length"):
        store.vectors_by_key([b"k"], dimension)


def test_a_paragraph_needs_its_vector(store: Store) -> None:
    with pytest.raises(sqlite3.IntegrityError), store.transaction():
        store.insert_document(source(), b"", [new(0, 23, b"missing")])
    assert store.documents() == []


def test_where_documents_were_added_from(store: Store) -> None:
    with store.transaction():
        insert(store, new(0, 23))
    held = store.find("a.vtt")
    assert held is not None
    assert held == StoredDocument(held.id, "a.vtt", SOURCE_ID, "/r", "a.vtt")
    assert store.find_in_folder("/r", "a.vtt") == held
    assert store.find_in_folder("/r", "b.vtt") is store.find_in_folder("/s", "a.vtt") is None
    assert store.folders() == ["/r"]
    assert store.of_folder("/r") == [("a.vtt", SOURCE_ID)]
    with store.transaction():
        store.move_folder("/r", "/s")
    assert store.folders() == ["/s"]
    with store.transaction():
        store.set_folder(held.id, "/t", "x/a.vtt")
    assert store.of_folder("/t") == [("x/a.vtt", SOURCE_ID)]


def test_an_error_takes_back_the_whole_transaction(store: Store) -> None:
    with pytest.raises(ZeroDivisionError), store.transaction():
        store.set_meta("model", "m")
        insert(store, new(0, 23))
        raise ZeroDivisionError
    assert (store.meta("model"), store.documents(), store.vector_count()) == (None, [], 0)
    with store.transaction():
        store.set_meta("model", "m")
    assert store.meta("model") == "m"


def test_a_snapshot_is_of_one_moment(store: Store) -> None:
    other = Store(store.folder, create=False)
    with store.snapshot():
        assert store.documents() == []
        with other.transaction():
            insert(other, new(0, 23))
        assert store.documents() == []
    assert len(store.documents()) == 1
    with store.transaction(), store.snapshot():
        # Inside a transaction it is that one's own view.
        store.set_meta("model", "m")
        assert store.meta("model") == "m"
    other.close()


def test_a_writer_waits_for_another(store: Store) -> None:
    other = Store(store.folder, create=False)
    begun = threading.Event()

    def write() -> None:
        with other.transaction():
            begun.set()
            time.sleep(0.1)
            other.next_generation()

    thread = threading.Thread(target=write)
    thread.start()
    begun.wait()
    with store.transaction():
        assert store.generation > 0
    thread.join()
    other.close()


def test_generations_and_ids_rise(store: Store) -> None:
    generations, ids = [store.generation], [store.last_paragraph_id()]
    for _ in range(5):
        with store.transaction():
            insert(store, new(0, 23), new(26, 40))
            store.next_generation()
            store.delete_document(store.find("a.vtt").id)  # type: ignore[union-attr]
        generations.append(store.generation)
        ids.append(store.last_paragraph_id())
    assert generations == sorted(set(generations))
    assert all(later - earlier >= 2 for earlier, later in zip(ids, ids[1:], strict=False))


def test_a_clock_that_goes_back_gives_no_id_again(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    with store.transaction():
        insert(store, new(0, 23))
        store.next_generation()
    last, generation = store.last_paragraph_id(), store.generation
    monkeypatch.setattr(time, "time_ns", lambda: 0)
    with store.transaction():
        insert(store, new(0, 23), document="b.vtt")
        store.next_generation()
        store.renumber_paragraphs()
    assert store.paragraph_ids().tolist()[0] > last + 1
    assert store.generation == generation + 1
    assert store.last_paragraph_id() == store.paragraph_ids().tolist()[-1]


def test_a_paragraph_that_was_read_is_kept_while_there_is_room(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    with store.transaction():
        insert(store, new(0, 23), new(26, len(TEXT)))
    first, second = store.paragraph_ids().tolist()
    (before,) = store.paragraphs([second], 3)
    store._connection.execute("UPDATE vector SET checksum = 0")
    (kept,) = store.paragraphs([second], 3)
    assert (kept.id, kept.paragraph, kept.sentences) == (second, before.paragraph, before.sentences)
    assert (kept.vector.tolist(), kept.sentence_vectors.tolist()) == (
        before.vector.tolist(),
        before.sentence_vectors.tolist(),
    )
    with pytest.raises(LibraryDamaged):
        store.paragraphs([second, first], 3)
    store._connection.execute("UPDATE vector SET checksum = vector_checksum_of(key, paragraph, sentences)")
    # Room for one: the one that was read first goes.
    monkeypatch.setattr(store._paragraphs_read, "most_bytes", store._paragraphs_read.bytes_kept + 100)
    assert [each.id for each in store.paragraphs([second, first, second], 3)] == [second, first, second]
    assert list(store._paragraphs_read.values) == [first]
    assert store._paragraphs_read.bytes_kept == store._paragraphs_read.values[first].size


@pytest.mark.parametrize("together", [1, 100, 1 << 20])
def test_paragraphs_of_several_documents_are_read_together(
    store: Store, monkeypatch: pytest.MonkeyPatch, together: int
) -> None:
    names = ["a.vtt", "b.vtt", "c.vtt", "d.vtt"]
    for name in names:
        with store.transaction():
            insert(store, new(0, 23, document=name), new(26, len(TEXT), document=name), document=name)
    monkeypatch.setattr(store_documents, "_BYTES_TOGETHER", together)
    # Room for one text: the others are read all the same.
    monkeypatch.setattr(store._documents_read, "most_bytes", len(TEXT.encode()))
    ids = store.paragraph_ids()[[7, 0, 5, 1, 2]].tolist()
    wanted = [("d.vtt", 26), ("a.vtt", 0), ("c.vtt", 26), ("a.vtt", 26), ("b.vtt", 0)]
    found = [each.paragraph for each in store.paragraphs(ids, 3)]
    assert [(each.document, each.start) for each in found] == wanted
    assert [each.text for each in found] == [TEXT[each.start : each.end] for each in found]
    assert len(store._documents_read.values) == 1
    store._connection.execute("UPDATE document SET text = text || 'x' WHERE name = 'c.vtt'")
    with pytest.raises(LibraryDamaged, match="the text of document c.vtt"):
        store.paragraphs(store.paragraph_ids().tolist(), 3)


def assert_ids_without_gaps(store: Store) -> None:
    """Each document's paragraphs have the ids of its range, in the order of its text."""
    for document in [summary.document for summary in store.documents()]:
        ids = store.paragraph_ids(document).tolist()
        assert ids == list(range(ids[0], ids[-1] + 1))
        assert [each.paragraph for each in store.paragraphs(ids, 3)] == store.paragraphs_of(document)


def test_the_ids_of_a_document_are_a_range(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    pieces = ((0, 8), (9, 23), (26, 40))
    for clock in (time.time_ns, lambda: 0):
        monkeypatch.setattr(time, "time_ns", clock)
        for name in ("a.vtt", "b.vtt", "a.vtt"):
            with store.transaction():
                held = store.find(name)
                if held is not None:
                    store.delete_document(held.id)
                insert(store, *(new(start, end, document=name) for start, end in pieces), document=name)
            first, _, last = store.paragraph_ids(name).tolist()
            assert (last - first, last) == (2, store.last_paragraph_id())
            assert_ids_without_gaps(store)
        before = store.paragraph_ids()
        with store.transaction():
            store.renumber_paragraphs()
        assert store.paragraph_ids()[0] > before[-1]
        assert_ids_without_gaps(store)


def test_a_library_that_changes_keeps_the_ids_of_each_document_together(tmp_path: Path) -> None:
    def held() -> dict[str, int]:
        store = Store(tmp_path, create=False)
        assert_ids_without_gaps(store)
        sizes = {each.document: each.paragraphs for each in store.documents()}
        store.close()
        return sizes

    with Library.open(tmp_path, StubEmbedder(dimension=3)) as library:  # type: ignore[arg-type]
        library.add_bytes("a.txt", "Một.\n\nHai.\n\nBa.\n".encode())
        library.add_bytes("b.txt", "Một.\n\nBốn.\n".encode())
        # Its first version's vectors are held, and its ids aren't given again.
        assert library.add_bytes("a.txt", "Không.\n\nMột.\n\nHai.\n\nBa.\n".encode()).status == "replaced"
    assert held() == {"a.txt": 4, "b.txt": 2}
    assert reembed(tmp_path, StubEmbedder("another", dimension=3)) == 6  # type: ignore[arg-type]
    assert held() == {"a.txt": 4, "b.txt": 2}


def test_the_file_says_its_version_and_is_in_wal_mode(store: Store) -> None:
    connection = sqlite3.connect(store.path)
    assert connection.execute("PRAGMA user_version").fetchone() == (VERSION,) == (9,)
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    connection.close()


def test_closed_it_leaves_its_file_and_the_lock(tmp_path: Path) -> None:
    store = Store(tmp_path, create=True)
    with store.transaction():
        insert(store, new(0, 23))
    store.close()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["library.lock", FILE_NAME]


def test_a_refused_file_is_not_left_open(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"nothing of the kind" * 99)
    before = len(list(Path("/proc/self/fd").iterdir())) if Path("/proc/self/fd").exists() else 0
    for _ in range(5):
        with pytest.raises(LibraryError):
            Store(tmp_path, create=True)
    assert (len(list(Path("/proc/self/fd").iterdir())) if before else 0) == before


def test_a_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(LibraryNotWritable) as caught:
        Store(tmp_path / "file", create=True)
    assert caught.value.values == {"folder": str(tmp_path / "file"), "detail": "File exists"}


def test_a_file_that_may_only_be_read(tmp_path: Path) -> None:
    store = Store(tmp_path / "library", create=True)
    with store.transaction():
        insert(store, new(0, 23))
    store.close()
    let_through(tmp_path)
    (tmp_path / "library").chmod(0o555)
    with as_nobody():
        closed = Store(tmp_path / "library", create=True)
        assert closed.source("a.vtt") == source()
        with pytest.raises(LibraryNotWritable), closed.transaction():
            closed.set_meta("model", "m")
        assert closed.meta("model") is None
        closed.close()
    (tmp_path / "library").chmod(0o755)


def test_a_library_that_others_are_just_making_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    connect, refusals = Store._connect_for_writing, iter(range(3))

    def busy_at_first(store: Store) -> sqlite3.Connection:
        if next(refusals, None) is None:
            return connect(store)
        error = sqlite3.OperationalError("database is locked")
        error.sqlite_errorcode = sqlite3.SQLITE_BUSY
        raise error

    # As SQLite does in about one of ten such races, without waiting by itself.
    monkeypatch.setattr(Store, "_connect_for_writing", busy_at_first)
    Store(tmp_path / "library", create=True).close()
    refusals = iter(range(3))
    store = Store(tmp_path / "library", create=True)
    with store.transaction():
        store.set_meta("model", "m")
    store.close()
