"""Files that an evaluation writes, each wholly or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from index import HoiHopError


class EvaluationNotWritable(HoiHopError):
    """A file for the outcome that can't be written. Values: path, detail."""

    message = "{path}: the evaluation can't be written there ({detail}). Name a file in a folder that you may write to."


def check_writable(path: Path) -> None:
    """Tries what can be tried beforehand. Raises EvaluationNotWritable."""
    if path.exists() and not path.is_file():
        raise EvaluationNotWritable(path=str(path), detail="it is no file")
    try:
        with tempfile.TemporaryFile(dir=path.resolve().parent):
            pass
    except OSError as error:
        raise EvaluationNotWritable(path=str(path), detail=error.strerror or str(error)) from error


def write(path: Path, data: bytes) -> None:
    """Writes the file in the place of what was there. Raises EvaluationNotWritable; what was there stays then."""
    check_writable(path)
    target = path.resolve()
    temporary = target.with_name(f"{target.name}.{os.getpid()}.tmp")
    try:
        try:
            temporary.write_bytes(data)
            temporary.replace(target)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        raise EvaluationNotWritable(path=str(path), detail=error.strerror or str(error)) from error
