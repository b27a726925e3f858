"""Files of questions, one JSON object a line, answered in order with what is wrong with a line told in that line."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from index.errors import BadQuestion, DocumentNotFound, HoiHopError, PathNotFound, UnreadableDocument
from index.library import Library

_CHUNK = 64
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class BatchLine:
    """A line: its `id`, any JSON value, its question, and the one document to search, if it names one.

    `error` says why the line can't be used; the question is then the one it holds, if any.
    """

    id: Any
    question: str | None
    within: str | None = None
    error: str | None = None


def read_batch(path: Path) -> list[BatchLine]:
    """The lines of a file, or of the standard input for "-"; blank ones are left out. Raises HoiHopError."""
    if str(path) == "-":
        data = sys.stdin.buffer.read()
    else:
        try:
            data = path.read_bytes()
        except FileNotFoundError as error:
            raise PathNotFound(path=str(path)) from error
        except OSError as error:
            raise UnreadableDocument(path=str(path), detail=error.strerror or str(error)) from error
    lines = data.removeprefix(b"\xef\xbb\xbf").split(b"\n")
    return [_line(line) for line in lines if line.strip()]


def _line(line: bytes) -> BatchLine:
    try:
        value = json.loads(line.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        return BatchLine(None, None, error=f"this line is no JSON: {error}")
    if not isinstance(value, dict):
        return BatchLine(None, None, error="this line is no JSON object")
    question, within = value.get("question"), value.get("within")
    if not isinstance(question, str):
        return BatchLine(value.get("id"), None, error='"question" is missing or no string')
    if within is not None and not isinstance(within, str):
        return BatchLine(value.get("id"), question, error='"within" is neither a string nor null')
    if not is_text(question) or not is_text(within or ""):
        return BatchLine(value.get("id"), question, error="half of a surrogate pair stands alone in this line")
    return BatchLine(value.get("id"), question, within)


def is_text(value: str) -> bool:
    """Whether the string can be written as UTF-8; one with lone surrogates can't."""
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def in_chunks(
    lines: Iterable[BatchLine],
    library: Library,
    answer: Callable[[Sequence[str], Sequence[str | None]], Sequence[Result]],
) -> Iterator[tuple[BatchLine, Result | str]]:
    """Each line, in order, with what `answer` made of it or the sentence that says why not.

    `answer` gets many questions together, with the document to search for each. Raises LibraryError.
    """
    whole = list(lines)
    for start in range(0, len(whole), _CHUNK):
        chunk = whole[start : start + _CHUNK]
        results = _answered(chunk, library, answer)
        yield from zip(chunk, results, strict=True)


def _answered(
    chunk: Sequence[BatchLine],
    library: Library,
    answer: Callable[[Sequence[str], Sequence[str | None]], Sequence[Result]],
) -> list[Result | str]:
    results: dict[int, Result | str] = {}
    known = {summary.document for summary in library.documents()}
    usable = []
    for number, line in enumerate(chunk):
        error = line.error or _why_not(line, library, known)
        if error is not None:
            results[number] = error
        else:
            usable.append(number)
    if usable:
        questions = [chunk[number].question or "" for number in usable]
        answers = answer(questions, [chunk[number].within for number in usable])
        results.update(zip(usable, answers, strict=True))
    return [results[number] for number in range(len(chunk))]


def _why_not(line: BatchLine, library: Library, known: set[str]) -> str | None:
    error: HoiHopError
    if line.within is not None and line.within not in known:
        error = DocumentNotFound(document=line.within)
        return str(error)
    try:
        library.understand(line.question or "")
    except BadQuestion as bad:
        return str(bad)
    return None
