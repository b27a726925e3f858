"""Documents in, hits out: the library. Other packages use the names exported here and no others."""

from index.embed import Embedder, load_embedder
from index.errors import (
    BadQuestion,
    BadSetting,
    BrokenDocument,
    DocumentNotFound,
    EmptyDocument,
    HoiHopError,
    LibraryError,
    LibraryNotWritable,
    LibraryTooNew,
    ModelMismatch,
    ModelUnavailable,
    NotUtf8,
    PathNotFound,
    QuestionTooLong,
    UnreadableDocument,
    UnsupportedType,
)
from index.expected import Expected, expected, names
from index.files import FoundFile, find_files
from index.library import Library, Outcome, reembed
from index.loaders import SUPPORTED_SUFFIXES
from index.models import Hit, Paragraph, Source, Span, Turn
from index.search import Found, SentenceMatch, Understood
from index.settings import Settings
from index.store import DocumentSummary
from index.text import fold, normalise, tokens

__all__ = [
    "SUPPORTED_SUFFIXES",
    "BadQuestion",
    "BadSetting",
    "BrokenDocument",
    "DocumentNotFound",
    "DocumentSummary",
    "Embedder",
    "EmptyDocument",
    "Expected",
    "Found",
    "FoundFile",
    "Hit",
    "HoiHopError",
    "Library",
    "LibraryError",
    "LibraryNotWritable",
    "LibraryTooNew",
    "ModelMismatch",
    "ModelUnavailable",
    "NotUtf8",
    "Outcome",
    "Paragraph",
    "PathNotFound",
    "QuestionTooLong",
    "SentenceMatch",
    "Settings",
    "Source",
    "Span",
    "Turn",
    "Understood",
    "UnreadableDocument",
    "UnsupportedType",
    "expected",
    "find_files",
    "fold",
    "load_embedder",
    "names",
    "normalise",
    "reembed",
    "tokens",
]
