"""How sure it is that a clause is a line, and of which kind one is that no rule made a line.

The rules read clauses exactly, but know only what somebody thought of. A linear model (logistic regression) weighs what
they make of a clause, or why they pass it over, together with its words, the pairs of neighbours among them, and what
stands around it. It was fitted on clauses of documents that no rule was written by, with what the rules made of them at
first sight, and on plain sentences that weigh less, so that it neither believes nor doubts them too much
(`python -m tests.benchmarks.task_judge`). The weights stand in judge.json.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from index.tasks.models import Kind

LEAST_CONFIDENCE = 0.4
"""From here on what the rules made a line is shown, unless asked otherwise."""
LEAST_PASSED_OVER = 0.6
"""From here on what they passed over is a line all the same. Both were chosen on documents that the fit left
out, so that nearly nine in ten of what is shown are right."""
_TABLE = Path(__file__).with_name("judge.json")
_WORD = re.compile(r"\w+(?:[-']\w+)*|[?:|–…]")
# So many code points before a clause are looked at, for the last words there.
AROUND = 60
_WORDS_BEFORE = 3
_LENGTHS = (3, 6, 25)
KINDS: tuple[Kind, ...] = ("assignment", "decision", "request", "note")


@dataclass(frozen=True, slots=True)
class Seen:
    """A clause as it is judged.

    `before` and `behind` are what stands around it in its paragraph, `language` "vi" or "en". `rule` is the rule that
    made it a line, or passed it over (`line` tells which); None where that isn't to count. `lead` and `heading` are
    those of its Context; `marks` are the names of what else holds for it.
    """

    text: str
    before: str
    behind: str
    language: str
    rule: str | None
    line: bool
    lead: str | None
    heading: str | None
    marks: frozenset[str]


def features(seen: Seen) -> set[str]:
    """The names of what holds for a clause, as the weights have them."""
    found = {seen.language, f"lead {seen.lead}", f"heading {seen.heading}", *seen.marks}
    if seen.rule is not None:
        found |= {f"line: {seen.rule}" if seen.line else f"passed: {seen.rule}", "line" if seen.line else "passed"}
    words = _words(seen.text)
    found |= {f"at most {most} words" for most in _LENGTHS if len(words) <= most}
    if "\n" in seen.before[-2:]:
        found.add("begins a line")
    if seen.text.rstrip().endswith("?") or seen.behind[:2].strip().startswith("?"):
        found.add("asks")
    if seen.text[:1].isupper():
        found.add("capital")
    chain = ["<", *words, ">"]
    found |= {f"{seen.language} {word}" for word in words}
    found |= {f"{seen.language} {left} {right}" for left, right in zip(chain, chain[1:], strict=False)}
    found |= {f"{seen.language} before: {word}" for word in _words(seen.before[-AROUND:])[-_WORDS_BEFORE:]}
    return found


def _words(text: str) -> list[str]:
    """The words and some signs, in small letters; all numbers are one."""
    return ["#" if word.isdigit() else word for word in _WORD.findall(text.lower())]


class Judge:
    """The model: the weight of each feature for being a line, and for each kind."""

    def __init__(self, weights: Mapping[str, Mapping[str, float]]) -> None:
        self._line = weights["line"]
        self._kinds = {kind: weights[kind] for kind in KINDS}

    def confidence(self, found: Iterable[str]) -> float:
        """The probability, 0..1, that a clause with these features is a line."""
        return 1 / (1 + math.exp(-_sum(self._line, found)))

    def kind(self, found: Iterable[str]) -> Kind:
        """The likeliest kind of a line with these features."""
        given = list(found)
        return max(KINDS, key=lambda kind: _sum(self._kinds[kind], given))


def _sum(weights: Mapping[str, float], found: Iterable[str]) -> float:
    # fsum: the same whatever order a set is in.
    return weights[""] + math.fsum(weights.get(each, 0.0) for each in found)


@cache
def default_judge() -> Judge:
    """That of judge.json."""
    return Judge(json.loads(_TABLE.read_text(encoding="utf-8"))["weights"])
