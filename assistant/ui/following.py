"""The library in step with a folder, in the background of the server, from the first page on."""

from __future__ import annotations

import threading
from pathlib import Path

import streamlit as st

from index import FolderGone, Follower, HoiHopError, Library, PathNotFound, command, follow

_AGAIN_SECONDS = 5


class Following:
    """A thread that follows the folder. What becomes of each file is told where the server was started.

    After an error of the library, of a full disk for instance, it tries again; a folder that is gone ends it. `stop`
    ends it too.
    """

    def __init__(self, folder: Path, library: Library) -> None:
        self.stop = threading.Event()
        self._folder = folder
        self._library = library
        self.thread = threading.Thread(target=self._work, daemon=True)
        self.thread.start()

    def _work(self) -> None:
        told = ""
        try:
            follower = Follower(self._library, self._folder)
            while not self.stop.is_set():
                try:
                    self._follow(follower)
                except (FolderGone, PathNotFound):
                    raise
                except HoiHopError as error:
                    if str(error) != told:
                        told = str(error)
                        command.complain(told)
                    follower.unsettled = True
                    self.stop.wait(_AGAIN_SECONDS)
        except HoiHopError as error:
            command.complain(str(error))

    def _follow(self, follower: Follower) -> None:
        for done in follow(follower, self.stop):
            command.complain(command.told(done.status, done.document, done.reason))


@st.cache_resource(show_spinner=False)
def begin(folder: str, library_folder: str, _library: Library) -> Following:
    """The one of the whole program for that folder and library."""
    return Following(Path(folder), _library)
