"""What can be set of the chat itself, read once from the environment and passed down from there.

What can be set of the library (its folder, the model, the cache) is in `index.Settings`.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from index import BadSetting

Language = Literal["vi", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
DEFAULT_LANGUAGE: Language = "vi"
DEFAULT_HOST = "127.0.0.1"
DEFAULT_PORT = 8501


@dataclass(frozen=True, slots=True)
class ChatSettings:
    """`language` is what the chat opens in; `host` and `port` are where it is served.

    `shared` is set where it may be served to other machines. `watch` is a folder that the library is kept in step with.
    """

    language: Language = DEFAULT_LANGUAGE
    host: str = DEFAULT_HOST
    port: int = DEFAULT_PORT
    shared: bool = False
    watch: Path | None = None

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> ChatSettings:
        """HOIHOP_LANGUAGE, HOIHOP_HOST, HOIHOP_PORT, HOIHOP_SHARED and HOIHOP_WATCH; an empty one counts as not set.

        Raises BadSetting for another language than LANGUAGES, a port outside 1..65535, and another HOIHOP_SHARED than
        0 and 1.
        """
        language = environment.get("HOIHOP_LANGUAGE") or DEFAULT_LANGUAGE
        if language not in LANGUAGES:
            raise BadSetting(name="HOIHOP_LANGUAGE", value=language, expected=" or ".join(LANGUAGES))
        port = environment.get("HOIHOP_PORT") or str(DEFAULT_PORT)
        if not (port.isascii() and port.isdigit() and 1 <= int(port) <= 65535):
            raise BadSetting(name="HOIHOP_PORT", value=port, expected="a number from 1 to 65535")
        shared = environment.get("HOIHOP_SHARED") or "0"
        if shared not in ("0", "1"):
            raise BadSetting(name="HOIHOP_SHARED", value=shared, expected="0 or 1")
        watch = environment.get("HOIHOP_WATCH")
        host = environment.get("HOIHOP_HOST") or DEFAULT_HOST
        return cls(language, host, int(port), shared == "1", Path(watch) if watch else None)
