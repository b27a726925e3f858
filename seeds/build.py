"""Make the sample documents that aren't typed by hand, and the places of the answers.

    python -m seeds.build documents     .docx, .pdf, .vtt and .srt from sources/ (the PDFs need chromium on PATH)
    python -m seeds.build questions     questions.jsonl and dialogues.jsonl from those in sources/

What both make is committed; nothing at run time and no test calls this file.
"""

from __future__ import annotations

import argparse
import io
import json
import re
import shutil
import subprocess
import tempfile
import zipfile
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

SEEDS = Path(__file__).resolve().parent
DOCUMENTS = SEEDS / "documents"
SOURCES = SEEDS / "sources"

# Each meeting's day; it goes into the properties as well, since a property of today would be a false date.
DOCX_DATES = {
    "theo-doi-nhiem-vu-hoi-nghi-22": datetime(2023, 12, 7, 17),
    "hop-phu-huynh-lop-6a2": datetime(2024, 9, 14, 11),
}
PDF_DATES = {
    "bien-ban-tinh-uy-son-giang": datetime(2024, 3, 28, 17),
    "giao-ban-benh-vien-minh-duc": datetime(2024, 7, 5, 17),
}
CAPTIONS = {
    "hop-toa-soan-2024-09-17": "teams",
    "clinic-cutover-2024-10-02": "zoom",
    "dai-hoi-htx-ea-rieng-2024-02-05": "srt",
    "harbour-market-call-2024-11-06": "srt",
}
_MS_PER_CHARACTER = 68
_MS_BETWEEN_TURNS = 640
_CUE_CHARACTERS = 150
_PLACE_OF_CREATOR = re.compile(rb"/(Creator|Producer) \((?:[^()\\]|\\.)*\)")
_PLACE_OF_PDF_DATE = re.compile(rb"/(?:CreationDate|ModDate) \(D:(\d{14})")


class QuoteError(Exception):
    """An answer whose quote doesn't stand exactly once in its document. Names the question and the document."""


def make_documents() -> None:
    """Write every generated document anew."""
    for name, day in DOCX_DATES.items():
        (DOCUMENTS / f"{name}.docx").write_bytes(docx_bytes(SOURCES / f"{name}.docx.txt", day))
    for name, style in CAPTIONS.items():
        turns = _turns(SOURCES / f"{name}.turns.txt")
        suffix = "srt" if style == "srt" else "vtt"
        (DOCUMENTS / f"{name}.{suffix}").write_text(captions(turns, style), encoding="utf-8", newline="\n")
    for name, day in PDF_DATES.items():
        (DOCUMENTS / f"{name}.pdf").write_bytes(pdf_bytes(SOURCES / f"{name}.html", day))


def docx_bytes(source: Path, day: datetime) -> bytes:
    """A Word file from lines of `# title`, `## heading`, `| cell | cell |` and paragraphs, blank lines between."""
    import docx

    document = docx.Document()
    title = ""
    for block in source.read_text(encoding="utf-8").strip().split("\n\n"):
        if block.startswith("# "):
            title = block[2:]
            document.add_heading(title, level=0)
        elif block.startswith("## "):
            document.add_heading(block[3:], level=1)
        elif block.startswith("|"):
            rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in block.split("\n")]
            table = document.add_table(rows=len(rows), cols=len(rows[0]), style="Table Grid")
            for row, cells in zip(table.rows, rows, strict=True):
                for cell, words in zip(row.cells, cells, strict=True):
                    cell.text = words
        else:
            document.add_paragraph(block)
    properties = document.core_properties
    properties.title, properties.language = title, "vi-VN"
    properties.author = properties.last_modified_by = properties.comments = ""
    properties.created = properties.modified = day
    buffer = io.BytesIO()
    document.save(buffer)
    return _with_fixed_times(buffer.getvalue(), day)


