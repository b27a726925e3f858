"""Outlook messages, .msg: the same letters as e-mails, in a compound file."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator

import olefile
from oxmsg import Message
from oxmsg.domain import constants
from oxmsg.domain.model import UnrecognizedCodePageError, UnsupportedEncodingError

from index.errors import BrokenDocument
from index.loaders.blocks import Written, write
from index.loaders.decode import decode
from index.loaders.mail import MALFORMED, Attachment, Letter, Read, attachment_name, day_of, written_letter
from index.loaders.web import page_blocks
from index.models import LoadedDocument

MEDIA_TYPE = "application/vnd.ms-outlook"
_UNKNOWN_CODE_PAGE = (UnrecognizedCodePageError, UnsupportedEncodingError)
_SHOWN_HEADERS = ("To", "Cc")
# [MS-OXPROPS]: a letter in rich text, packed; how an attachment stands in the letter, and its short name.
_RTF_COMPRESSED, _ATTACH_FLAGS, _SHORT_NAME = 0x1009, 0x3714, 0x3704
_STANDS_IN_TEXT = 0x4


def load_msg(path: str, data: bytes, read: Read) -> LoadedDocument:
    """A .msg file. Raises EmptyDocument and BrokenDocument (damaged, or with a letter that only Outlook can read)."""
    try:
        _check_sizes(path, data)
        letter = _letter(path, Message.load(data))
    except (*MALFORMED, *_UNKNOWN_CODE_PAGE, struct.error, OSError, OverflowError, AssertionError) as error:
        raise BrokenDocument(path=path, detail="it is no Outlook message that can be read") from error
    return written_letter(path, letter, MEDIA_TYPE, read)


def _check_sizes(path: str, data: bytes) -> None:
    """Raises BrokenDocument where the streams in the file are larger than the file: they lead round in a circle."""
    with olefile.OleFileIO(io.BytesIO(data)) as compound:
        if sum(compound.get_size(name) for name in compound.listdir()) > len(data):
            raise BrokenDocument(path=path, detail="it is no Outlook message that can be read")


def _letter(path: str, message: Message) -> Letter:
    headers = {name.lower(): value for name, value in message.message_headers.items()}
    sent = message.sent_date
    shown = {"From": message.sender or ""} | {name: headers.get(name.lower(), "") for name in _SHOWN_HEADERS}
    shown["To"] = shown["To"] or ", ".join(f"{each.name} <{each.email_address}>" for each in message.recipients)
    shown["Date"] = headers.get("date", "" if sent is None else f"{sent:%Y-%m-%d %H:%M} UTC")
    return Letter(
        subject=message.subject,
        headers=tuple(f"{name}: {' '.join(value.split())}" for name, value in shown.items() if value.strip()),
        sent=day_of(headers.get("date")) or (None if sent is None else sent.date().isoformat()),
        body=_body(path, message),
        attachments=tuple(_attachments(message)),
    )


def _body(path: str, message: Message) -> Written:
    if message.body:
        return Written(message.body.replace("\r\n", "\n").strip(), ())
    page = message.properties.binary_prop_value(constants.PID_HTML)
    if page is not None:
        try:
            return write(page_blocks(page.decode(message.properties.body_encoding)))
        except (UnicodeDecodeError, *_UNKNOWN_CODE_PAGE):
            return write(page_blocks(decode(path, page)))
    text = message.html_body
    if not text and message.properties.binary_prop_value(_RTF_COMPRESSED):
        raise BrokenDocument(path=path, detail="its letter is in a form that only Outlook reads")
    return write(page_blocks(text or ""))


def _attachments(message: Message) -> Iterator[Attachment]:
    """The attached files; not the pictures that stand in the text itself."""
    for number, each in enumerate(message.attachments, start=1):
        if (each.properties.int_prop_value(_ATTACH_FLAGS) or 0) & _STANDS_IN_TEXT:
            continue
        name = each.file_name or each.properties.str_prop_value(_SHORT_NAME) or f"{number}"
        yield Attachment(attachment_name(name), each.file_bytes or b"")
