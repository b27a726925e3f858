"""Dialogues of an evaluation folder: `dialogues*.jsonl`, whose last question is what is measured.

A line is an object with `turns`, each of the form of a question (see `questions`), and if it has them `id` and `kind`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assistant.answer import Answer, FollowUp
from assistant.ask import HITS, Followed, answers_from, ask_after
from assistant.evaluation.bootstrap import Estimate, Floats, estimates, sums
from assistant.evaluation.questions import BrokenEvaluation, Question, question_of
from assistant.evaluation.results import OnProgress, rank
from index import NO_FILTERS, Library


@dataclass(frozen=True, slots=True)
class Dialogue:
    """Questions that were asked one after another; `id` is whatever JSON value the line has there, or None."""

    turns: tuple[Question, ...]
    kind: str | None
    id: object = None


@dataclass(frozen=True, slots=True)
class DialogueResult:
    """What became of a dialogue's last question: the rank of the first right hit, in the dialogue and by itself.

    None where none is right. `follow_up` is what was searched where it was searched with an earlier subject.
    """

    dialogue: Dialogue
    rank: int | None
    rank_alone: int | None
    follow_up: FollowUp | None


@dataclass(frozen=True, slots=True)
class DialogueRow:
    """The measures of a file's dialogues, or of one kind of them, each over the last question and 0..1.

    `hit_at_1`: for how many a right hit is the first; `alone_hit_at_1`: for how many it is when the question is asked
    by itself; `carried`: how many were searched with the subject of an earlier question.
    """

    file: str
    kind: str | None
    dialogues: int
    hit_at_1: Estimate | None
    alone_hit_at_1: Estimate | None
    carried: Estimate | None


def dialogue_files(folder: Path) -> list[Path]:
    """The folder's `dialogues*.jsonl` by name, often none."""
    return sorted(folder.glob("dialogues*.jsonl"))


def read_dialogues(path: Path, names: Mapping[str, str]) -> list[Dialogue]:
    """The dialogues of a file, their documents by the names that they have in the library. Raises BrokenEvaluation."""
    dialogues = []
    for number, line in enumerate(path.read_bytes().split(b"\n"), start=1):
        if not line.strip():
            continue
        try:
            dialogues.append(_dialogue(json.loads(line.decode("utf-8-sig")), names))
        except KeyError as error:
            raise BrokenEvaluation(path=str(path), line=number, detail=f"{error} is missing") from error
        except (ValueError, TypeError) as error:
            raise BrokenEvaluation(path=str(path), line=number, detail=str(error)) from error
    return dialogues


def _dialogue(fields: object, names: Mapping[str, str]) -> Dialogue:
    if not isinstance(fields, dict):
        raise TypeError("it is no JSON object")
    turns, kind = fields["turns"], fields.get("kind")
    if not (isinstance(turns, list) and len(turns) > 1 and isinstance(kind, str | None)):
        raise TypeError("turns is a list of two questions or more, and kind a string")
    return Dialogue(tuple(question_of(turn, names) for turn in turns), kind, fields.get("id"))


def ask_dialogues(
    file: str, dialogues: Sequence[Dialogue], library: Library, on_progress: OnProgress | None = None
) -> list[DialogueResult]:
    """Asks each dialogue from its first question to its last. Raises BadQuestion and DocumentNotFound."""
    results = []
    for number, dialogue in enumerate(dialogues):
        if on_progress is not None:
            on_progress(file, number, len(dialogues))
        answer: Answer | None = None
        for turn in dialogue.turns:
            followed = _asked(turn, answer, library)
            answer = followed.answer
        last = dialogue.turns[-1]
        alone = _asked(last, None, library)
        behind, by_itself = (rank(each.found.hits, last.answers) for each in (followed, alone))
        results.append(DialogueResult(dialogue, behind, by_itself, followed.answer.follow_up))
    return results


def _asked(question: Question, after: Answer | None, library: Library) -> Followed:
    if after is not None:
        return ask_after(question.text, after, library, filters=NO_FILTERS.of_one(question.within))
    found = library.find([question.text], HITS, [question.within])
    return Followed(answers_from([question.text], found, library)[0], found[0])


def dialogue_rows(files: Mapping[str, Sequence[DialogueResult]]) -> tuple[DialogueRow, ...]:
    """For each file a row over all its dialogues, and one for each kind by name."""
    rows = []
    for file, results in files.items():
        rows.append(_row(file, None, results))
        for kind in sorted({each.dialogue.kind for each in results if each.dialogue.kind is not None}):
            rows.append(_row(file, kind, [each for each in results if each.dialogue.kind == kind]))
    return tuple(rows)


def _row(file: str, kind: str | None, results: Sequence[DialogueResult]) -> DialogueRow:
    outcomes = [(each.rank == 1, each.rank_alone == 1, each.follow_up is not None) for each in results]
    shares = np.array(outcomes, float).reshape(-1, 3)

    def means(counts: Floats) -> Floats:
        mean: Floats = sums(counts, shares) / counts.sum(axis=1, keepdims=True)
        return mean

    return DialogueRow(file, kind, len(results), *estimates((len(results),), means))
