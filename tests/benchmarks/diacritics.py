"""How well missing diacritics are restored: python -m tests.benchmarks.diacritics FOLDER [--library DIR]

Takes the questions of FOLDER/questions.jsonl that have marks, drops the marks of a share of their syllables with a
fixed seed, and prints for each share how many syllables and whole questions come back right, and where the library then
finds the answer, restored and as typed. Then it counts the questions that restoring changes though nothing is missing:
the same ones as they were, and the English ones of FOLDER/questions-en.jsonl. At last it restores each by the text of
the document alone that answers it, as a library would that holds nothing else. FOLDER has the form that seeds/README.md
describes. Without --library, its documents go into a new library that is deleted afterwards.
"""

from __future__ import annotations

import argparse
import random
import re
import tempfile
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import fmean

from assistant.evaluate import Question, add_documents, rank, read_questions
from index import Library, Settings, fold, load_embedder, normalise
from index.accents import AccentRestorer
from index.caches import word_terms
from index.lexical import PostingsBM25
from index.text import fold_word

SHARES = (0.0, 0.3, 0.6, 1.0)
_WORD = re.compile(r"\w+")
_HITS = 10
_CHUNK = 64


@dataclass(frozen=True, slots=True)
class Restored:
    """Questions as they were, without some of their marks, and as the library understands that."""

    whole: Sequence[str]
    typed: Sequence[str]
    understood: Sequence[str]

    def syllables_right(self) -> float:
        """The share of all syllables, 0..1, that are as they were."""
        return fmean(before == after for before, _, after in self._syllables())

    def dropped_right(self) -> float | None:
        """The share of the syllables without their marks, 0..1, that got them back; None where none is missing."""
        right = [before == after for before, typed, after in self._syllables() if before != typed]
        return fmean(right) if right else None

    def questions_right(self) -> float:
        """The share of the questions, 0..1, that are wholly as they were."""
        return fmean(before == after for before, after in zip(self.whole, self.understood, strict=True))

    def _syllables(self) -> Iterator[tuple[str, str, str]]:
        for each in zip(self.whole, self.typed, self.understood, strict=True):
            yield from zip(*(_WORD.findall(text) for text in each), strict=True)


@dataclass(frozen=True, slots=True)
class Found:
    """Where the library finds the answers: MRR@10 and hit@1, each 0..1."""

    mrr_at_10: float
    hit_at_1: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folder", type=Path, help="documents/ and questions.jsonl")
    parser.add_argument("--library", type=Path, help="the library's folder")
    parser.add_argument("--seed", type=int, default=0, help="which syllables lose their marks (0)")
    arguments = parser.parse_args()
    settings = Settings.from_environment()
    with tempfile.TemporaryDirectory() as temporary:
        settings = replace(settings, library=arguments.library or Path(temporary))
        with Library.open(settings.library, load_embedder(settings)) as library:
            for line in report(arguments.folder, library, arguments.seed):
                print(line, flush=True)


def report(folder: Path, library: Library, seed: int) -> Iterator[str]:
    """The lines to print, each as soon as it is measured. Raises PathNotFound and BrokenEvaluation."""
    names, _ = add_documents(folder, library)
    accented = [each for each in read_questions(folder / "questions.jsonl", names) if is_marked(each.text)]
    summaries = library.documents()
    yield f"library    {len(summaries)} documents, {sum(each.paragraphs for each in summaries)} paragraphs"
    yield f"questions  {len(accented)} with marks, seed {seed}"
    yield "marks dropped   syllables right  of the dropped  questions right  MRR@10  hit@1  as typed: MRR@10  hit@1"
    for share in SHARES:
        typed = [without_marks(each.text, share, f"{seed} {number}") for number, each in enumerate(accented)]
        restored = Restored(
            [normalise(each.text) for each in accented], typed, [library.understand(text).restored for text in typed]
        )
        dropped, found = restored.dropped_right(), places(accented, typed, library)
        contrast = places(accented, typed, library, as_typed=True)
        yield (
            f"{share:13.0%}   {restored.syllables_right():15.4f}  {'-' if dropped is None else f'{dropped:.4f}':>14}  "
            f"{restored.questions_right():15.3f}  {found.mrr_at_10:6.3f}  {found.hit_at_1:5.3f}  "
            f"{contrast.mrr_at_10:16.3f}  {contrast.hit_at_1:5.3f}"
        )
    yield changed_line("questions.jsonl, with all marks", [each.text for each in accented], library)
    english = folder / "questions-en.jsonl"
    if english.exists():
        yield changed_line(english.name, [each.text for each in read_questions(english, names)], library)
    answered = [each for each in accented if each.answers]
    restorers = {name: restorer_of(library, name) for name in {each.answers[0].document for each in answered}}
    yield f"alone      {len(restorers)} documents, each in a library of its own, {len(answered)} questions"
    yield "marks dropped   syllables right  questions right"
    for share in SHARES:
        typed = [without_marks(each.text, share, f"{seed} {number}") for number, each in enumerate(answered)]
        alone = [restorers[each.answers[0].document].restore(text) for each, text in zip(answered, typed, strict=True)]
        restored = Restored([normalise(each.text) for each in answered], typed, alone)
        yield f"{share:13.0%}   {restored.syllables_right():15.4f}  {restored.questions_right():15.3f}"


def restorer_of(library: Library, document: str) -> AccentRestorer:
    """What restores diacritics from a document alone."""
    words = [word_terms(each.text) for each in library.paragraphs(document)]
    return AccentRestorer(PostingsBM25(words, fold=fold_word))


def is_marked(question: str) -> bool:
    """Whether any of its letters has a mark."""
    return fold(question) != question.lower()


def without_marks(question: str, share: float, seed: str) -> str:
    """The question, normalised, without the marks of about that share of its marked syllables.

    What one share drops, a larger one drops as well.
    """
    chance = random.Random(seed)
    return _WORD.sub(
        lambda match: _unmarked(match[0]) if is_marked(match[0]) and chance.random() < share else match[0],
        normalise(question),
    )


def _unmarked(word: str) -> str:
    decomposed = unicodedata.normalize("NFD", word).replace("đ", "d").replace("Đ", "D")
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def places(questions: Sequence[Question], typed: Sequence[str], library: Library, *, as_typed: bool = False) -> Found:
    """Where the library finds the answers to the questions when they are typed so."""
    ranks: list[int | None] = []
    for start in range(0, len(questions), _CHUNK):
        chunk = questions[start : start + _CHUNK]
        within = [each.within for each in chunk]
        found = library.find(typed[start : start + _CHUNK], _HITS, within, as_typed=as_typed)
        ranks += [rank(hits.hits, each.answers) for each, hits in zip(chunk, found, strict=True) if each.answers]
    return Found(
        fmean(1 / place if place is not None else 0.0 for place in ranks), fmean(place == 1 for place in ranks)
    )


def changed_line(name: str, questions: Sequence[str], library: Library) -> str:
    """How many of the questions restoring changes, in words."""
    changed = sum(library.understand(question).changed for question in questions)
    return f"changed    {changed} of {len(questions)} ({changed / len(questions):.2%}) of {name}"


if __name__ == "__main__":
    main()
