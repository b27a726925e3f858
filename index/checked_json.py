"""A small JSON file that is either whole or refused: a line of JSON, and on a second one the SHA-256 of the first."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from index.disk import write_whole
from index.errors import BrokenCache


def write(path: Path, value: Any) -> None:
    """Replaces the file by one that holds a value JSON knows, in one step. Raises OSError."""
    line = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    write_whole(path, line + b"\n" + _checksum(line) + b"\n")


def read(path: Path) -> Any:
    """What the file holds. Raises BrokenCache where it is missing, unreadable, cut short or changed."""
    try:
        line, _, checksum = path.read_bytes().partition(b"\n")
    except OSError as error:
        raise BrokenCache(path=str(path), detail=error.strerror or str(error)) from error
    if checksum.strip() != _checksum(line):
        raise BrokenCache(path=str(path), detail="its checksum differs")
    return json.loads(line.decode("utf-8", "surrogatepass"))


def _checksum(line: bytes) -> bytes:
    return hashlib.sha256(line).hexdigest().encode()
