"""The default model, loaded once for all tests that need it. It is unpacked into the user's own cache folder."""

from __future__ import annotations

import copy
from dataclasses import replace
from functools import cache

from sentence_transformers import SentenceTransformer

from index.bundled_e5 import unpacked
from index.embed import BUNDLED_NAME, Embedder, load_embedder
from index.settings import DEFAULT_MODEL, Settings


@cache
def real_embedder() -> Embedder:
    """In the number format that is the quickest on this machine."""
    return load_embedder(replace(Settings.from_environment(), model=DEFAULT_MODEL))


@cache
def full_precision_embedder() -> Embedder:
    """The same in fp32, whose vectors are those of the model itself but for rounding in the sixth place."""
    is_full = real_embedder().precision.number_format == "fp32"
    return real_embedder() if is_full else Embedder(copy.deepcopy(real_model()), BUNDLED_NAME)


@cache
def real_model() -> SentenceTransformer:
    """The model itself, as sentence-transformers runs it. An embedder would take it to pieces: give it a copy."""
    return SentenceTransformer(str(unpacked(Settings.from_environment().cache)), local_files_only=True).eval()
