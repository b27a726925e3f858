"""Word documents of before 2007, .doc: LibreOffice, where the machine has it, makes a .docx of them."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from index.errors import BrokenDocument, NeedsLibreOffice
from index.loaders.word import load_docx
from index.models import LoadedDocument

MEDIA_TYPE = "application/msword"
COMPOUND_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PROGRAMS = ("soffice", "libreoffice", "/Applications/LibreOffice.app/Contents/MacOS/soffice")
_LONGEST_SECONDS = 180


def load_doc(path: str, data: bytes) -> LoadedDocument:
    """A .doc file. Raises EmptyDocument, NeedsLibreOffice and BrokenDocument (damaged, or locked with a password)."""
    if not data.startswith(COMPOUND_FILE):
        # LibreOffice would take anything for text.
        raise BrokenDocument(path=path, detail="it is cut off, or no .doc file")
    program = next((found for name in _PROGRAMS if (found := shutil.which(name)) is not None), None)
    if program is None:
        raise NeedsLibreOffice(path=path)
    with TemporaryDirectory(prefix="hoi-hop-") as name:
        folder = Path(name)
        source = folder / "document.doc"
        source.write_bytes(data)
        # A profile of its own: LibreOffice may be open on the same machine.
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        _run([program, "--headless", profile, "--convert-to", "docx", "--outdir", name, str(source)])
        converted = folder / "document.docx"
        if not converted.is_file():
            raise BrokenDocument(path=path, detail="LibreOffice can't open it")
        return replace(load_docx(path, converted.read_bytes()), media_type=MEDIA_TYPE)


def _run(command: Sequence[str]) -> None:
    """Runs a program to its end, and ends it with all that it started when it takes too long."""
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        try:
            process.wait(_LONGEST_SECONDS)
        except subprocess.TimeoutExpired:
            return
        finally:
            # Also where this process is being ended itself, which SystemExit tells.
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
