"""What can go wrong with the conversations.

HoiHopError
├── ConversationsError              a file of conversations that is damaged or can't be opened
│   ├── ConversationsNotWritable
│   └── ConversationsTooNew         made by a later version of this program
├── ConversationNotFound            deleted, or never there, or another browser's
├── SearchStopped                   the reader stopped it
└── SearchFailed                    a fault of this program, kept from hiding the question
"""

from __future__ import annotations

from index import HoiHopError


class ConversationsError(HoiHopError):
    """A file of conversations that is damaged or can't be opened. Values: path, detail."""

    message = "{path}: the file of conversations is damaged or can't be opened ({detail}). Move it away to begin anew."


class ConversationsNotWritable(ConversationsError):
    """Values: path, detail."""

    message = (
        "{path}: conversations can't be saved ({detail}). Free some space or change the permissions of the folder."
    )


class ConversationsTooNew(ConversationsError):
    """Values: path, found, known."""

    message = (
        "{path}: these conversations are of version {found}; this program knows up to {known}. Update the program."
    )


class ConversationNotFound(HoiHopError):
    """Values: conversation (its id)."""

    message = "There is no such conversation here. It may just have been deleted."


class SearchStopped(HoiHopError):
    """No values."""

    message = "The search was stopped."


class SearchFailed(HoiHopError):
    """Values: detail."""

    message = "The search failed through a fault of this program ({detail}). Try again; the question is kept."
