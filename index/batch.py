"""Files of questions, one JSON object a line, answered in order with what is wrong with a line told in that line."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

from index.errors import (
    BadFilter,
    BadQuestion,
    DocumentNotFound,
    PathNotFound,
    SpeakerNotFound,
    UnreadableDocument,
)
from index.filters import NO_FILTERS, Filters, read_filters
from index.library import Library

_CHUNK = 64
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class BatchLine:
    """A line: its `id`, any JSON value, its question, and the filters that it is to be asked with.

    `error` says why the line can't be used; the question is then the one it holds, if any.
    """

    id: Any
    question: str | None
    filters: Filters = NO_FILTERS
    error: str | None = None


def read_batch(path: Path, filters: Filters = NO_FILTERS) -> list[BatchLine]:
    """The lines of a file, or of the standard input for "-"; blank ones are left out. Raises HoiHopError.

    What a line says of its documents ("within": a name or a list of names) and of its "filters" (an object, as
    `read_filters` takes it) counts for it, and `filters` for all that it says nothing of.
    """
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
    return [_line(line, filters) for line in lines if line.strip()]


def _line(line: bytes, filters: Filters) -> BatchLine:
    try:
        value = json.loads(line.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        return BatchLine(None, None, error=f"this line is no JSON: {error}")
    if not isinstance(value, dict):
        return BatchLine(None, None, error="this line is no JSON object")
    question, within = value.get("question"), value.get("within")
    if not isinstance(question, str):
        return BatchLine(value.get("id"), None, error='"question" is missing or no string')
    documents = [within] if isinstance(within, str) else within
    if not isinstance(documents, list | None) or not all(isinstance(each, str) for each in documents or ()):
        return BatchLine(value.get("id"), question, error='"within" is neither a string, a list of strings nor null')
    try:
        own = read_filters(value.get("filters") or {}, filters)
        own = own if documents is None else replace(own, documents=tuple(documents))
    except BadFilter as error:
        return BatchLine(value.get("id"), question, error=str(error))
    if not all(map(is_text, (question, *own.documents, *own.speakers))):
        return BatchLine(value.get("id"), question, error="half of a surrogate pair stands alone in this line")
    return BatchLine(value.get("id"), question, own)


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
    answer: Callable[[Sequence[str], Sequence[Filters]], Sequence[Result]],
) -> Iterator[tuple[BatchLine, Result | str]]:
    """Each line, in order, with what `answer` made of it or the sentence that says why not.

    `answer` gets many questions together, with the filters of each. Raises LibraryError.
    """
    whole = list(lines)
    for start in range(0, len(whole), _CHUNK):
        chunk = whole[start : start + _CHUNK]
        results = _answered(chunk, library, answer)
        yield from zip(chunk, results, strict=True)


def _answered(
    chunk: Sequence[BatchLine],
    library: Library,
    answer: Callable[[Sequence[str], Sequence[Filters]], Sequence[Result]],
) -> list[Result | str]:
    results: dict[int, Result | str] = {}
    usable = []
    for number, line in enumerate(chunk):
        error = line.error or _why_not(line, library)
        if error is not None:
            results[number] = error
        else:
            usable.append(number)
    if usable:
        questions = [chunk[number].question or "" for number in usable]
        answers = answer(questions, [chunk[number].filters for number in usable])
        results.update(zip(usable, answers, strict=True))
    return [results[number] for number in range(len(chunk))]


def _why_not(line: BatchLine, library: Library) -> str | None:
    try:
        if line.filters.active:
            library.scope(line.filters)
        library.understand(line.question or "")
    except (BadQuestion, DocumentNotFound, SpeakerNotFound) as error:
        return str(error)
    return None
