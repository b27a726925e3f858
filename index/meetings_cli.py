"""The command `meetings`: what the documents say of their meetings, as JSON or as a table."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from index import command
from index.json_out import Json
from index.meeting_list import Meeting
from index.meetings import FACTS
from index.without_model import meetings_in

_WORDS = {
    "vi": {
        "none": "Chưa có tài liệu nào trong thư viện.",
        "nothing": "không thấy thông tin về cuộc họp",
        "title": "tiêu đề",
        "date": "ngày",
        "time": "giờ",
        "place": "địa điểm",
        "body": "cơ quan",
        "session": "kỳ họp",
        "chair": "chủ trì",
        "present": "dự họp",
        "agenda": "nội dung",
        "same": "cùng cuộc họp",
    },
    "en": {
        "none": "There are no documents in the library yet.",
        "nothing": "nothing found about the meeting",
        "title": "title",
        "date": "date",
        "time": "time",
        "place": "place",
        "body": "body",
        "session": "session",
        "chair": "chair",
        "present": "present",
        "agenda": "agenda",
        "same": "same meeting",
    },
}
LANGUAGES = tuple(_WORDS)


def run(arguments: argparse.Namespace, folder: Path) -> int:
    """Runs the command; returns the exit status."""
    meetings = meetings_in(folder)
    if arguments.json:
        print(json.dumps([meeting_fields(meeting) for meeting in meetings], ensure_ascii=False, indent=2))
    else:
        print(table(meetings, arguments.language), end="")
    return 0


def meeting_fields(meeting: Meeting) -> Json:
    """A meeting as other programs rely on it; `start` and `end` are code points of the document's text."""
    facts = {name: [asdict(fact) for fact in getattr(meeting.facts, name)] for name in FACTS}
    return {"document": meeting.document, **facts, "same_meeting_as": list(meeting.same_meeting_as)}


def table(meetings: Sequence[Meeting], language: str) -> str:
    """The meetings, and below each a line for every kind of fact that its document tells."""
    words = _WORDS[language]
    if not meetings:
        return f"{words['none']}\n"
    return "\n".join(_rows(meeting, words) for meeting in meetings)


def _rows(meeting: Meeting, words: dict[str, str]) -> str:
    rows = [f"{command.cell(meeting.document)} · {meeting.meeting_date or '-'}\n"]
    for name in FACTS:
        values = [command.cell(fact.value) for fact in getattr(meeting.facts, name)]
        if values:
            rows.append(f"  {words[name]}: {'; '.join(values)}\n")
    if len(rows) == 1:
        rows.append(f"  {words['nothing']}\n")
    if meeting.same_meeting_as:
        rows.append(f"  {words['same']}: {'; '.join(map(command.cell, meeting.same_meeting_as))}\n")
    return "".join(rows)


def add_command(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the command to the parser of `python -m index`."""
    meetings = command.subcommand(
        commands, "meetings", "list what the documents say of their meetings", "meetings --json"
    )
    meetings.description = (
        "Lists what each document says of its meeting: title, day, time, place, body, session, chair, those "
        "present and agenda, each with its place in the text, and which other documents are of the same meeting. Rules "
        "find it, no language model; what a document doesn't say is left out. The facts are kept until a document "
        "changes."
    )
    meetings.add_argument("--json", action="store_true", help="as a JSON list of objects")
    meetings.add_argument("--language", choices=LANGUAGES, default=LANGUAGES[0], help="of the table (vi)")
