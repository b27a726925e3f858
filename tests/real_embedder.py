"""The default model, loaded once for all tests that need it. It is unpacked into the user's own cache folder."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from sentence_transformers import SentenceTransformer

from index.bundled_e5 import unpacked
from index.embed import Embedder, load_embedder
from index.settings import DEFAULT_MODEL, Settings


@cache
def real_embedder() -> Embedder:
    return load_embedder(replace(Settings.from_environment(), model=DEFAULT_MODEL))


@cache
def real_model() -> SentenceTransformer:
    """The model itself, as sentence-transformers runs it. An embedder would take it to pieces: give it a copy."""
    return SentenceTransformer(str(unpacked(Settings.from_environment().cache)), local_files_only=True).eval()
