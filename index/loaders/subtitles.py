"""Subtitles, .vtt, .srt and .sbv: one turn a line, "Speaker: words", with the times of its cues. No cue is left out.

Meeting programs write who speaks in these forms:
- Zoom's and WhisperX's .vtt and .srt, and Google Meet's .sbv, before the words: "Lan: …", "[SPEAKER_00]: …" (WhisperX's
  utils.py, SubtitlesWriter).
- Teams's .vtt in a voice tag. Its older exports have times without zeros in front, "0:0:6.90 --> 0:0:6.500", where .90
  is 90 milliseconds (Microsoft Graph's documentation of callTranscript shows "0:0:0.0 --> 0:0:5.320").
"""

from __future__ import annotations

import html
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import webvtt
from webvtt.errors import MalformedCaptionError, MalformedFileError

from index.errors import BrokenDocument, EmptyDocument
from index.loaders.decode import decode
from index.loaders.metadata import Properties, meeting_date_of, title_of
from index.loaders.said import Said, written
from index.loaders.transcripts import Label, clock_ms, is_speakers_name, read_label
from index.models import LoadedDocument

VTT = "text/vtt"
SRT = "application/x-subrip"
SBV = "text/x-sbv"
_ARROW = "-->"
_VTT_TIME = r"((?:\d+:)?[0-5]?\d:[0-5]?\d\.\d{1,3})"
_SRT_TIME = r"(\d+:[0-5]?\d:[0-5]?\d[,.]\d{1,3})"
_VTT_TIMES = re.compile(rf"\s*{_VTT_TIME}\s*-->\s*{_VTT_TIME}(?:\s.*)?")
_SRT_TIMES = re.compile(rf"\s*{_SRT_TIME}\s*-->\s*{_SRT_TIME}(?:\s.*)?")
_SBV_TIME = r"(\d+:[0-5]?\d:[0-5]?\d\.\d{1,3})"
_SBV_TIMES = re.compile(rf"\s*{_SBV_TIME}\s*,\s*{_SBV_TIME}\s*")
_LIKE_SBV_TIMES = re.compile(r"\s*\d+:\d+:[\d.]+\s*,\s*\d+:\d+:[\d.]+\s*")
_UNPADDED = re.compile(r"\d+:(?:\d:\d{1,2}|\d{1,2}:\d)\.\d")
_CLOCK = re.compile(r"(\d+):(\d{1,2}):(\d{1,2})\.(\d{1,3})")
_LINE_END = re.compile(r"\r\n|\r|\n")
_NO_CUE = re.compile(r"(?:NOTE|STYLE|REGION)(?:\s|$)")
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?(?:[ \t]+([^>]*))?>|</v>", re.IGNORECASE)
# Only the tags of the formats: anything else between angle brackets is text that someone wrote.
_TAG = re.compile(r"</?(?:c|i|b|u|s|v|ruby|rt|lang|font)(?:[.\s][^>]*)?>|<\d[\d:.]*>|\{\\an?\d+\}", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][\da-fA-F]{1,6}|\w{2,32});")


@dataclass(frozen=True, slots=True)
class _Time:
    """The times of a cue, in milliseconds, and the line of the file that holds them."""

    line: int
    start_ms: int
    end_ms: int
    has_words: bool


@dataclass(frozen=True, slots=True)
class _Said(Said):
    """Words of one voice in one cue. `speaker` is what a voice tag names; `labelled` what the words begin with."""

    labelled: Label | None = None


def load_vtt(path: str, data: bytes) -> LoadedDocument:
    """A WebVTT file. Raises EmptyDocument, NotUtf8 and BrokenDocument (which names the line of a broken time)."""
    rows = _LINE_END.split(decode(path, data))
    if not rows[0].startswith("WEBVTT"):
        raise BrokenDocument(path=path, detail="line 1: a WebVTT file begins with WEBVTT")
    rows = _padded(rows)
    times = _times(path, rows, _VTT_TIMES)
    try:
        parsed = webvtt.from_string("\n".join(_with_strays(rows)))
    except (MalformedFileError, MalformedCaptionError) as error:
        raise BrokenDocument(path=path, detail=f"it can't be read as WebVTT: {error}") from error
    return _document(path, VTT, _said(path, parsed.captions, times), parsed.header_text.strip(" \t-–—:"))


