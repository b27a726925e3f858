"""Conversations kept in the library's folder: what was asked, what was answered, and what readers thought of it."""

from assistant.conversations.errors import (
    ConversationNotFound,
    ConversationsError,
    ConversationsNotWritable,
    ConversationsTooNew,
    SearchFailed,
    SearchStopped,
)
from assistant.conversations.models import Asked, Conversation, Exchange, Page, Rating, Thumb
from assistant.conversations.store import Conversations

__all__ = [
    "Asked",
    "Conversation",
    "ConversationNotFound",
    "Conversations",
    "ConversationsError",
    "ConversationsNotWritable",
    "ConversationsTooNew",
    "Exchange",
    "Page",
    "Rating",
    "SearchFailed",
    "SearchStopped",
    "Thumb",
]
