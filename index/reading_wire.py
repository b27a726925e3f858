"""What passes between the program and the process that reads files: frames of bytes, documents and pages as JSON.

A frame is its length, 8 bytes with the highest first, and so many bytes. JSON is UTF-8; lone surrogates stay as they
are. Nothing that could name code to run passes either way.
"""

from __future__ import annotations

import base64
import json
from dataclasses import asdict, astuple
from typing import IO, Any

from index.loaders.pdf_page import Box, PdfPage
from index.models import Aside, Letterhead, LoadedDocument, PageSpan, Span, TableRow, Turn

_LENGTH_BYTES = 8
# Of a page, what is in JSON as it is.
_PLAIN = ("page", "pages", "width", "height", "text", "line_starts", "blocks")


def write_frame(stream: IO[bytes], data: bytes) -> None:
    """Sends the bytes at once. Raises BrokenPipeError where the other side has ended."""
    stream.write(len(data).to_bytes(_LENGTH_BYTES, "big"))
    stream.write(data)
    stream.flush()


def read_frame(stream: IO[bytes], most_bytes: int | None = None) -> bytes | None:
    """The bytes of the next frame; None where the other side ended before its end, or sends more than `most_bytes`."""
    head = stream.read(_LENGTH_BYTES)
    length = int.from_bytes(head, "big")
    if len(head) < _LENGTH_BYTES or (most_bytes is not None and length > most_bytes):
        return None
    data = stream.read(length)
    return data if len(data) == length else None


def to_json(fields: dict[str, Any]) -> bytes:
    """The fields as one JSON object."""
    return json.dumps(fields, ensure_ascii=False).encode("utf-8", "surrogatepass")


def from_json(data: bytes) -> dict[str, Any]:
    """The fields that `to_json` wrote. Raises ValueError."""
    fields = json.loads(data.decode("utf-8", "surrogatepass"))
    if not isinstance(fields, dict):
        raise ValueError("no JSON object")
    return fields


def document_fields(loaded: LoadedDocument) -> dict[str, Any]:
    """The document as what JSON can hold."""
    return asdict(loaded)


def document_from(fields: dict[str, Any]) -> LoadedDocument:
    """The document that `document_fields` took apart. Raises KeyError and TypeError for anything else."""
    return LoadedDocument(
        fields["text"],
        fields["media_type"],
        fields["title"],
        fields["meeting_date"],
        tuple(Span(**each) for each in fields["headings"]),
        tuple(PageSpan(**each) for each in fields["pages"]),
        tuple(Turn(**each) for each in fields["turns"]),
        tuple(Aside(**each) for each in fields["asides"]),
        Letterhead(**fields["letterhead"]),
        tuple(
            TableRow(each["start"], each["end"], each["table"], tuple(Span(**cell) for cell in each["cells"]))
            for each in fields["rows"]
        ),
    )


def page_fields(page: PdfPage) -> dict[str, Any]:
    """The page as what JSON can hold."""
    return {
        **{name: getattr(page, name) for name in _PLAIN},
        "png": base64.b64encode(page.png).decode(),
        "characters": [[None if box is None else astuple(box) for box in line] for line in page.characters],
    }


def page_from(fields: dict[str, Any]) -> PdfPage:
    """The page that `page_fields` took apart. Raises KeyError, TypeError and ValueError for anything else."""
    plain = {name: fields[name] for name in _PLAIN}
    return PdfPage(
        **plain | {name: tuple(plain[name]) for name in ("line_starts", "blocks")},
        png=base64.b64decode(fields["png"], validate=True),
        characters=tuple(tuple(box and Box(*box) for box in line) for line in fields["characters"]),
    )
