"""A conversation as a file to keep, send and print: .docx, .md and a page of HTML."""

from assistant.export.docx import as_docx
from assistant.export.markdown import as_markdown
from assistant.export.names import file_stem
from assistant.export.page import as_page
from assistant.export.record import Entry, Passage, Record, record

__all__ = ["Entry", "Passage", "Record", "as_docx", "as_markdown", "as_page", "file_stem", "record"]
