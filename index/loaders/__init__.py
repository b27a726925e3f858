"""Documents in: a file's bytes become a LoadedDocument. Content and suffix choose the loader.

In the text of every document a blank line parts paragraphs, except that in subtitles each turn is one line.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePosixPath

from index.errors import EmptyDocument, UnsupportedType
from index.loaders.pdf import load_pdf
from index.loaders.plain import load_markdown, load_text
from index.loaders.recordings import load_json, load_tsv
from index.loaders.subtitles import load_sbv, load_srt, load_vtt
from index.loaders.web import load_html
from index.loaders.word import load_docx
from index.models import LoadedDocument

__all__ = ["SUPPORTED_SUFFIXES", "load"]

_LOADERS: dict[str, Callable[[str, bytes], LoadedDocument]] = {
    ".txt": load_text,
    ".md": load_markdown,
    ".html": load_html,
    ".htm": load_html,
    ".docx": load_docx,
    ".pdf": load_pdf,
    ".vtt": load_vtt,
    ".srt": load_srt,
    ".sbv": load_sbv,
    ".json": load_json,
    ".tsv": load_tsv,
}
SUPPORTED_SUFFIXES: tuple[str, ...] = tuple(_LOADERS)


def load(path_name: str, data: bytes) -> LoadedDocument:
    """Read a file's bytes; `path_name` is its name or path, for its suffix, its errors and a date in it.

    Raises UnsupportedType, EmptyDocument (no letter or digit in it), NotUtf8, BrokenDocument, UnknownTranscript.
    """
    loader = _LOADERS.get(PurePosixPath(path_name.replace("\\", "/")).suffix.lower())
    if loader is None:
        raise UnsupportedType(path=path_name, supported=" ".join(SUPPORTED_SUFFIXES))
    if not data:
        raise EmptyDocument(path=path_name)
    loaded = loader(path_name, data)
    if not any(char.isalnum() for char in loaded.text):
        raise EmptyDocument(path=path_name)
    return loaded
