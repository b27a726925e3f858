"""How sure it is that what a rule found is a line.

confidence.json holds for each rule, in each situation, how many of the lines that it found were right: on the two
parts of the gold lines to write rules by, and on the samples, read by hand (`python -m tests.benchmarks.tasks --fit`
counts them). Few counts are drawn towards what holds for the rule as a whole, and those of a rule towards what is
expected of any.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from index.tasks.due import NOT_DUE, Due
from index.tasks.models import Context, Reading

LEAST_CONFIDENCE = 0.63
"""From here on what is found is shown, unless asked otherwise: chosen on the development lines."""
# How many counts the more general share weighs.
_WEIGHT = 2.0
# What a rule is right of which nothing is known.
_UNKNOWN = 0.65
_TABLE = Path(__file__).with_name("confidence.json")

Counts = dict[str, dict[str, list[int]]]
"""By rule and situation: how many lines were right, and of how many."""


def situation_of(context: Context, due: Due) -> str:
    """What else speaks for a line: a deadline, a list or an order that it stands in, who says it, or nothing."""
    if due != NOT_DUE:
        return "dated"
    if context.lead is not None or context.chained or context.heading == "order":
        return "listed"
    return "said" if context.speaker is not None else "alone"


def confidence_of(reading: Reading, context: Context, due: Due) -> float:
    """The probability, 0..1, that it is a line."""
    return _share(_counts(), reading.rule, situation_of(context, due))


def _share(counts: Counts, rule: str, situation: str) -> float:
    share = _UNKNOWN
    of_rule = counts.get(rule, {})
    for right, found in (
        [sum(cell[0] for cell in of_rule.values()), sum(cell[1] for cell in of_rule.values())],
        of_rule.get(situation, [0, 0]),
    ):
        share = _drawn([right, found], share)
    return share


def _drawn(counts: list[int], towards: float) -> float:
    right, found = counts
    return (right + _WEIGHT * towards) / (found + _WEIGHT)


@cache
def _counts() -> Counts:
    read: Counts = json.loads(_TABLE.read_text(encoding="utf-8"))
    return read
