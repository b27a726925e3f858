"""A menu of files to download, none of which is made before it is wanted."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

import streamlit as st

from assistant.ui.messages import Speech


class FileForm(NamedTuple):
    """A form of what is exported: the message that names it, its suffix and media type, and what makes the bytes."""

    label: str
    suffix: str
    media_type: str
    data: Callable[[], bytes]


def draw(forms: Iterable[FileForm], what: str, name: str, key: str, say: Speech) -> None:
    """The button with the menu behind it. `what` is the message that says what is exported, `name` the files' stem."""
    with st.popover(say("export.button"), icon=":material/download:"):
        st.caption(say(what))
        for form in forms:
            st.download_button(
                say(form.label),
                data=form.data,
                file_name=f"{name}{form.suffix}",
                mime=form.media_type,
                on_click="ignore",
                key=f"{key}{form.suffix}",
                width="stretch",
            )
