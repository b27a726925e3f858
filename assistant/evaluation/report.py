"""An evaluation for people, as tables, and for programs, as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from dataclasses import fields as fields_of

from assistant.evaluation.bootstrap import INTERVAL, RESAMPLES, Estimate
from assistant.evaluation.dialogues import DialogueResult, DialogueRow
from assistant.evaluation.measures import Evaluation, Row
from index import Json, json_line

_FINDING = ("finding", "n", "MRR@10", "hit@1", "hit@5", "nDCG@10", "top 5", "recall@5", "highlight")
_ANSWERING = ("answering", "n", "nothing", "answered", "false answers", "false refusals", "AUROC ", "ECE ")
_CONVERSING = ("conversing", "n", "hit@1", "asked alone", "carried over")
_MEASURES = (
    *("mrr_at_10", "hit_at_1", "hit_at_5", "ndcg_at_10", "top_5_right", "recall_at_5", "first_highlight_right"),
    *("answered", "refused", "answered_wrongly", "refused_wrongly", "auroc", "ece"),
    *("alone_hit_at_1", "carried"),
)


def tables(evaluation: Evaluation) -> str:
    """Two tables, of finding and of answering, and one of dialogues where there are any.

    The kinds are set in under their file, all files come last.
    """
    rows = list(evaluation.rows)
    if len(evaluation.results) > 1:
        rows.append(evaluation.all_files)
    finding = [_finding(row) for row in rows if row.answerable]
    answering = [_answering(row) for row in rows]
    parts = [_table([_FINDING, *finding]), _table([_ANSWERING, *answering]), _dialogues(evaluation), _notes(rows)]
    return "\n".join(part for part in parts if part)


def _finding(row: Row) -> tuple[str, ...]:
    ranked = (row.mrr_at_10, row.hit_at_1, row.hit_at_5, row.ndcg_at_10, row.top_5_right, row.recall_at_5)
    return _name(row), str(row.answerable), *map(_cell, (*ranked, row.first_highlight_right))


def _answering(row: Row) -> tuple[str, ...]:
    told = map(_cell, (row.answered, row.answered_wrongly, row.refused_wrongly))
    mark = "*" if _is_compared_elsewhere(row) else " "
    confidence = [_cell(each) + (mark if each else " ") for each in (row.auroc, row.ece)]
    return _name(row), str(row.answerable), str(row.questions - row.answerable), *told, *confidence


def _dialogues(evaluation: Evaluation) -> str:
    lines = [
        (_name(row), str(row.dialogues), *map(_cell, (row.hit_at_1, row.alone_hit_at_1, row.carried)))
        for row in evaluation.dialogue_rows
    ]
    return _table([_CONVERSING, *lines])


def _is_compared_elsewhere(row: Row) -> bool:
    return row.answerable > 0 and row.compared_from in ("file", "folder")


def _name(row: Row | DialogueRow) -> str:
    if row.file is None:
        return "all files"
    return row.file if row.kind is None else f"  {row.kind}"


def _cell(estimate: Estimate | None) -> str:
    if estimate is None:
        return "-"
    return f"{estimate.value:.3f} {_bound(estimate.low)}-{_bound(estimate.high)}"


def _bound(value: float) -> str:
    """Three characters: .05, .95, 1.0."""
    text = f"{value:.2f}"
    return text[1:] if text.startswith("0") else text[:3]


def _table(cells: Sequence[Sequence[str]]) -> str:
    if len(cells) == 1:
        return ""
    widths = [max(len(line[column]) for line in cells) for column in range(len(cells[0]))]
    lines = []
    for first, *others in cells:
        figures = (each.rjust(width) for each, width in zip(others, widths[1:], strict=True))
        lines.append("  ".join([first.ljust(widths[0]), *figures]).rstrip() + "\n")
    return "".join(lines)


def _notes(rows: Sequence[Row]) -> str:
    notes = (
        f"Behind each figure its {INTERVAL:.0%} bootstrap interval. n: questions with an answer; nothing: without.\n"
        "What each figure measures: python -m assistant eval --help\n"
    )
    if any(_is_compared_elsewhere(row) for row in rows):
        notes += "* against the questions that nothing answers of its file or, where that has none, of all files\n"
    return notes


def fields(evaluation: Evaluation) -> Json:
    """Everything unrounded: `rows`, `all_files` and the `reliability` bins of all files.

    A row has the fields of Row, `intervals` the lower and upper end of each measure's interval; null where a measure
    isn't defined. A bin has those of Bin and `accuracy`, the share of `right` ones. `dialogues` are rows as well, with
    the fields of DialogueRow.
    """
    return {
        "interval": INTERVAL,
        "resamples": RESAMPLES,
        "all_files": _row_fields(evaluation.all_files),
        "rows": [_row_fields(row) for row in evaluation.rows],
        "reliability": [{**asdict(each), "accuracy": each.accuracy} for each in evaluation.bins],
        "dialogues": [_row_fields(row) for row in evaluation.dialogue_rows],
    }


def _row_fields(row: Row | DialogueRow) -> Json:
    plain: Json = {}
    intervals: Json = {}
    for name in (field.name for field in fields_of(row)):
        value = getattr(row, name)
        plain[name] = value.value if isinstance(value, Estimate) else value
        if name in _MEASURES:
            intervals[name] = None if value is None else [value.low, value.high]
    return {**plain, "intervals": intervals}


def details(evaluation: Evaluation) -> str:
    """A JSON line for each question, in the order of the files and their lines.

    `document`, `start` and `end` (code points) are those of the surest paragraph shown, quoted or as no more than near:
    the one that `confidence` is about. `right` and `highlight_right` say whether it and its first highlight overlap an
    answer, `rank` is that of the first right hit; null where there is none. A line for each dialogue follows, about its
    last question: what was `searched` for it, and in which document `within`, null where it was searched by itself.
    """
    lines = []
    for file, results in evaluation.results.items():
        for each in results:
            shown = {"document": None, "start": None, "end": None} if each.shown is None else asdict(each.shown)
            outcome = {
                "id": each.question.id,
                "file": file,
                "kind": each.question.kind,
                "question": each.question.text,
                "answerable": bool(each.question.answers),
                "rank": each.rank,
                "answered": each.answered,
                "reason": each.reason,
                "confidence": each.confidence,
                **shown,
                "right": each.shown_right,
                "highlight_right": each.highlight_right,
            }
            lines.append(json_line(outcome) + "\n")
    for file, dialogues in evaluation.dialogues.items():
        lines.extend(json_line(_dialogue_fields(file, each)) + "\n" for each in dialogues)
    return "".join(lines)


def _dialogue_fields(file: str, result: DialogueResult) -> Json:
    dialogue, follow_up = result.dialogue, result.follow_up
    return {
        "id": dialogue.id,
        "file": file,
        "kind": dialogue.kind,
        "question": dialogue.turns[-1].text,
        "searched": None if follow_up is None else follow_up.searched,
        "within": None if follow_up is None else follow_up.within,
        "rank": result.rank,
        "rank_alone": result.rank_alone,
    }
