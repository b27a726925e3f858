"""What one open page remembers between reruns, in one typed place of Streamlit's session state."""

from __future__ import annotations

from dataclasses import dataclass, field

import streamlit as st

from assistant.answer import Answer
from assistant.ui.jobs import Job
from assistant.ui.source_view import Passage, SourceText
from assistant.ui.uploads import Added, Conflict
from index import HoiHopError, Outcome

_KEY = "hoihop"


@dataclass
class Exchange:
    """A question, and its answer or error once there is one. Until then it is pending, whatever interrupts the run."""

    question: str
    as_typed: bool = False
    answer: Answer | None = None
    error: HoiHopError | None = None

    @property
    def pending(self) -> bool:
        return self.answer is None and self.error is None


@dataclass
class Drawer:
    """The document that is open beside the chat, at a paragraph where one was quoted.

    `passages` are all that the answer quoted of it, that paragraph among them; `text` is what was read of it.
    """

    document: str
    paragraph_id: str | None = None
    passages: tuple[Passage, ...] = ()
    text: SourceText | None = None


@dataclass
class Session:
    """`uploader` counts the batches: the upload box gets a new key after each, which frees the bytes it holds."""

    exchanges: list[Exchange] = field(default_factory=list)
    drawer: Drawer | None = None
    removing: str | None = None
    adding: Job[Added] | None = None
    outcomes: tuple[Outcome, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    failure: HoiHopError | None = None
    uploader: int = 0

    def ask(self, question: str, *, as_typed: bool = False) -> None:
        self.exchanges.append(Exchange(question, as_typed))

    def forget_report(self) -> None:
        """Of what was added and what wasn't, once the reader has seen it."""
        self.outcomes, self.failure = (), None


def current() -> Session:
    """The session of the page that is being drawn."""
    if _KEY not in st.session_state:
        st.session_state[_KEY] = Session()
    session: Session = st.session_state[_KEY]
    return session
