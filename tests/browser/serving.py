"""Serving the chat to a test, over a library of its own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep

from index import Library
from tests.browser.embedder import CalibratedStub

ROOT = Path(__file__).parent.parent.parent
# As users run it, and with embedders that load at once and faults to switch on.
APP = ROOT / "assistant/app.py"
FAULTY = Path(__file__).with_name("faulty_app.py")


@dataclass(frozen=True)
class Chat:
    """A served chat, its library folder, and the folder of the faults to switch on."""

    url: str
    folder: Path
    faults: Path

    def library(self, embedder: CalibratedStub | None = None) -> Library:
        """The same library, opened by this process as the command line would."""
        return Library.open(self.folder, embedder or CalibratedStub())

    def fault(self, name: str) -> Path:
        path = self.faults / name
        path.touch()
        return path


@contextmanager
def served(folder: Path, port: int | None = None, *, model: str = "", script: Path = FAULTY) -> Iterator[Chat]:
    """Runs the chat over the library in the folder, a new one the first time, until the end of the block.

    `model` is what HOIHOP_MODEL names.
    """
    port = port or _free_port()
    chat = Chat(f"http://127.0.0.1:{port}", folder / "library", folder / "faults")
    chat.faults.mkdir(exist_ok=True)
    environment = os.environ | {
        "HOIHOP_LIBRARY": str(chat.folder),
        "HOIHOP_FAULTS": str(chat.faults),
        "HOIHOP_MODEL": model,
        "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]),
    }
    command = [sys.executable, "-m", "streamlit", "run", str(script), f"--server.port={port}"]
    log = folder / "log"
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT)
    try:
        _wait_until_healthy(chat.url, process, log)
        yield chat
    finally:
        process.terminate()
        process.wait(20)


def _wait_until_healthy(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = monotonic() + 60
    while monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/_stcore/health", timeout=5):
                return
        except urllib.error.URLError:
            sleep(0.05)
    raise AssertionError(f"the chat did not start:\n{log.read_text()}")


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port
