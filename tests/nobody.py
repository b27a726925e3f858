"""Tests as a user who may not write everywhere, also where the tests run as root."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_NOBODY = 65534


@contextmanager
def as_nobody() -> Iterator[None]:
    """Takes away root's right to read and write everything; for another user it does nothing."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(_NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


def let_through(folder: Path) -> None:
    """Lets everybody pass through the folders that pytest made above this one; they are the user's own."""
    for parent in folder.parents:
        if parent.name.startswith(("pytest-", "popen-")):
            parent.chmod(parent.stat().st_mode | 0o055)
    folder.chmod(0o755)
