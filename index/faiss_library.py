"""FAISS, imported when it is first needed."""

from __future__ import annotations

import os
from functools import cache
from typing import Any


@cache
def faiss() -> Any:
    """The library FAISS, which takes a while to import."""
    # Read when FAISS is first imported: its threads wait asleep. Spinning, they take twice the processor's time for a
    # search, and on a machine with other work to do as much longer.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    import faiss as library

    return library
