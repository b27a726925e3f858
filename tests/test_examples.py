from __future__ import annotations

import pytest

from assistant.ask import ask
from assistant.samples import SAMPLES
from assistant.settings import LANGUAGES, Language
from assistant.ui.examples import EXAMPLES, GENERIC, SHOWN, examples
from index import Library, fold


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_examples_are_about_samples_that_come_with_the_program(language: Language) -> None:
    assert [example.document for example in EXAMPLES[language] if not (SAMPLES / example.document).is_file()] == []
    samples = {path.name for path in SAMPLES.iterdir()}
    assert examples(samples, language) == [example.question for example in EXAMPLES[language]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_the_samples_the_questions_are_such_as_any_meeting_answers(language: Language) -> None:
    assert examples((), language) == list(GENERIC[language])
    first = EXAMPLES[language][0]
    assert examples([first.document], language) == [first.question, *GENERIC[language][:3]]


def test_one_of_each_four_vietnamese_questions_is_typed_without_diacritics() -> None:
    for questions in (examples({path.name for path in SAMPLES.iterdir()}, "vi"), examples((), "vi")):
        assert len(questions) == SHOWN
        assert sum(question == fold(question) for question in questions) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_question_is_read_as_markdown(language: Language) -> None:
    """They are labels of buttons."""
    for question in (*(example.question for example in EXAMPLES[language]), *GENERIC[language]):
        assert not set(question) & set("*_`[]$<>~\\#|:")


def test_each_example_is_answered_by_its_document(seeds_library: Library) -> None:
    """With the real model: a first question that isn't answered would be a poor welcome."""
    shown = [example for language in LANGUAGES for example in EXAMPLES[language]]
    answers = [ask(example.question, seeds_library) for example in shown]
    answering = [answer.quotes[0].paragraph.document if answer.quotes else answer.reason for answer in answers]
    assert answering == [example.document for example in shown]
