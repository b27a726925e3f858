from __future__ import annotations

import numpy as np

from index.models import Span
from tests.stub_embedder import StubEmbedder


def test_the_same_words_have_a_cosine_of_one() -> None:
    stub = StubEmbedder()
    with_marks, without, other = stub.questions(["Chị Hạnh gửi bảng giá", "chi hanh gui BANG GIA", "The old pump"])
    assert with_marks @ without > 0.99999
    assert abs(with_marks @ other) < 0.5


def test_it_has_the_shapes_of_the_real_one() -> None:
    told: list[tuple[int, int]] = []
    found = StubEmbedder().passages(["Một hai. Ba", ""], [[Span(0, 8), Span(9, 11)], []], lambda *at: told.append(at))
    assert [(one.vector.shape, one.sentences.shape) for one in found] == [((64,), (2, 64)), ((64,), (0, 64))]
    assert found[0].vector.dtype == found[0].sentences.dtype == np.float32
    assert not found[1].vector.any()
    assert told == [(1, 2), (2, 2)]
