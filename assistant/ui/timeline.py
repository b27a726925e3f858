"""Meetings and deadlines in the order of their days: what stands in the chart and in the table under it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Literal, TypedDict

from assistant.ui.board_rows import ROWS, Want, Writing, line_id, pages_of, written_due
from assistant.ui.formats import language_of, written_date
from assistant.ui.messages import Speech
from index import BoardLine, DocumentSummary, days_of

if TYPE_CHECKING:
    import altair as alt

Lane = Literal["meeting", "overdue", "open", "done"]
LANES: Mapping[Lane, str] = {
    "meeting": "timeline.meeting",
    "overdue": "board.overdue",
    "open": "timeline.due",
    "done": "board.done",
}
# Seen on the light ground and on the dark one, 3 to 1 at least; the lane's place says the same.
_COLOURS: Mapping[Lane, str] = {"meeting": "#6a6fd0", "overdue": "#d1495b", "open": "#24878f", "done": "#7d838c"}
_HEIGHT = 220
# The last label of the axis stands half beside it.
_PADDING = {"left": 0, "right": 16, "top": 4, "bottom": 4}
# Of a day with more in one lane the hint on the chart names so many, cut to so many characters.
_NAMED, _LONGEST = 4, 110
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class TimelineEvent:
    """A meeting, known to the day or to the month, or the days in which a line is to be done. `label` says when."""

    first: date
    last: date
    lane: Lane
    label: str
    text: str
    document: str
    line: BoardLine | None = None


class TimelineRow(TypedDict):
    """An event in the table; `id` is its line's, None for a meeting, which is known by `document`."""

    id: str | None
    document: str
    when: str
    lane: Lane | Literal["said"]
    kind: str
    text: str
    lang: str
    meeting: str | None


class TimelineData(TypedDict):
    """The rows of a page; `of` names the list, and `words` are labels."""

    of: str
    page: int
    pages: int
    summary: str
    rows: list[TimelineRow]
    words: dict[str, str]


def events(lines: Iterable[BoardLine], meetings: Iterable[DocumentSummary], writing: Writing) -> list[TimelineEvent]:
    """Those of the lines that have a deadline, and the meetings whose date is known, the earliest first."""
    found = []
    for each in meetings:
        if each.date is not None:
            first, last = days_of(each.date)
            label = written_date(each.date, writing.say) or each.date
            title = each.title or each.document
            found.append(TimelineEvent(first, last, "meeting", label, title, each.document))
    for line in lines:
        task = line.line.task
        last_day = task.due_to or task.due_from
        due = written_due(task.due_from, task.due_to, writing.say)
        if last_day is not None and due is not None:
            first = task.due_from or last_day
            state = line.state(writing.today)
            found.append(TimelineEvent(first, last_day, state, due, line.line.text, line.line.document, line))
    return sorted(found, key=lambda each: (each.last, list(LANES).index(each.lane), each.document, each.text))


def chart(shown: Sequence[TimelineEvent], today: date, say: Speech) -> alt.LayerChart | alt.FacetChart:
    """A lane for the meetings and one for each state: a mark for each day, a bar for what takes several, and today."""
    # It takes a third of a second to load, and the first page of the chat has no chart.
    import altair as alt

    lanes = [say(LANES[lane]) for lane in LANES]
    points, bars = _points(shown, say), _bars(shown, say)
    month = "%m/%Y" if say.language == "vi" else "%b %Y"
    x = alt.X("first:T", title=None, axis=alt.Axis(format=month, labelOverlap=True, tickCount=8, labelFlush=True))
    y = alt.Y("lane:N", title=None, sort=lanes, scale=alt.Scale(domain=lanes), axis=alt.Axis(labelLimit=120))
    colour = alt.Color("lane:N", legend=None, scale=alt.Scale(domain=lanes, range=[_COLOURS[lane] for lane in LANES]))
    hints = [alt.Tooltip("when:N", title=say("timeline.when")), alt.Tooltip("text:N", title=say("timeline.what"))]
    spans = alt.Chart({"values": bars}).mark_bar(height=8, opacity=0.35, cornerRadius=4)
    days = alt.Chart({"values": points}).mark_circle(opacity=0.85)
    size = alt.Size("count:Q", legend=None, scale=alt.Scale(type="sqrt", domain=[1, 20], range=[60, 500], clamp=True))
    rule = alt.Chart({"values": [{"first": today.isoformat(), "text": say("timeline.today")}]})
    return alt.layer(
        spans.encode(x=x, x2="last:T", y=y, color=colour, tooltip=hints),
        days.encode(x=x, y=y, color=colour, size=size, tooltip=hints),
        rule.mark_rule(strokeDash=[4, 3], color=_COLOURS["done"]).encode(x="first:T", tooltip=alt.Tooltip("text:N")),
    ).properties(height=_HEIGHT, padding=_PADDING, description=say("timeline.description"))


