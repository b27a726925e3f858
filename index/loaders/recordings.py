"""Transcripts as data: .json of Whisper, WhisperX, whisper.cpp, Otter and Fireflies, and Whisper's .tsv.

- Whisper and WhisperX: {"segments": [{"start": 0.5, "end": 2.25, "text": " …", "speaker": "SPEAKER_00", "words": []}]},
  seconds (openai/whisper and m-bain/whisperX, utils.py and types.py). WhisperX's names for speakers are kept: they are
  the file's own and tell the speakers apart. A segment without one has that of its words, if they have one alone.
- whisper.cpp: {"transcription": [{"offsets": {"from": 0, "to": 2250}, "text": " …", "speaker": "0"}]}, milliseconds
  (ggml-org/whisper.cpp, examples/cli/cli.cpp, which names that speaker Speaker0 in its .vtt and one unknown "?").
- Otter: {"speech": {"title", "start_time", "speakers": [{"speaker_id", "speaker_name"}], "transcripts": [{"transcript",
  "start_offset", "end_offset", "speaker_id", "speaker_model_label"}]}}, the answer of its service for a conversation.
  Offsets count samples, 16,000 a second (an answer in coderberry/otterai-py, where the words' seconds agree with them).
  A speaker without a name is "Speaker 1", as Otter writes its label "1" itself.
- Fireflies: {"data": {"transcript": {"title", "date", "sentences": [{"speaker_name", "text", "start_time",
  "end_time"}]}}}, the answer of its API, or that transcript alone; seconds, the date in milliseconds
  (docs.fireflies.ai, schema/sentence).
- Whisper's .tsv: a line "start", "end", "text", then milliseconds (openai/whisper, utils.py, WriteTSV).

Otter and Fireflies name the moment of the meeting; its day is that moment's on this computer's calendar.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from index.errors import BrokenDocument, EmptyDocument, UnknownTranscript
from index.loaders.decode import decode
from index.loaders.metadata import Properties, meeting_date_of, title_of
from index.loaders.said import Said, rising, written
from index.models import LoadedDocument

JSON = "application/json"
TSV = "text/tab-separated-values"
_SAMPLES_OF_MS = 16
_TSV_HEAD = ["start", "end", "text"]
_TSV_LINE = re.compile(r"(\d{1,15})\t(\d{1,15})\t(.*)")
# A number of milliseconds is the year 2001 where the same number of seconds is 33658.
_LEAST_MILLISECONDS = 10**12

_Object = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Recording:
    """What a file tells: what was said, and of the meeting its title and moment."""

    said: tuple[Said, ...]
    title: str | None = None
    held_at: datetime | None = None


def load_json(path: str, data: bytes) -> LoadedDocument:
    """A transcript in JSON.

    Raises EmptyDocument, NotUtf8, BrokenDocument (no JSON) and UnknownTranscript (JSON of another kind).
    """
    try:
        content = json.loads(decode(path, data), strict=False)
    except json.JSONDecodeError as error:
        raise BrokenDocument(path=path, detail=f"line {error.lineno}: no JSON, {error.msg}") from error
    except (ValueError, RecursionError) as error:
        # A number of thousands of digits, or lists inside lists a thousand deep.
        raise BrokenDocument(path=path, detail="it can't be read as JSON") from error
    recording = _read(content)
    if recording is None:
        raise UnknownTranscript(path=path, detail=_what_it_is(content))
    return _document(path, JSON, recording)


def load_tsv(path: str, data: bytes) -> LoadedDocument:
    """A transcript in Whisper's .tsv. Raises EmptyDocument, NotUtf8, BrokenDocument and UnknownTranscript."""
    rows = decode(path, data).split("\n")
    if rows[0].rstrip("\r").split("\t") != _TSV_HEAD:
        raise UnknownTranscript(path=path, detail="line 1 isn't start, end, text")
    said: list[Said] = []
    for number, row in enumerate(rows[1:], start=2):
        match = _TSV_LINE.fullmatch(row.rstrip("\r"))
        if match is None and row.strip():
            raise BrokenDocument(path=path, detail=f"line {number}: no start, end and text in {row.strip()[:60]!r}")
        if match is not None:
            said.append(Said(match[3], int(match[1]), int(match[2]), None))
    return _document(path, TSV, _Recording(tuple(said)))


def _document(path: str, media_type: str, recording: _Recording) -> LoadedDocument:
    said = [part for each in recording.said if (part := replace(each, words=_line(each.words))).words]
    times = rising((part.start_ms, part.end_ms) for part in said)
    timed = [replace(part, start_ms=start, end_ms=end) for part, (start, end) in zip(said, times, strict=True)]
    text, turns = written(timed)
    if not text:
        raise EmptyDocument(path=path)
    if "\0" in text or not _is_text(text):
        raise BrokenDocument(path=path, detail="it holds escapes that are no characters")
    date = None if recording.held_at is None else recording.held_at.astimezone().date().isoformat()
    properties = Properties(title=recording.title, date=date)
    return LoadedDocument(
        text=text,
        media_type=media_type,
        title=title_of(text, (), properties),
        meeting_date=meeting_date_of(path, text, (), properties),
        turns=turns,
    )


