"""E-mails: the subject as heading, who wrote to whom and when, the letter, and each attachment under its name.

An e-mail is one document: an attachment is read as it would be by itself, and stands in it under its name. The names
of those that can't be read stand behind the letter.
"""

from __future__ import annotations

import codecs
import email
import email.policy
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from email.errors import MessageError
from email.headerregistry import BaseHeader, HeaderRegistry
from email.message import EmailMessage, MIMEPart
from email.utils import parsedate_to_datetime

from index.errors import BrokenDocument, UnreadableDocument
from index.loaders.blocks import Written, write
from index.loaders.decode import decode
from index.loaders.metadata import Properties
from index.loaders.plain import finish, structure
from index.loaders.web import page_blocks
from index.models import LoadedDocument, Span, Turn
from index.scans import joined, scan_of, with_scan

MEDIA_TYPE = "message/rfc822"
# Reads an attachment by its name and bytes. Raises UnreadableDocument.
Read = Callable[[str, bytes], LoadedDocument]
# What the library's parser falls over in broken headers and in letters a thousand deep.
MALFORMED = (MessageError, ValueError, LookupError, AttributeError, TypeError, RecursionError)
_SHOWN_HEADERS = ("From", "To", "Cc", "Date")
# The library takes endless ways through the grammar of longer ones; their words are read all the same.
_LONGEST_HEADER = 8_000
_BY_GRAMMAR, _AS_WORDS = HeaderRegistry(), HeaderRegistry(use_default_map=False)
_GAP = "\n\n"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file in a letter."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Letter:
    """What a letter holds, whatever it was saved as. `headers` are lines such as "From: …"; `sent` is ISO 8601."""

    subject: str
    headers: tuple[str, ...]
    sent: str | None
    body: Written
    attachments: tuple[Attachment, ...]


def load_eml(path: str, data: bytes, read: Read) -> LoadedDocument:
    """An .eml file. Raises EmptyDocument and BrokenDocument (no e-mail)."""
    try:
        message = parsed(data)
        if not message.keys():
            raise BrokenDocument(path=path, detail="it has no headers of an e-mail")
        letter = _letter(path, message)
    except MALFORMED as error:
        raise BrokenDocument(path=path, detail="it is no e-mail that can be read") from error
    return written_letter(path, letter, MEDIA_TYPE, read)


def parsed(data: bytes) -> EmailMessage:
    """The message of a MIME file. Raises MALFORMED, as reading its parts does."""
    message: EmailMessage = email.message_from_bytes(data, policy=_POLICY)
    return message


def _parsed_header(name: str, value: str) -> BaseHeader:
    if len(value) > _LONGEST_HEADER:
        words: BaseHeader = _AS_WORDS(name, value)
        return words
    try:
        header: BaseHeader = _BY_GRAMMAR(name, value)
    except OverflowError:
        # A date in the year of a billion.
        header = _AS_WORDS(name, value)
    return header


_POLICY = email.policy.default.clone(header_factory=_parsed_header)


def written_letter(path: str, letter: Letter, media_type: str, read: Read) -> LoadedDocument:
    """The letter as one document, dated by the day that it speaks of or else the day it was sent."""
    whole = _Whole()
    whole.add_heading(letter.subject)
    whole.add("\n".join(letter.headers))
    whole.add(letter.body.text, letter.body.headings)
    documents: list[tuple[str, LoadedDocument]] = []
    unread: list[str] = []
    for attachment in letter.attachments:
        try:
            documents.append((attachment.name, read(f"{path}/{attachment.name}", attachment.data)))
        except UnreadableDocument:
            unread.append(attachment.name)
    whole.add("\n".join(unread))
    for name, document in documents:
        whole.add_heading(name)
        whole.add(document.text, document.headings, document.turns)
    scan = joined(scan_of(document.media_type) for _, document in documents)
    text = _GAP.join(whole.parts)
    headings, turns = structure(text, marked=tuple(whole.headings))
    properties = Properties(title=letter.subject, published=letter.sent)
    loaded = finish(path, text, with_scan(media_type, scan), headings, tuple(whole.turns) or turns, properties)
    return replace(loaded, meeting_date=loaded.meeting_date or letter.sent)


@dataclass(slots=True)
class _Whole:
    """A text that is put together from others, with their headings and turns."""

    parts: list[str] = field(default_factory=list)
    headings: list[Span] = field(default_factory=list)
    turns: list[Turn] = field(default_factory=list)
    length: int = 0

    def add(self, text: str, headings: Sequence[Span] = (), turns: Sequence[Turn] = ()) -> None:
        if text.strip():
            at = self.length
            self.headings += [Span(at + span.start, at + span.end) for span in headings]
            self.turns += [replace(turn, start=at + turn.start, end=at + turn.end) for turn in turns]
            self.parts.append(text)
            self.length += len(text) + len(_GAP)

    def add_heading(self, line: str) -> None:
        one_line = " ".join(line.split())
        self.add(one_line, [Span(0, len(one_line))])


def _letter(path: str, message: EmailMessage) -> Letter:
    body = message.get_body(("plain", "html"))
    headers = [f"{name}: {value}" for name in _SHOWN_HEADERS if (value := _header(message, name))]
    return Letter(
        subject=_header(message, "Subject"),
        headers=tuple(headers),
        sent=day_of(message["Date"]),
        body=Written("", ()) if body is None else body_of(path, body),
        attachments=tuple(_attachments(message)),
    )


def body_of(path: str, part: MIMEPart) -> Written:
    """What a part of plain text or HTML says."""
    if part.get_content_type() == "text/html":
        return write(page_blocks(text_of(path, part)))
    text = text_of(path, part).replace("\r\n", "\n").strip()
    return Written(text, ())


def text_of(path: str, part: MIMEPart) -> str:
    """The text of a part in the character set that it names, or else as that of any file; "" where there is none.

    Raises NotUtf8 and BrokenDocument.
    """
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    try:
        charset = codecs.lookup(part.get_content_charset("utf-8"))
        text = data.decode(charset.name)
        # It writes a vowel and then its tone.
        return unicodedata.normalize("NFC", text) if charset.name == "cp1258" else text
    except (UnicodeDecodeError, LookupError):
        return decode(path, data) if data.strip() else ""


def attachment_name(written: str) -> str:
    """The name on one line, which is no path."""
    return " ".join(written.split()).replace("/", "-").replace("\\", "-")


def day_of(date: str | None) -> str | None:
    """The day of a Date header, ISO 8601, as it was where the letter was written; None for one that can't be read."""
    try:
        return None if date is None else parsedate_to_datetime(str(date)).date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _header(message: EmailMessage, name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", str(message.get(name, ""))).split())


def _attachments(message: EmailMessage) -> Iterator[Attachment]:
    """The attached files; not the pictures that stand in the text itself."""
    for number, part in enumerate(message.iter_attachments(), start=1):
        if part.get_content_disposition() == "inline" and part.get_content_maintype() == "image":
            continue
        if part.get_content_type() == MEDIA_TYPE:
            inner = part.get_payload(0)
            if isinstance(inner, EmailMessage):
                yield Attachment(f"{_header(inner, 'Subject') or number}.eml", inner.as_bytes())
            continue
        payload = part.get_payload(decode=True)
        name = attachment_name(part.get_filename() or f"{number}")
        yield Attachment(name, payload if isinstance(payload, bytes) else b"")
