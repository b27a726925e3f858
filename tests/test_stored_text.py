from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from index.stored_text import StoredText

LETTERS = st.sampled_from("aịđ 𝟙\ńé中")


@given(st.lists(st.tuples(LETTERS, st.integers(1, 300)), max_size=12), st.data())
def test_a_part_is_what_a_slice_of_the_text_is(runs: list[tuple[str, int]], data: st.DataObject) -> None:
    text = "".join(letter * times for letter, times in runs)
    start = data.draw(st.integers(0, len(text) + 300))
    end = data.draw(st.integers(start, len(text) + 600))
    # Behind another one, its code points are counted on.
    other = data.draw(st.text(LETTERS, max_size=70))
    for stored in (*StoredText.of([text.encode()]), *StoredText.of([other.encode(), text.encode(), b""])[1:2]):
        assert stored.part(start, end) == text[start:end]
        assert stored.whole() == text


def test_what_begins_at_a_step_and_ends_at_one() -> None:
    text = "ạb" * 512
    for start, end in ((0, 256), (256, 512), (255, 257), (256, 256), (1023, 1024), (1024, 1024), (0, 1024)):
        assert [each.part(start, end) for each in StoredText.of([text.encode()] * 2)] == [text[start:end]] * 2
    assert [each.part(0, 0) for each in StoredText.of([b"", b""])] == ["", ""]
    assert StoredText.of([]) == []
