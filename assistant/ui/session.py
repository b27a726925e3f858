"""What one open page remembers between reruns, in one typed place of Streamlit's session state.

What was asked and answered is not here: it stands in the store of conversations, and the page's address names which.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

import streamlit as st

from assistant.answer import Quote
from assistant.conversations import Asked
from assistant.groups import answering
from assistant.ui.source_view import Passage, SourceText
from index import NO_FILTERS, BadFilter, Filters, HoiHopError

TURNS = 20
LISTED = 30
_KEY = "hoihop"
# In the page's address: ?page=library, or ?page=meeting&of=<document>. Without it the conversation is shown.
PAGE, OF = "page", "of"
Page = Literal["library", "tasks", "meeting", "who"]
_PAGES: tuple[Page, ...] = get_args(Page)


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
    """`uploader` counts the batches: the upload box gets a new key after each, which frees the bytes it holds.
    `failure` is what kept the library from being changed.

    `filters` are those of the next question, `filter_error` says why the last choice was none, and
    `filter_boxes` counts how often they were changed elsewhere than in their boxes. `titles` are what the
    documents of the library are called in filters.

    `browser` is the id that the reader's browser keeps, None until the page has told it. `asked` holds questions that
    aren't in the store yet, `destination` the conversation to go to ("" for a new one), `shown` the one drawn last, and
    `turns` and `listed` how many exchanges and conversations are drawn.
    """

    browser: str | None = None
    asked: list[Asked] = field(default_factory=list)
    destination: str | None = None
    shown: str = ""
    turns: int = TURNS
    listed: int = LISTED
    renaming: str | None = None
    deleting: str | None = None
    list_failure: HoiHopError | None = None
    drawer: Drawer | None = None
    editing: str | None = None
    failure: HoiHopError | None = None
    uploader: int = 0
    filters: Filters = NO_FILTERS
    filter_error: BadFilter | None = None
    filter_boxes: int = 0
    titles: Mapping[str, str] = field(default_factory=dict)

    def ask(self, question: str, *, as_typed: bool = False, filters: Filters | None = None) -> None:
        """Asks with the filters that are chosen, or with those given."""
        self.put(Asked(question, as_typed, self.filters if filters is None else filters))

    def put(self, asked: Asked) -> None:
        """Puts what was asked behind what waits.

        Nothing can be asked behind an open dialog, so there is none any more. Its own word of that may be missing: of
        two clicks that reach the server at once Streamlit can lose the first.
        """
        self.drawer = self.editing = self.renaming = self.deleting = None
        self.asked.append(asked)

    def filter_by(self, filters: Filters, *, in_box: bool = False) -> None:
        """Chooses the filters of the questions to come; `in_box` where one of their own boxes was used.

        Else the boxes get new keys: a page that hasn't drawn the change yet may still send what stood in them, and must
        not bring back what was taken away.
        """
        self.filters, self.filter_error = filters, None
        if not in_box:
            self.filter_boxes += 1

    def seek_similar(self, quote: Quote) -> None:
        """Asks for passages like a quote, with the filters that are chosen."""
        self.put(Asked(answering(quote), similar_to=quote.paragraph, filters=self.filters))

    def go(self, conversation_id: str) -> None:
        """To another conversation, "" for a new one, with the next run of the page."""
        self.destination = conversation_id
        self.show_page(None)

    def enter(self, conversation_id: str) -> None:
        """Forgets what belongs to the conversation that was drawn before."""
        if conversation_id != self.shown:
            self.shown, self.turns, self.drawer = conversation_id, TURNS, None

    def show_earlier(self) -> None:
        """Of the exchanges."""
        self.turns += TURNS

    def list_more(self) -> None:
        """Of the conversations."""
        self.listed += LISTED

    @property
    def dialog_open(self) -> bool:
        """A rerun makes an open dialog anew, which then has forgotten where the focus came from."""
        return any(each is not None for each in (self.drawer, self.editing, self.renaming, self.deleting))

    def show_page(self, page: Page | None, of: str | None = None) -> None:
        """One of the pages beside the conversation, or that, whose place in the address stays.

        `of` is whose page it is: the name of a document, of a person or of a body.
        """
        self.drawer, self.failure = None, None
        for name, value in ((PAGE, page), (OF, of)):
            if value is not None:
                st.query_params[name] = value
            elif name in st.query_params:
                del st.query_params[name]

    @property
    def of(self) -> str:
        """Whose page the address names."""
        return st.query_params.get(OF, "")

    @property
    def page(self) -> Page | None:
        """The page that the address names, None for the conversation."""
        named = st.query_params.get(PAGE)
        return next((each for each in _PAGES if each == named), None)


def current() -> Session:
    """The session of the page that is being drawn."""
    if _KEY not in st.session_state:
        st.session_state[_KEY] = Session()
    session: Session = st.session_state[_KEY]
    return session
