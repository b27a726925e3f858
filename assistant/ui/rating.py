"""Thumbs for an answer, with a reason: kept at once, and shown as they are kept."""

from __future__ import annotations

from typing import Literal, get_args

import streamlit as st

from assistant.conversations import Conversations, Exchange, Thumb
from assistant.ui import failures, widget
from assistant.ui.messages import Speech
from index import HoiHopError

LONGEST_REASON = 1_000
# What is wrong with an answer, mostly.
_REASONS = ("rating.wrong", "rating.missing", "rating.outdated")


def draw(
    exchange: Exchange, number: int, conversations: Conversations, owner: str, say: Speech, *, newest: bool
) -> None:
    """Draws the thumbs of the owner's answer. A click on those of the newest is kept without drawing the page anew."""
    # A fragment for each of 20 answers would make the page take a third longer.
    if newest:
        st.fragment(_draw)(exchange, number, conversations, owner, say, "fragment")
    else:
        _draw(exchange, number, conversations, owner, say, "app")


def _draw(
    exchange: Exchange,
    number: int,
    conversations: Conversations,
    owner: str,
    say: Speech,
    scope: Literal["app", "fragment"],
) -> None:
    key = f"rating-{number}"
    try:
        rated = conversations.rating(exchange)
        data: widget.RatingData = {
            "thumb": "" if rated is None else rated.thumb,
            "reason": "" if rated is None else rated.reason,
            "reasons": [say(reason) for reason in _REASONS],
            "label": say("rating.label"),
            "ask": say("rating.ask"),
            "up": say("rating.up"),
            "down": say("rating.down"),
            "kept": say("rating.kept"),
            "reason_label": say("rating.reason"),
            "save": say("rating.save"),
            "edit": say("rating.edit"),
        }
        chosen = widget.rating(key, data)
        if chosen is None:
            return
        _keep(exchange, conversations, owner, chosen)
    except HoiHopError as error:
        if not failures.draw(error, key, say):
            return
    st.rerun(scope=scope)


def _keep(exchange: Exchange, conversations: Conversations, owner: str, chosen: object) -> None:
    """What comes from outside is looked at before it is kept."""
    if not isinstance(chosen, dict):
        return
    reason = chosen.get("reason")
    thumb: Thumb | None = next((each for each in get_args(Thumb) if each == chosen.get("thumb")), None)
    if thumb is not None:
        answer = exchange.answer
        about = () if answer is None else answer.shown
        kept = " ".join(reason.split())[:LONGEST_REASON] if isinstance(reason, str) else ""
        conversations.rate(exchange, owner, thumb, kept, about)
    else:
        conversations.unrate(exchange, owner)
