"""The chat with an embedder that loads at once, and with faults that a test switches on by a file in HOIHOP_FAULTS.

As long as it is there, "wait" holds the loading back and "fail" makes it fail; "ask" makes the next question fail.
"""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

from assistant import app
from assistant.answer import Answer
from assistant.ask import ask
from assistant.ui import conversation
from index import Embedder, LibraryError, ModelUnavailable, Settings
from tests.browser.embedder import CalibratedStub

FAULTS = Path(os.environ["HOIHOP_FAULTS"])


def load(settings: Settings) -> Embedder:
    while (FAULTS / "wait").exists():
        time.sleep(0.02)
    if (FAULTS / "fail").exists():
        raise ModelUnavailable(model="**stub**", detail="`fault`")
    return CalibratedStub()


def ask_or_fail(question: str, *arguments: Any, **options: Any) -> Answer:
    if (FAULTS / "ask").exists():
        (FAULTS / "ask").unlink()
        raise LibraryError(folder="/thư viện/**x**", detail="$5 đến $6")
    return ask(question, *arguments, **options)


conversation.ask = ask_or_fail
app.main(load)
