"""In which order the data of the widgets was made, for a browser that may draw it in another order."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypedDict

import streamlit as st

_KEY = "hoihop-order"


class Sent(TypedDict):
    """Of two data of one `page`, the one with the greater number is the newer."""

    page: str
    number: int


@dataclass
class _Order:
    """`page` is another one for each open page, and after each restart of the server.

    `last` has, by a widget's key, the digest of its data and their number.
    """

    page: str = field(default_factory=lambda: secrets.token_hex(8))
    number: int = 0
    last: dict[str, tuple[bytes, int]] = field(default_factory=dict)


def sent(key: str, data: Mapping[str, object]) -> Sent:
    """The place of this data among all that the page was sent; the same again while the data stays the same."""
    if _KEY not in st.session_state:
        st.session_state[_KEY] = _Order()
    order: _Order = st.session_state[_KEY]
    digest = hashlib.blake2b(json.dumps(data).encode(), digest_size=16).digest()
    before = order.last.get(key)
    if before is None or before[0] != digest:
        order.number += 1
        order.last[key] = digest, order.number
    return {"page": order.page, "number": order.last[key][1]}
