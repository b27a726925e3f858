"""Questions, answers and errors as JSON and back, exactly: every text, offset, number and None.

What a field holds that this program doesn't know is passed over, and a field that is missing takes its default: files
of an earlier version stay readable without being rewritten.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, fields
from typing import Any, TypeVar

from assistant.answer import Answer, FollowUp, Quote, TaskFacts, TasksAsked
from assistant.conversations.models import Asked
from index import BadFilter, Cell, Filters, HoiHopError, Letterhead, Paragraph, Row, Span, Turn, read_filters

Kind = TypeVar("Kind")
Fields = Mapping[str, Any]


def asked_json(asked: Asked) -> str:
    """A question as it was asked."""
    return _dump(asdict(asked))


def asked_from(text: str) -> Asked:
    """Raises ValueError, TypeError and KeyError for what is none."""
    data = json.loads(text)
    similar_to = data.get("similar_to")
    paragraph = None if similar_to is None else _paragraph(similar_to)
    return _made(Asked, data, similar_to=paragraph, filters=_filters(data))


def answer_json(answer: Answer) -> str:
    """An answer with all its quotes."""
    return _dump(asdict(answer))


def answer_from(text: str) -> Answer:
    """Raises ValueError, TypeError and KeyError for what is none."""
    data = json.loads(text)
    follow_up, tasks = data.get("follow_up"), data.get("tasks")
    return _made(
        Answer,
        data,
        quotes=_quotes(data["quotes"]),
        nearest=_quotes(data["nearest"]),
        differing=_quotes(data.get("differing", ())),
        follow_up=None if follow_up is None else _made(FollowUp, follow_up),
        filters=_filters(data),
        tasks=None if tasks is None else _tasks(tasks),
    )


def quotes_json(quotes: Sequence[Quote]) -> str:
    """Some quotes."""
    return _dump([asdict(quote) for quote in quotes])


def quotes_from(text: str) -> tuple[Quote, ...]:
    """Raises ValueError, TypeError and KeyError for what is none."""
    return _quotes(json.loads(text))


def error_json(error: HoiHopError) -> str:
    """An error by its code and values, so that it can be explained in any language later."""
    return _dump({"code": error.code, "values": error.values})


def error_from(text: str) -> HoiHopError:
    """Raises ValueError, TypeError and KeyError for what is none. One that isn't known any more becomes HoiHopError."""
    data = json.loads(text)
    values: dict[str, str | int] = data["values"]
    kind = next((each for each in _kinds(HoiHopError) if each.__name__ == data["code"]), HoiHopError)
    try:
        return kind(**values)
    except KeyError:
        # Its sentence has other values by now.
        return HoiHopError(**values)


def _dump(data: object) -> str:
    # ASCII alone: a text may hold half a surrogate pair, which UTF-8 and so SQLite can't.
    return json.dumps(data, separators=(",", ":"))


def _quotes(data: Sequence[Fields]) -> tuple[Quote, ...]:
    return tuple(
        _made(
            Quote,
            each,
            paragraph=_paragraph(each["paragraph"]),
            highlights=_spans(each["highlights"]),
            letterhead=_made(Letterhead, each.get("letterhead", {})),
            task=_task(each.get("task")),
        )
        for each in data
    )


def _task(data: Fields | None) -> TaskFacts | None:
    return None if data is None else _made(TaskFacts, data, assignees=tuple(data["assignees"]))


def _tasks(data: Fields) -> TasksAsked:
    meetings = {name: tuple(data[name]) for name in ("now", "before") if data.get(name) is not None}
    return _made(TasksAsked, data, **meetings)


def _paragraph(data: Fields) -> Paragraph:
    row = data.get("row")
    return _made(
        Paragraph,
        data,
        turns=tuple(_made(Turn, turn) for turn in data["turns"]),
        row=None if row is None else _made(Row, row, cells=tuple(_made(Cell, cell) for cell in row["cells"])),
    )


def _filters(data: Fields) -> Filters:
    """The question's or answer's filters; BadFilter is no fault of the reader's here, and a ValueError."""
    try:
        return read_filters(data.get("filters", {}))
    except BadFilter as error:
        raise ValueError(str(error)) from error


def _spans(data: Sequence[Fields]) -> tuple[Span, ...]:
    return tuple(_made(Span, span) for span in data)


def _made(kind: type[Kind], data: Fields, **nested: object) -> Kind:
    """The dataclass from the fields of it that are there, `nested` in place of those that aren't plain values."""
    known = {field.name: data[field.name] for field in fields(kind) if field.name in data}  # type: ignore[arg-type]
    return kind(**{**known, **nested})


def _kinds(kind: type[HoiHopError]) -> Iterator[type[HoiHopError]]:
    yield kind
    for derived in kind.__subclasses__():
        yield from _kinds(derived)
