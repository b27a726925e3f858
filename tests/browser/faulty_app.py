"""The chat with embedders that load at once, and with faults that a test switches on by a file in HOIHOP_FAULTS.

"stub" is the model that is meant where none is named, "second" is another one, and there are no more.

As long as it is there, "wait" holds the loading back, "fail" makes it fail, and "hold" holds the embedding of documents
back; "ask" makes the next question fail, "search" holds searches back, and each leaves its question in "searched".
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from assistant import app
from assistant.answer import Answer
from assistant.ask import ask
from assistant.ui import searching
from index import DEFAULT_MODEL, Embedder, LibraryError, ModelFolderMissing, ModelUnavailable, Settings, Span
from index.embed import EmbeddedPassage
from tests.browser.embedder import CalibratedStub

FAULTS = Path(os.environ["HOIHOP_FAULTS"])
SECOND = "second"


class HeldStub(CalibratedStub):
    def passages(
        self,
        texts: Sequence[str],
        sentences: Sequence[Sequence[Span]],
        on_progress: Callable[[int, int], None] | None = None,
    ) -> list[EmbeddedPassage]:
        while (FAULTS / "hold").exists():
            if on_progress is not None:
                on_progress(1, len(texts) + 1)
            time.sleep(0.02)
        return super().passages(texts, sentences, on_progress)


def load(settings: Settings) -> Embedder:
    while (FAULTS / "wait").exists():
        time.sleep(0.02)
    if (FAULTS / "fail").exists():
        raise ModelUnavailable(model="**stub**", detail="`fault`")
    if settings.model == SECOND:
        return HeldStub(SECOND, 192)
    if settings.model not in (DEFAULT_MODEL, "stub"):
        raise ModelFolderMissing(model=settings.model or "", default=DEFAULT_MODEL)
    return HeldStub()


def ask_or_fail(question: str, *arguments: Any, **options: Any) -> Answer:
    with (FAULTS / "searched").open("a") as log:
        log.write(f"{question}\n")
    while (FAULTS / "search").exists():
        time.sleep(0.02)
    if (FAULTS / "ask").exists():
        (FAULTS / "ask").unlink()
        raise LibraryError(folder="/thư viện/**x**", detail="$5 đến $6")
    return ask(question, *arguments, **options)


searching.ask = ask_or_fail
app.main(load)
