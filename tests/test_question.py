"""A question before it is searched."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from index.caches import Caches
from index.errors import BadQuestion, QuestionTooLong
from index.library import Library
from index.question import LONGEST_QUESTION, QuestionCentres, Understood, understand
from index.store import Store
from index.talk import TalkAdapter
from tests.stub_embedder import StubEmbedder

MINUTES = """Ông Đỗ Văn Kỳ chủ trì cuộc họp.

Kinh phí sửa mái kho là 42 triệu đồng.

Theo ông Kỳ, kho của xã Phú Lâm hỏng.
"""


@pytest.fixture
def caches(tmp_path: Path) -> Iterator[Caches]:
    with Library.open(tmp_path, StubEmbedder()) as library:  # type: ignore[arg-type]
        library.add_bytes("họp.txt", MINUTES.encode())
    store = Store(tmp_path, create=False)
    caches = Caches(store, StubEmbedder().dimension)
    caches.catch_up()
    yield caches
    store.close()


def test_diacritics_are_restored_and_names_get_their_capitals(caches: Caches) -> None:
    typed = "kinh phi sua mai kho cua xa phu lam la bao nhieu"
    found = understand(typed, caches)
    assert found == Understood(
        typed,
        restored="kinh phí sửa mái kho của xã phú lâm là bao nhiêu",
        embedded="Kinh phí sửa mái kho của xã Phú Lâm là bao nhiêu?",
        english=False,
    )
    assert found.changed


def test_as_typed_the_words_stay(caches: Caches) -> None:
    found = understand("  ong KY noi  gi ", caches, as_typed=True)
    assert (found.typed, found.restored, found.embedded) == ("  ong KY noi  gi ", "ong KY noi gi", "Ong ky noi gi?")
    assert not found.changed


def test_the_same_words_in_another_form_have_not_changed(caches: Caches) -> None:
    # Decomposed, with the tone elsewhere and more spaces, they are what was typed.
    assert not understand("Hoà  bình ở đâu?", caches).changed
    assert not understand("Ho\u0300a bi\u0300nh ở đâu?", caches).changed


@pytest.mark.parametrize(
    ("question", "english"),
    [
        ("Who chairs the meeting?", True),
        ("Ai chủ trì?", False),
        ("ai chu tri cuoc hop", False),
    ],
)
def test_the_language_is_known(caches: Caches, question: str, english: bool) -> None:
    assert understand(question, caches).english is english


@pytest.mark.parametrize("question", ["", "   ", "?!…", "\u200b"])
def test_a_question_without_a_word_is_refused(caches: Caches, question: str) -> None:
    for as_typed in (False, True):
        with pytest.raises(BadQuestion) as caught:
            understand(question, caches, as_typed=as_typed)
        assert caught.value.values == {"length": len(question), "limit": LONGEST_QUESTION}


def test_the_longest_question_is_searched_and_a_longer_one_refused(caches: Caches) -> None:
    assert understand("k" * LONGEST_QUESTION, caches).restored == "k" * LONGEST_QUESTION
    with pytest.raises(QuestionTooLong) as caught:
        understand("k" * (LONGEST_QUESTION + 1), caches)
    assert caught.value.values == {"length": LONGEST_QUESTION + 1, "limit": LONGEST_QUESTION}


def test_what_all_questions_of_a_language_have_in_common_is_taken_away() -> None:
    centres = QuestionCentres(np.array([1.0, 0.0], np.float32), np.array([0.0, 0.5], np.float32), TalkAdapter())
    vector = np.array([0.5, 0.75], np.float32)
    for english, centred in ((False, [-0.5, 0.75]), (True, [0.5, 0.25])):
        vectors = centres.vectors_of(vector, english=english)
        assert vectors.plain is vector
        assert vectors.centred.tolist() == centred
        assert vectors.talk is vectors.centred


def test_talk_is_compared_with_the_adapted_vector() -> None:
    adapter = TalkAdapter(np.array([[0.0, 2.0], [1.0, 0.0]], np.float32))
    zeros = np.zeros(2, np.float32)
    vectors = QuestionCentres(zeros, zeros, adapter).vectors_of(np.array([0.5, 0.25], np.float32), english=False)
    assert vectors.centred.tolist() == [0.5, 0.25]
    assert vectors.talk.tolist() == [0.75, 1.25]


def test_the_centres_are_the_means_of_generic_questions_in_each_language() -> None:
    asked: list[list[str]] = []

    class Listening(StubEmbedder):
        def questions(self, texts):  # type: ignore[no-untyped-def]
            asked.append(list(texts))
            return super().questions(texts)

    embedder = Listening()
    centres = QuestionCentres.of(embedder)  # type: ignore[arg-type]
    vietnamese, english = asked
    assert len(vietnamese) == len(english) > 20
    assert all(any(not char.isascii() for char in each) for each in vietnamese)
    assert all(each.isascii() for each in english)
    assert all(each.endswith("?") and not each.startswith("#") for each in (*vietnamese, *english))
    np.testing.assert_allclose(centres.vietnamese, embedder.questions(vietnamese).mean(axis=0))
    np.testing.assert_allclose(centres.english, embedder.questions(english).mean(axis=0))
    # That of the bundled model says nothing of another's vectors.
    assert centres.talk.matrix is None
