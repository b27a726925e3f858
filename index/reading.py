"""Files read in a process of their own, with limits on time, memory and output: one may be made to do harm.

A file that breaks a limit, or the process, fails by itself; the next one is read by a new process.
"""

from __future__ import annotations

import atexit
import contextlib
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import IO

from index import errors
from index.errors import ReadingCrashed, TooLarge, TooMuchMemory, TooSlow, UnreadableDocument
from index.loaders.pdf_page import PdfPage
from index.models import LoadedDocument
from index.reading_wire import document_from, from_json, page_from, read_frame, to_json, write_frame
from index.settings import ReadingLimits

# Reads a file by its name and bytes. Raises UnreadableDocument.
Read = Callable[[str, bytes], LoadedDocument]

_ROOT = Path(__file__).resolve().parent.parent
_WORKER = (sys.executable, "-m", "index.reading_worker")
# For it to end what it has started itself.
_SECONDS_TO_END = 2
# A character takes at most 6 bytes of JSON, and a turn of one letter about a hundred.
_MOST_BYTES_A_CHARACTER = 100
_LEAST_BYTES = 1 << 16


@cache
def reader_for(limits: ReadingLimits) -> Reader:
    """The one that all libraries of this program share; it ends with the program."""
    return _ending_with_the_program(Reader(limits))


@cache
def page_reader_for(limits: ReadingLimits) -> Reader:
    """The same for pages that somebody waits for: they come between no documents, which may take minutes.

    Its process begins with the first page, or when it is told to.
    """
    return _ending_with_the_program(Reader(limits, at_once=False))


def _ending_with_the_program(reader: Reader) -> Reader:
    atexit.register(reader.close)
    return reader


class Reader:
    """Reads files, one at a time, in a process that begins at once and lives on. Threads may share one."""

    def __init__(self, limits: ReadingLimits, command: tuple[str, ...] = _WORKER, *, at_once: bool = True) -> None:
        """Begins the process, `at_once` or when it is needed, and doesn't wait for it: it takes a second.

        `command` is for tests.
        """
        self.limits = limits
        self._command = (*command, *(str(each) for each in (limits.seconds, limits.memory_mb, limits.characters)))
        self._most_bytes = _LEAST_BYTES + limits.characters * _MOST_BYTES_A_CHARACTER
        self._lock = threading.Lock()
        self._worker: _Worker | None = None
        if at_once:
            self.begin()

    def begin(self) -> None:
        """Begins the process where there is none."""
        with self._lock:
            if self._worker is None or self._worker.ended:
                self._worker = _Worker(self._command)

    def read(self, path: str, data: bytes) -> LoadedDocument:
        """`index.loaders.load` in the other process.

        Raises what that raises, and TooLarge, TooSlow, TooMuchMemory, TooMuchText and ReadingCrashed.
        """
        read = self._answered(path, data, None)
        if not isinstance(read, LoadedDocument):
            raise ReadingCrashed(path=path, detail="it answered with a page")
        return read

    def page(self, path: str, data: bytes, number: int) -> PdfPage:
        """`index.loaders.pdf_page.read_pdf_page` in the other process. Raises as `read`."""
        read = self._answered(path, data, number)
        if not isinstance(read, PdfPage):
            raise ReadingCrashed(path=path, detail="it answered with a document")
        return read

    def _answered(self, path: str, data: bytes, page: int | None) -> LoadedDocument | PdfPage:
        if len(data) > self.limits.file_bytes:
            raise TooLarge(path=path, limit=self.limits.file_mb)
        with self._lock:
            read = self._asked(path, data, page)
        if isinstance(read, UnreadableDocument):
            raise read
        return read

    def _asked(self, path: str, data: bytes, page: int | None) -> LoadedDocument | PdfPage | UnreadableDocument:
        worker, self._worker = self._worker, None
        if worker is None or worker.ended:
            worker = _Worker(self._command)
        ending = ""
        try:
            request = to_json({"path": path, "page": page})
            read = _taken(worker.reply(request, data, self.limits.seconds, self._most_bytes))
            if read is not None and not isinstance(read, TooMuchMemory):
                # Only one that came through whole is asked again.
                self._worker = worker
        finally:
            if self._worker is None:
                ending = worker.end()
        if read is None and worker.late:
            return TooSlow(path=path, limit=self.limits.seconds)
        return read or ReadingCrashed(path=path, detail=ending)

    def close(self) -> None:
        """Ends the process; reading on begins another."""
        with self._lock:
            if self._worker is not None:
                self._worker.end()
                self._worker = None


class _Worker:
    """One process that reads. `late` is set where it was ended for the time that it took."""

    def __init__(self, command: tuple[str, ...]) -> None:
        # The folder is where `-m` finds the package, wherever the program itself was started. Ctrl-C on a terminal
        # reaches all of a session; this process ends when it isn't needed any more.
        self._process = subprocess.Popen(
            command, cwd=_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
        )
        self._ready = False
        self.late = False

    @property
    def ended(self) -> bool:
        """Whether it has, by itself or by another's hand."""
        if self._process.poll() is None:
            return False
        self.end()
        return True

    def reply(self, request: bytes, data: bytes, seconds: int, most_bytes: int) -> bytes | None:
        """What it answers to the request about the file; None where it ends over it."""
        requests, replies = _pipe(self._process.stdin), _pipe(self._process.stdout)
        # Its start isn't the file's fault, however long it takes.
        self._ready = self._ready or read_frame(replies) is not None
        timer = threading.Timer(seconds, self._end_late)
        timer.start()
        try:
            write_frame(requests, request)
            write_frame(requests, data)
            return read_frame(replies, most_bytes)
        except BrokenPipeError:
            return None
        finally:
            timer.cancel()
            timer.join()

    def _end_late(self) -> None:
        self.late = True
        self._stop()

    def _stop(self) -> None:
        self._process.terminate()
        try:
            self._process.wait(_SECONDS_TO_END)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def end(self) -> str:
        """Ends it where it hasn't; how it came to its end."""
        # What it was sent and never took.
        with contextlib.suppress(BrokenPipeError):
            _pipe(self._process.stdin).close()
        if not self._ready:
            self._process.terminate()
        try:
            # By itself: it has nobody to read for any more.
            self._process.wait(_SECONDS_TO_END)
        except subprocess.TimeoutExpired:
            self._stop()
        _pipe(self._process.stdout).close()
        status = self._process.returncode
        if status >= 0:
            return f"exit status {status}"
        return signal.Signals(-status).name if -status in set(signal.Signals) else f"signal {-status}"


def _taken(reply: bytes | None) -> LoadedDocument | PdfPage | UnreadableDocument | None:
    """What the answer says; None for none, and for words that the worker doesn't use: a file has hold of it."""
    if reply is None:
        return None
    try:
        fields = from_json(reply)
        if "document" in fields:
            return document_from(fields["document"])
        if "page" in fields:
            return page_from(fields["page"])
        kind: type = getattr(errors, fields["error"])
        error = kind(**fields["values"]) if issubclass(kind, UnreadableDocument) else None
        return error if isinstance(error, UnreadableDocument) else None
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    assert pipe is not None
    return pipe
