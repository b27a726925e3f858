"""Streamlit's own words: what stands there, in whichever language, and what it becomes."""

from __future__ import annotations

from assistant.ui.messages import Speech
from assistant.ui.streamlit_words import WordData, streamlit_words


def words(language: str) -> list[WordData]:
    return streamlit_words(Speech(language))  # type: ignore[arg-type]


def test_a_word_is_known_in_every_form_that_it_may_have_by_now() -> None:
    (size,) = [word for word in words("vi") if "stFileUploaderDropzoneInstructions" in word["where"]]
    assert size == {
        "where": "[data-testid=stFileUploaderDropzoneInstructions]",
        "attribute": None,
        "forms": ["mỗi tệp tối đa {size}", "up to {size} per file", "{size} per file"],
        "shown": "mỗi tệp tối đa {size}",
    }


def test_both_languages_know_the_same_words_and_show_their_own() -> None:
    vietnamese, english = words("vi"), words("en")
    assert [word["forms"] for word in vietnamese] == [word["forms"] for word in english]
    assert all(word["shown"] == word["forms"][0] for word in vietnamese)
    assert {word["shown"] for word in vietnamese}.isdisjoint(word["shown"] for word in english)
