"""Documents in, hits out: the library. Other packages use the names exported here and no others."""

from index import command
from index.asked import has_shape, shape_of_answer
from index.batch import BatchLine, in_chunks, read_batch
from index.catalogue import DocumentFacet, Facets, KindFacet, Scope, SpeakerFacet
from index.edits import Edit
from index.embed import BUNDLED_NAME, Embedder, load_embedder, model_name
from index.errors import (
    BadDate,
    BadEdit,
    BadFilter,
    BadMeetingDate,
    BadQuestion,
    BadSetting,
    BadTitle,
    BrokenDocument,
    BrokenFilters,
    BundledModelChanged,
    DatesReversed,
    DocumentNotFound,
    EmptyDocument,
    HoiHopError,
    HubModelUnavailable,
    LibraryError,
    LibraryNotWritable,
    LibraryTooNew,
    ModelFolderMissing,
    ModelMismatch,
    ModelUnavailable,
    NameTaken,
    NoSpeakers,
    NotUtf8,
    PathNotFound,
    QuestionTooLong,
    SpeakerNotFound,
    UnknownKind,
    UnreadableDocument,
    UnsupportedType,
)
from index.expected import Expected, expected, names
from index.files import FoundFile, find_files
from index.filters import KINDS, NO_FILTERS, Filters, Kind, days_of, filter_fields, read_filters
from index.json_out import Json, hit_fields, json_line, paragraph_fields, scope_fields
from index.library import Library, Outcome
from index.loaders import SUPPORTED_SUFFIXES
from index.loaders.pdf_page import Box, PdfPage, read_pdf_page
from index.models import Hit, Paragraph, Similar, Source, Span, Turn
from index.question import Understood
from index.reembedding import reembed
from index.removal import Removed
from index.rerank import Reranker, load_reranker
from index.search import Found, SentenceMatch
from index.settings import DEFAULT_MODEL, Settings
from index.speakers import label_length
from index.store import DocumentSummary, Reading
from index.text import fold, normalise, tokens
from index.transactions import all_or_nothing, errors_named, one_moment
from index.without_model import (
    check_library,
    documents_in,
    model_in,
    remove_from,
    waits_for_samples,
    with_model,
)

__all__ = [
    "BUNDLED_NAME",
    "DEFAULT_MODEL",
    "KINDS",
    "NO_FILTERS",
    "SUPPORTED_SUFFIXES",
    "BadDate",
    "BadEdit",
    "BadFilter",
    "BadMeetingDate",
    "BadQuestion",
    "BadSetting",
    "BadTitle",
    "BatchLine",
    "Box",
    "BrokenDocument",
    "BrokenFilters",
    "BundledModelChanged",
    "DatesReversed",
    "DocumentFacet",
    "DocumentNotFound",
    "DocumentSummary",
    "Edit",
    "Embedder",
    "EmptyDocument",
    "Expected",
    "Facets",
    "Filters",
    "Found",
    "FoundFile",
    "Hit",
    "HoiHopError",
    "HubModelUnavailable",
    "Json",
    "Kind",
    "KindFacet",
    "Library",
    "LibraryError",
    "LibraryNotWritable",
    "LibraryTooNew",
    "ModelFolderMissing",
    "ModelMismatch",
    "ModelUnavailable",
    "NameTaken",
    "NoSpeakers",
    "NotUtf8",
    "Outcome",
    "Paragraph",
    "PathNotFound",
    "PdfPage",
    "QuestionTooLong",
    "Reading",
    "Removed",
    "Reranker",
    "Scope",
    "SentenceMatch",
    "Settings",
    "Similar",
    "Source",
    "Span",
    "SpeakerFacet",
    "SpeakerNotFound",
    "Turn",
    "Understood",
    "UnknownKind",
    "UnreadableDocument",
    "UnsupportedType",
    "all_or_nothing",
    "check_library",
    "command",
    "days_of",
    "documents_in",
    "errors_named",
    "expected",
    "filter_fields",
    "find_files",
    "fold",
    "has_shape",
    "hit_fields",
    "in_chunks",
    "json_line",
    "label_length",
    "load_embedder",
    "load_reranker",
    "model_in",
    "model_name",
    "names",
    "normalise",
    "one_moment",
    "paragraph_fields",
    "read_batch",
    "read_filters",
    "read_pdf_page",
    "reembed",
    "remove_from",
    "scope_fields",
    "shape_of_answer",
    "tokens",
    "waits_for_samples",
    "with_model",
]
