"""A conversation as CommonMark."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.citation import markdown_paragraphs, quoted
from assistant.escaping import markdown
from assistant.export.record import Entry, Passage, Record


def as_markdown(record: Record) -> bytes:
    """The file, UTF-8: every text in it renders word for word."""
    return ("\n\n".join(_blocks(record)) + "\n").encode("utf-8")


def _blocks(record: Record) -> Iterator[str]:
    yield f"# {markdown(record.title)}"
    yield _line(record.facts)
    if record.note is not None:
        yield markdown(record.note)
    for entry in record.entries:
        yield from _entry(entry)


def _entry(entry: Entry) -> Iterator[str]:
    yield f"## {entry.number}. {markdown(entry.question)}"
    yield "\\\n".join(markdown(detail) for detail in entry.details)
    yield markdown(entry.verdict)
    for passage in entry.passages:
        yield _passage(passage)
    if entry.nearest:
        yield f"### {markdown(entry.nearest_label)}"
        for passage in entry.nearest:
            yield _passage(passage)


def _passage(passage: Passage) -> str:
    source = f"— {passage.source}" if passage.heading is None else f"— {passage.source} · {passage.heading}"
    below = _line((f"[{passage.number}] {source}", *([] if passage.confidence is None else [passage.confidence])))
    block = quoted((*markdown_paragraphs(passage.lines, flow=passage.flow), below))
    return block if passage.notice is None else f"{markdown(passage.notice)}\n\n{block}"


def _line(facts: tuple[str, ...]) -> str:
    return markdown(" · ".join(facts))