def _read(content: object) -> _Recording | None:
    """The transcript in the first of the forms that the content has, or None."""
    if not isinstance(content, dict):
        return None
    segments = _objects(content.get("segments"), "text", "start", "end")
    if segments:
        return _Recording(tuple(_segments(segments)))
    pieces = _objects(content.get("transcription"), "text", "offsets")
    if pieces:
        return _Recording(tuple(_pieces(pieces)))
    speech = content.get("speech", content)
    if isinstance(speech, dict) and (parts := _objects(speech.get("transcripts"), "transcript", "start_offset")):
        return _Recording(tuple(_otter(parts, speech)), _name(speech.get("title")), _moment(speech.get("start_time")))
    answer = content.get("data", content)
    meeting = answer.get("transcript", answer) if isinstance(answer, dict) else None
    if isinstance(meeting, dict) and (sentences := _objects(meeting.get("sentences"), "text", "speaker_name")):
        return _Recording(tuple(_fireflies(sentences)), _name(meeting.get("title")), _moment(meeting.get("date")))
    return None


def _segments(segments: Sequence[_Object]) -> Iterator[Said]:
    for segment in segments:
        words = segment.get("words")
        of_words = {_name(word.get("speaker")) for word in words or () if isinstance(word, dict)} - {None}
        speaker = _name(segment.get("speaker")) or (of_words.pop() if len(of_words) == 1 else None)
        yield Said(segment["text"], _ms(segment.get("start"), 1000), _ms(segment.get("end"), 1000), speaker)


def _pieces(pieces: Sequence[_Object]) -> Iterator[Said]:
    for piece in pieces:
        found = piece.get("offsets")
        offsets = found if isinstance(found, dict) else {}
        label = _name(piece.get("speaker"))
        speaker = f"Speaker{label}" if label not in (None, "?") else None
        yield Said(piece["text"], _ms(offsets.get("from"), 1), _ms(offsets.get("to"), 1), speaker)


def _otter(parts: Sequence[_Object], speech: _Object) -> Iterator[Said]:
    names = {
        str(known): name
        for each in _objects(speech.get("speakers"), "speaker_name")
        if (known := each.get("speaker_id", each.get("id"))) is not None and (name := _name(each["speaker_name"]))
    }
    for part in parts:
        label = _name(part.get("speaker_model_label"))
        speaker = names.get(str(part.get("speaker_id"))) or (f"Speaker {label}" if label else None)
        start, end = (_ms(part.get(key), 1 / _SAMPLES_OF_MS) for key in ("start_offset", "end_offset"))
        yield Said(part["transcript"], start, end, speaker)


def _fireflies(sentences: Sequence[_Object]) -> Iterator[Said]:
    for sentence in sentences:
        start, end = (_ms(sentence.get(key), 1000) for key in ("start_time", "end_time"))
        yield Said(sentence["text"], start, end, _name(sentence.get("speaker_name")))


def _objects(value: object, words: str, *others: str) -> list[_Object]:
    """The list of objects that all have a string under `words`, and the other keys too; empty where it is none."""
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        return []
    return value if all(isinstance(each.get(words), str) and each.keys() >= set(others) for each in value) else []


def _ms(value: object, scale: float) -> int | None:
    """A number of some unit, or its digits, in milliseconds; None for anything else."""
    try:
        number = float(value) if isinstance(value, int | float | str) and not isinstance(value, bool) else math.nan
    except (ValueError, OverflowError):
        return None
    return round(number * scale) if math.isfinite(number) and 0 <= number < _LEAST_MILLISECONDS else None


def _moment(value: object) -> datetime | None:
    """A moment in seconds or milliseconds since 1970."""
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 < value < 10 * _LEAST_MILLISECONDS:
        return None
    return datetime.fromtimestamp(value / 1000 if value >= _LEAST_MILLISECONDS / 10 else value, UTC)


def _name(value: object) -> str | None:
    return (_line(value) or None) if isinstance(value, str) else None


def _line(text: str) -> str:
    return " ".join(text.split())


def _is_text(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _what_it_is(content: object) -> str:
    """What stands at the top, so that the reader can tell which file that is."""
    if isinstance(content, dict):
        keys = ", ".join(repr(_line(str(key))[:30]) for key in list(content)[:5])
        return f"an object with {keys}" if keys else "an empty object"
    return "a list" if isinstance(content, list) else "a single value"