def load_srt(path: str, data: bytes) -> LoadedDocument:
    """A SubRip file. Raises as load_vtt."""
    rows = _LINE_END.split(decode(path, data))
    if not any(_ARROW in row for row in rows):
        raise BrokenDocument(path=path, detail="line 1: a SubRip file has a number, then times with an arrow -->")
    return _subrip(path, SRT, rows)


def load_sbv(path: str, data: bytes) -> LoadedDocument:
    """A SubViewer file as YouTube and Google Meet write it, "0:00:20.906,0:00:23.906". Raises as load_vtt."""
    rows = _LINE_END.split(decode(path, data))
    for number, row in enumerate(rows, start=1):
        times = _SBV_TIMES.fullmatch(row)
        if times is not None:
            rows[number - 1] = f"{times[1]} {_ARROW} {times[2]}"
        elif _LIKE_SBV_TIMES.fullmatch(row):
            raise BrokenDocument(path=path, detail=f"line {number}: broken time {row.strip()[:60]!r}")
    if not any(_ARROW in row for row in rows):
        raise BrokenDocument(path=path, detail="line 1: a SubViewer file begins with times, 0:00:01.000,0:00:02.000")
    return _subrip(path, SBV, rows)


def _subrip(path: str, media_type: str, rows: Sequence[str]) -> LoadedDocument:
    times = _times(path, rows, _SRT_TIMES)
    try:
        parsed = webvtt.from_buffer(io.StringIO("\n".join(_numbered(rows))), format="srt")
    except (MalformedFileError, MalformedCaptionError) as error:
        raise BrokenDocument(path=path, detail=f"it can't be read as SubRip: {error}") from error
    return _document(path, media_type, _said(path, parsed.captions, times), None)


def _padded(rows: list[str]) -> list[str]:
    """WebVTT's lines, with zeros put before the times of a file that writes them without: .90 is 90 milliseconds."""
    if not any(_ARROW in row and _UNPADDED.search(row) for row in rows):
        return rows

    def with_zeros(clock: re.Match[str]) -> str:
        hours, minutes, seconds, milliseconds = (int(part) for part in clock.groups())
        return f"{hours:02}:{minutes:02}:{seconds:02}.{milliseconds:03}"

    return [_CLOCK.sub(with_zeros, row) if _ARROW in row else row for row in rows]


def _times(path: str, rows: Sequence[str], pattern: re.Pattern[str]) -> list[_Time]:
    """The times of all cues: the reader passes over those that it can't read, so they are checked here first."""
    found: list[_Time] = []
    for number, row in enumerate(rows, start=1):
        if _ARROW not in row:
            continue
        match = pattern.fullmatch(row)
        if match is None:
            raise BrokenDocument(path=path, detail=f"line {number}: broken time {row.strip()[:60]!r}")
        start_ms, end_ms = clock_ms(match[1]), clock_ms(match[2])
        if end_ms < start_ms:
            raise BrokenDocument(path=path, detail=f"line {number}: the cue ends before it begins")
        following = rows[number] if number < len(rows) else ""
        found.append(_Time(number, start_ms, end_ms, has_words=bool(following.strip())))
    return found


def _with_strays(rows: Sequence[str]) -> Iterator[str]:
    """WebVTT's lines, with text after an empty line inside a cue put back into the cue; a reader would pass over it."""
    pending: list[str] = []
    seen_cue = False
    for block in _blocks(rows):
        has_arrow = any(_ARROW in row for row in block)
        if not has_arrow and len(block) == 1 and block[0].strip().isdigit():
            # A cue's number, parted from its times by an empty line.
            continue
        stray = seen_cue and not has_arrow and not _NO_CUE.match(block[0])
        if pending and not stray:
            yield from (*pending, "")
            pending = []
        pending += block
        seen_cue = seen_cue or has_arrow
    yield from pending


