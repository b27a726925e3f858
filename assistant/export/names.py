"""Names of exported files that every system takes, Windows with its forbidden signs and names among them."""

from __future__ import annotations

import re
import unicodedata

_LONGEST = 80
_FORBIDDEN = re.compile(r'[<>:"/\\|?*]')
_DEVICE = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|clock\$|(?:com|lpt)[0-9¹²³])(?=\.|$)", re.IGNORECASE)


def file_stem(title: str, default: str) -> str:
    """The title as a file's name without its suffix; the default where nothing of it is left."""
    kept = (" " if unicodedata.category(character)[0] in "CZ" else character for character in title)
    name = " ".join(_FORBIDDEN.sub(" ", unicodedata.normalize("NFC", "".join(kept))).split())
    name = name[:_LONGEST].strip(" .")
    if not name:
        return default
    return f"_{name}" if _DEVICE.match(name) else name
