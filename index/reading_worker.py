"""The process that reads files: `python -m index.reading_worker SECONDS MEGABYTES CHARACTERS`.

It is sent two frames for each file, its name and its bytes, and answers with one: the document or, where one is named,
the page of the .pdf as it is drawn; or the error by the name of its class and its values. It ends when nobody sends any
more, and when a file was too much for it.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from index.errors import TooMuchMemory, TooMuchText, UnreadableDocument
from index.loaders import load
from index.loaders.pdf_page import read_pdf_page
from index.reading_wire import document_fields, from_json, page_fields, read_frame, to_json, write_frame

# The program that started it ends it first; this counts where that program is gone.
_GRACE_SECONDS = 10
_MEMORY = Path("/proc/self/statm")


def main(seconds: int, megabytes: int, characters: int) -> None:
    """Answers until the input ends. A file may take so much more memory than the process has when it begins."""
    # Whatever a loader prints must not get between the answers.
    requests, replies = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    # Ends what a loader has started, too: LibreOffice.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    _limit_memory(megabytes)
    write_frame(replies, b"")
    while (request := read_frame(requests)) is not None and (data := read_frame(requests)) is not None:
        _alarm(seconds + _GRACE_SECONDS)
        asked = from_json(request)
        write_frame(replies, _answer(asked["path"], data, megabytes, characters, asked["page"]))
        _alarm(0)


def _answer(path: str, data: bytes, megabytes: int, characters: int, page: int | None = None) -> bytes:
    """The document in the file, or a page of it, or what is wrong with that."""
    try:
        if page is not None:
            return to_json({"page": page_fields(read_pdf_page(path, data, page))})
        loaded = load(path, data)
        if len(loaded.text) > characters:
            raise TooMuchText(path=path, characters=len(loaded.text), limit=characters)
        return to_json({"document": document_fields(loaded)})
    except UnreadableDocument as error:
        return to_json({"error": error.code, "values": error.values})
    except MemoryError:
        return to_json({"error": TooMuchMemory.__name__, "values": {"path": path, "limit": megabytes}})


def _alarm(seconds: int) -> None:
    """Has the system end this process so long from now, whatever it does then; 0 takes that back."""
    if hasattr(signal, "alarm"):
        signal.alarm(seconds)


def _limit_memory(megabytes: int) -> None:
    """Where the system has no such limit, there is none."""
    try:
        import resource
    except ImportError:
        return
    pages = int(_MEMORY.read_text().split()[0]) if _MEMORY.exists() else 0
    wanted = pages * resource.getpagesize() + (megabytes << 20)
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    if hard == resource.RLIM_INFINITY or wanted <= hard:
        resource.setrlimit(resource.RLIMIT_AS, (wanted, hard))
    # A crash leaves no copy of the memory, which holds a document.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:]))
