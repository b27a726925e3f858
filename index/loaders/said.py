"""What was said, by whom and when, as the readers of recordings find it, and how it becomes a text with turns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from index.models import Turn

WORDS_OF_TURN = 160


@dataclass(frozen=True, slots=True)
class Said:
    """Words without a line end. Unknown speaker or time is None."""

    words: str
    start_ms: int | None
    end_ms: int | None
    speaker: str | None


def written(said: Sequence[Said]) -> tuple[str, tuple[Turn, ...]]:
    """The text, a turn a line, and the turns: neighbours of one speaker run together up to 160 words."""
    runs: list[list[Said]] = []
    words = 0
    for part in said:
        length = len(part.words.split())
        if runs and runs[-1][0].speaker == part.speaker and words + length <= WORDS_OF_TURN:
            runs[-1].append(part)
            words += length
        else:
            runs.append([part])
            words = length + len((part.speaker or "").split())
    parts: list[str] = []
    turns: list[Turn] = []
    position = 0
    for run in runs:
        speaker = run[0].speaker
        line = (f"{speaker}: " if speaker else "") + " ".join(part.words for part in run)
        end_ms = max((part.end_ms for part in run if part.end_ms is not None), default=None)
        turns.append(Turn(position, position + len(line), speaker, run[0].start_ms, end_ms))
        parts.append(line)
        position += len(line) + 1
    return "\n".join(parts), tuple(turns)


def rising(times: Iterable[tuple[int | None, int | None]]) -> Iterator[tuple[int | None, int | None]]:
    """The starts and ends in milliseconds, with None for a start before an earlier one and for an end before its start.

    A clock that goes back (past midnight, or a second recording in one file) tells no place in the meeting.
    """
    latest = 0
    for start_ms, end_ms in times:
        start_ms = start_ms if start_ms is not None and start_ms >= latest else None
        latest = latest if start_ms is None else start_ms
        yield start_ms, end_ms if start_ms is not None and end_ms is not None and end_ms >= start_ms else None
