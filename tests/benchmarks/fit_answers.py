"""The questions of the development folders, and what of a library answers them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from index import Paragraph

Question = dict[str, Any]


def read(path: Path) -> list[Question]:
    """The questions of a file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def overlaps(paragraph: Paragraph, answers: Sequence[Question]) -> bool:
    """Whether a paragraph holds some of the answers."""
    return any(
        paragraph.document == each["document"] and paragraph.start < each["end"] and each["start"] < paragraph.end
        for each in answers
    )