def timeline_data(shown: Sequence[TimelineEvent], of: str, want: Want, writing: Writing) -> TimelineData:
    """The table's page that is wanted; at first the one on which what comes next stands."""
    say, pages = writing.say, pages_of(len(shown))
    page = min(want.page, pages - 1) if want.of == of else _page_of_next(shown, writing.today)
    return {
        "of": of,
        "page": page,
        "pages": pages,
        "summary": say.count("timeline.found", len(shown)) if shown else say("timeline.none"),
        "rows": [_row(each, writing) for each in shown[page * ROWS : (page + 1) * ROWS]],
        "words": {
            "caption": say("timeline.table"),
            "when": say("timeline.when"),
            "what": say("timeline.what"),
            "previous": say("shelf.previous"),
            "next": say("shelf.next"),
            "position": say("shelf.position", page=say.number(page + 1), pages=say.number(pages)),
        },
    }


def _page_of_next(shown: Sequence[TimelineEvent], today: date) -> int:
    place = next((number for number, each in enumerate(shown) if each.last >= today), len(shown) - 1)
    return max(0, place) // ROWS


def _row(each: TimelineEvent, writing: Writing) -> TimelineRow:
    line = each.line
    return {
        "id": None if line is None else line_id(line.line),
        "document": each.document,
        "when": each.label,
        "lane": each.lane,
        "kind": writing.say(LANES[each.lane]),
        "text": each.text,
        "lang": language_of(each.text),
        "meeting": None if line is None else writing.titles.get(each.document, each.document),
    }


def _points(shown: Iterable[TimelineEvent], say: Speech) -> list[dict[str, Any]]:
    """One for each day of a lane, at the last day of what takes several; a meeting of a month has none."""
    days: dict[tuple[date, Lane], list[TimelineEvent]] = defaultdict(list)
    for each in shown:
        if each.first == each.last or each.lane != "meeting":
            days[each.last, each.lane].append(each)
    return [
        {
            "first": day.isoformat(),
            "lane": say(LANES[lane]),
            "count": len(found),
            "when": written_date(day.isoformat(), say) or "",
            "text": _named(found, say),
        }
        for (day, lane), found in days.items()
    ]


def _bars(shown: Iterable[TimelineEvent], say: Speech) -> list[dict[str, Any]]:
    spans: dict[tuple[date, date, Lane], list[TimelineEvent]] = defaultdict(list)
    for each in shown:
        if each.first != each.last:
            spans[each.first, each.last, each.lane].append(each)
    return [
        {
            "first": first.isoformat(),
            "last": (last + _DAY).isoformat(),
            "lane": say(LANES[lane]),
            "when": found[0].label,
            "text": _named(found, say),
        }
        for (first, last, lane), found in spans.items()
    ]


def _named(found: Sequence[TimelineEvent], say: Speech) -> str:
    """What there is on a day, cut for a hint."""
    texts = [each.text if len(each.text) <= _LONGEST else f"{each.text[:_LONGEST]}…" for each in found[:_NAMED]]
    more = len(found) - _NAMED
    return "; ".join([*texts, say.count("timeline.more", more)] if more > 0 else texts)
