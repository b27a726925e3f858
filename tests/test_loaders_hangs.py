"""Files that were found to take a loader minutes, for their size squared: each is read in a second or two."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from types import FrameType

import pytest

from index.errors import UnreadableDocument
from index.loaders import load
from index.paragraphs import split

# A busy machine is no hang.
LONGEST_SECONDS = 60


@pytest.fixture(autouse=True)
def _no_longer() -> Iterator[None]:
    def stop(number: int, frame: FrameType | None) -> None:
        pytest.fail("it hangs")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(LONGEST_SECONDS)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("styles.rtf", b"{\\rtf1\\ansi Xin" + b"\n{\\s1" * 30_000),
        ("titles.rtf", b"{\\rtf1\\ansi Xin" + b"{\\title a" * 30_000),
        ("quotes.eml", b"From: a@a.vn\nMessage-ID: <a>\nTo: " + b'"' * 100_000 + b"\n\nXin"),
        ("parameters.eml", b"Message-ID: <a>\nContent-Type: text/plain; a=" + b'"' * 100_000 + b"\n\nXin"),
        ("tables.html", b"<table><tr><td>Xin" * 20_000),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_it_is_read_or_refused(name: str, data: bytes) -> None:
    try:
        split(load(name, data), "s", name)
    except UnreadableDocument as error:
        assert error.values["path"] == name
