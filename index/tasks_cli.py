"""The command `tasks`: who must do what by when, as JSON or as a table."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from index import command
from index.board import by_urgency
from index.disk import write_whole
from index.errors import ExportNotWritable
from index.exports import as_csv, as_ics, as_xlsx
from index.json_out import Json
from index.task_lines import TaskLine
from index.tasks import LEAST_CONFIDENCE
from index.without_model import board_in, tasks_in

_WORDS = {
    "vi": {
        "none": "Không tìm thấy việc nào được giao, quyết định, đề nghị hay lưu ý.",
        "due": "hạn",
        "from": "từ",
        "within": "trong",
        "overdue": "quá hạn",
        "nobody": "chưa rõ ai",
        "by": "người giao",
        "decision": "quyết định",
        "assignment": "giao việc",
        "request": "đề nghị",
        "note": "lưu ý",
        "no date": "không có hạn",
    },
    "en": {
        "none": "No tasks, decisions, requests or notes were found.",
        "due": "by",
        "from": "from",
        "within": "within",
        "overdue": "overdue",
        "nobody": "nobody named",
        "by": "from",
        "decision": "decision",
        "assignment": "assignment",
        "request": "request",
        "note": "note",
        "no date": "no deadline",
    },
}
LANGUAGES = tuple(_WORDS)


def run(arguments: argparse.Namespace, folder: Path) -> int:
    """Runs the command; returns the exit status."""
    today = arguments.today or date.today()
    if arguments.csv or arguments.xlsx or arguments.ics:
        return _export(arguments, folder, today)
    lines = [line for line in tasks_in(folder) if line.task.confidence >= arguments.least]
    if arguments.json:
        print(json.dumps([task_fields(line, today) for line in lines], ensure_ascii=False, indent=2))
    else:
        print(table(lines, today, arguments.language), end="")
    return 0


def _export(arguments: argparse.Namespace, folder: Path, today: date) -> int:
    """Writes the board into files, what is overdue first; prints a line for each. Raises ExportNotWritable."""
    lines, language = by_urgency(board_in(folder).sure(arguments.least), today), arguments.language
    makers: tuple[tuple[Path | None, Callable[[], bytes]], ...] = (
        (arguments.csv, lambda: as_csv(lines, today, language)),
        (arguments.xlsx, lambda: as_xlsx(lines, today, language)),
        (arguments.ics, lambda: as_ics(lines, today, language, datetime.now(UTC))),
    )
    for path, data in makers:
        if path is None:
            continue
        try:
            write_whole(path, data())
        except OSError as error:
            raise ExportNotWritable(path=str(path), detail=error.strerror or str(error)) from error
        print(f"written\t{len(lines)}\t{command.cell(str(path))}", flush=True)
    return 0


def task_fields(line: TaskLine, today: date) -> Json:
    """A line as other programs rely on it; `start` and `end` are code points of the document's text."""
    task = line.task
    return {
        "document": line.document,
        "paragraph_id": task.paragraph_id,
        "start": task.start,
        "end": task.end,
        "task": line.text,
        "assignees": list(task.assignees),
        "assigned_by": task.assigned_by,
        "due_from": None if task.due_from is None else task.due_from.isoformat(),
        "due_to": None if task.due_to is None else task.due_to.isoformat(),
        "overdue": task.overdue(today),
        "kind": task.kind,
        "confidence": round(task.confidence, 3),
    }


def table(lines: Sequence[TaskLine], today: date, language: str) -> str:
    """The lines under their documents: kind, deadline and who must do it, and below that the words."""
    words = _WORDS[language]
    if not lines:
        return f"{words['none']}\n"
    rows: list[str] = []
    document = None
    for line in lines:
        if line.document != document:
            document = line.document
            rows.append(f"{'' if not rows else chr(10)}{command.cell(document)} · {line.meeting_date or '-'}\n")
        rows.append(_row(line, today, words))
    return "".join(rows)


def _row(line: TaskLine, today: date, words: dict[str, str]) -> str:
    task = line.task
    facts = [words[task.kind], _when(line, words)]
    if task.overdue(today):
        facts[-1] = f"{facts[-1]} ({words['overdue']})"
    if task.kind in ("assignment", "request"):
        facts.append(command.cell(", ".join(task.assignees)) or words["nobody"])
    if task.assigned_by is not None:
        facts.append(f"{words['by']}: {command.cell(task.assigned_by)}")
    text = command.printable(" ".join(line.text.split()))
    return f"  {' · '.join(facts)}\n      {text}\n"


def _when(line: TaskLine, words: dict[str, str]) -> str:
    first, last = line.task.due_from, line.task.due_to
    if first is None and last is None:
        return words["no date"]
    if first is None:
        return f"{words['due']} {last}"
    if last is None:
        return f"{words['from']} {first}"
    return str(first) if first == last else f"{words['within']} {first} – {last}"


def _share(value: str) -> float:
    """A number from 0 to 1. For argparse."""
    try:
        share = float(value)
    except ValueError:
        share = -1.0
    if not 0 <= share <= 1:
        raise argparse.ArgumentTypeError(f"{value!r} is no number from 0 to 1")
    return share


def add_command(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the command to the parser of `python -m index`."""
    tasks = command.subcommand(commands, "tasks", "list who must do what by when", "tasks --today 2024-03-12")
    tasks.description = (
        "Lists what the documents decide, give somebody to do, ask or note: each line with its words, who must do it, "
        "by whom it was given, and when it is due, counted from the meeting's own date. Rules find it, no language "
        "model: read the line in its place before you rely on it. The lines are kept until a document changes."
    )
    tasks.add_argument("--json", action="store_true", help="as a JSON list of objects")
    tasks.add_argument(
        "--today", type=command.day_argument, metavar="DATE", help="the day that decides what is overdue (today)"
    )
    tasks.add_argument(
        "--least",
        type=_share,
        default=LEAST_CONFIDENCE,
        metavar="CONFIDENCE",
        help=f"leave out what is less sure, 0 to 1 ({LEAST_CONFIDENCE})",
    )
    for suffix, what in (
        (".csv", "a table for any program"),
        (".xlsx", "a table for Excel and LibreOffice"),
        (".ics", "the deadlines as all-day events for a calendar"),
    ):
        name = suffix.removeprefix(".")
        help_ = f"write {what} into FILE, with what is marked as done"
        tasks.add_argument(f"--{name}", type=command.folder_argument, metavar="FILE", help=help_)
    tasks.add_argument("--language", choices=LANGUAGES, default=LANGUAGES[0], help="of the table and the files (vi)")