def _numbered(rows: Sequence[str]) -> Iterator[str]:
    """SubRip's lines, with a number put before times that have none; a reader would pass over that cue."""
    previous = ""
    started = False
    for row in rows:
        if _ARROW in row and not previous.isdigit():
            yield from ("", "1") if started else ("1",)
        if row.strip() or started:
            started = True
            yield row.strip() if row.strip().isdigit() else row
        previous = row.strip()


def _blocks(rows: Sequence[str]) -> Iterator[list[str]]:
    block: list[str] = []
    for row in (*rows, ""):
        if row.strip():
            block.append(row)
        elif block:
            yield block
            block = []


def _said(path: str, captions: Sequence[webvtt.Caption], times: Sequence[_Time]) -> list[_Said]:
    read = iter([(caption.start_time.in_milliseconds(), caption.end_time.in_milliseconds()) for caption in captions])
    for time in times:
        if time.has_words and (time.start_ms, time.end_ms) not in read:
            raise BrokenDocument(path=path, detail=f"line {time.line}: a cue that can't be read")
    return [
        said
        for caption in captions
        for said in _voices(caption.raw_text, caption.start_time.in_milliseconds(), caption.end_time.in_milliseconds())
    ]


def _voices(payload: str, start_ms: int, end_ms: int) -> Iterator[_Said]:
    """The words of a cue, parted where its voice tags and its lines' labels change the speaker."""
    position = 0
    speaker: str | None = None
    for tag in (*_VOICE.finditer(payload), None):
        part = payload[position : tag.start() if tag else len(payload)]
        for row in [part] if speaker else part.split("\n"):
            words = _plain(row)
            if words:
                yield _Said(words, start_ms, end_ms, speaker, None if speaker else read_label(words))
        if tag:
            position = tag.end()
            speaker = _plain(tag[1] or "") or None


def _plain(raw: str) -> str:
    text = _ENTITY.sub(lambda match: html.unescape(match[0]), _TAG.sub("", raw))
    return " ".join(line for row in text.splitlines() if (line := row.strip()))


def _document(path: str, media_type: str, said: Sequence[_Said], title: str | None) -> LoadedDocument:
    if not said:
        raise EmptyDocument(path=path)
    text, turns = written(_attributed(said))
    properties = Properties(title=title)
    return LoadedDocument(
        text=text,
        media_type=media_type,
        title=title_of(text, (), properties),
        meeting_date=meeting_date_of(path, text, (), properties),
        turns=turns,
    )


def _attributed(said: Sequence[_Said]) -> list[_Said]:
    """With the labels ("Lan: …") that are speakers' names taken off the words: those that recur, or most words have."""
    labels = [part.labelled.speaker for part in said if part.labelled]
    unnamed = sum(1 for part in said if part.speaker is None)
    counts = Counter(labels)
    most = len(labels) >= 0.6 * unnamed
    known = {part.speaker for part in said if part.speaker}
    names = {name for name, count in counts.items() if name in known or count > 1 or (most and is_speakers_name(name))}
    found: list[_Said] = []
    for part in said:
        label = part.labelled
        if label is not None and label.speaker in names and part.words[label.length :].strip():
            found.append(replace(part, speaker=label.speaker, words=part.words[label.length :].strip()))
        elif found and part.speaker is None and _same_cue_goes_on(found[-1], part):
            found[-1] = replace(found[-1], words=f"{found[-1].words} {part.words}")
        else:
            found.append(part)
    return found


def _same_cue_goes_on(previous: _Said, part: _Said) -> bool:
    """Whether a line without a label goes on with the line above it in its cue, and not after a closed voice tag."""
    same = (previous.start_ms, previous.end_ms) == (part.start_ms, part.end_ms)
    return same and (previous.speaker is None or previous.labelled is not None)