def _with_fixed_times(archive: bytes, day: datetime) -> bytes:
    """The same zip with every member dated `day`, so that building twice gives the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            info = zipfile.ZipInfo(member.filename, day.timetuple()[:6])
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, old.read(member))
    return buffer.getvalue()


def captions(turns: list[tuple[str, str]], style: str) -> str:
    """WebVTT with voice tags ("teams"), WebVTT with `Name: words` ("zoom") or SubRip with `Name: words` ("srt")."""
    blocks = [] if style == "srt" else ["WEBVTT"]
    clock, number = 3_000, 0
    for speaker, words in turns:
        for part in _cues(words):
            number += 1
            end = clock + len(part) * _MS_PER_CHARACTER
            if style == "teams":
                blocks.append(f"{number}\n{_time(clock, '.')} --> {_time(end, '.')}\n<v {speaker}>{part}</v>")
            else:
                mark = "," if style == "srt" else "."
                blocks.append(f"{number}\n{_time(clock, mark)} --> {_time(end, mark)}\n{speaker}: {part}")
            clock = end
        clock += _MS_BETWEEN_TURNS
    return "\n\n".join(blocks) + "\n"


def _turns(source: Path) -> list[tuple[str, str]]:
    lines = source.read_text(encoding="utf-8").strip().split("\n")
    return [(line.split(": ", 1)[0], line.split(": ", 1)[1]) for line in lines]


def _cues(words: str) -> list[str]:
    """Sentences, short neighbours together: what a recorder shows at one time."""
    cues: list[str] = []
    for sentence in re.split(r"(?<=[.?!]) ", words):
        if cues and len(cues[-1]) + len(sentence) < _CUE_CHARACTERS:
            cues[-1] += " " + sentence
        else:
            cues.append(sentence)
    return cues


def _time(ms: int, mark: str) -> str:
    return f"{ms // 3_600_000:02}:{ms // 60_000 % 60:02}:{ms // 1000 % 60:02}{mark}{ms % 1000:03}"


def pdf_bytes(source: Path, day: datetime) -> bytes:
    """The printed page, with the browser's own name blanked and its dates set to `day` (lengths kept)."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        raise FileNotFoundError("chromium: not on PATH, and the PDFs are printed with it.")
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "page.pdf"
        flags = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
        subprocess.run([chromium, *flags, f"--print-to-pdf={target}", source.as_uri()], check=True, capture_output=True)
        data = target.read_bytes()
    stamp = day.strftime("%Y%m%d%H%M%S").encode("ascii")
    data = _PLACE_OF_PDF_DATE.sub(lambda match: match[0][: -len(stamp)] + stamp, data)
    return _PLACE_OF_CREATOR.sub(lambda match: _blanked(match[0]), data)


def _blanked(entry: bytes) -> bytes:
    key, value = entry.split(b" ", 1)
    return key + b" (" + b" " * (len(value) - 2) + b")"


def make_questions() -> None:
    """Write questions.jsonl and dialogues.jsonl: each answer's quote looked up in the text that the reader extracts.

    Raises QuoteError for a quote that doesn't stand exactly once in its document.
    """
    for name in ("questions.jsonl", "dialogues.jsonl"):
        lines = (SOURCES / name).read_text(encoding="utf-8").splitlines()
        with (SEEDS / name).open("w", encoding="utf-8", newline="\n") as target:
            for line in lines:
                asked: dict[str, Any] = json.loads(line)
                for turn in asked.get("turns", [asked]):
                    turn["answers"] = [_place(answer, asked["id"]) for answer in turn["answers"]]
                target.write(json.dumps(asked, ensure_ascii=False) + "\n")


def _place(answer: dict[str, str], asked: str) -> dict[str, Any]:
    """Where the quote of an answer stands; `asked` is the id of its question or dialogue."""
    name = answer["document"]
    text = _text_of(name)
    start, end = find_quote(text, answer["quote"], answer.get("after"), f"{asked} in {name}")
    return {"document": name, "start": start, "end": end, "text": text[start:end]}


@cache
def _text_of(document: str) -> str:
    from index.loaders import load

    return load(document, (DOCUMENTS / document).read_bytes()).text


def find_quote(text: str, quote: str, after: str | None, where: str) -> tuple[int, int]:
    """The range of `quote`, any white space for each space: its only place, or the first one after `after`."""
    left = 0 if after is None else find_quote(text, after, None, where)[1]
    pattern = re.compile(r"\s+".join(re.escape(word) for word in quote.split()))
    places = [match.span() for match in pattern.finditer(text, left)]
    if not places or (after is None and len(places) > 1):
        raise QuoteError(f"{where}: {quote!r} stands {len(places)} times, not once.")
    return places[0]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("documents", "questions"))
    if parser.parse_args().what == "documents":
        make_documents()
    else:
        make_questions()


if __name__ == "__main__":
    main()
