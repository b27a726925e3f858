"""The exchanges on the page: what is asked next when something of one is clicked."""

from __future__ import annotations

import pytest

from assistant.answer import Answer, FollowUp
from assistant.conversations import Asked, Exchange
from assistant.ui.conversation import filters_for
from index import Filters

TYPED = "còn tháng 3 thì sao?"
SEARCHED = "Tháng 3 thu bao nhiêu (Tân Kỳ)?"


def exchange(within: str | None, filters: Filters) -> Exchange:
    follow_up = FollowUp(SEARCHED, "Tháng 2 thu bao nhiêu?", within)
    answer = Answer(TYPED, None, False, 0.1, "no_evidence", (), (), follow_up=follow_up, filters=filters)
    return Exchange(1, "c", Asked(TYPED, filters=filters), "2024-03-01T08:00:00+00:00", answer)


@pytest.mark.parametrize(
    ("text", "within", "expected"),
    [
        ("Tháng 3 chi bao nhiêu (Tân Kỳ)?", "thu.pdf", Filters(first_date="2024", documents=("thu.pdf",))),
        ("Tháng 3 chi bao nhiêu (Tân Kỳ)?", None, Filters(first_date="2024")),
        (TYPED, "thu.pdf", Filters(first_date="2024")),
    ],
)
def test_an_edited_follow_up_is_searched_where_the_follow_up_was(
    text: str, within: str | None, expected: Filters
) -> None:
    assert filters_for(text, exchange(within, Filters(first_date="2024"))) == expected
