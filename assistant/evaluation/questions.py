"""An evaluation folder: `documents/` and `questions*.jsonl`.

A line of a questions file is an object with `question`, `answers` (a list of `{document, start, end}`: code points of
the document's text, half-open; empty where nothing answers), and if it has them `id`, `kind` and `within` (one
document).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from index import HoiHopError, PathNotFound

Line = TypeVar("Line")


class BrokenEvaluation(HoiHopError):
    """An evaluation folder that can't be used. Values: path, line, detail."""

    message = "{path}, line {line}: this is no question of an evaluation ({detail})."


@dataclass(frozen=True, slots=True)
class Place:
    """A range of a document's text, half-open, in code points."""

    document: str
    start: int
    end: int

    def overlaps(self, other: Place) -> bool:
        """Whether both share a code point."""
        return self.document == other.document and self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Question:
    """A question with the places that answer it, none where nothing does; `kind` groups questions of a file.

    `id` is whatever JSON value the line has there, or None.
    """

    text: str
    kind: str | None
    answers: tuple[Place, ...]
    within: str | None
    id: object = None


def question_files(folder: Path) -> list[Path]:
    """The folder's `questions*.jsonl` by name. Raises PathNotFound where there is none."""
    paths = sorted(folder.glob("questions*.jsonl"))
    if not paths:
        raise PathNotFound(path=str(folder / "questions.jsonl"))
    return paths


def read_questions(path: Path, names: Mapping[str, str]) -> list[Question]:
    """The questions of a file, their documents by the names that they have in the library. Raises BrokenEvaluation."""
    return read_lines(path, lambda fields: question_of(fields, names))


def read_lines(path: Path, read: Callable[[object], Line]) -> list[Line]:
    """What `read` makes of each line's JSON. A KeyError, TypeError or ValueError of its becomes a BrokenEvaluation."""
    lines = []
    for number, line in enumerate(path.read_bytes().split(b"\n"), start=1):
        if not line.strip():
            continue
        try:
            lines.append(read(json.loads(line.decode("utf-8-sig"))))
        except KeyError as error:
            raise BrokenEvaluation(path=str(path), line=number, detail=f"{error} is missing") from error
        except (ValueError, TypeError) as error:
            raise BrokenEvaluation(path=str(path), line=number, detail=str(error)) from error
    return lines


def question_of(fields: object, names: Mapping[str, str]) -> Question:
    """A line's question. Raises KeyError, TypeError and ValueError for what is no question."""
    if not isinstance(fields, dict):
        raise TypeError("it is no JSON object")
    text, kind, answers, within = fields["question"], fields.get("kind"), fields["answers"], fields.get("within")
    if not (isinstance(text, str) and isinstance(kind, str | None) and isinstance(within, str | None)):
        raise TypeError("question, kind and within are strings")
    if not (isinstance(answers, list) and all(isinstance(answer, dict) for answer in answers)):
        raise TypeError("answers is no list of objects")
    places = tuple(_place(answer, names) for answer in answers)
    return Question(text, kind, places, None if within is None else _named(within, names), fields.get("id"))


def _place(answer: Mapping[str, object], names: Mapping[str, str]) -> Place:
    document, start, end = answer["document"], answer["start"], answer["end"]
    if not (isinstance(start, int) and isinstance(end, int) and 0 <= start < end):
        raise TypeError("start and end are no range of code points")
    return Place(_named(str(document), names), start, end)


def _named(document: str, names: Mapping[str, str]) -> str:
    if document not in names:
        raise ValueError(f"{document} is not among the folder's documents")
    return names[document]
