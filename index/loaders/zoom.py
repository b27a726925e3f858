r"""What Zoom saves of a meeting as text: its chat (meeting_saved_chat.txt) and its captions.

The chat has had these forms (kjhealy/zoomchattr, utility_functions.R; bushong1/zoom-chat-parse, test-zoom-chat.txt;
hoosierEE/prettier-zoom-chat-logs, pretty.py):

    10:02:13\t From  Lan Trần : words                         10:02:13\t From  Lan  to  Nam(Privately) : words
    10:02:13 From  Lan Trần  to  Everyone:                    10:02:13 From Lan Trần to Nam(Direct Message):
    \twords                                                       Replying to "words"
    00:12:03\tLan Trần:\twords                                (of a cloud recording)

A message goes on to the next such line. Replies and reactions ('Reacted to "words" with 👍') are messages like others.
The time is that of the day, but that of the recording in the last form. The captions, meeting_saved_closed_caption.txt,
are "[Lan Trần] 10:02:13" with the words on the next line. The day stands in the name of the folder that Zoom saves them
in, "2024-03-05 10.02.00 Họp tổ".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import PurePosixPath

from index.loaders.blocks import lines
from index.loaders.dates import date_of_file_name
from index.loaders.headed import Export, Header, turns_under
from index.loaders.transcripts import clock_ms

_BEGINS_MESSAGE = re.compile(r"\d{1,2}:\d{2}:\d{2}(?:[ \t]+From[ \t]|\t)")
_FROM = re.compile(r"(?P<clock>\d{1,2}:\d{2}:\d{2})[ \t]+From[ \t]+(?P<rest>\S.*)")
# No longer than a name, or a line with a thousand "to" in it would be tried a thousand times.
_UNTIL_COLON = r"(?:[^:]|:(?=\S)){1,120}?"
# Whom most messages are for is known, so that a name with "to" in it ends in the right place.
_NAMES = (
    re.compile(rf"(?P<name>{_UNTIL_COLON})[ \t]+[tT]o[ \t]+Everyone[ \t]*:(?:[ \t]|$)"),
    re.compile(rf"(?P<name>{_UNTIL_COLON})(?:[ \t]+[tT]o[ \t]+{_UNTIL_COLON})?[ \t]*:(?:[ \t]|$)"),
)
_RECORDED = re.compile(r"(?P<clock>\d{1,2}:\d{2}:\d{2})\t[ \t]*(?P<name>[^\t]+):\t")
_CAPTION = re.compile(r"\[(?P<name>[^\[\]]+)\][ \t]+(?P<clock>\d{1,2}:\d{2}:\d{2})[ \t]*")


def looks_like_zoom_chat(text: str) -> bool:
    """Whether it begins with a message, and each line that begins as messages do names who it is from."""
    found = [text[line.start : line.end] for line in lines(text) if text[line.start : line.end].strip()]
    messages = [line for line in found if _BEGINS_MESSAGE.match(line)]
    return found[:1] == messages[:1] != [] and all(_message(line) for line in messages)


def looks_like_zoom_captions(text: str) -> bool:
    """Whether it begins with a name and a time, and words stand under each such line."""
    found = [text[line.start : line.end] for line in lines(text) if text[line.start : line.end].strip()]
    named = [_caption(line) is not None for line in found]
    return named[:1] == [True] and not any(
        left and right for left, right in zip(named, [*named[1:], True], strict=True)
    )


def read_zoom(text: str, path: str) -> Export | None:
    """The messages or captions of a text that is either of the two."""
    if looks_like_zoom_chat(text):
        headers = list(_headers(text, _message))
    elif looks_like_zoom_captions(text):
        headers = list(_headers(text, _caption))
    else:
        return None
    folder = PurePosixPath(path.replace("\\", "/")).parent.name
    return Export(headers[0].start, turns_under(text, headers, len(text)), date=date_of_file_name(folder))


def _headers(text: str, read: Callable[[str], Header | None]) -> Iterator[Header]:
    for line in lines(text):
        header = read(text[line.start : line.end])
        if header is not None:
            yield replace(header, start=line.start)


def _message(line: str) -> Header | None:
    recorded = _RECORDED.match(line)
    if recorded is not None:
        return Header(0, recorded["name"].strip(), clock_ms(recorded["clock"]))
    sent = _FROM.match(line)
    named = next((match for each in _NAMES if sent is not None and (match := each.match(sent["rest"]))), None)
    return Header(0, named["name"].strip(), clock_ms(sent["clock"])) if sent is not None and named is not None else None


def _caption(line: str) -> Header | None:
    match = _CAPTION.fullmatch(line)
    return Header(0, match["name"].strip(), clock_ms(match["clock"])) if match is not None else None
