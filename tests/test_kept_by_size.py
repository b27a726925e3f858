from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from index.kept_by_size import KeptBySize


@given(st.lists(st.integers(0, 30)), st.integers(0, 40))
def test_what_came_last_is_kept_while_there_is_room(sizes: list[int], most_bytes: int) -> None:
    kept = KeptBySize[str](most_bytes)
    for key, size in enumerate(sizes):
        kept.keep(key, f"value {key}", size)
        assert key in kept.values
        held = range(min(kept.values), key + 1)
        assert kept.values == {each: f"value {each}" for each in held}
        assert kept.bytes_kept == sum(sizes[each] for each in held)
        assert kept.bytes_kept <= most_bytes or len(held) == 1
        # No more went than had to.
        assert held.start == 0 or kept.bytes_kept + sizes[held.start - 1] > most_bytes
