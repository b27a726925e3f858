"""A conversation as one file of HTML to read and print: no script, nothing from elsewhere."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator

from assistant.escaping import html_pieces, html_text
from assistant.export.record import Entry, Passage, Record
from assistant.ui.messages import Speech

_STYLE = """
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { max-width: 46rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; background: #fff; color: #1d1b19;
  font: 1.0625rem/1.55 "Source Serif 4", Georgia, "Times New Roman", "Noto Serif", serif; overflow-wrap: anywhere; }
h1 { margin: 0 0 0.3rem; font-size: 1.75rem; line-height: 1.25; }
h2 { margin: 2.2rem 0 0.3rem; padding-top: 0.9rem; border-top: 1px solid #bbb; font-size: 1.2rem; line-height: 1.35;
  white-space: pre-wrap; break-after: avoid; }
h3 { margin: 1.2rem 0 0.4rem; font-size: 1rem; break-after: avoid; }
p { margin: 0 0 0.4rem; orphans: 3; widows: 3; }
bdi { unicode-bidi: isolate; }
.small { color: #55504a; font: 0.875rem/1.45 system-ui, "Noto Sans", Arial, sans-serif; }
.screen { margin-bottom: 1.5rem; padding: 0.5rem 0.8rem; border-radius: 0.4rem; background: #eef4f4; }
section > .small { break-after: avoid; }
.verdict { font-weight: 600; break-after: avoid; }
figure { margin: 0.9rem 0; padding: 0.1rem 0 0.1rem 1rem; border-left: 3px solid #0f5c63; }
.weak figure { border-left-color: #bbb; }
blockquote { margin: 0 0 0.35rem; }
blockquote p { white-space: pre-wrap; }
blockquote.flow p { white-space: normal; }
mark { background: #ffe680; color: inherit; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
figcaption { break-before: avoid; }
@page { size: A4; margin: 20mm 18mm 20mm 25mm; @bottom-center { content: counter(page) " / " counter(pages); } }
@media print {
  body { max-width: none; padding: 0; font-size: 11.5pt; }
  .small { font-size: 9pt; }
  .screen { display: none; }
  figure { break-inside: avoid-page; }
}
"""
# Only the style above is let in.
_STYLE_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
_POLICY = f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; base-uri 'none'; form-action 'none'"


def as_page(record: Record) -> bytes:
    """The file, UTF-8: every text in it is escaped."""
    return "\n".join((*_lines(record), "")).encode("utf-8")


def _lines(record: Record) -> Iterator[str]:
    yield "<!DOCTYPE html>"
    yield f'<html lang="{record.language}">'
    yield '<head><meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
    yield '<meta name="viewport" content="width=device-width"><meta name="referrer" content="no-referrer">'
    yield f"<title>{html_text(record.title)}</title>"
    yield f"<style>{_STYLE}</style></head>"
    yield f'<body><p class="small screen">{html_text(Speech(record.language)("export.print"))}</p><main>'
    yield f'<header><h1 dir="auto">{html_text(record.title)}</h1>'
    yield f'<p class="small">{html_text(" · ".join(record.facts))}</p>'
    if record.note is not None:
        yield f'<p class="small">{html_text(record.note)}</p>'
    yield "</header>"
    for entry in record.entries:
        yield from _entry(entry)
    yield "</main></body></html>"


def _entry(entry: Entry) -> Iterator[str]:
    yield f"<section><h2>{entry.number}. <bdi>{html_text(entry.question)}</bdi></h2>"
    for detail in entry.details:
        yield f'<p class="small" dir="auto">{html_text(detail)}</p>'
    yield f'<p class="verdict" dir="auto">{html_text(entry.verdict)}</p>'
    yield from map(_figure, entry.passages)
    if entry.nearest:
        yield f'<section class="weak"><h3>{html_text(entry.nearest_label)}</h3>'
        yield from map(_figure, entry.nearest)
        yield "</section>"
    yield "</section>"


def _figure(passage: Passage) -> str:
    kind = ' class="flow"' if passage.flow else ""
    body = "".join(f'<p dir="auto">{html_pieces(line["pieces"])}</p>' for line in passage.lines)
    caption = [f"[{passage.number}] — <bdi>{html_text(passage.source)}</bdi>"]
    if passage.heading is not None:
        caption.append(f"<bdi>{html_text(passage.heading)}</bdi>")
    if passage.confidence is not None:
        caption.append(html_text(passage.confidence))
    notice = "" if passage.notice is None else f'<p class="small">{html_text(passage.notice)}</p>'
    return (
        f'<figure>{notice}<blockquote lang="{passage.lang}"{kind}>{body}</blockquote>'
        f'<figcaption class="small">{" · ".join(caption)}</figcaption></figure>'
    )
